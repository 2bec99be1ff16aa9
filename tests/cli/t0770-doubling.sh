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
	a=$(seconds "$@") && b=$(seconds "$@") && [ "$(cat ../code)" -le 3 ] && if [ "$a" -lt "$b" ]; then echo "$a"; else echo "$b"; fi
}

# doubled N MAKE COMMAND...: MAKE gets the size.
doubled() {
	n=$1
	made=$2
	shift 2
	$made "$n" || return 1
	once=$(better "$@") || { cat ../said; return 1; }
	$made $((2 * n)) || return 1
	twice=$(better "$@") || { cat ../said; return 1; }
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
words_of_a_set() { journey '{ stages: [{ id: "a", name: "A", steps: [{ id: "s", name: "S", line: "frontstage", systems: [range($n) | "sys\(.)"] }] }] }' "$1"; }
slips() { { echo '{ "id": "big", "name": "B",'; awk -v n="$1" 'BEGIN { while (i++ < n) print "  \"k" i "\": [1 2]," }'; echo '  "z": 1 }'; } >people/big.json; }
brackets() { { printf '{ "id": "big", "name": "B", "x": '; printf "%$1s" '' | tr ' ' '['; echo; } >people/big.json; }
many_people() {
	mkdir -p people/team && awk -v n="$1" 'BEGIN { while (i++ < n) { f = "people/team/p" i ".json"; printf "{ \"id\": \"p%d\", \"name\": \"P\", \"wrong\": 1 }\n", i >f; close(f) } }'
}
map_values() {
	into maps/big.json '{ id: "big", version: 1, columns: { journey: { column: "j", values: ([range($n) | { key: "w\(.)", value: "move" }] | from_entries) }, period: "month" }, measures: [{ metric: "promise-broken", value: "late", n: "vans" }] }' "$1" &&
		git add maps && git commit -qm map && { echo 'month,j,vans,late' && awk -v n="$1" 'BEGIN { while (i < n) print "2026-07,w" i++ ",10,1" }'; } >../rows.csv
}
versions() {
	git checkout -q --detach 2>/dev/null
	unknown_keys "$1" && git add people && git commit -qm one && sed -i 's/: \([0-9]\)/: 1\1/' people/big.json && git commit -qam two
}
imports() {
	mkdir -p measures && awk -v n="$1" 'BEGIN { while (i++ < n) {
		id = sprintf("vans-20260101-%08x", i); f = "measures/" id ".json"
		printf "{ \"id\": \"%s\", \"map\": \"vans\", \"map_version\": 1, \"source\": \"x\", \"source_sha256\": \"%064d\", \"rows\": 0, \"rejected\": 0, \"rounded\": 0, \"first\": \"2026-01-01\", \"last\": \"2026-01-01\", \"metrics\": [], \"file\": \"measures/%s.csv.zst\", \"batch_sha256\": \"%064d\", \"bytes\": 1, \"imported_at\": \"2026-01-01T00:00:00Z\", \"imported_by\": \"A\" }\n", id, i, id, i >f
		close(f) } }' && git add -f measures && git commit -qm imports
}

it 'a ledger' fixture
for row in '20000 unknown_keys check' '20000 unknown_keys_on_one_line check' '4000 wrong_entries check' '8000 kpis check' '2000 tense_kpis check' '2500 contracts check' \
	'6000 steps check' '40000 words_of_a_set check' '100 slips check --fix -n' '20000 brackets check' '4000 many_people check' '4000 many_people check --format junit' \
	'40000 map_values import ../rows.csv --map big -n' '20000 versions diff HEAD~1..HEAD' '20000 versions log' '3000 imports list batches'; do
	# shellcheck disable=SC2086 # the words of the row
	it "twice as much takes twice as long: $row" doubled $row
done
finish
