#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# The torture programme: a part of each in five minutes, or with WHOLE=1 all of
# it in under two hours; PARTS='kill faults' runs these only. The counts of each
# part go to build/torture.txt; those of a whole run to figures.txt beside this
# file, each with the commit that it was of, and README quotes them.
set -u
cd "$(dirname "$0")/../.." || exit 2
: "${JLEDGER:?set JLEDGER to the program under test}"
figures=build/torture.txt
[ -z "${WHOLE:-}" ] || figures=tests/torture/figures.txt
mkdir -p build && touch "$figures"
commit=$(git rev-parse --short=12 HEAD)
totals=$(mktemp)
log=$(mktemp)
trap 'rm -f "$totals" "$log"' EXIT

# keep LINE: a part's counts, in the place of those from before.
keep() {
	{ grep -v "^${1%%:*}: " "$figures"; echo "$1 ($commit)"; } >"$figures.new" && mv "$figures.new" "$figures"
}

# part NAME COMMAND...
part() {
	name=$1
	shift
	echo "== $name"
	"$@" 2>&1 | tee "$log" | grep -vE '^(ok  |[0-9]+ passed)'
	counts=$(grep -E '^[a-z]+: ' "$log" | tail -n 1)
	[ -z "$counts" ] || keep "$counts"
	last=$(tail -n 1 "$log")
	case $last in
	*' passed, '*' failed'*) echo "$last" >>"$totals" ;;
	*) echo "0 passed, 1 failed" >>"$totals" ;;
	esac
}

# A part, what runs it, and how much of it is tried: in a few minutes, and in
# whole. The ordinary tests try some of what has "-".
cores=$(getconf _NPROCESSORS_ONLN)
while read -r name shell script few all; do
	case " ${PARTS:-$name} " in *" $name "*) ;; *) continue ;; esac
	much=$few
	[ -z "${WHOLE:-}" ] || much=$all
	# shellcheck disable=SC2046 # each is a word
	[ "$much" = - ] || part "$name" env $(echo "$much" | tr , ' ') "$shell" "$script" </dev/null
done <<-END
	kill       bash  tests/torture/kill.sh     SHARE=80                SHARE=1
	faults     bash  tests/torture/faults.sh   SHARE=400               SHARE=8
	memory     bash  tests/torture/memory.sh   SHARE=1499              SHARE=29
	full       bash  tests/torture/full.sh     SHARE=8                 SHARE=1
	power      bash  tests/torture/power.sh    CUTS=3                  CUTS=60
	races      bash  tests/torture/races.sh    ROUNDS=100,JOURNEYS=50  ROUNDS=1000,JOURNEYS=1500
	damage     sh    tests/cli/t0760-damaged.sh  -                     DAMAGE=all
	tampering  sh    tests/cli/t0510-tamper.sh   -                     CHANGES=250000,JOBS=$cores
END
cat "$figures"
awk '{ p += $1; f += $3; s += $5 } END {
	printf "%d passed, %d failed", p, f
	if (s) printf ", %d skipped", s
	print ""
	exit f > 0 || p == 0 }' "$totals"
