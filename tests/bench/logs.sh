#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# Times the import of an event log, with all that is derived of it, beside DuckDB
# and pm4js, which compute a part of it from the same file; their figures must
# agree. EVENTS is the size of the log, with a tenth as many cases; NODE_FOLDER is
# where the competitors are installed. Prints a table and judges no time.
set -eu
EVENTS=${EVENTS:-10000000}
FEW=${FEW:-1000000}
folder=$(mktemp -d "${TMPDIR:-/tmp}/jledger-bench.XXXXXX")
trap 'rm -rf "$folder"' EXIT
here=$(cd "$(dirname "$0")" && pwd)
export HOME="$folder" JLEDGER_TODAY=2026-01-10 LC_ALL=C
export GIT_AUTHOR_NAME=Bench GIT_AUTHOR_EMAIL=bench@example.com
unset JLEDGER_CASE_KEY

# Seconds and peak kilobytes of a command, to the file `took`.
timed() {
	/usr/bin/time -f '%e %M' -o "$folder/took" "$@" >"$folder/out" 2>"$folder/err" ||
		{ cat "$folder/err" >&2; exit 1; }
}
took() { cut -d' ' -f1 "$folder/took"; }
peak() { awk '{ printf "%.0f", $2 / 1024 }' "$folder/took"; }
row() { printf '%-52s %9s %9s %7s %9s\n' "$@"; }
ratio() { awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }

"$JLEDGER" init "$folder/ledger" --zone Europe/Paris --name Bench >/dev/null
cd "$folder/ledger"
"$JLEDGER" new person ana.ruiz name=Ana >/dev/null
for f in contact-centre operations finance; do "$JLEDGER" new function "$f" name="$f" >/dev/null; done
"$JLEDGER" new journey refund name=Refund owner=ana.ruiz --since 2022-01-01 >/dev/null
jq -n '{ id: "desk", version: 1, kind: "events", missing: ["EMPTY"], activity: ["action"], columns: { journey: { constant: "refund" },
	occurred_at: "done", channel: "channel", function: "team", case: "ticket" } }' >maps/desk.json
"$JLEDGER" commit -m definitions >/dev/null

# As the competitors print them: cases, elapsed, hand-offs, ping-pong, rework, volume.
ours() {
	timed "$JLEDGER" report friction --by metric --period 2022-01-01..2030-12-31 --format json
	jq -r '[(.rows[] | select(.metric == "elapsed") | .cases), (.rows as $r | "elapsed", "handoff", "ping-pong", "rework", "volume" |
		. as $m | $r[] | select(.metric == $m).sum)] | join(" ")' "$folder/out"
}
imported() {
	git reset -q --hard "$start"
	rm -rf .jledger measures
	timed "$JLEDGER" import "$1" --map desk
}
start=$(git rev-parse HEAD)
agree() {
	[ "$1" = "$2" ] || { echo "the figures differ: $1 and $2 ($3)" >&2; exit 1; }
}

"$GENERATE_LOG" "$EVENTS" $((EVENTS / 10)) >"$folder/log.csv"
"$GENERATE_LOG" "$FEW" $((FEW / 10)) >"$folder/few.csv"

timed node "$here/pm4js.cjs" "$NODE_FOLDER" "$folder/few.csv"
theirs=$(cat "$folder/out")
b=$(took)
imported "$folder/few.csv"
a=$(took)
memory=$(peak)
agree "$(ours)" "$theirs" pm4js
row "log of $FEW events, against pm4js (s)" "$a" "$b" "$(ratio "$a" "$b")" "$memory"

timed node "$here/duckdb.mjs" "$NODE_FOLDER" "$folder/log.csv"
theirs=$(cat "$folder/out")
b=$(took)
other=$(peak)
imported "$folder/log.csv"
a=$(took)
memory=$(peak)
agree "$(ours)" "$theirs" DuckDB
row "log of $EVENTS events, against DuckDB (s)" "$a" "$b" "$(ratio "$a" "$b")" "$memory"
row "  its peak, against DuckDB's (MiB)" "$memory" "$other" "$(ratio "$memory" "$other")" ''
row "  friction of all of it (s)" "$(took)" '' '' "$(peak)"
