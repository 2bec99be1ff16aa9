#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# No false alarm: histories as people make them, with merges, gc, clones, work
# trees and pulls, one after the other; after each step verify finds nothing,
# and a seal that was made before still holds. HISTORIES is how many.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

HISTORIES=${HISTORIES:-1000}
git config --global gc.auto 0
git config --global merge.conflictStyle merge
unset GIT_AUTHOR_DATE GIT_COMMITTER_DATE

# A number below $1 from the seed.
seed=1
pick() {
	seed=$(((seed * 1103515245 + 12345) % 2147483648))
	picked=$((seed / 65536 % $1))
}

new_ledger() {
	cd "$TRASH" && rm -rf work && mkdir work && cd work &&
		"$JLEDGER" init a --name H --zone UTC >/dev/null && cd a &&
		for p in ana ben cy; do
			"$JLEDGER" new person $p name="$p" email=$p@example.com >/dev/null || return 1
		done &&
		for j in one two three four; do
			"$JLEDGER" new journey $j name="$j" >/dev/null || return 1
		done &&
		mkdir -p maps && cat >maps/w.json <<-'END' &&
			{ "id": "w", "name": "W", "version": 1, "format": "csv",
			  "columns": { "journey": { "column": "journey" }, "occurred_at": { "column": "at" } },
			  "measures": [ { "metric": "complaint", "value": "v" } ] }
		END
		"$JLEDGER" commit -m "the ledger" >/dev/null
}

# Another text in one journey, so that branches do not meet in a line.
change() {
	step=$((step + 1))
	sed -i "s/\"name\": \".*\"/\"name\": \"$1 $step\"/" "journeys/$1.json" && git commit -qam "$1 $step"
}

import() {
	step=$((step + 1))
	printf 'journey,at,v\none,2026-01-%02dT10:00:00Z,%d\n' $((step % 28 + 1)) $step >"$TRASH/m.csv" &&
		"$JLEDGER" import "$TRASH/m.csv" --map w >/dev/null 2>&1
}

on_branch() {
	git switch -q -c "$1" HEAD~"${3:-0}" && change "$2" && git switch -q main
}

# Moves on to a clone, and leaves the other behind.
clone() {
	cd .. && rm -rf b && git clone -q ${1:+"$1"} a b && rm -rf a && mv b a && cd a || return 1
}

# Another office imports in its own clone, and both are joined.
pull() {
	(cd .. && rm -rf c && git clone -q a c && cd c && import) && import &&
		git pull -q --no-rebase --no-edit ../c main && rm -rf ../c
}

work_tree() {
	step=$((step + 1))
	git worktree add -q ../w -b w && (cd ../w && change four && run 0 verify) && step=$((step + 1)) &&
		git worktree remove ../w && git merge -q --no-edit w && git branch -q -d w
}

do_step() {
	pick 16
	case $picked in
	0 | 1 | 2) import ;;
	3) change one ;;
	4) on_branch s two && change three && git merge -q -m m s && git branch -q -D s ;;
	5) on_branch s two && on_branch t three && change four && git merge -q -m octopus s t && git branch -q -D s t ;;
	6) on_branch s two && change one && git merge -q --squash s && git commit -qm squash && git branch -q -D s ;;
	7) change two && git revert --no-edit HEAD >/dev/null ;;
	8) git gc -q ;;
	9) git repack -qadf && git commit-graph write --reachable ;;
	10) clone ;;
	11) clone --no-hardlinks && git pack-refs --all ;;
	12) pull ;;
	13) work_tree ;;
	14) git commit-graph write --reachable --split && change three ;;
	15) git tag "v$step" && git repack -qad && git multi-pack-index write && import ;;
	esac
}

n=0
alarms=0
one_history() {
	new_ledger || return 1
	seal=''
	step=0
	i=0
	while [ $i -lt 40 ] && [ $n -lt "$HISTORIES" ]; do
		do_step >"$TRASH/step" 2>&1 || { echo "step $picked could not be done"; cat "$TRASH/step"; return 1; }
		if ! "$JLEDGER" verify ${seal:+--against "$seal"} >out 2>err; then
			echo "a false alarm after step $picked:"
			cat out err
			alarms=$((alarms + 1))
			return 1
		fi
		rm -f out err
		[ $((i % 5)) -ne 0 ] || seal=$("$JLEDGER" seal -n)
		i=$((i + 1))
		n=$((n + 1))
	done
}

no_alarm() {
	while [ $n -lt "$HISTORIES" ]; do
		one_history || return 1
	done
	[ $alarms -eq 0 ]
}
it "$HISTORIES honest histories, and not one finding" no_alarm

finish
