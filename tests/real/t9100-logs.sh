#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# Event logs of others (a municipality's permits, expense claims of a
# university, the text-book example), as CSV and as XES, give every reference
# figure: per log, and per owner with a hand-over at local
# midnight in summer time and a vacancy.
. "$(dirname "$0")/../cli/lib.sh"
DATA=${JLEDGER_DATA:-$SOURCE/../shared/data}
EXPECTED=$DATA/expected.json

if [ ! -r "$DATA/receipt.csv" ]; then
	skip "the event logs" "there is no $DATA/receipt.csv"
	finish
	exit
fi

# functions_of COLUMN: what its words are called as ids, as a jq object; and the
# functions are made.
functions_of() {
	jq -Rn --arg column "$1" '[inputs | split(",")] | (.[0] | index($column)) as $i | [.[1:][][$i]] | unique |
		map({ key: ., value: ((if . == ascii_upcase then "all-" else "" end) + (ascii_downcase | gsub("[^a-z0-9]+"; "-"))) }) | from_entries' "$2"
}

make_functions() {
	mkdir -p functions && jq -r 'to_entries[] | .value + " " + .key' "$1" | while read -r id name; do
		jq -n --arg id "$id" --arg name "$name" '{ id: $id, name: $name }' >"functions/$id.json"
	done
}

# event_map ID JOURNEY COLUMN WORDS MISSING
event_map() {
	jq -n --arg id "$1" --arg journey "$2" --arg column "$3" --slurpfile words "$4" --argjson missing "$5" '{ id: $id, version: 1, kind: "events",
		missing: $missing, activity: ["concept:name"], columns: { journey: { constant: $journey }, case: "case:concept:name",
		occurred_at: "time:timestamp", function: { column: $column, values: ($words[0] | del(.[$missing[]])) } } }' >"maps/$1.json"
}

owners='[{"person":"anna","since":"2010-01-01","until":"2011-04-01"},{"person":"bram","since":"2011-04-01","until":"2011-08-01"},{"person":"carla","since":"2011-09-15"}]'

# The claims' roles are in no CSV: from the log itself.
import_claims() {
	gzip -dc "$DATA/bpic2020_DomesticDeclarations.xes.gz" | sed -n 's/.*key="org:role" value="\([^"]*\)".*/\1/p' | sort -u |
		jq -Rn '[inputs] | map({ key: ., value: ("role-" + (ascii_downcase | gsub("[^a-z0-9]+"; "-"))) }) | from_entries' >roles &&
		make_functions roles && event_map claims claims org:role roles '["UNDEFINED", "MISSING"]' && event_map claims-raw claims-raw org:role roles '[]' &&
		for map in claims claims-raw; do jq '.format = "xes"' "maps/$map.json" >m && mv m "maps/$map.json" || return 1; done &&
		"$JLEDGER" commit -m 'the claims' >/dev/null && run 0 import --map claims "$DATA/bpic2020_DomesticDeclarations.xes.gz" &&
		run 0 import --map claims-raw "$DATA/bpic2020_DomesticDeclarations.xes.gz"
}

lay_out() {
	"$JLEDGER" init logs --zone Europe/Amsterdam >/dev/null && cd logs && mkdir -p journeys maps people &&
		for person in anna bram carla; do echo "{\"id\":\"$person\",\"name\":\"$person\"}" >"people/$person.json"; done &&
		for journey in grp missing res example claims claims-raw; do
			echo "{\"id\":\"$journey\",\"name\":\"$journey\",\"status\":\"draft\",\"owners\":$owners}" >"journeys/$journey.json"
		done &&
		functions_of org:group "$DATA/receipt.csv" >groups && functions_of org:resource "$DATA/receipt.csv" >resources &&
		functions_of org:resource "$DATA/running-example.csv" >people_of_example &&
		make_functions groups && make_functions resources && make_functions people_of_example &&
		event_map grp grp org:group groups '[]' && event_map missing missing org:group groups '["EMPTY"]' &&
		event_map res res org:resource resources '[]' && event_map example example org:resource people_of_example '[]' &&
		jq '.columns.deadline = "case:deadline" | .columns.lifecycle = "lifecycle:transition" | .lifecycle = ["complete"]' maps/missing.json >m &&
		mv m maps/missing.json && "$JLEDGER" commit -m 'the maps' >/dev/null &&
		for log in grp missing res; do run 0 import --map "$log" "$DATA/receipt.csv" || return 1; done &&
		run 0 import --map example "$DATA/running-example.csv" && import_claims &&
		run 0 report friction --by journey,metric --period 2010-01-01..2019-12-31 --format json && mv out friction.json
}

