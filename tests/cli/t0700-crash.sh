#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# kill -9 at many points, and a full disk: nothing acknowledged is lost,
# nothing is half there, and the next command recovers by itself.
. "$(dirname "$0")/lib.sh"
small ledger || exit 1
cd ledger || exit 1
sed -i 's/"zone"/"limits": { "batch_in_git": 100000 }, "zone"/' ledger.json && "$JLEDGER" commit >/dev/null

# Files of 20,000 rows: each month and value is another file.
rows() {
	awk -v m="$1" 'BEGIN { print "month,by,vans,late"
		for (i = 0; i < 20000; i++) print m ",ops,10," i % 10 }'
}

# Whatever happened, each acknowledged import is whole and no other is there.
consistent() {
	run 0 report friction --by month -p 2026 -f json || return 1
	json out '[.rows[] | .n == 200000 and .sum == 90000] | all' || return 1
	have=$(jq '.rows | length' out)
	[ "$have" -ge "$acknowledged" ] || { echo "$have months of $acknowledged acknowledged"; return 1; }
	[ "$have" -eq "$(ls measures/*.json 2>/dev/null | wc -l)" ] || { echo 'receipts and figures differ'; return 1; }
	[ "$have" -eq "$(ls measures/*.csv* 2>/dev/null | wc -l)" ] || { ls measures; echo 'stray batch files'; return 1; }
	[ -z "$(ls .jledger/*.tmp .git/*.lock 2>/dev/null)" ] || { ls .jledger .git; return 1; }
	[ -z "$(git status --porcelain measures)" ] || { git status --short; return 1; }
}

killed_imports() {
	acknowledged=0
	for delay in 0.002 0.005 0.01 0.015 0.02 0.025 0.03 0.035 0.04 0.05 0.06 0.07; do
		month=2026-$(printf '%02d' $((acknowledged % 12 + 1)))
		rows "$month" >f.csv
		timeout -s KILL "$delay" "$JLEDGER" import f.csv --map vans >killed 2>&1
		# Run again, it finishes, or finds that it was done.
		run 0 import f.csv --map vans || return 1
		acknowledged=$((acknowledged + 1))
		consistent || { echo "after a kill at $delay s"; return 1; }
	done
}

# Kills at each system call that changes something, by a debugger's hook.
killed_at_each_write() {
	i=100
	for call in rename fsync openat unlink link write; do
		for n in 1 2 3 4 6 8 10; do
			i=$((i + 1))
			printf 'month,by,vans,late\n2027-01,ops,%s,%s\n' $i "$n" >k.csv
			strace -f -qq -o /dev/null -e "inject=$call:signal=KILL:when=$n" \
				"$JLEDGER" import k.csv --map vans >killed 2>&1
			run 0 import k.csv --map vans || { echo "after a kill at $call $n"; return 1; }
			[ -z "$(git status --porcelain measures)" ] || { git status --short; echo "$call $n"; return 1; }
			[ "$(ls measures/*.json | wc -l)" -eq "$(ls measures/*.csv* | wc -l)" ] ||
				{ ls measures; echo "stray files after $call $n"; return 1; }
			run 0 report friction --by metric -p 2027 -f json && json out ".rows[0].n == $i and .rows[0].sum == $n" ||
				{ echo "figures after $call $n"; return 1; }
		done
	done
	git fsck 2>&1 | grep -v dangling | grep . && return 1
	return 0
}

killed_commits() {
	for call in rename fsync link write; do
		for n in 1 2 3 4 6 9; do
			echo "{ \"id\": \"p-$call-$n\", \"name\": \"P\" }" >"people/p-$call-$n.json"
			strace -f -qq -o /dev/null -e "inject=$call:signal=KILL:when=$n" \
				"$JLEDGER" commit -m x >killed 2>&1
			run 0 commit -m x || { echo "after a kill at $call $n"; return 1; }
			git cat-file -e "HEAD:people/p-$call-$n.json" && [ -z "$(git status --porcelain people)" ] ||
				{ git status --short; echo "$call $n"; return 1; }
		done
	done
}

full_disk() {
	(
		cd "$TRASH/full" && small small && cd small && rows 2026-02 >"$TRASH/f.csv" &&
			printf 'month,by,vans,late\n2026-01,ops,10,1\n' >"$TRASH/a.csv" &&
			run 0 import "$TRASH/a.csv" --map vans && head=$(git rev-parse HEAD) &&
			for left in 0 20 60 100 200 400 800; do
				rm -f "$TRASH/full/filler"
				dd if=/dev/zero of="$TRASH/full/filler" bs=1k 2>/dev/null
				truncate -s "-${left}k" "$TRASH/full/filler"
				"$JLEDGER" import "$TRASH/f.csv" --map vans >"$TRASH/o" 2>"$TRASH/e" && break
				[ -s "$TRASH/e" ] && [ "$head" = "$(git rev-parse HEAD)" ] || { cat "$TRASH/e"; exit 1; }
			done
		rm -f "$TRASH/full/filler" &&
			"$JLEDGER" import "$TRASH/f.csv" --map vans >"$TRASH/o" 2>"$TRASH/e" &&
			"$JLEDGER" report friction --by month -p 2026 -f json >"$TRASH/o" &&
			json "$TRASH/o" '[.rows[] | .n] == [10, 200000]' &&
			: 'a cache that is behind and cannot be written is no obstacle to an answer' &&
			git reset -q --hard HEAD~1 && run 0 report accountability -p 2026 -f json && git reset -q --hard 'HEAD@{1}' &&
			{ dd if=/dev/zero of="$TRASH/full/filler" bs=1k 2>/dev/null || true; } &&
			"$JLEDGER" report friction --by month -p 2026 -f json >"$TRASH/o" 2>"$TRASH/e" &&
			json "$TRASH/o" '[.rows[] | .n] == [10, 200000]' && rm -f "$TRASH/full/filler" && [ -z "$(git status --porcelain measures)" ] &&
			[ "$(ls measures/*.json | wc -l)" -eq 2 ] && git fsck 2>&1 | grep -v dangling | grep -c . | grep -q '^0$'
	)
	code=$?
	umount "$TRASH/full"
	return $code
}

it 'imports killed at many moments are whole or absent' killed_imports
# A file that may not grow any more fails as a full disk does, and needs no root.
files_that_may_not_grow() {
	cd "$TRASH" && rm -rf limit && small limit && cd limit && rows 2026-02 >f.csv && head=$(git rev-parse HEAD) || return 1
	for blocks in 1 8 64 512 2048; do
		(
			trap '' XFSZ
			ulimit -f $blocks
			exec "$JLEDGER" import f.csv --map vans
		) >o 2>e && break
		[ -s e ] && [ "$head" = "$(git rev-parse HEAD)" ] && [ -z "$(git status --porcelain measures)" ] || { cat e; return 1; }
	done
	run 0 import f.csv --map vans && run 0 report friction --by month -p 2026 -f json && json out '[.rows[] | .n] == [200000]'
}

if command -v strace >/dev/null; then
	it 'imports killed at each kind of write finish when run again' killed_at_each_write
	it 'commits killed at each kind of write finish when run again' killed_commits
else
	skip 'killed at each kind of write' 'strace is not installed'
fi
it 'a file that may not grow loses nothing' files_that_may_not_grow
mkdir "$TRASH/full"
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=3m tmpfs "$TRASH/full" 2>/dev/null; then
	it 'a full disk loses nothing and leaves nothing' full_disk
else
	skip 'a full disk' 'a small disk cannot be mounted here'
fi
finish
