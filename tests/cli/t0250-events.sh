#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# Event logs: formats, cases that come again, rows that are refused, lifecycle,
# open cases, and files that mean harm.
# shellcheck disable=SC2016
. "$(dirname "$0")/lib.sh"
small small
cd small || exit 1

# log ID MORE: a map of events with what MORE adds, in jq.
log_map() {
	jq -n --arg id "$1" '{ id: $id, version: 1, kind: "events", activity: ["what"], columns: { journey: { constant: "move" }, case: "no",
		occurred_at: "when", function: "who" } }' | jq "${2:-.}" >"maps/$1.json"
}
for f in sales risk; do "$JLEDGER" new function "$f" name="$f" >/dev/null; done
log_map calls '.columns.channel = "by" | .columns.deadline = "due" | .steps = { "pack": "pack" } | .ends = ["done"] | .abandoned_after = "10d" | .missing = ["-"]'
"$JLEDGER" commit -m 'the maps' >/dev/null

# sums METRIC=SUM...: of all of 2026.
sums() {
	run 0 report friction --by metric --period 2026 --format json || return 1
	for pair; do
		jq -e --arg m "${pair%=*}" --argjson s "${pair#*=}" '([.rows[] | select(.metric == $m) | .sum] | add // 0) == $s' out >/dev/null ||
			{ echo "$pair:" && jq -c '.rows[] | [.metric, .n, .sum]' out && return 1; }
	done
}

cat >calls.csv <<'END'
no,what,when,who,by,due
c1,ask,2026-03-01T10:00:00,sales,phone,2026-03-01T12:00:00
c1,pack,2026-03-01T11:00:00,ops,-,
c2,ask,2026-03-02T09:00:00,sales,web,
c1,ask,2026-03-01T13:00:00,sales,web,
c1,done,2026-03-01T14:00:00,-,web,
c2,ask,2026-03-02T09:00:00,risk,web,
END

the_measures() {
	run 0 import --map calls calls.csv && says out '6 events of 2 cases, 2026-03-01 to 2026-03-02' && says out '1 case is still open' &&
		sums elapsed=14400 wait=14400 handoff=3 ping-pong=1 rework=2 self-loop=1 repetition=1 channel-switch=1 promise-broken=1 volume=6 abandonment=0 &&
		run 0 report friction --by metric,stage,step,to_step,function,to_function,channel,to_channel --metric handoff --period 2026 --format json &&
		json out '[.rows[] | [.function, .to_function, .stage, .step, .to_step]] | sort == [["ops","sales","go","pack",null], ["sales","ops",null,null,"pack"], ["sales","risk",null,null,null]]' &&
		json "$(ls measures/calls-*.json)" '.kind == "events" and .rows == 6 and .cases == 2 and .open_cases == 1 and .abandoned_after == "10d" and
			.extract_end == "2026-03-02T09:00:00+01:00" and .oddities == {"equal-instants": "1"} and .skipped == {}' &&
		run 0 report friction --metric elapsed --period 2026 --format json && json out '.rows[0].n == 1 and .rows[0].sum == 14400 and .rows[0].p50 == 14400'
}

# The order of the rows is no matter, nor is JSON.
any_order() {
	(head -1 calls.csv && tail -n +2 calls.csv | sort -r) >backwards.csv && log_map backwards '.columns.channel = "by" | .missing = ["-"]' &&
		jq -Rn '[inputs | split(",")] | .[0] as $names | .[1:][] | [$names, .] | transpose | map({ key: .[0], value: .[1] }) | from_entries' -c calls.csv >calls.jsonl &&
		jq '.format = "json-lines"' maps/calls.json >maps/lines.json && sed -i 's/"calls"/"lines"/' maps/lines.json && "$JLEDGER" commit -m more >/dev/null &&
		run 0 import --map lines calls.jsonl && says out 'nothing new: batch calls-'
}