# agrees JOURNEY METRIC COLUMN EXPECTED-FILTER: the figure is the reference's, to
# the last of its digits.
agrees() {
	got=$(jq --arg j "$1" --arg m "$2" --arg c "$3" '.rows[] | select(.journey == $j and .metric == $m) | .[$c]' friction.json)
	want=$(jq "$4" "$EXPECTED")
	jq -en --argjson got "${got:-null}" --argjson want "$want" '$got != null and ($got - $want | fabs) <= 1e-6 * ([1, ($want | fabs) / 1e6] | max)' >/dev/null && return 0
	echo "$1 $2 $3 is $got, not $want"
	return 1
}

# log_agrees JOURNEY RECORD HANDOFFS: what every log says.
log_agrees() {
	agrees "$1" elapsed n "$2.cases" && agrees "$1" volume n "$2.events" && agrees "$1" elapsed mean "$2.throughput_s.mean" &&
		agrees "$1" elapsed p50 "$2.throughput_s.median" && agrees "$1" elapsed p90 "$2.throughput_s.p90" &&
		agrees "$1" rework sum "$2.rework.rework_events" && agrees "$1" rework cases "$2.rework.cases_with_rework" &&
		agrees "$1" repetition sum "$2.rework.repetition_size" && handoffs_agree "$1" "$2.$3"
}

handoffs_agree() {
	agrees "$1" handoff sum "$2.handoffs" && agrees "$1" handoff cases "$2.cases_with_handoff" &&
		agrees "$1" ping-pong sum "$2.pingpong_aba" && agrees "$1" ping-pong cases "$2.cases_with_pingpong_aba"
}

