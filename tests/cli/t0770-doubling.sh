#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# Twice the input takes less than two and a half times as long: parsing,
# checking, mapping, history. Processor time is measured, the better of two runs
# each, and a tenth of a second is forgiven.
. "$(dirname "$0")/lib.sh"

# seconds COMMAND...: processor time of the program, in hundredths.
seconds() {
	(
		"$JLEDGER" "$@" >../said 2>&1
		echo $? >../code
		times
	) | tail -n 1 | tr 'ms' '  ' | awk '{ printf "%d\n", ($1 * 60 + $2 + $3 * 60 + $4) * 100 }'
}

better() {
	a=$(seconds "$@") && b=$(seconds "$@") && [ "$(cat ../code)" -le 1 ] && if [ "$a" -lt "$b" ]; then echo "$a"; else echo "$b"; fi
}

# doubled N MAKE COMMAND...: MAKE gets the size.
doubled() {
	n=$1
	made=$2
	shift 2
	$made "$n" || return 1
	once=$(better "$@") || { head -n 5 ../said; return 1; }
	$made $((2 * n)) || return 1
	twice=$(better "$@") || { head -n 5 ../said; return 1; }
	git checkout -q . && git clean -fdq
	echo "$made $n: $once, twice: $twice hundredths of a second"
	[ "$twice" -le $((once * 5 / 2 + 10)) ]
}

fixture() { cd "$TRASH" && small d && cd d || return 1; }

# into FILE FILTER N: what jq makes of N.
into() { jq -n --argjson n "$3" "$2" >"$1"; }
journey() { into journeys/big.json '{ id: "big", name: "B", status: "draft" } + '"($1)" "$2"; }

