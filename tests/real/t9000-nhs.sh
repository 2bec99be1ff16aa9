#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# NHS England's monthly emergency figures (three journeys by type, functions by
# organisation, invented owners) give every reference figure, and owners,
# nobody and shared add up to them in every report, period and view.
# shellcheck disable=SC2046,SC1010
. "$(dirname "$0")/../cli/lib.sh"
DATA=${JLEDGER_DATA:-$SOURCE/../shared/data}
CSV=$DATA/nhs_ae_attendances.csv
EXPECTED=$DATA/expected.json

if [ ! -r "$CSV" ]; then
	skip "the NHS figures" "there is no $CSV"
	finish
	exit
fi

journey() {
	cat >"journeys/ae-$1.json" <<-EOF
	{
	  "id": "ae-$1",
	  "name": "I need help at once (type $1)",
	  "status": "in-force",
	  "owners": [
	    $2
	  ],
	  "sponsors": [
	    { "person": "sponsor", "since": "2010-01-01" }
	  ],
	  "kpis": [
	    {
	      "id": "four-hours",
	      "name": "Seen within four hours",
	      "metric": "promise-broken",
	      "aggregate": "rate",
	      "contracts": [
	        { "since": "2016-01-01", "target": "5%", "at_risk": "4%", "minimum_n": 100 }
	      ],
	      "split": "$3"
	    }
	  ]
	}
	EOF
}

build() {
	"$JLEDGER" init nhs --name NHS --zone Europe/London >/dev/null && cd nhs &&
		mkdir -p people functions journeys maps &&
		for p in ada ben cai sponsor; do
			echo "{ \"id\": \"$p\", \"name\": \"$p\" }" >"people/$p.json"
		done &&
		for f in $(tail -n +2 "$CSV" | cut -d, -f2 | sort -u); do
			id=$(echo "$f" | tr 'A-Z' 'a-z')
			echo "{ \"id\": \"$id\", \"name\": \"$f\" }" >"functions/$id.json"
		done &&
		# A hand-over inside a month, a vacancy, one owner throughout.
		journey 1 '{ "person": "ada", "since": "2016-01-01", "until": "2017-08-16" },
	    { "person": "ben", "since": "2017-08-16" }' shared &&
		journey 2 '{ "person": "ben", "since": "2016-01-01", "until": "2018-02-10" },
	    { "person": "cai", "since": "2018-05-21" }' by-day &&
		journey other '{ "person": "cai", "since": "2016-01-01" }' period-end &&
		cat >maps/ae.json <<-'EOF' &&
		{
		  "id": "ae",
		  "version": 1,
		  "columns": {
		    "journey": { "column": "type", "values": { "1": "ae-1", "2": "ae-2", "other": "ae-other" } },
		    "period": { "column": "period", "as": "month" },
		    "function": { "column": "org_code", "lower": true }
		  },
		  "measures": [
		    { "metric": "promise-broken", "value": "breaches", "n": "attendances" },
		    { "metric": "volume", "value": "attendances" }
		  ]
		}
		EOF
		"$JLEDGER" commit -m 'NHS' >/dev/null
}

imports_all() {
	run 0 import "$CSV" --map ae && says out '25530 measures of 12765 rows' &&
		run 0 import "$CSV" --map ae && says out 'nothing new'
}

P=2016-04-01..2019-03-31

totals_by_type() {
	run 0 report friction --by journey --metric promise-broken -p $P -f json &&
		jq '[.rows[] | {key: (.journey | ltrimstr("ae-")),
			value: {attendances: .n, breaches: .sum}}] | from_entries' out >got &&
		jq '.nhs.totals_by_type | map_values({attendances, breaches})' "$EXPECTED" >want &&
		same got want
}

rows_by_type() {
	run 0 report friction --by journey --metric volume -p $P -f json &&
		jq '[.rows[] | {key: (.journey | ltrimstr("ae-")), value: .n}] | from_entries' out >got &&
		jq '.nhs.totals_by_type | map_values(.rows)' "$EXPECTED" >want &&
		same got want
}

by_quarter_and_type() {
	run 0 report friction --by quarter,journey --metric promise-broken -p $P -f json &&
		jq '[.rows[] | {quarter, type: (.journey | ltrimstr("ae-")),
			attendances: .n, breaches: .sum}]' out >got &&
		jq '.nhs.by_quarter_and_type' "$EXPECTED" >want &&
		same got want
}

