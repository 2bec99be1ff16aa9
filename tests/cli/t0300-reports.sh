#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# Reports: statuses, views, comparison, the same numbers in every format,
# and pages that are the same bytes each time.
. "$(dirname "$0")/lib.sh"
example ledger || exit 1
cd ledger || exit 1
Q='-p 2026-Q3'

# part JQ FILTER: of the accountability report of Q3
part() {
	run 0 report accountability $Q -f json &&
		json out "[.rows[] | select($1)][0] | $2"
}

statuses() {
	part '.journey == "delay-refund" and .kpi == "refund-time" and .owner == "carl.ito"' \
		'.status == "off-target" and .target == 24 and .unit == "h" and .until == "2026-08-17"' &&
		part '.journey == "book-ticket" and .part == "owner"' '.status == "on-target"' &&
		part '.journey == "disruption" and .kpi == "complaints" and .part == "owner"' '.status == "at-risk"' &&
		part '.journey == "lost-property" and .part == "nobody"' \
			'.owner == null and .sponsor == "eve.hall" and .n > 0' &&
		run 0 report accountability book-ticket -p 2026-09-01..2026-09-05 -f json &&
		json out '.rows[0].status == "too-few" and .rows[0].value != null' &&
		run 0 report accountability book-ticket -p 2024-Q1 -f json &&
		json out '[.rows[].value] | all(. == null)' &&
		json out '[.rows[] | select(.part != "total") | .status] | unique == ["no-contract"]' &&
		run 0 report accountability book-ticket -p 2027-Q1 -f json &&
		json out '.rows[0].status == "blind" and .rows[0].n == 0 and .rows[0].value == null'
}

# Carl's p90 by sort and awk: claims paid in his part of the quarter, type 7.
percentile_is_by_hand() {
	awk -F, 'NR > 1 && $3 >= "2026-07-01" && $3 < "2026-08-17" { print $2 "," $3 }' incoming/refund-claims.csv |
		while IFS=, read -r a b; do
			echo $((($(TZ=Europe/Paris date -d "$b" +%s) - $(TZ=Europe/Paris date -d "$a" +%s))))
		done | sort -n >values
	awk '{ v[NR] = $1 } END { h = (NR - 1) * 0.9; f = int(h);
		printf "%d %.9f\n", NR, (v[f + 1] + (h - f) * (v[f + 2] - v[f + 1])) / 3600 }' values >want
	read -r n value <want
	part '.kpi == "refund-time" and .owner == "carl.ito"' ".n == $n and ((.value - $value) | fabs) < 1e-6"
}

contracts_judge_their_own_time() {
	run 0 report accountability disruption/satisfaction -p 2026 -f json &&
		json out '[.rows[] | select(.part == "owner") | [.since, .until, .target]]
			== [["2026-01-01", "2026-04-01", 3.5], ["2026-04-01", "2027-01-01", 3.8]]'
}

inherited_work_is_apart() {
	part '.kpi == "refund-time" and .owner == "ana.ruiz"' '.inherited_n == 1' &&
		part '.kpi == "refund-time" and .owner == "carl.ito"' '.inherited_n == 0'
}

the_period_before_is_there() {
	run 0 report accountability delay-refund/asked-again -p 2026-Q2 -f json &&
		value=$(jq '.rows[] | select(.part == "total") | .value' out) &&
		part '.journey == "delay-refund" and .kpi == "asked-again" and .part == "total"' ".previous == $value"
}

view_now_is_only_to_compare() {
	run 0 report accountability delay-refund $Q --view now -f json &&
		json out '[.rows[] | select(.part == "owner") | .owner] | unique == ["ana.ruiz"]' &&
		json out '.parameters.view == "now"' && says out 'to compare' &&
		run 0 report accountability delay-refund $Q --view now -f json && cp out now.json &&
		run 0 report accountability delay-refund $Q -f json &&
		jq -n --slurpfile a now.json --slurpfile b out '
			[$a[0], $b[0] | [.rows[] | select(.part == "total") | .n, .sum]] | .[0] == .[1]' | grep -q true
}

words_are_fair() {
	run 0 report accountability $Q && says out 'in charge when' && says out 'does not mean: caused by' &&
		! grep -iE 'blame|fault|worst|guilty' out &&
		run 0 report accountability $Q -f json && json out '[.rows[].journey] | . == sort' &&
		run 0 report accountability $Q --rank -f json && json out '.rows[0].status == "off-target"'
}