unknown_keys() { into people/big.json '{ id: "big", name: "B" } + ([range($n) | { key: "word\(.)", value: . }] | from_entries)' "$1"; }
unknown_keys_on_one_line() { unknown_keys "$1" && jq -c . people/big.json >.l && mv .l people/big.json; }
wrong_entries() { journey '{ kpis: [range($n) | 7] }' "$1"; }
kpis() { journey '{ kpis: [range($n) | { id: "k\(.)", name: "K", metric: "elapsed", aggregate: "mean", scope: { stage: "none" } }] }' "$1"; }
tense_kpis() { journey '{ kpis: [range($n) | { id: "k", name: "K", metric: "elapsed", aggregate: "mean", tension_with: ["k"] }] }' "$1"; }
contracts() { journey '{ kpis: [{ id: "k", name: "K", metric: "elapsed", aggregate: "mean", contracts: [range($n) | { since: "2026-01-01", target: 1 }] }] }' "$1"; }
steps() { journey '{ stages: [{ id: "a", name: "A", steps: [range($n) | { id: "s\(.)", name: "S", line: "frontstage", function: "f\(.)", next: ["s\(. + 1)"] }] }] }' "$1"; }
owners() { journey '{ owners: [range($n) | { person: "p\(.)", since: "2026-01-01" }], deputies: [range($n) | { person: "ann", since: "2026-01-01", until: "2026-01-02" }] }' "$1"; }
stakeholders() { journey '{ authority: [range($n) | { over: "f\(.)", right: "decide" }], stakeholders: [range($n) | { function: "f\(.)", raci: "A" }] }' "$1"; }
seams() { journey '{ seams: [range($n) | { from: "s\(.)", to: "s\(. + 1)" }] }' "$1"; }
promises() { journey '{ stages: [{ id: "a", name: "A", steps: [range(200) | { id: "s\(.)", name: "S", line: "frontstage", function: "ops", commitment: "1h", next: (if . < 199 then ["s\(. + 1)"] else [] end) }] }], promises: [range($n) | { id: "p\(.)", text: "T", made_in: "s0", kept_in: "s199", limits: [{ since: "2026-01-01", within: "24h" }] }] }' "$1"; }
# Each step leads to the five that follow it: many ways, few places.
branches() { journey '{ stages: [{ id: "a", name: "A", steps: [range($n) | { id: "s\(.)", name: "S", line: "frontstage", function: "ops", commitment: "1h", next: [range(. + 1; [. + 6, $n] | min) | "s\(.)"] }] }], promises: [{ id: "p", text: "T", made_in: "s0", kept_in: "s\($n - 1)", limits: [{ since: "2026-01-01", within: "24h" }] }] }' "$1"; }
many_journeys() {
	mkdir -p journeys/team && awk -v n="$1" 'BEGIN { while (i++ < n) { f = "journeys/team/j" i ".json"; printf "{ \"id\": \"j%d\", \"name\": \"J\", \"status\": \"draft\", \"parent\": \"j%d\", \"owners\": [ { \"person\": \"ann\", \"since\": \"2026-01-01\" } ] }\n", i, i - 1 >f; close(f) } }'
}
words_of_a_set() { journey '{ stages: [{ id: "a", name: "A", steps: [{ id: "s", name: "S", line: "frontstage", systems: [range($n) | "sys\(.)"] }] }] }' "$1"; }
slips() { { echo '{ "id": "big", "name": "B",'; awk -v n="$1" 'BEGIN { while (i++ < n) print "  \"k" i "\": [1 2]," }'; echo '  "z": 1 }'; } >people/big.json; }
brackets() { { printf '{ "id": "big", "name": "B", "x": '; printf "%$1s" '' | tr ' ' '['; echo; } >people/big.json; }
many_people() {
	mkdir -p people/team && awk -v n="$1" 'BEGIN { while (i++ < n) { f = "people/team/p" i ".json"; printf "{ \"id\": \"p%d\", \"name\": \"P\", \"wrong\": 1 }\n", i >f; close(f) } }'
}
record_map() { git add maps && { git diff --cached --quiet || git commit -qm map; }; }
map_columns() {
	into maps/big.json '{ id: "big", version: 1, columns: { journey: { constant: "move" }, period: "month" }, measures: [range($n) | { metric: "promise-broken", value: "late\(.)", n: "vans" }] }' "$1" &&
		record_map && { awk -v n="$1" 'BEGIN { printf "month,vans"; while (i < n) printf ",late" i++; print ""; printf "2026-07,10"; while (j++ < n) printf ",1"; print "" }'; } >../rows.csv
}
same_rows() {
	into maps/big.json '{ id: "big", version: 1, columns: { journey: { constant: "move" }, period: "month" }, measures: [{ metric: "promise-broken", value: "late", n: "vans" }] }' 1 &&
		record_map && { echo 'month,vans,late' && awk -v n="$1" 'BEGIN { while (i++ < n) print "2026-07,10,1" }'; } >../rows.csv
}
refused_rows() { same_rows 1 && { printf "month,vans,late\n2026-07,10,1\n" && awk -v n="$1" 'BEGIN { while (i++ < n) print "2026-07," i "x,1" }'; } >../rows.csv; }
events() {
	into maps/big.json '{ id: "big", version: 1, kind: "events", activity: ["action"], columns: { journey: { constant: "move" }, case: "ticket", occurred_at: "at" } }' 1 &&
		record_map && { echo 'ticket,at,action' && awk -v n="$1" 'BEGIN { while (i < n) printf "t1,2026-07-%02d %02d:%02d:00,a%d\n", 1 + i / 1440 % 28, i / 60 % 24, i++ % 60, i }'; } >../rows.csv
}
map_values() {
	into maps/big.json '{ id: "big", version: 1, columns: { journey: { column: "j", values: ([range($n) | { key: "w\(.)", value: "move" }] | from_entries) }, period: "month" }, measures: [{ metric: "promise-broken", value: "late", n: "vans" }] }' "$1" &&
		record_map && { echo 'month,j,vans,late' && awk -v n="$1" 'BEGIN { while (i < n) print "2026-07,w" i++ ",10,1" }'; } >../rows.csv
}
versions() {
	git checkout -q --detach 2>/dev/null
	unknown_keys "$1" && git add people && git commit -qm one && sed -i 's/: \([0-9]\)/: 1\1/' people/big.json && git commit -qam two
}
commits() {
	awk -v n="$1" 'BEGIN { print "reset refs/heads/long"; while (i++ < n) {
		t = sprintf("{ \"id\": \"big\", \"name\": \"N%d\" }\n", i)
		printf "commit refs/heads/long\ncommitter A <a@b.c> %d +0000\ndata 1\nx\n", 1767225600 + i
		if (i == 1) print "from refs/heads/main^0"
		printf "M 100644 inline people/big.json\ndata %d\n%s\n", length(t), t } }' | git fast-import --quiet --force && git checkout -qf long
}
new_people() {
	git checkout -q -B people main && awk -v n="$1" 'BEGIN { while (i++ < n) { f = "people/n" n "-" i ".json"; printf "{ \"id\": \"n%d-%d\", \"name\": \"P\" }\n", n, i >f; close(f) } }' && git add people && git commit -qm people
}
seals() { git checkout -q --detach && git tag | grep x | xargs -r git tag -d >/dev/null; for i in $(seq "$1"); do echo "create refs/tags/x$i $(git rev-parse HEAD)"; done | git update-ref --stdin; }
imports() {
	mkdir -p measures && awk -v n="$1" 'BEGIN { while (i++ < n) {
		id = sprintf("vans-20260101-%08x", i); f = "measures/" id ".json"
		printf "{ \"id\": \"%s\", \"map\": \"vans\", \"map_version\": 1, \"source\": \"x\", \"source_sha256\": \"%064d\", \"rows\": 0, \"rejected\": 0, \"rounded\": 0, \"first\": \"2026-01-01\", \"last\": \"2026-01-01\", \"metrics\": [], \"file\": \"measures/%s.csv.zst\", \"batch_sha256\": \"%064d\", \"bytes\": 1, \"imported_at\": \"2026-01-01T00:00:00Z\", \"imported_by\": \"A\" }\n", id, i, id, i >f
		close(f) } }' && git add -f measures && git commit -qm imports
}