# A later extract has whole cases: c1 as it is now, and c3; c2 stays as it was.
cases_again() {
	cat >more.csv <<-'END'
		no,what,when,who,by,due
		c3,ask,2026-04-01T10:00:00,sales,phone,
		c1,ask,2026-03-01T10:00:00,sales,phone,2026-03-01T12:00:00
		c1,done,2026-03-01T11:00:00,ops,phone,
	END
	run 0 import --map calls more.csv && says out '3 events of 2 cases' && sums elapsed=3600 handoff=2 ping-pong=0 rework=1 promise-broken=0 volume=5 channel-switch=0 &&
		run 0 index --rebuild && sums elapsed=3600 handoff=2 rework=1 volume=5 && run 0 undo HEAD && sums elapsed=14400 handoff=3 rework=2 volume=6 &&
		run 0 undo HEAD && sums elapsed=3600 handoff=2 rework=1 volume=5 && run 0 import --map calls calls.csv && says out 'nothing new' && sums volume=5 &&
		run 0 import --map calls --again calls.csv && sums elapsed=14400 handoff=3 volume=7 && run 0 report friction --by metric --period 2026 --rev HEAD~1 --format json &&
		json out '[.rows[] | select(.metric == "volume").sum] == [5]'
}

# In the other clone the same extracts came in another order by a merge.
in_two_clones() {
	git clone -q . ../other && (cd ../other && "$JLEDGER" doctor --fix >/dev/null; run 0 report friction --by metric --period 2026 --format json && jq .rows out >../theirs) &&
		run 0 report friction --by metric --period 2026 --format json && jq .rows out >ours && same ours ../theirs
}

# What is left of a case with a refused row would be wrong: none of it counts.
refused_rows() {
	cat >bad.csv <<-'END'
		no,what,when,who,by,due
		d1,ask,2026-05-01T10:00:00,sales,phone,
		d1,ask,2026-02-30T10:00:00,sales,phone,
		d1,done,2026-05-01T11:00:00,ops,phone,
		d2,ask,2026-05-02T10:00:00,nobody-knows,phone,
		d3,ask,2026-05-03T10:00:00,sales,phone,
		,ask,2026-05-03T10:00:00,sales,phone,
		d4,,2026-05-03T10:00:00,sales,phone,
		d5,ask,,sales,phone,
	END
	run 1 import --map calls bad.csv && says out '1 event of 1 case' && says out '5 rows were refused' && says out '2 events were left out' &&
		says bad.csv.rejected.csv 'occurred_at: ' && says bad.csv.rejected.csv "there is no function 'nobody-knows'" && says bad.csv.rejected.csv 'case is empty' &&
		says bad.csv.rejected.csv 'activity is empty' && says bad.csv.rejected.csv 'occurred_at is empty' &&
		json "$(git log -1 --name-only --format= | grep 'json$')" '.rejected == 5 and .skipped == {"case-refused": "2"}' &&
		sed '3,4d' bad.csv >strict.csv && run 3 import --map calls --strict strict.csv && says err 'nothing was imported (--strict)'
}

lifecycle() {
	log_map work '.columns.lifecycle = "life" | .activity = ["what", "kind"] | .columns.started_at = "from"' && "$JLEDGER" commit -m work >/dev/null &&
		cat >work.csv <<-'END' &&
			no,what,kind,when,from,who,life
			w1,look,a,2026-06-01T10:00:00,,ops,Start
			w1,look,a,2026-06-01T10:30:00,,ops,suspend
			w1,look,a,2026-06-01T11:30:00,,ops,RESUME
			w1,look,a,2026-06-01T12:00:00,,ops,complete
			w1,look,b,2026-06-01T12:05:00,2026-06-01T12:01:00,ops,complete
			w1,plan,,2026-06-01T12:06:00,,ops,schedule
			w1,look,c,2026-06-01T13:00:00,,ops,start
		END
		run 0 import --map work work.csv && sums touch-time=3840 && run 0 report friction --by metric --period 2026-06 --format json &&
		json out '[.rows[] | [.metric, .n, .sum]] == [["elapsed",1,7500],["touch-time",3,3840],["volume",2,2],["wait",1,60]]' &&
		json "$(git log -1 --name-only --format= | grep 'json$')" '.skipped == {"transition": "1"} and .oddities == {"unmatched-starts": "1"}' &&
		log_map finished '.columns.lifecycle = "life" | .lifecycle = ["complete"]' && "$JLEDGER" commit -m finished >/dev/null && run 0 import --map finished work.csv &&
		json "$(git log -1 --name-only --format= | grep 'json$')" '.rows == 2 and .skipped == {"transition": "5"}'
}