# Of each report: rows of csv = rows of json, exactly; rounded, of md and text.
formats_agree() {
	for report in 'accountability' 'friction --by owner,month' 'friction --by function' coverage; do
		# shellcheck disable=SC2086
		run 0 report $report $Q -f json && cp out j && run 0 report $report $Q -f csv && cp out c &&
			run 0 report $report $Q -f md && cp out m && run 0 report $report $Q -f html && cp out h &&
			run 0 report $report $Q && cp out t || return 1
		n=$(jq '.rows | length' j)
		[ "$n" -gt 0 ] && [ "$n" -eq $(($(wc -l <c) - 1)) ] &&
			[ "$n" -eq $(($(grep -c '^|' m) - 2)) ] &&
			[ "$n" -eq "$(grep -c '^<tr' h)" ] || { echo "rows of $report differ"; return 1; }
		# Every number of csv stands in json, every rounded one of md in html.
		jq -r '.columns as $c | .rows[] | [.[$c[]] | if type == "array" then
			(if length > 0 and (map(type) | any(. == "string")) then map(. // "(nobody)") | join(" ")
			 else map(if . == null then "." else tostring end) | join(" ") end) else . end]
			| @csv' j | tr -d '"' >j.csv
		tail -n +2 c | tr -d '"' | same - j.csv || { echo "json and csv of $report differ"; return 1; }
		grep '^|' m | tail -n +3 | sed 's/^| //; s/ |$//; s/\\//g; s/[▁▂▃▄▅▆▇█·]*//g; s/ *| */|/g' >m.rows
		grep '^<tr' h | sed 's|<svg.*</svg>||; s|<tr[^>]*><td[^>]*>||; s|</td></tr>||; s|</td><td[^>]*>|\||g' >h.rows
		same m.rows h.rows || { echo "md and html of $report differ"; return 1; }
	done
}

# The rounded numbers of text are those of json, rounded.
text_is_json_rounded() {
	run 0 report friction --by journey,metric $Q -f json && cp out j && run 0 report friction --by journey,metric $Q &&
		jq -r '.rows[] | [.journey, .metric, (.mean | tostring)] | join(" ")' j | while read -r a b mean; do
			shown=$(awk -v a="$a" -v b="$b" '$1 == a && $2 == b { print $6 }' out)
			awk -v x="$mean" -v y="$shown" 'BEGIN { d = x - y; if (d < 0) d = -d
				n = index(y, "."); e = n ? 0.5001 * 10 ^ -(length(y) - n) : 0.5001
				exit d > e }' || { echo "$a $b: $mean is shown as $shown"; exit 1; }
		done
}

same_bytes_each_time() {
	for f in text json csv md html; do
		run 0 report accountability $Q -f $f && cp out first && run 0 index --rebuild &&
			run 0 report accountability $Q -f $f && same first out || return 1
	done
	git clone -q . ../clone && (cd ../clone && run 0 report accountability $Q -f json && same ../ledger/out out || true) &&
		run 0 report accountability $Q -f json && cp out first && cd ../clone &&
		run 0 report accountability $Q -f json && same ../ledger/first out
	code=$?
	cd "$TRASH/ledger" || return 1
	return $code
}

output_goes_to_a_file_by_its_ending() {
	run 0 report accountability $Q -o page.html && silent out && says err 'wrote page.html' &&
		says page.html "default-src 'none'" && ! grep -qE '<script|<link|src=|http:|https:' page.html &&
		run 0 report accountability $Q -o page.csv && head -1 page.csv | grep -q '^journey,kpi,metric' &&
		run 2 report accountability $Q -o page.xls && says err 'its ending is no format' &&
		run 4 report accountability $Q -o /nowhere/page.html && says err 'cannot'
}

coverage_names_the_holes() {
	run 0 report coverage $Q -f json &&
		json out '[.rows[] | select(.journey == "lost-property")][0]
			| .gap == "no-owner" and .since == "2026-07-01" and .days == 92' &&
		run 0 report coverage lost-property -p 2026-05 -f json && json out '.rows == []' &&
		run 0 report coverage book-ticket -p 2026-09-20..2027-03-31 --today 2027-04-01 -f json &&
		json out '[.rows[].gap] | index("stale") != null'
}

a_full_disk_is_no_silent_half_report() {
	"$JLEDGER" report accountability $Q >/dev/full 2>err
	[ $? -eq 4 ] && says err 'cannot write the answer'
}

json_is_as_promised() {
	run 0 report accountability $Q -f json &&
		json out '.schema == "jledger/report/1" and .report == "accountability" and
			(.ledger.commit | length) == 40 and (.ledger.receipts_root | length) == 64' &&
		json out '.columns as $c | ["journey","kpi","metric","owner","since","until","days","n","value","unit",
			"target","status","signal","inherited_n","owners"] | all(. as $k | $c | index($k) != null)' &&
		json out '.parameters.period == "2026-07-01..2026-09-30"'
}