# Each but the last taken back, and that taken back as well.
retracted() {
	mkdir -p measures/retractions && awk -v n="$1" 'BEGIN { while (i++ < n) {
		id = sprintf("retract-20260101-%08x", i); f = "measures/retractions/" id ".json"
		printf "{ \"id\": \"%s\", \"retracts\": \"%s\", \"retracted_at\": \"2026-01-02T00:00:00Z\", \"retracted_by\": \"A\" }\n", id, sprintf("vans-20260101-%08x", i), i >f
		close(f) } }' && git add -f measures && { git diff --cached --quiet || git commit -qm retracted; }
}
rows_of_steps() {
	into journeys/big.json '{ id: "big", name: "B", status: "draft", stages: [{ id: "a", name: "A", steps: [range(2000) | { id: "s\(.)", name: "S", line: "frontstage", function: "ops" }] }] }' 1 &&
		into maps/big.json '{ id: "big", version: 1, columns: { journey: { constant: "big" }, period: "month", step: { column: "s" } }, measures: [{ metric: "promise-broken", value: "late", n: "vans" }] }' 1 &&
		git add maps journeys && { git diff --cached --quiet || git commit -qm map; } && { echo 'month,s,vans,late' && awk -v n="$1" 'BEGIN { while (i++ < n) print "2026-07,s1999,10,1" }'; } >../rows.csv
}

it 'a ledger' fixture
for row in '20000 unknown_keys check' '20000 unknown_keys_on_one_line check' '4000 wrong_entries check' '8000 kpis check' '2000 tense_kpis check' '2500 contracts check' \
	'6000 steps check' '40000 words_of_a_set check' '100 slips check --fix -n' '20000 brackets check' '4000 many_people check' '4000 many_people check --format junit' \
	'40000 map_values import ../rows.csv --map big -n' '20000 versions diff HEAD~1..HEAD' '20000 versions log' \
	'2400 kpis check' '2400 owners check' '2400 stakeholders check' '2400 seams check' '2400 promises check' '2400 branches check' '2000 many_journeys check' \
	'2000 map_columns import ../rows.csv --map big -n' '60000 same_rows import ../rows.csv --map big -n' '60000 refused_rows import ../rows.csv --map big -n' '40000 events import ../rows.csv --map big -n' \
	'3000 commits log' '3000 commits verify' '3000 commits report changes -p 2026' '3000 seals verify' '4000 new_people undo HEAD -n' '3000 imports list batches' '3000 retracted list batches' '30000 rows_of_steps import ../rows.csv --map big -n'; do
	# shellcheck disable=SC2086 # the words of the row
	it "twice as much takes twice as long: $row" doubled $row
done
finish