# A hand-over at local midnight in summer time, and a day of 25 hours.
owners_and_the_clock() {
	log_map clock '.columns.function = { constant: "ops" }' && jq '.owners = [{ person: "ann", since: "2026-01-01", until: "2026-07-01" }, { person: "bob", since: "2026-07-01" }]' \
		journeys/move.json >m && mv m journeys/move.json && "$JLEDGER" commit -m owners >/dev/null &&
		printf 'no,what,when\ne1,a,2026-06-30T23:00:00+02:00\ne1,b,2026-07-01T02:00:00+02:00\ne2,a,2026-10-24T12:00:00\ne2,b,2026-10-25T12:00:00\n' >clock.csv &&
		run 0 import --map clock clock.csv && run 0 report friction --by owner --metric elapsed --period 2026-06-30..2026-07-01 --format json &&
		json out '[.rows[] | [.owner, .n, .sum]] == [["ann",0,3600],["bob",1,7200]]' && run 0 report friction --metric elapsed --period 2026-10 --format json &&
		json out '.rows[0].sum == 90000'
}

# Who came again: with the same reason, within the days that the map says; whether
# a contact was followed is known when its days are over.
repeat_contacts() {
	log_map again '.columns.customer = "customer" | .columns.reason = "why" | .repeat_within = "7d" | .missing = ["-"]' && "$JLEDGER" commit -m again >/dev/null &&
		cat >again.csv <<-'END' &&
			no,what,when,who,customer,why
			r1,ask,2026-02-01T10:00:00,ops,Ms Lee,late
			r1,answer,2026-02-02T10:00:00,sales,Ms Lee,late
			r2,ask,2026-02-08T10:00:00,sales,Ms Lee,late
			r3,ask,2026-02-08T11:00:00,ops,Ms Lee,lost
			r4,ask,2026-02-08T12:00:00,ops,Mr Roy,late
			r5,ask,2026-02-15T10:00:01,ops,Ms Lee,late
			r6,ask,2026-02-16T10:00:00,risk,Ms Lee,late
			r7,ask,2026-02-16T11:00:00,ops,-,late
			r8,ask,2026-02-20T10:00:00,ops,Mr Roy,-
		END
		run 0 import --map again again.csv && run 0 report friction --by function --metric repeat-contact --period 2026-02 --format json &&
		json out '[.rows[] | [.function, .n, .sum]] == [["ops",3,0],["risk",0,1],["sales",1,1]]' && run 0 index --rebuild &&
		run 0 report friction --metric repeat-contact --period 2026-02 --format json && json out '.rows[0] | [.n, .sum, .mean] == [4, 2, 0.5]' &&
		! grep -q 'Lee\|Roy' measures/again-*.csv && json "$(git log -1 --name-only --format= | grep 'json$')" '.repeat_within == "1wk"' &&
		printf 'no,what,when,who,customer,why\nr9,ask,2026-03-20T10:00:00,ops,Mr Roy,late\n' >later.csv && run 0 import --map again later.csv &&
		run 0 report friction --metric repeat-contact --period 2026-02 --format json && json out '.rows[0] | [.n, .sum] == [7, 2]'
}

# Where cases change hands: the figures of the log, and whether somebody agreed.
the_seams() {
	jq '.stages[0].steps += [{ id: "sell", name: "Sell", line: "frontstage", function: "sales", next: ["pack"] }] |
		.seams = [{ from: "sell", to: "pack", agreement: "WA 7", max_wait: "1h" }]' journeys/move.json >m && mv m journeys/move.json && "$JLEDGER" commit -m seams >/dev/null &&
		run 0 report seams move --period 2026-03 --format json && json out '[.rows[] | [.function, .to_function, .handoff, .cases, .ping_pong, .wait_p50, .wait_p90, .wait_sum, .agreement]] ==
			[["ops","sales",1,1,1,7200,7200,7200,"no"], ["sales","ops",1,1,0,3600,3600,3600,"yes"], ["sales","risk",1,1,0,0,0,0,"no"]]' &&
		json out '[.rows[].share_of_elapsed] == [0.5, 0.25, 0]' && json out '.notes | map(select(startswith("function is the column \u0027who\u0027 by map calls"))) | length == 1' &&
		run 0 report seams --by channel --period 2026-03 --format json && json out '[.rows[] | [.channel, .to_function, .handoff]] == [["phone","ops",1],["web","risk",1]]' &&
		run 2 report seams --by month && says err '--by function or --by channel' && run 2 report seams --metric wait && run 0 report seams --period 2026-03 && says out 'the seam pays'
}

