#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# Importing: dialects, rejects, overlaps, idempotence, size, pseudonyms.
. "$(dirname "$0")/lib.sh"
small ledger || exit 1
cd ledger || exit 1

sums() {
	run 0 report friction --by metric -p 2026 -f json &&
		json out "[.rows[] | [.metric, .n, .sum]] == $1"
}

a_file_comes_in_once() {
	printf 'month,by,vans,late\n2026-07,ops,100,7\n2026-08,ops,50,6\n' >a.csv &&
		run 0 import a.csv --map vans && says out '2 measures of 2 rows, 2026-07-01 to 2026-08-31' &&
		sums '[["promise-broken", 150, 13]]' &&
		head=$(git rev-parse HEAD) &&
		run 0 import a.csv --map vans && says out 'nothing new' &&
		[ "$head" = "$(git rev-parse HEAD)" ] && [ -z "$(git status --porcelain measures)" ] &&
		json measures/*.json '.rows == 2 and .rejected == 0 and .first == "2026-07-01" and .map_version == 1' &&
		[ "$(sha256sum <a.csv | cut -c-64)" = "$(jq -r .source_sha256 measures/*.json)" ] &&
		[ "$(cat measures/*.csv | sha256sum | cut -c-64)" = "$(jq -r .batch_sha256 measures/*.json)" ]
}

the_batch_is_canonical() {
	cat measures/*.csv >got && cat >want <<-'EOF' && same want got
	journey,metric,occurred_at,until,stage,step,to_step,channel,to_channel,function,to_function,case,value,n,line
	move,promise-broken,2026-07-01T00:00:00+02:00,2026-08-01T00:00:00+02:00,,,,,,ops,,,7,100,2
	move,promise-broken,2026-08-01T00:00:00+02:00,2026-09-01T00:00:00+02:00,,,,,,ops,,,6,50,3
	EOF
}

later_values_are_restatements() {
	printf 'month,by,vans,late\n2026-08,ops,52,9\n2026-09,ops,40,1\n2026-07,ops,100,7\n' >b.csv &&
		run 0 import b.csv --map vans && says out '1 restatement:' &&
		says out '6 of 50 became 9 of 52' && says out '1 measure was in the ledger already' &&
		sums '[["promise-broken", 192, 17]]' &&
		run 0 index --rebuild && sums '[["promise-broken", 192, 17]]'
}

bad_rows_are_refused_good_ones_go_in() {
	printf 'month,by,vans,late\n2026-13,ops,1,0\n2026-10,opps,1,0\n2026-10,ops,x,0\n2026-10,ops,3,4\n2026-10,ops,3,1\n2026-10,ops\n' >c.csv &&
		run 1 import c.csv --map vans && says out '1 measure of 1 row' && says out '5 rows were refused' &&
		cat >want <<-'EOF' && same want c.csv.rejected.csv &&
		line,reason,month,by,vans,late
		2,"period: '2026-13' is not a period, which looks like 2026, 2026-09, 2026-Q3, FY2026-Q3, 2026-09-30 or 2026-09-01..2026-09-30",2026-13,ops,1,0
		3,function: there is no function 'opps',2026-10,opps,1,0
		4,vans: 'x' is not a number,2026-10,ops,x,0
		5,late: a share's value lies between 0 and its n,2026-10,ops,3,4
		7,"2 cells, but the header names 4 columns",2026-10,ops
		EOF
		json "$(ls -t measures/*.json | head -1)" '.rejected == 5'
}

strict_imports_nothing() {
	head=$(git rev-parse HEAD)
	printf 'month,by,vans,late\n2026-11,ops,5,1\n2026-11,zzz,5,1\n' >d.csv &&
		run 3 import d.csv --map vans --strict && says err 'd.csv:3: function: there is no function' &&
		[ "$head" = "$(git rev-parse HEAD)" ] && [ "$(ls measures | wc -l)" -eq 6 ] &&
		printf 'month,by,vans,late\n2026-11,zzz,5,1\n' >e.csv &&
		run 3 import e.csv --map vans && says err 'no row could be used' &&
		run 0 import a.csv --map vans -n && says out 'would import'
}

# map FILE JQ: maps/vans.json changed by jq, under a new id
map() {
	jq "$2 | .id = \"$1\"" maps/vans.json >"maps/$1.json" && run 0 commit -m map
}

# dialect NAME JQ TEXT: the text comes in as July 10 of 2, in a fresh ledger
dialect() {
	cd "$TRASH" && rm -rf one && small one && cd one && map "$1" "$2" &&
		printf "$3" >f.csv && run 0 import f.csv --map "$1" && sums "$4"
}

one='[["promise-broken", 10, 2]]'
dialects() {
	dialect semi . 'month;by;vans;late\n2026-07;ops;10;2\n' "$one" &&
		dialect tab . 'month\tby\tvans\tlate\n2026-07\tops\t10\t2\n' "$one" &&
		dialect bar . 'month|by|vans|late\n2026-07|ops|10|2\n' "$one" &&
		dialect bom . '\357\273\277month,by,vans,late\r\n2026-07,ops,10,2\r\n' "$one" &&
		dialect sep . 'sep=;\nmonth;by;vans;late\n2026-07;ops;10;2\n' "$one" &&
		dialect comma '.decimal = "," | .thousands = "."' 'month;by;vans;late\n2026-07;ops;1.000,0;2,0\n' \
			'[["promise-broken", 1000, 2]]' &&
		dialect heads '.header_lines = 2 | .columns.function = "who by" | .measures = [{metric: "promise-broken", value: "V late", n: "V n"}] | .columns.period = "month"' \
			',who,V,\nmonth,by,n,late\n2026-07,ops,10,2\n' "$one" &&
		dialect skip '.skip_lines = 2 | .delimiter = ","' 'Report\nof July\nmonth,by,vans,late\n2026-07,ops,10,2\n' "$one" &&
		dialect latin '.encoding = "ISO-8859-1" | .columns.function = {column: "by", values: {"Br\u00fccke": "ops"}}' \
			'month,by,vans,late\n2026-07,Br\374cke,10,2\n' "$one" &&
		dialect dates '.columns.period = {column: "month", as: "month"} | .date_format = "%d/%m/%Y"' \
			'month,by,vans,late\n15/07/2026,ops,10,2\n' "$one" &&
		dialect json '.format = "json-lines"' \
			'{"month": "2026-07", "by": "ops", "vans": 10, "late": 2}\n' "$one" &&
		dialect missing '.missing = ["-"]' 'month,by,vans,late\n2026-07,-,10,2\n2026-08,ops,10,-\n' "$one" ||
		run 1 import f.csv --map missing && sums "$one"
}

several_metrics_a_row() {
	dialect both '.measures += [{metric: "volume", value: "vans"}]' 'month,by,vans,late\n2026-07,ops,10,2\n' \
		'[["promise-broken", 10, 2], ["volume", 1, 10]]'
}

customers_do_not_enter_git() {
	cd "$TRASH" && rm -rf one && small one && cd one &&
		cat >maps/claims.json <<-'EOF' &&
		{ "id": "claims", "version": 1, "zone": "Europe/Paris",
		  "columns": { "journey": { "constant": "move" }, "occurred_at": "from", "until": "to", "case": "customer" },
		  "measures": [ { "metric": "elapsed" } ] }
		EOF
		run 0 commit && printf 'customer,from,to\nJane Doe,2026-07-01 10:00,2026-07-01 12:30\n' >f.csv &&
		run 0 import f.csv --map claims && ! grep -rq 'Jane' measures .jledger &&
		! git log -p | grep -q 'Jane Doe' && sums '[["elapsed", 1, 9000]]' &&
		pseudonym=$(cut -d, -f12 measures/*.csv | tail -1) &&
		[ "$pseudonym" = "$(printf 'Jane Doe' | openssl dgst -sha256 -hmac "$(cat "$JLEDGER_CASE_KEY")" | sed 's/.*= //' | cut -c-32)" ] &&
		run 0 report friction --by case -p 2026 -f json && json out ".rows[0].case == \"$pseudonym\""
}

large_batches_stay_outside_git() {
	cd "$TRASH" && rm -rf one clone && small one && cd one &&
		jq '.limits = {batch_in_git: 100}' ledger.json >l && mv l ledger.json && run 0 commit &&
		printf 'month,by,vans,late\n2026-07,ops,10,2\n2026-08,ops,20,3\n' >f.csv &&
		run 0 import f.csv --map vans && ls measures/*.csv.zst >/dev/null &&
		[ -z "$(git status --porcelain measures)" ] && ! git ls-files | grep -q zst &&
		[ "$(zstd -dc measures/*.zst | sha256sum | cut -c-64)" = "$(jq -r .batch_sha256 measures/*.json)" ] &&
		run 0 report accountability -p 2026-Q3 -f json && cp out whole &&
		git clone -q . ../clone && cd ../clone &&
		run 0 report accountability -p 2026-Q3 -f json &&
		json out '[.rows[] | .n, .value, .sum] | all(. == null)' && says out 'is missing' &&
		run 4 report friction -p 2026-Q3 && says err 'is missing' &&
		run 0 report accountability -p 2026-Q2 -f json && json out '.rows[0].n == 0' &&
		run 0 report friction -p 2026-Q3 --partial && says out 'partial: the file of batch' &&
		run 1 index && says err 'is missing' &&
		cp ../one/measures/*.zst measures/ && run 0 report accountability -p 2026-Q3 -f json && same ../one/whole out &&
		rm measures/*.zst && run 0 report accountability -p 2026-Q3 -f json && says out 'is missing' &&
		json out '.rows[0].n == null'
}

the_header_must_fit() {
	cd "$TRASH/one" && printf 'month,who,vans\n2026-07,ops,1\n' >g.csv &&
		run 3 import g.csv --map vans && says err "the file has no column 'by'" &&
		says err "the file has no column 'late'" && says err 'columns are: month, who, vans' &&
		: >empty.csv && run 3 import empty.csv --map vans && says err 'the file is empty' &&
		echo 'month,by,vans,late' >head.csv && run 3 import head.csv --map vans && says err 'no rows' &&
		run 3 import g.csv --map vnas && says err "did you mean 'vans'" &&
		run 3 import none.csv --map vans && says err 'cannot open' &&
		run 3 import . --map vans && says err 'is not a file'
}


# A ledger `one` with a map for months by a pattern and one for JSON lines.
more_maps() {
	cd "$TRASH" && rm -rf one && small one && cd one &&
		jq '.id = "months" | .date_format = "%m.%Y" | .columns.period = {column: "month"}' maps/vans.json >maps/months.json &&
		jq '.id = "lines" | .format = "json-lines"' maps/vans.json >maps/lines.json && run 0 commit
}
rejects_can_be_mended_and_sent_again() {
	more_maps && printf 'month;by;vans;late\n2026-07;ops;10;2\n2026-13;ops;10;2\n2026-08;ops\nlast-quarter;ops;10;2\n' >f.csv &&
		run 1 import f.csv --map vans && says out 'line 3:' && says out 'line 4: 2 cells, but the header names 4 columns' &&
		says out 'line 5:' && [ "$(head -1 f.csv.rejected.csv)" = 'line;reason;month;by;vans;late' ] &&
		sed 's/;2026-13;/;2026-09;/; /;2026-08;/d; /last-quarter;/d' f.csv.rejected.csv >again.csv &&
		run 0 import again.csv --map vans && says out '1 measure of 1 row, 2026-09-01'
}
months_in_other_notations() {
	more_maps && printf 'month;by;vans;late\n07.2026;ops;10;2\n31.2026;ops;1;1\n' >f.csv && run 1 import f.csv --map months &&
		says out '2026-07-01 to 2026-07-31' && says out "'31.2026' is no date between 1900 and 2199 in the form %m.%Y"
}
json_cells_are_single_values() {
	more_maps && printf '%s\n' '{"month":"2026-07","by":"ops","vans":10,"late":[2]}' '{"month":"2026-08","by":"ops","vans":10,"late":2}' >f.jsonl &&
		run 1 import f.jsonl --map lines && says out "'late' holds a list" &&
		echo '{"month":"2026-07","by":"ops","vans":10}' >g.jsonl && run 3 import g.jsonl --map lines &&
		says err "no line of it has the key 'late'" && [ "$(git rev-list --count HEAD -- measures)" = 1 ]
}
two_columns_of_one_name() {
	more_maps && printf 'month,by,vans,late,late\n2026-07,ops,10,2,3\n' >f.csv && run 3 import f.csv --map vans &&
		says err "the file has two columns 'late'"
}
a_changed_map_is_mentioned() {
	more_maps && sed -i 's/"vans"/"Vans"/' maps/vans.json && printf 'month,by,vans,late\n2026-07,ops,10,2\n' >f.csv &&
		run 0 import f.csv --map vans && says err 'maps/vans.json was changed and not recorded'
}
a_correction_can_be_taken_back() {
	more_maps && printf 'month,by,vans,late\n2026-07,ops,10,2\n' >a.csv && printf 'month,by,vans,late\n2026-07,ops,10,3\n' >b.csv &&
		run 0 import a.csv --map vans && run 0 import b.csv --map vans && says out 'at 2026-07-01T00:00:00+02:00: 2 of 10 became 3 of 10' &&
		run 0 import a.csv --map vans && says out 'nothing new' && says out "'import --again'" &&
		run 0 report accountability -p 2026-Q3 -f json && json out '.rows[0].sum == 3' &&
		run 0 import a.csv --map vans --again && says out '3 of 10 became 2 of 10' &&
		run 0 report accountability -p 2026-Q3 -f json && json out '.rows[0].sum == 2' && cp out incremental &&
		run 0 index --rebuild && run 0 report accountability -p 2026-Q3 -f json && same incremental out
}
the_same_rows_in_another_order() {
	cd "$TRASH" && rm -rf one && small one && cd one &&
		jq '.id = "days" | .columns.occurred_at = {column: "day"} | del(.columns.period)' maps/vans.json >maps/days.json && run 0 commit &&
		printf 'day,by,vans,late\n2026-07-01,ops,1,1\n2026-07-01,ops,1,0\n2026-07-01,ops,1,0\n' >a.csv &&
		printf 'day,by,vans,late\n2026-07-01,ops,1,0\n2026-07-01,ops,1,0\n2026-07-01,ops,1,1\n2026-07-01,ops,1,1\n' >b.csv &&
		run 0 import a.csv --map days && run 0 import b.csv --map days && says out '3 measures were in the ledger already' &&
		says_not out 'restatement' && run 0 report accountability -p 2026-Q3 -f json && json out '.rows[0] | .sum == 2 and .n == 4' &&
		cp out incremental && run 0 index --rebuild && run 0 report accountability -p 2026-Q3 -f json && same incremental out
}

it 'a file comes in once' a_file_comes_in_once
it 'the batch file is canonical' the_batch_is_canonical
it 'later values are restatements, identical rows are one measure' later_values_are_restatements
it 'bad rows are refused with line and reason, good ones go in' bad_rows_are_refused_good_ones_go_in
it 'strict and hopeless files import nothing' strict_imports_nothing
it 'every dialect comes in' dialects
it 'one row can hold several metrics' several_metrics_a_row
it 'no customer enters git' customers_do_not_enter_git
it 'large batches stay outside git and are missed when they are not there' large_batches_stay_outside_git
it 'a file that does not fit its map says why' the_header_must_fit
it 'refused rows can be mended and sent again' rejects_can_be_mended_and_sent_again
it 'months come in by a pattern' months_in_other_notations
it 'a JSON cell is one value, and a key that no line has is missed' json_cells_are_single_values
it 'two columns of one name are not guessed at' two_columns_of_one_name
it 'a map that was changed and not recorded is mentioned' a_changed_map_is_mentioned
it 'a correction can be taken back' a_correction_can_be_taken_back
it 'rows of one key are the same in any order' the_same_rows_in_another_order
finish