a_step_counts_for_its_stage() {
	cd "$TRASH" && rm -rf scope && small scope && cd scope &&
		jq '.kpis[0].scope = {stage: "go"} | .stages += [{id: "end", name: "End", steps: [{id: "wave", name: "Wave", line: "frontstage"}]}]' journeys/move.json >j &&
		mv j journeys/move.json && jq '.id = "steps" | .columns.step = "s"' maps/vans.json >maps/steps.json && run 0 commit &&
		printf 'month,by,s,vans,late\n2026-07,ops,pack,10,2\n2026-07,ops,wave,100,50\n2026-07,ops,,7,0\n' >a.csv && run 0 import a.csv --map steps &&
		run 0 report accountability -p 2026-07 -f json && json out '[.rows[] | [.part, .n, .sum]] == [["owner", 10, 2], ["total", 10, 2]]'
}
options_that_are_not_heeded_are_refused() {
	run 2 report coverage --view now && says err 'takes no --view' && run 2 report friction --rank && run 2 report accountability --by month &&
		run 2 set move name=x --rev HEAD && says err 'set takes no --rev' && run 2 commit -f json && run 2 report friction --by owner,owner
}

# 9, 10, 8, 7, 6: two promoters, one detractor, of five.
nps_by_hand() {
	cd "$TRASH" && rm -rf nps && small nps && cd nps &&
		jq '.kpis = [{id: "nps", name: "NPS", metric: "recommendation", aggregate: "nps", contracts: [{since: "2026-01-01", target: 10, minimum_n: 5}]}]' journeys/move.json >j &&
		mv j journeys/move.json && jq '.id = "survey" | .columns = {journey: {constant: "move"}, occurred_at: "day"} | .measures = [{metric: "recommendation", value: "score"}]' maps/vans.json >maps/survey.json &&
		run 0 commit && printf 'day,score\n2026-07-01,9\n2026-07-02,10\n2026-07-03,8\n2026-07-04,7\n2026-07-05,6\n' >a.csv && run 0 import a.csv --map survey &&
		run 0 report accountability -p 2026-Q3 -f json && json out '.rows[0] | .n == 5 and .value == 20 and .unit == "points" and .status == "on-target" and .low < 20 and .high > 20'
}
# August has ten days of Ann and twenty-one of Bob.
by_day_by_hand() {
	cd "$TRASH" && rm -rf byday && small byday && cd byday &&
		jq '.kpis[0].split = "by-day" | .owners = [{person: "ann", since: "2026-01-01", until: "2026-08-11"}, {person: "bob", since: "2026-08-11"}]' journeys/move.json >j &&
		mv j journeys/move.json && run 0 commit && printf 'month,by,vans,late\n2026-08,ops,310,31\n' >a.csv && run 0 import a.csv --map vans &&
		run 0 report accountability -p 2026-08 -f json &&
		json out '[.rows[] | [.owner, .days, .n, .sum, .value]] == [["ann", 10, 100, 10, 10], ["bob", 21, 210, 21, 10], [null, 31, 310, 31, 10]]' &&
		run 0 report accountability -p 2026-08 -f json --view now && json out '.rows[-1] | .n == 310 and .sum == 31' &&
		run 0 report accountability -p 2026-08-01..2026-08-13 -f json && jq -c '.rows[-1] | [.n, .sum]' out >a.then &&
		run 0 report accountability -p 2026-08-01..2026-08-13 -f json --view now && jq -c '.rows[-1] | [.n, .sum]' out >a.now && same a.then a.now &&
		run 0 report friction --by metric --split by-day -p 2026-08-01..2026-08-13 -f json && jq -c '.rows[0] | [.n, .sum]' out >groups && same a.then groups
}
fiscal_years_begin_when_they_begin() {
	cd "$TRASH/byday" && jq '.fiscal_year_start = 4' ledger.json >l && mv l ledger.json && run 0 commit &&
		run 0 report coverage -p FY2026-Q2 && says out '2026-07-01..2026-09-30' && run 0 report coverage -p FY2025 && says out '2025-04-01..2026-03-31' &&
		jq '.fiscal_year_start = 13' ledger.json >l && mv l ledger.json && run 1 check && says out 'bad-number' && git checkout -q ledger.json
}

it 'each status is given for its reason' statuses
it 'a percentile is what sort and awk say' percentile_is_by_hand
it 'each contract judges its own time' contracts_judge_their_own_time
it 'inherited work is shown apart' inherited_work_is_apart
it 'the period before stands beside the total' the_period_before_is_there
it 'view now adds up to the same and says what it is' view_now_is_only_to_compare
it 'the words are fair, and nobody is ranked unasked' words_are_fair
it 'all formats hold the same numbers' formats_agree
it 'text shows the numbers of json, rounded' text_is_json_rounded
it 'a page is the same bytes each time, rebuilt or cloned' same_bytes_each_time
it 'a page goes to a file in the format of its ending' output_goes_to_a_file_by_its_ending
it 'coverage names the holes' coverage_names_the_holes
it 'a full disk is no silent half report' a_full_disk_is_no_silent_half_report
it 'json is as promised' json_is_as_promised
it 'a step counts for its stage' a_step_counts_for_its_stage
it 'options that are not heeded are refused' options_that_are_not_heeded_are_refused
it 'a net promoter score is as by hand' nps_by_hand
it 'a total by day is as by hand, in every view and grouping' by_day_by_hand
it 'fiscal years begin when they begin' fiscal_years_begin_when_they_begin
finish