maps_are_checked() {
	for slip in '.activity = []:activity names the columns' 'del(.columns.case):an event belongs to a case' '.case_ids = "none":case_ids is hashed or plain' \
		'.measures = [{ metric: "wait" }]:measures of events are derived' '.lifecycle = ["done"]:none of: complete, start, suspend, resume' \
		'.columns.period = "when" | del(.columns.occurred_at):an event has an instant'; do
		log_map bad "${slip%%:*}" && run 1 check map:bad && says out "${slip#*:}" && run 3 import --map bad calls.csv
	done
	log_map bad '.columns.function = "whom"' && "$JLEDGER" commit -m bad >/dev/null && run 3 import --map bad calls.csv && says err "no column 'whom'"
}

# 02:30 is skipped on 29 March, and comes twice on 25 October: it is the first.
local_times() {
	log_map local '.columns.function = { constant: "ops" } | .ends = ["z"]' && "$JLEDGER" commit -m local >/dev/null && cat >local.csv <<-'END' &&
		no,what,when
		f1,a,2027-03-28T01:30:00
		f1,z,2027-03-28T03:30:00
		f2,a,2027-03-28T02:30:00
		f2,z,2027-03-28T03:30:00
		f3,a,2027-10-31T01:30:00
		f3,b,2027-10-31T02:30:00
		f3,z,2027-10-31T03:30:00
		f4,a,2028-02-28T12:00:00
		f4,z,2028-03-01T12:00:00
	END
		run 0 import --map local local.csv && run 0 report friction --by month --metric elapsed --period 2027-01-01..2028-12-31 --format json &&
		json out '[.rows[] | [.month, .n, .sum]] == [["2027-03",2,3600],["2027-10",1,10800],["2028-02",0,129600],["2028-03",1,43200]]'
}

# By hand: three of five end after 1, 2 and 4 days; two are open at 10 days, which
# is when the extract ends. 4/5, 3/5 and 2/5 go on: the median is 4 days, and of
# those that ended it is 2.
open_cases() {
	log_map km '.columns.function = { constant: "ops" } | .ends = ["done"]' && "$JLEDGER" commit -m km >/dev/null && cat >km.csv <<-'END' &&
		no,what,when
		k1,ask,2029-01-01T00:00:00
		k1,done,2029-01-02T00:00:00
		k2,ask,2029-01-01T00:00:00
		k2,done,2029-01-03T00:00:00
		k3,ask,2029-01-01T00:00:00
		k3,done,2029-01-05T00:00:00
		k4,ask,2029-01-01T00:00:00
		k4,note,2029-01-01T12:00:00
		k5,ask,2029-01-01T00:00:00
		k5,note,2029-01-11T00:00:00
	END
		run 0 import --map km km.csv && says out '2 cases are still open' && run 0 report friction --metric elapsed --period 2029-01 --format json &&
		json out '.rows[0] | [.n, .sum, .p50, .p50_km, .open_n, .cases] == [3, 1512000, 172800, 345600, 2, 5]' &&
		json out '[.notes[] | select(startswith("of 5 cases 2 are open: the median of those that ended is 50 %"))] | length == 1' &&
		json out '[.notes[] | select(startswith("the log of map km begins on 2029-01-01") or startswith("the log of map km ends on 2029-01-11"))] | length == 2' &&
		json out '[.notes[] | select(contains("nine of ten take up to 4d"))] | length == 2' &&
		run 0 report friction --metric elapsed --period 2029-01 && says out 'p50 KM' && says out 'open' &&
		run 0 report friction --metric elapsed --period 2029-01-01..2029-01-03 --format json && json out '.rows[0] | [.n, .p50_km, .open_n] == [2, null, 0]' &&
		run 0 report friction --metric elapsed --period 2029-02 --format json && json out '.rows == [] and (.notes | length == 1) and (.notes[0] | startswith("nothing was measured of this in the period; what was measured lies between"))'
}