# The pairs of functions that hand over most, in the names of the log.
pairs_agree() {
	run 0 report friction "$1" --metric handoff --by function,to_function --period 2010-01-01..2019-12-31 --format json &&
		jq -e --slurpfile names "$3" --slurpfile expected "$EXPECTED" "(\$names[0] | to_entries | map({ key: .value, value: .key }) | from_entries) as \$of |
			[.rows[] | { key: (\$of[.function] + \" -> \" + \$of[.to_function]), value: .sum }] | from_entries as \$got |
			[\$expected[0]$2.top_pairs[] | \$got[.[0]] == .[1]] | length == 8 and all" out >/dev/null
}

# The report of the seams has the same pairs.
seams_agree() {
	run 0 report seams missing --period 2010-01-01..2019-12-31 --format json &&
		jq -e --slurpfile names groups --slurpfile expected "$EXPECTED" '($names[0] | to_entries | map({ key: .value, value: .key }) | from_entries) as $of |
			([.rows[].handoff] | add) == $expected[0].receipt[1].handoff_grp.handoffs and ([.rows[].ping_pong] | add) == $expected[0].receipt[1].handoff_grp.pingpong_aba and
			(([.rows[].wait_sum] | add) - $expected[0].receipt[1].handoff_grp.gap_at_handoff_total_s | fabs) < 1e-4 and
			([.rows[] | { key: ($of[.function] + " -> " + $of[.to_function]), value: .handoff }] | from_entries) as $got |
			[$expected[0].receipt[1].handoff_grp.top_pairs[] | $got[.[0]] == .[1]] | all' out >/dev/null
}

# Waits where the function changes, and where it does not.
gaps_agree() {
	run 0 report friction "$1" --metric wait --by function,to_function --period 2010-01-01..2019-12-31 --format json &&
		for what in handoff:!= no_handoff:==; do
			key=gap_${what%%:*}_total_s
			[ "${what%%:*}" = handoff ] && key=gap_at_handoff_total_s
			jq -e --slurpfile expected "$EXPECTED" "([.rows[] | select(.function != null and .to_function != null and (.function ${what#*:} .to_function)) | .sum] | add) -
				\$expected[0]$2.$key | fabs < 1e-4" out >/dev/null || { echo "$key"; return 1; }
		done
}

self_loops() {
	agrees grp self-loop sum '.receipt[0].rework.selfloop_pairs' && agrees grp self-loop cases '.receipt[0].rework.cases_with_selfloop'
}

# Which activities were repeated, in how many cases, is in the batch.
batch_has_it_all() {
	file=$(jq -r .file measures/grp-*.json) && zstd -qdc "$file" >text && [ "$(tail -n +2 text | wc -l)" -eq "$(jq '.receipt[0].events' "$EXPECTED")" ] &&
		[ "$(tail -n +2 text | cut -d, -f3 | sort -u | wc -l)" -eq "$(jq '.receipt[0].activities' "$EXPECTED")" ] &&
		tail -n +2 text | cut -d, -f1-3 | sort | uniq -c | awk '$1 > 1 { split($0, f, ","); n[f[3]]++ } END { for (a in n) print a "=" n[a] }' | sort >repeated &&
		jq -r '.receipt[0].rework.rework_cases_per_activity | to_entries[] | .key + "=" + (.value | tostring)' "$EXPECTED" | sort >wanted &&
		[ "$(wc -l <wanted)" -eq 12 ] && [ -z "$(comm -13 repeated wanted)" ] &&
		jq -e --slurpfile expected "$EXPECTED" '.cases == $expected[0].receipt[0].cases and .kind == "events" and .open_cases == 0' measures/grp-*.json >/dev/null &&
		! grep -q 'Resource[0-9]' text && ! grep -q 'case-[0-9]' text
}

# owner_agrees ID NAME: every figure of the owner; null is nobody.
owner_agrees() {
	for pair in elapsed:sum:elapsed_s elapsed:opened_n:opened elapsed:n:closed volume:n:events handoff:sum:handoffs ping-pong:sum:pingpong_aba rework:sum:rework_events \
		promise-broken:sum:promise_broken elapsed:p50:closed_median_throughput_s elapsed:p90:closed_p90_throughput_s; do
		jq -e --arg name "$2" --arg metric "${pair%%:*}" --arg column "$(echo "$pair" | cut -d: -f2)" --arg key "${pair##*:}" --slurpfile expected "$EXPECTED" \
			"([.rows[] | select(.owner == $1 and .metric == \$metric) | .[\$column]] | add) - \$expected[0].receipt_by_owner.result[\$name][\$key] | fabs <= 1e-6" \
			owners.json >/dev/null || { echo "$2: $pair"; return 1; }
	done
}

by_owner() {
	run 0 report friction missing --by owner,metric --period 2010-01-01..2019-12-31 --format json && mv out owners.json &&
		owner_agrees '"anna"' Anna && owner_agrees '"bram"' Bram && owner_agrees '"carla"' Carla && owner_agrees null '(nobody)'
}

# What the owners and nobody have adds up to the totals, to the last digit.
totals_agree() {
	for pair in elapsed:elapsed_s volume:events handoff:handoffs ping-pong:pingpong_aba rework:rework_events promise-broken:promise_broken; do
		jq -e --arg metric "${pair%:*}" --arg key "${pair#*:}" --slurpfile expected "$EXPECTED" \
			'([.rows[] | select(.metric == $metric) | .sum] | add) - $expected[0].receipt_by_owner.totals[$key] | fabs <= 1e-5' owners.json >/dev/null || { echo "$pair"; return 1; }
	done
}

# The same log in two formats, and packed, is one batch.
formats_agree() {
	for log in grp missing res; do
		jq --arg id "$log-xes" '.id = $id | .format = "xes"' "maps/$log.json" >"maps/$log-xes.json" || return 1
	done
	jq '.id = "example-xes" | .format = "xes"' maps/example.json >maps/example-xes.json && "$JLEDGER" commit -m xes >/dev/null &&
		gzip -c "$DATA/receipt.xes" >receipt.xes.gz &&
		for log in grp missing res; do
			# The deadlines of the CSV have the offset in another notation, and are the same.
			run 0 import --map "$log-xes" "$DATA/receipt.xes" && says out "nothing new: batch $log-" && run 0 import --map "$log-xes" receipt.xes.gz &&
				says out "nothing new: batch $log-" || return 1
		done && run 0 import --map example-xes "$DATA/running-example.xes" && says out 'nothing new: batch example-'
}

rebuilt() {
	jq .rows friction.json >before && run 0 index --rebuild && run 0 report friction --by journey,metric --period 2010-01-01..2019-12-31 --format json && jq .rows out >after && same before after
}

it 'the logs are imported' lay_out
cd "$TRASH/logs" || exit 1
it 'permits by group: cases, elapsed, rework, hand-offs, ping-pong' log_agrees grp '.receipt[0]' handoff_grp
it 'permits by group, EMPTY being no group: hand-offs, ping-pong' handoffs_agree missing '.receipt[1].handoff_grp'
it 'permits by person: hand-offs, ping-pong' handoffs_agree res '.receipt[2].handoff_res'
it 'the text-book example: everything' log_agrees example '.running_example[0]' handoff_res
it 'expense claims, packed XES: everything' log_agrees claims '.bpic2020_domestic_declarations[0]' handoff_grp
it 'expense claims, UNDEFINED being a role: hand-offs, ping-pong' handoffs_agree claims-raw '.bpic2020_domestic_declarations[1].handoff_grp'
it 'waits at hand-offs and elsewhere: claims' gaps_agree claims '.bpic2020_domestic_declarations[0].handoff_grp'
it 'waits at hand-offs and elsewhere: raw claims' gaps_agree claims-raw '.bpic2020_domestic_declarations[1].handoff_grp'
it 'the pairs that hand over most: claims' pairs_agree claims '.bpic2020_domestic_declarations[0].handoff_grp' roles
it 'the pairs that hand over most: raw claims' pairs_agree claims-raw '.bpic2020_domestic_declarations[1].handoff_grp' roles
it 'a log in CSV, in XES and packed is one batch' formats_agree
it 'self-loops' self_loops
it 'the pairs that hand over most: groups' pairs_agree grp '.receipt[0].handoff_grp' groups
it 'the pairs that hand over most: groups without EMPTY' pairs_agree missing '.receipt[1].handoff_grp' groups
it 'the pairs that hand over most: persons' pairs_agree res '.receipt[2].handoff_res' resources
it 'the report of the seams' seams_agree
it 'waits at hand-offs and elsewhere: groups' gaps_agree grp '.receipt[0].handoff_grp'
it 'waits at hand-offs and elsewhere: persons' gaps_agree res '.receipt[2].handoff_res'
it 'waits at hand-offs and elsewhere: groups without EMPTY' gaps_agree missing '.receipt[1].handoff_grp'
it 'the batch has all events and no name of a person or a case' batch_has_it_all
it 'the split by owner: every figure of everybody' by_owner
it 'owners and nobody add up to the totals' totals_agree
it 'a cache that is made anew gives the same' rebuilt
finish
