#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# Times jledger beside its competitors on input that it makes itself; prints a
# table and judges nothing. SCALE is the number of measures.
set -eu
SCALE=${SCALE:-5000000}
RUNS=${RUNS:-3}
folder=$(mktemp -d "${TMPDIR:-/tmp}/jledger-bench.XXXXXX")
trap 'rm -rf "$folder"' EXIT
export HOME="$folder" JLEDGER_TODAY=2026-01-10 LC_ALL=C
export GIT_AUTHOR_NAME=Bench GIT_AUTHOR_EMAIL=bench@example.com
unset JLEDGER_CASE_KEY

# Seconds and peak kilobytes of a command, to the file `took`.
timed() {
	/usr/bin/time -f '%e %M' -o "$folder/took" "$@" >"$folder/out" 2>"$folder/err" ||
		{ cat "$folder/err" >&2; exit 1; }
}
# The median of numbers, one a line.
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

row() { printf '%-52s %9s %9s %7s %9s\n' "$@"; }

cd "$folder"
"$JLEDGER" init ledger --zone Europe/Paris --name Bench >/dev/null
"$GENERATE" ledger 2000 600 "$SCALE"
cd ledger
"$JLEDGER" commit -m definitions >/dev/null
echo "$(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1), $(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)"
echo "2,000 journeys, 600 people, $SCALE measures over ten years; medians of $RUNS runs"
row '' jledger other ratio 'peak MiB'

: >"$folder/a"
: >"$folder/b"
i=0
while [ $i -lt "$RUNS" ]; do
	rm -f "$folder/x.db"
	timed sqlite3 "$folder/x.db" '.mode csv' '.import waits.csv waits'
	cut -d' ' -f1 "$folder/took" >>"$folder/b"
	[ $i -eq 0 ] || git reset -q --hard HEAD~1
	rm -rf .jledger measures
	timed "$JLEDGER" import waits.csv --map waits
	cut -d' ' -f1 "$folder/took" >>"$folder/a"
	memory=$(awk '{ printf "%.0f", $2 / 1024 }' "$folder/took")
	i=$((i + 1))
done
a=$(median <"$folder/a")
b=$(median <"$folder/b")
row 'import, against sqlite3 .import of the file (s)' "$a" "$b" "$(awk "BEGIN { printf \"%.2f\", $a / $b }")" "$memory"

# sqlite3 groups the same rows by journey and day, which is less than the report does.
group() {
	timed sqlite3 "$folder/x.db" "SELECT journey, substr(ended, 1, 10), count(*), sum(minutes) FROM waits
		WHERE ended >= '$1' AND ended < '$2' GROUP BY 1, 2"
	cut -d' ' -f1 "$folder/took"
}
report() {
	: >"$folder/a"
	i=0
	while [ $i -lt "$RUNS" ]; do
		timed "$JLEDGER" "$@" -f csv
		cut -d' ' -f1 "$folder/took" >>"$folder/a"
		i=$((i + 1))
	done
	memory=$(awk '{ printf "%.0f", $2 / 1024 }' "$folder/took")
	median <"$folder/a" >"$folder/median"
}
against() {
	a=$(cat "$folder/median")
	row "$1" "$a" "$2" "$(awk "BEGIN { printf \"%.2f\", $a / $2 }")" "$memory"
}
"$JLEDGER" status >/dev/null
report report accountability -p 2025-Q4
against 'report of a quarter, against sqlite3 grouping (s)' "$(group 2025-10-01 2026-01-01)"
report report accountability -p 2016-01-01..2025-12-31
against 'report of ten years, against sqlite3 grouping (s)' "$(group 2016-01-01 2026-01-01)"
for command in 'status' 'who j0100' 'show j0100'; do
	# shellcheck disable=SC2086
	report $command
	row "$command (s)" "$(cat "$folder/median")" '' '' "$memory"
done

: >"$folder/a"
: >"$folder/b"
i=0
while [ $i -lt "$RUNS" ]; do
	timed sh -c 'jq . journeys/*.json people/*.json functions/*.json maps/*.json'
	cut -d' ' -f1 "$folder/took" >>"$folder/b"
	timed "$JLEDGER" check
	cut -d' ' -f1 "$folder/took" >>"$folder/a"
	memory=$(awk '{ printf "%.0f", $2 / 1024 }' "$folder/took")
	i=$((i + 1))
done
median <"$folder/a" >"$folder/median"
against 'check, against jq . of the same files (s)' "$(median <"$folder/b")"