# One that had its only event in June; the log ends in August.
open_by_month() {
	log_map idle '.columns.function = { constant: "ops" } | .ends = ["done"]' && "$JLEDGER" commit -m idle >/dev/null &&
		printf 'no,what,when\nm1,ask,2029-06-01T00:00:00\nm2,ask,2029-08-01T00:00:00\nm2,done,2029-08-02T00:00:00\n' >idle.csv && run 0 import --map idle idle.csv &&
		run 0 report friction --metric elapsed --by month --period 2029-06-01..2029-08-31 --format json &&
		json out '[.rows[] | [.month, .n, .open_n]] == [["2029-06",0,0],["2029-07",0,0],["2029-08",1,1]]' &&
		run 0 report friction --metric elapsed --period 2029-08 --format json && json out '.rows[0] | [.n, .open_n, .sum] == [1, 1, 86400]' &&
		run 0 report friction --metric elapsed --by owner --period 2029-06-01..2029-08-31 --format json && json out '[.rows[] | [.owner, .n, .open_n]] == [["bob",1,1]]'
}

one_page() {
	run 0 report journey move --period 2029-01 --format json &&
		json out '[.rows[] | [.what, .id, .volume, .cases, .time, .p50, .sum, .share_of_elapsed, .rework, .abandonment]] == [
			["journey","move",10,5,"elapsed",172800,1512000,1,null,null], ["owner","bob",10,5,"elapsed",172800,1512000,1,null,null],
			["stage","go",null,null,null,null,null,null,null,null], ["step","pack",null,null,null,null,null,null,null,null],
			["step","sell",null,null,null,null,null,null,null,null], ["step",null,10,5,"wait",172800,1512000,1,null,null]]' &&
		json out '.rows[1].detail == "in charge 2029-01-01..2029-01-31"' && run 0 report journey move --period 2026-03 --format json &&
		json out '[.rows[] | select(.what == "seam") | [.id, .to_function, .handoff, .ping_pong, .sum, .share_of_elapsed, .detail]] ==
			[["ops","sales",1,1,7200,0.5,"no agreement"], ["sales","ops",1,0,3600,0.25,"agreement"], ["sales","risk",1,0,0,0,"no agreement"]]' &&
		json out '[.rows[] | select(.id == "pack") | [.volume, .time, .sum]] == [[1,"wait",7200]] and ([.rows[] | select(.what == "journey") | .abandonment] == [0])' &&
		run 0 report journey move --period 2026-03 && says out 'the seam pays' && says out "function is the column 'who' by map calls" &&
		run 2 report journey --period 2026-03 --by stage && says err 'takes no --by' && jq '.id = "stay" | .name = "I stay"' journeys/move.json >journeys/stay.json &&
		"$JLEDGER" commit -m stay >/dev/null && run 2 report journey --period 2026-03 && says err 'the id of one journey' && git rm -q journeys/stay.json && git commit -qm 'no stay'
}

first_map() {
	cat >tickets.csv <<-'END' &&
		Ticket ID;Action;Done at;Team;Via;Agent
		7;Pack;03.02.2030 10:00;Sales;E-mail;Ms Lee
		7;Close;04.02.2030 10:00;ops;phone;Mr Roy
		8;Pack;03.02.2030 11:00;Sales;phone;Ms Lee
		8;Ask;05.02.2030 10:00;n/a;phone;Ms Lee
		8;Close;06.02.2030 10:00;Back office;Phone;Mr Roy
	END
		run 0 import tickets.csv --suggest-map && silent out && says err 'maps/tickets.json: a first map, from 5 rows' && says err "jledger new function back-office name='Back office'" &&
		json maps/tickets.json '. == { id: "tickets", version: 1, kind: "events", date_format: "%d.%m.%Y %H:%M", missing: ["n/a"], columns: {
			journey: { constant: "move" }, occurred_at: "Done at", channel: { column: "Via", values: { "E-mail": "email", phone: "phone", Phone: "phone" } },
			function: { column: "Team", values: { Sales: "sales", ops: "ops", "Back office": "back-office" } }, case: "Ticket ID" },
			activity: ["Action"], steps: { Pack: "pack" }, ends: ["Close"] }' &&
		run 3 import tickets.csv --suggest-map && says err 'maps/tickets.json is there already; name another by --map' && run 1 check maps/tickets.json && says out "back-office" &&
		run 0 new function back-office name='Back office' && run 0 import tickets.csv --suggest-map --map again -n && ! grep -q 'not defined' err && run 0 check maps/tickets.json && run 0 commit -m 'how tickets are read' &&
		run 0 import tickets.csv --map tickets && says out '5 events of 2 cases, 2030-02-03 to 2030-02-06' && ! grep -q 'open' out &&
		run 0 report friction --metric handoff --period 2030-02 --format json && json out '.rows[0].sum == 2' &&
		run 0 import calls.jsonl --suggest-map --map second -n && says out '"format": "json-lines"' && says out '"case": "no"' && [ ! -e maps/second.json ] &&
		run 0 import good.xes.gz --suggest-map --map third -n && says out '"format": "xes"' && says out '"occurred_at": "when"' &&
		printf 'month,refunds\n2026-01,3\n' >no-log.csv && run 3 import no-log.csv --suggest-map && says err 'no column looks like the time of an event' &&
		run 2 import calls.csv --suggest-map --map 'No id' && run 2 import calls.csv && says err 'suggest-map' && : >none.csv && run 3 import none.csv --suggest-map &&
		{ seq -s, 20000 | tee wide.csv >>wide.csv; } && bounded run 3 import wide.csv --suggest-map && printf 'case,case,activity,time\n1,2,a,2030-01-01\n' >two.csv &&
		run 3 import two.csv --suggest-map && says err 'no column looks like the case' && head -c 3000 /dev/urandom >noise.csv && run 3 import noise.csv --suggest-map &&
		{ printf 'case,activity,time\n1,'; head -c 900000 /dev/zero | tr '\0' a; printf ',2030-01-01T10:00:00\n'; } >long.csv && run 3 import long.csv --suggest-map -n
}

