#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# Times the history index and verify on ledgers that it makes itself: COMMITS
# commits over 2,000 journeys in domain folders and side by side, SIGNED signed
# commits, SCALE measures. Prints a table and judges nothing.
set -eu
COMMITS=${COMMITS:-50000}
SIGNED=${SIGNED:-10000}
SCALE=${SCALE:-5000000}
RUNS=${RUNS:-3}
folder=$(mktemp -d "${TMPDIR:-/tmp}/jledger-bench.XXXXXX")
trap 'rm -rf "$folder"' EXIT
export HOME="$folder" JLEDGER_TODAY=2026-01-10 LC_ALL=C
export GIT_AUTHOR_NAME=Bench GIT_AUTHOR_EMAIL=bench@example.com
export GIT_COMMITTER_NAME=Bench GIT_COMMITTER_EMAIL=bench@example.com
git config --global init.defaultBranch main

timed() {
	/usr/bin/time -f '%e %M' -o "$folder/took" "$@" >"$folder/out" 2>"$folder/err" ||
		{ cat "$folder/err" >&2; exit 1; }
}
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
row() { printf '%-57s %9s %9s %7s %9s\n' "$@"; }
ratio() { awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }
peak() { awk '{ printf "%.0f", $2 / 1024 }' "$folder/took"; }

# several NAME COMMAND...: the median of the runs to $took, after `before`.
several() {
	: >"$folder/times"
	i=0
	while [ $i -lt "$RUNS" ]; do
		before
		timed "$@"
		cut -d' ' -f1 "$folder/took" >>"$folder/times"
		i=$((i + 1))
	done
	took=$(median <"$folder/times")
}

echo "$(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1), $(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)"
echo "$COMMITS commits over 2,000 journeys; medians of $RUNS runs"
row '' jledger git ratio 'peak MiB'

for domains in 20 0; do
	where=$([ $domains -gt 0 ] && echo 'in folders' || echo 'side by side')
	cd "$folder" && rm -rf h && git init -q h && cd h
	"$GENERATE_HISTORY" 2000 "$COMMITS" $domains | git fast-import --quiet
	git reset -q --hard && git branch -q -D side && git repack -adfq
	before() { :; }
	several git log -p -- journeys
	git=$took
	before() { rm -rf .jledger; }
	several "$JLEDGER" log -n 1
	row "cold index, journeys $where, against git log -p (s)" "$took" "$git" "$(ratio "$took" "$git")" "$(peak)"
	before() {
		file=$(git ls-files 'journeys/*j0100.json')
		step=$((${step:-0} + 1))
		sed -i "s/\"customer_goal\": \".*\"/\"customer_goal\": \"step $step\"/" "$file" && git commit -qam "step $step"
	}
	several "$JLEDGER" log -n 1
	row "  one new commit, and the newest change (s)" "$took" '' '' "$(peak)"
	before() { :; }
	several "$JLEDGER" log j0100
	row "  log of one journey (s)" "$took" '' '' "$(peak)"
	rev=$(git rev-parse HEAD~$((COMMITS / 3)))
	several "$JLEDGER" who j0100 --at 2020-01-01 --rev "$rev"
	row "  who --at --rev (s)" "$took" '' '' "$(peak)"
	timed "$JLEDGER" verify
	verify=$(cut -d' ' -f1 "$folder/took") memory=$(peak)
	timed git fsck --full
	git=$(cut -d' ' -f1 "$folder/took")
	row "  verify, against git fsck --full (s)" "$verify" "$git" "$(ratio "$verify" "$git")" "$memory"
done

cd "$folder" && rm -rf h && "$JLEDGER" init h --zone UTC --name Signed >/dev/null && cd h
ssh-keygen -q -t ed25519 -N '' -f "$folder/key"
git config gpg.format ssh && git config user.signingkey "$folder/key"
"$JLEDGER" new person ana name=Ana keys="$(cat "$folder/key.pub")" >/dev/null
"$JLEDGER" commit -m people >/dev/null
tree=$(git rev-parse 'HEAD^{tree}')
commit=$(git rev-parse HEAD)
i=0
while [ $i -lt "$SIGNED" ]; do
	commit=$(git commit-tree -S -p "$commit" -m "$i" "$tree")
	i=$((i + 1))
done
git update-ref refs/heads/main "$commit" && git repack -adq
timed "$JLEDGER" verify --level V1
took=$(cut -d' ' -f1 "$folder/took")
row "verify of $SIGNED signed commits (s)" "$took" '' '' "$(peak)"
row "  commits a second" "$(awk "BEGIN { printf \"%.0f\", $SIGNED / $took }")" '' '' ''

cd "$folder" && rm -rf h && "$JLEDGER" init h --zone Europe/Paris --name Bench >/dev/null
"$GENERATE" h 2000 600 "$SCALE"
cd h && "$JLEDGER" commit -m definitions >/dev/null && "$JLEDGER" import waits.csv --map waits >/dev/null 2>&1
timed "$JLEDGER" verify
took=$(cut -d' ' -f1 "$folder/took") memory=$(peak)
timed sh -c 'for f in measures/*.zst; do zstd -qdc "$f" | sha256sum; done'
git=$(cut -d' ' -f1 "$folder/took")
row "verify of $SCALE rows, against zstd | sha256sum (s)" "$took" "$git" "$(ratio "$took" "$git")" "$memory"
row "  rows a second" "$(awk "BEGIN { printf \"%.0f\", $SCALE / $took }")" '' '' ''
