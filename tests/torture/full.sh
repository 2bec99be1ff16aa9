#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# The disk is full: each writing verb runs on a small tmpfs that has K pages or K
# inodes left, from none until it is enough. A verb that fails says so and has
# changed nothing, or says what it has; with room again, it does what was asked.
# SHARE=5 tries one size in five.
# shellcheck source=tests/torture/lib-torture.sh
. "$(dirname "$0")/lib-torture.sh"

[ "$(id -u)" -eq 0 ] || skip_all 'mounting a small tmpfs needs root'

# Mounts are left behind by nobody.
clear_up() {
	for at in "$WORK"/run-*; do
		mountpoint -q "$at" && umount -l "$at"
	done
	rm -rf "$WORK"
}
trap clear_up EXIT

# go_to_small WHAT K: a copy of what was prepared on a tmpfs with K more pages or
# inodes.
go_to_small() {
	at=$WORK/run-$part
	mkdir -p "$at" && mount -t tmpfs -o size=64m,nr_inodes=20000 tmpfs "$at" && cp -a "$WORK/$name/." "$at" && cd "$at/l" || exit 2
	export HOME=$at/home
	read -r pages inodes < <(df -k --output=used,iused "$at" | tail -1)
	if [ "$1" = pages ]; then
		mount -o "remount,size=$((pages + 4 * $2))k" "$at"
	else
		mount -o "remount,nr_inodes=$((inodes + $2))" "$at"
	fi || exit 2
}

leave_small() { cd "$WORK" && umount -l "$at"; }

# on_a_full_disk pages|inodes K: one point.
on_a_full_disk() {
	what="$name, with $2 $1 left"
	said=$WORK/said-$part # not on the disk
	go_to_small "$1" "$2"
	is_right
	code=$?
	leave_small
	return $code
}

is_right() {
	# shellcheck disable=SC2086 # the words of the command
	timeout 30 "$JLEDGER" $command >"$said" 2>&1
	code=$?
	mount -o remount,size=64m,nr_inodes=20000 "$at" || exit 2
	[ $code -le 4 ] && [ -s "$said" ] || { echo "$what: ends with $code: $(tail -1 "$said")"; return 1; }
	now=$(state 2>&1)
	if [ $code -le 1 ]; then
		[ "$now" = "$new" ] || { echo "$what: exit code $code, and it is not done"; diff <(echo "$new") <(echo "$now") | head -4; return 1; }
	elif [ "$now" = "$new" ] && [ "$old" != "$new" ]; then
		admits "$said" || { echo "$what: exit code $code, and it is done: $(tail -1 "$said")"; return 1; }
	fi
	sound "$what" || return 1
	if [ "$now" = "$old" ] && [ "$old" != "$new" ]; then
		# shellcheck disable=SC2086 # the words of the command
		timeout 30 "$JLEDGER" $command >"$said" 2>&1
		code=$?
		[ $code -le 1 ] || { echo "$what: refused again ($code): $(tail -1 "$said")"; return 1; }
		[ "$(state 2>&1)" = "$new" ] || { echo "$what: given again it does another thing"; return 1; }
	fi
}

# Enough is found by trying: a verb that changes little needs few.
points() {
	for kind in pages inodes; do
		for ((k = 0; k < 80; k++)); do
			echo "$kind $k"
			go_to_small "$kind" "$k"
			# shellcheck disable=SC2086 # the words of the command
			"$JLEDGER" $command >/dev/null 2>&1
			code=$?
			leave_small
			[ $code -gt 1 ] || break
		done
	done
}

prepare_home
for verb in ${VERBS:-$(changing_names)}; do
	prepare "$verb"
	# shellcheck disable=SC2086 # the words of the command
	"$JLEDGER" $command >/dev/null 2>&1
	new=$(state 2>&1)
	points >"$WORK/all"
	try_points on_a_full_disk <"$WORK/all"
done
sum_up full 'lies, stuck or broken ledgers'