oddities() {
	log_map odd '.columns.function = { constant: "ops" } | .columns.started_at = "from"' && "$JLEDGER" commit -m odd >/dev/null && cat >odd.csv <<-'END' &&
		no,what,from,when
		o1,b,2031-01-01T11:00:00,2031-01-01T12:00:00
		o1,a,2031-01-01T09:00:00,2031-01-01T10:00:00
		o1,c,2031-01-01T11:30:00,2031-01-01T13:00:00
		o1,d,,2031-01-01T13:00:00
		o1,e,2031-01-01T15:00:00,2031-01-01T14:00:00
	END
		run 0 import --map odd odd.csv && says out '1 event stands in the file before an earlier one' && says out '1 event is at the instant of another of its case' &&
		says out '1 event begins before the one before it ended' && says out '1 event ends before it begins' &&
		json "$(git log -1 --name-only --format= | grep 'json$')" '.oddities == {"equal-instants": "1", "inversions": "1", "overlaps": "1", "negative-times": "1"}'
}

doubts() {
	log_map skips '.columns.lifecycle = "life"' && log_map twice '.columns.function = { constant: "ops" }' && jq '.id = "once" | .steps = { a: "pack" }' maps/twice.json >maps/once.json &&
		"$JLEDGER" commit -m skips >/dev/null && printf 'no,what,when,who,life\ns1,a,2032-01-01T10:00:00,ops,Finished\ns2,a,2032-01-01T11:00:00,ops,complete\ns3,a,2032-01-01T11:00:00,ops,assign\n' >skips.csv &&
		run 0 import --map skips skips.csv && says out '2 rows were skipped, whose transition is not read: finished (1), assign (1)' && sed 3d skips.csv >all-skipped.csv &&
		run 3 import --map skips all-skipped.csv && says err "none of its transitions ('finished', ...) is one that is read" &&
		sed '1s/life/lifecycle/' skips.csv >named.csv && run 0 import --suggest-map -n --map x named.csv && says err "rows whose lifecycle is 'Finished' will be skipped" &&
		printf 'no,what,when\nt1,a,2032-02-01T10:00:00\nt2,a,2032-02-01T10:00:00\nt2,b,2032-02-09T10:00:00\n' >longer.csv && sed '$d' longer.csv >shorter.csv &&
		run 0 import --map once longer.csv && silent err && run 0 import --map once shorter.csv && says out '2 cases take the place of what earlier batches had of them' &&
		says err 'goes on longer than this extract' && run 0 import --map twice longer.csv && says err 'this file is in the ledger by map once too'
}