by_month() {
	run 0 report friction --by month --metric promise-broken -p $P -f json &&
		jq '[.rows[] | [.month + "-01", .n, .sum]]' out >got &&
		jq '[.nhs.england_breach_percent_by_month[] | .[0:3]]' "$EXPECTED" >want &&
		same got want &&
		jq -n --slurpfile a out --slurpfile b "$EXPECTED" '
			[$a[0].rows, $b[0].nhs.england_breach_percent_by_month]
			| transpose | all(.[]; (.[0].mean * 100 - .[1][3]) | fabs < 1e-12)' >.ok &&
		grep -q true .ok
}

process_limits() {
	run 0 report friction --by month --metric promise-broken -p $P -f json &&
		jq -n --slurpfile a out --slurpfile b "$EXPECTED" '
			$a[0].limits[0] as $l | $b[0].nhs.xmr_england as $x
			| [[$l.mean, $x.mean], [$l.average_range, $x.amr],
			   [$l.lower, $x.lnpl], [$l.upper, $x.unpl],
			   [$l.range_limit, $x.url]]
			| all(.[]; (.[0] * 100 - .[1]) | fabs < 1e-10)' >.ok &&
		grep -q true .ok
}

# The sums of the source for one type and months, by awk alone.
source_sum() {
	awk -F, -v t="$1" -v a="$2" -v b="$3" 'NR > 1 && $3 == t && $1 >= a && $1 <= b {
		n += $4; s += $5 } END { print n, s }' "$CSV"
}

hand_over_is_shared() {
	run 0 report accountability ae-1 -p 2017-Q3 -f json &&
		set -- $(source_sum 1 2017-08-01 2017-08-01) &&
		json out ".rows[] | select(.part == \"shared\")
			| .n == $1 and .sum == $2 and .owners == [\"ada\", \"ben\"]" &&
		set -- $(source_sum 1 2017-07-01 2017-07-01) &&
		json out ".rows[] | select(.owner == \"ada\") | .n == $1 and .sum == $2" &&
		set -- $(source_sum 1 2017-09-01 2017-09-01) &&
		json out ".rows[] | select(.owner == \"ben\") | .n == $1 and .sum == $2"
}

vacancy_is_nobodys() {
	run 0 report accountability ae-2 -p 2018-03-01..2018-04-30 -f json &&
		set -- $(source_sum 2 2018-03-01 2018-04-01) &&
		json out ".rows[] | select(.part == \"nobody\")
			| .n == $1 and .sum == $2 and .owner == null and .sponsor == \"sponsor\""
}

# For every period and view: parts = total = the source.
adds_up() {
	for view in then now; do
		for q in 2016-Q2 2016-Q4 2017-Q1 2017-Q3 2018-Q1 2018-Q2 2019-Q1 2017-08 \
			2018-02 2018-05 FY2016 2017 2018 $P; do
			run 0 report accountability -p "$q" --view $view -f json || return 1
			json out '[.rows | group_by(.journey)[]
				| ([.[] | select(.part != "total")] | [(map(.n) | add), (map(.sum) | add)])
				== (.[] | select(.part == "total") | [.n, .sum])] | all' || return 1
			run 0 report friction --by owner -p "$q" --view $view --metric promise-broken \
				-f json && cp out owners.json &&
				run 0 report friction --by metric -p "$q" --metric promise-broken -f json ||
				return 1
			jq -n --slurpfile a owners.json --slurpfile b out '
				($a[0].rows | [(map(.n) | add), (map(.sum) | add)])
				== ($b[0].rows[0] | [.n, .sum])' | grep -q true ||
				{ echo "friction by owner, $q, $view"; return 1; }
		done
	done
}

whole_period_is_the_source() {
	run 0 report accountability -p $P -f json &&
		for t in 1 2 other; do
			set -- $(source_sum $t 0 9)
			json out ".rows[] | select(.journey == \"ae-$t\" and .part == \"total\")
				| .n == $1 and .sum == $2" || return 1
		done
}

rebuilt_is_the_same() {
	run 0 report accountability -p $P -f json && cp out before &&
		run 0 index --rebuild && run 0 report accountability -p $P -f json &&
		same before out
}

it 'a ledger is built on it' build
cd "$TRASH/nhs" || exit 1
it 'the file is imported once' imports_all
it 'totals by type agree with the reference' totals_by_type
it 'rows by type agree with the reference' rows_by_type
it 'every quarter and type agrees with the reference' by_quarter_and_type
it 'every month of England agrees with the reference' by_month
it 'the process limits agree with the reference' process_limits
it 'the month of a hand-over is shared and names both' hand_over_is_shared
it 'a vacancy is booked to nobody, with the sponsor' vacancy_is_nobodys
it 'owners, nobody and shared are the totals for every period and view' adds_up
it 'the whole period is the source file, row by row' whole_period_is_the_source
it 'a rebuilt cache gives the same bytes' rebuilt_is_the_same
finish
