#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# The power fails: while writing verbs run one after another, their disk is copied
# at CUTS moments as it is, without what the system still holds in memory. Each
# copy is mounted as after a restart: whatever was acknowledged before the copy
# began must be there, and the ledger must be sound. (What was submitted to the
# disk is in the copy, flushed or not: missing flushes of the disk's own cache are
# not tried.)
#
# The disk is a file in an XFS, which copies files in one moment (reflink), and
# holds ext4, xfs or btrfs itself. Needs root, loop devices and the mkfs programs.
# shellcheck source=tests/torture/lib-torture.sh
. "$(dirname "$0")/lib-torture.sh"

CUTS=${CUTS:-60}
SYSTEMS=${SYSTEMS:-ext4 xfs btrfs}

skip() {
	echo "SKIPPED: $*"
	skipped=$((skipped + CUTS))
}

# The loop device takes a moment to let go.
unmount() { umount "$1" 2>/dev/null || { sleep 0.5 && umount "$1"; } || umount -l "$1"; }
clear_up() {
	for at in "$WORK"/copy "$WORK"/disk "$WORK"/outer; do
		mountpoint -q "$at" && unmount "$at"
	done
	rm -rf "$WORK"
}
trap clear_up EXIT

# change K: the K-th change, found again by the word wKw; false when refused.
change() {
	word=w$1w
	case $(($1 % 6)) in
	0) "$JLEDGER" set move name="Name $word" -m "$word" ;;
	1) "$JLEDGER" new person "$word" name="P $word" -m "$word" ;;
	2)
		printf 'month,vans,late\n%d-%02d,90,9\n' $((1990 + $1 / 72)) $((1 + $1 / 6 % 12)) >"$WORK/$word.csv"
		"$JLEDGER" import "$WORK/$word.csv" --map vans
		;;
	3) "$JLEDGER" undo HEAD -m "$word" ;;
	4) sed -i "s/\"name\": \"Person.*\"/\"name\": \"Person $word\"/" people/cy.json && "$JLEDGER" commit -m "$word" ;;
	5) "$JLEDGER" seal --unsigned --name "$word" ;;
	esac >"$WORK/said" 2>&1
}

# Changes without end, until the file `over` is there.
work() {
	cd "$WORK/disk/l" || exit 1
	for ((k = 1; ; k++)); do
		[ ! -e "$WORK/over" ] || return 0
		if change "$k"; then echo "w${k}w" >>"$WORK/acknowledged"; else echo "w${k}w: $(tail -1 "$WORK/said")" >>"$WORK/refused"; fi
	done
}

# after_the_cut N: the copy as a machine finds it that starts again.
after_the_cut() {
	what="$system, cut $1"
	mount -o loop "$WORK/outer/cut-$1" "$WORK/copy" || { echo "$what: the copy cannot be mounted"; return 1; }
	export HOME=$WORK/copy/home
	cd "$WORK/copy/l" || { echo "$what: the ledger is gone"; return 1; }
	timeout 10 "$JLEDGER" status >"$WORK/said" 2>&1
	code=$?
	[ $code -le 1 ] || { echo "$what: status ends with $code: $(tail -1 "$WORK/said")"; return 1; }
	{ git log --format=%B && git tag && "$JLEDGER" list batches; } 2>&1 | grep -oE 'w[0-9]+w' | sort -u >"$WORK/found"
	lost=$(head -n "$(cat "$WORK/outer/cut-$1.acknowledged")" "$WORK/acknowledged" | sort | comm -23 - "$WORK/found" | tr '\n' ' ')
	[ -z "$lost" ] || { echo "$what: acknowledged and lost: $lost"; return 1; }
	git status --porcelain >"$WORK/porcelain" 2>&1
	# A file that was saved and not yet recorded is its owner's.
	grep -v '^ M people/cy.json$' "$WORK/porcelain" | grep . && { echo "$what: the work tree is not that of the branch"; return 1; }
	old=$(state 2>&1) new=$old
	sound "$what"
}

prepare_home
skipped=0
[ "$(id -u)" -eq 0 ] && [ -e /dev/loop-control ] || skip_all 'cutting the power needs root and loop devices' $((3 * CUTS))
command -v mkfs.xfs >/dev/null || skip_all 'mkfs.xfs is not installed (package xfsprogs), which holds the disk' $((3 * CUTS))
mkdir "$WORK/outer" "$WORK/disk" "$WORK/copy"
truncate -s 8G "$WORK/device" && mkfs.xfs -q -m reflink=1 "$WORK/device" && mount -o loop "$WORK/device" "$WORK/outer" || exit 2
total=0 bad=0
for system in $SYSTEMS; do
	command -v "mkfs.$system" >/dev/null || { skip "mkfs.$system is not installed"; continue; }
	truncate -s 400M "$WORK/outer/image" && "mkfs.$system" -q "$WORK/outer/image" >"$WORK/said" && mount -o loop "$WORK/outer/image" "$WORK/disk" || { skip "$system cannot be mounted here"; continue; }
	export HOME=$WORK/disk/home
	cp -a "$WORK/home" "$HOME" && (make_ledger "$WORK/disk/l") >"$WORK/said" 2>&1 || { cat "$WORK/said"; exit 2; }
	sync
	rm -f "$WORK/over"
	: >"$WORK/acknowledged"
	: >"$WORK/refused"
	work &
	worker=$!
	for ((cut = 1; cut <= CUTS; cut++)); do
		sleep "0.$((RANDOM % 5))$((RANDOM % 10))"
		wc -l <"$WORK/acknowledged" >"$WORK/outer/cut-$cut.acknowledged"
		cp --reflink=always "$WORK/outer/image" "$WORK/outer/cut-$cut" || exit 2
	done
	touch "$WORK/over"
	wait $worker
	unmount "$WORK/disk"
	# A machine that starts again counts its devices anew.
	truncate -s 1M "$WORK/first" && first=$(losetup -f --show "$WORK/first") || exit 2
	failed=0
	for ((cut = 1; cut <= CUTS; cut++)); do
		said=$(after_the_cut $cut 2>&1) || { failed=$((failed + 1)); echo "FAIL $said"; }
		unmount "$WORK/copy"
	done
	losetup -d "$first"
	head -n 3 "$WORK/refused"
	echo "$system: $CUTS cuts, $(wc -l <"$WORK/acknowledged") changes acknowledged, $(wc -l <"$WORK/refused") refused, $failed bad"
	total=$((total + CUTS)) bad=$((bad + failed))
	rm -f "$WORK"/outer/*
done
echo "power: $total cuts, $bad with something acknowledged lost or a broken ledger"
printf '%d passed, %d failed' $((total - bad)) $bad
[ $skipped -eq 0 ] || printf ', %d skipped' $skipped
echo
[ $bad -eq 0 ]