shell_words() {
	printf 'case,activity,time,team\n1,a,2033-01-01T10:00:00,$(touch ran)\n1,b,2033-01-02T10:00:00,`touch ran`\n1,b,2033-01-02T10:00:00,%s\n' "it's" >'$(touch ran) x.csv' &&
		run 0 import --suggest-map --map words '$(touch ran) x.csv' && grep -o 'jledger new .*' err >commands && [ "$(wc -l <commands)" -eq 2 ] && PATH="$TRASH/bin:$PATH" &&
		mkdir -p "$TRASH/bin" && ln -sf "$JLEDGER" "$TRASH/bin/jledger" && sh commands && [ ! -e ran ] && json functions/its.json '.name == "it\u0027s"' &&
		json functions/touch-ran.json '.name == "$(touch ran)"' && says err "'\`touch ran\`' would be touch-ran too" && says err "jledger import '\$(touch ran) x.csv' --map words" &&
		git checkout -q . && git clean -fdq functions maps
}

# A rebuild with no room for temporary files, whose answer must not look like one.
full_disk() {
	rm -f "$(cache_db)"* && (
		trap '' XFSZ
		ulimit -f 0
		"$JLEDGER" report friction --by metric --period 2026
		echo "code $?"
	) 2>&1 | cat >"$TRASH/said" && says "$TRASH/said" 'code 4' && run 0 report friction --by metric --period 2026 && says out volume
}

partial_pages() {
	mv "$(ls measures/big-*.zst | head -1)" "$TRASH/away" && rm -f "$(cache_db)"* && run 4 report seams --period 2026-09-01..2026-11-30 && run 0 report seams --period 2026-09-01..2026-11-30 --partial &&
		says out 'partial: the file of batch big-' && run 0 report journey move --period 2026-09-01..2026-11-30 --partial && says out 'partial: the file of batch big-' &&
		run 0 report friction --period 2026-09-01..2026-11-30 --partial && says out 'partial: the file of batch big-'
}

# ---- XES that means harm: a clear error, and nothing imported ----

xes() {
	printf '<?xml version="1.0"?>\n<log>%s</log>\n' "$1" >"$2"
}
event='<event><string key="what" value="a"/><date key="when" value="2026-08-01T10:00:00Z"/><string key="who" value="ops"/></event>'

xes_is_read() {
	log_map xes '.format = "xes" | .columns.case = "case:no" | .activity = ["classifier:Two words"]' && "$JLEDGER" commit -m xes >/dev/null &&
		xes "<classifier name=\"Two words\" keys=\"what 'the life'\"/><trace><string key=\"no\" value=\"x1\"/>$event<event><string key=\"what\" value=\"a\"><string key=\"when\" value=\"nested\"/></string>
			<string key=\"the life\" value=\"Z\"/><date key=\"when\" value=\"2026-08-01T11:00:00Z\"/><list key=\"who\"><string key=\"who\" value=\"no\"/></list></event></trace>" good.xes &&
		run 0 import --map xes good.xes && says out '2 events of 1 case' && grep -q ',a+Z,' measures/xes-*.csv && gzip -k good.xes && run 0 import --map xes good.xes.gz && says out 'nothing new'
}

refused() {
	head=$(git rev-parse HEAD)
	timeout 60 "$JLEDGER" import --map xes "$1" >out 2>err
	code=$?
	[ "$code" -eq 3 ] && says err "$2" && [ "$(git rev-parse HEAD)" = "$head" ] && [ -z "$(git status --porcelain measures)" ] && return 0
	echo "exit code $code"
	return 1
}

# In 400 MB of memory, where the program is not one that needs its own.
bounded() {
	grep -q __asan_init "$JLEDGER" && { "$@"; return; }
	# shellcheck disable=SC3045
	(ulimit -v 400000 && "$@")
}

xes_bombs() {
	{ echo '<!DOCTYPE log [<!ENTITY a0 "lol">'; for i in 1 2 3 4 5 6 7 8 9; do echo "<!ENTITY a$i \"&a$((i - 1));&a$((i - 1));&a$((i - 1));&a$((i - 1));&a$((i - 1));&a$((i - 1));&a$((i - 1));&a$((i - 1));\">"; done
		echo ']><log><trace><string key="no" value="&a9;"/></trace></log>'; } >laughs.xes && refused laughs.xes 'declarations of entities' &&
		printf '<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]><log><trace><string key="no" value="1"/>%s</trace></log>' "$event" >external.xes &&
		refused external.xes 'declarations of entities' &&
		{ printf '<log>'; yes '<a>' | head -10000; } >deep.xes && refused deep.xes 'in more than 100 others' &&
		mkfifo long.xes && { { printf '<log><trace><string key="no" value="'; head -c 1000000000 /dev/zero | tr '\0' a; printf '"/></trace></log>'; } >long.xes 2>/dev/null & } &&
		bounded refused long.xes 'more than 1 MiB' && wait && rm long.xes
}

