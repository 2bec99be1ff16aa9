#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# The torture programme: a part of each in five minutes, or with WHOLE=1 all of
# it in under two hours. The counts of each part go to build/torture.txt; those
# of a whole run to figures.txt beside this file, which README quotes.
set -u
cd "$(dirname "$0")/../.." || exit 2
figures=build/torture.txt
[ -z "${WHOLE:-}" ] || figures=tests/torture/figures.txt
mkdir -p build
counts=$(mktemp)
printf '%s, commit %s, %s cores\n' "$("${JLEDGER:?}" version | head -n 1)" "$(git rev-parse --short=12 HEAD)" "$(getconf _NPROCESSORS_ONLN)" >"$counts"
totals=$(mktemp)
log=$(mktemp)
trap 'rm -f "$totals" "$log" "$counts"' EXIT

# part NAME COMMAND...
part() {
	name=$1
	shift
	echo "== $name"
	"$@" 2>&1 | tee "$log" | grep -vE '^(ok  |[0-9]+ passed)'
	grep -E '^[a-z]+: ' "$log" | tail -n 1 >>"$counts"
	last=$(tail -n 1 "$log")
	case $last in
	*' passed, '*' failed'*) echo "$last" >>"$totals" ;;
	*) echo "0 passed, 1 failed" >>"$totals" ;;
	esac
}

if [ -n "${WHOLE:-}" ]; then
	part kill env SHARE=1 bash tests/torture/kill.sh
	part faults env SHARE=8 bash tests/torture/faults.sh
	part memory env SHARE=29 bash tests/torture/memory.sh
	part full env SHARE=1 bash tests/torture/full.sh
	part power env CUTS=60 bash tests/torture/power.sh
	part races env ROUNDS=1000 JOURNEYS=1500 bash tests/torture/races.sh
	part damage env DAMAGE=all sh tests/cli/t0760-damaged.sh
	part tampering env CHANGES=250000 JOBS="$(getconf _NPROCESSORS_ONLN)" sh tests/cli/t0510-tamper.sh
else
	part kill env SHARE=80 bash tests/torture/kill.sh
	part faults env SHARE=400 bash tests/torture/faults.sh
	part memory env SHARE=1499 bash tests/torture/memory.sh
	part full env SHARE=8 bash tests/torture/full.sh
	part power env CUTS=3 bash tests/torture/power.sh
	part races env ROUNDS=100 JOURNEYS=50 bash tests/torture/races.sh
fi
# Only a run that came to its end is quoted.
cp "$counts" "$figures" && cat "$counts"
awk '{ p += $1; f += $3; s += $5 } END {
	printf "%d passed, %d failed", p, f
	if (s) printf ", %d skipped", s
	print ""
	exit f > 0 || p == 0 }' "$totals"