xes_broken() {
	xes "<trace>$event" cut.xes && refused cut.xes 'no XES: mismatched tag' && head -c 100 good.xes >half.xes && refused half.xes 'no XES' &&
		: >empty.xes && refused empty.xes 'no XES: no element found' && echo '<html/>' >html.xes && refused html.xes 'no <log>' && cp calls.csv text.xes &&
		refused text.xes 'no XES: syntax error' && head -c 120 good.xes.gz >cut.xes.gz && refused cut.xes.gz 'was cut off' &&
		{ head -c 60 good.xes.gz; head -c 200 /dev/urandom; } >bad.xes.gz && refused bad.xes.gz 'bad.xes.gz' &&
		{ printf '<log>'; head -c 600000000 /dev/zero | tr '\0' ' '; } | gzip -9 >bomb.xes.gz && bounded refused bomb.xes.gz 'more than 300 times' && rm bomb.xes.gz &&
		printf '<?xml version="1.0" encoding="klingon"?><log/>' >klingon.xes && refused klingon.xes 'no XES: unknown encoding' &&
		printf '<?xml version="1.0"?><log><trace><string key="no" value="\377"/></trace></log>' >latin.xes && refused latin.xes 'no XES: not well-formed'
}

# 100,000 events in one case; one event in each of a million cases (fewer under
# the sanitizers, which take ten times as long).
large_ones() {
	many=1000000
	grep -q __asan_init "$JLEDGER" && many=100000
	log_map big '.' && "$JLEDGER" commit -m big >/dev/null &&
		awk 'BEGIN { print "no,what,when,who"; for (i = 0; i < 100000; i++) printf "one,a%d,2026-09-%02dT%02d:%02d:%02d,%s\n", i % 7, 1 + i / 86400, i / 3600 % 24, i / 60 % 60, i % 60, i % 2 ? "ops" : "sales" }' >one.csv &&
		run 0 import --map big one.csv && says out '100000 events of 1 case' && run 0 report friction --by metric --period 2026-09 --format json &&
		json out '[.rows[] | select(.metric == "handoff" or .metric == "ping-pong" or .metric == "rework" or .metric == "elapsed") | [.metric, .sum]] == [["elapsed",99999],["handoff",99999],["ping-pong",99998],["rework",99993]]' &&
		awk -v n="$many" 'BEGIN { print "no,what,when,who"; for (i = 0; i < n; i++) printf "k%d,a,2026-11-%02dT10:00:00,ops\n", i * 7919 % n, 1 + i % 28 }' >many.csv &&
		run 0 import --map big many.csv && says out "$many events of $many cases" && run 0 report friction --by metric --period 2026-11 --format json &&
		json out "[.rows[] | [.metric, .n, .sum, .cases]] == [[\"elapsed\",$many,0,$many],[\"volume\",$many,$many,$many]]" && rm many.csv
}

it 'a log becomes friction, of places and functions' the_measures
it 'the order of rows and the format are no matter' any_order
it 'a later extract takes the place of its cases, and undo gives it back' cases_again
it 'a clone comes to the same' in_two_clones
it 'rows are refused with their case' refused_rows
it 'starts, suspensions and transitions that are not read' lifecycle
it 'elapsed time is cut at midnight, whatever the clock does' owners_and_the_clock
it 'customers who come again, as far as it is known' repeat_contacts
it 'the seams: hand-offs, waits, their share, and whether they are agreed' the_seams
it 'a map of events is checked' maps_are_checked
it 'XES is read, with classifiers, nested attributes and gzip' xes_is_read
it 'XES that means harm is refused' xes_bombs
it 'XES that is broken is refused' xes_broken
it 'one case of 100,000 events, and a million cases of one' large_ones
it 'local times are skipped, come twice, and lie in leap years' local_times
it 'open cases count for as long as they are known to last' open_cases
it 'open cases are open until the log ends, in whatever month' open_by_month
it 'a journey fits on one page' one_page
it 'a first map comes of a look at the log' first_map
it 'what is odd in a log is told' oddities
it 'what may not be meant is told: skipped rows, a second map, an older extract' doubts
it 'the words of a log are nothing to a shell' shell_words
it 'a full disk is no empty page' full_disk
it 'a missing extract is said on each page' partial_pages
finish
