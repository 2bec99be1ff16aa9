#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# What came with somebody else's repository is not believed, and what a figure
# beside a name rests on is exact: each of these was once wrong.
. "$(dirname "$0")/lib.sh"

claims_map() {
	cat >maps/claims.json <<-'EOF'
	{ "id": "claims", "version": 1, "zone": "Europe/Paris",
	  "columns": { "journey": { "constant": "move" }, "occurred_at": "from", "until": "to", "case": "customer" },
	  "measures": [ { "metric": "elapsed" } ] }
	EOF
	run 0 commit -m map
}

an_intent_from_outside_removes_nothing() {
	cd "$TRASH" && small theirs && cd theirs && echo keep >../victim && echo keep >notes.txt &&
		mkdir -p .jledger &&
		printf 'path ../victim\ncreated ../victim\npath notes.txt\ncreated notes.txt\npath measures/../../victim\ncreated measures/../../victim\ncreated .git/config\n' >.jledger/intent &&
		run 0 new person zed name=Zed && [ -e ../victim ] && [ -e notes.txt ] && [ -e .git/config ]
}

a_dry_run_writes_nothing() {
	cd "$TRASH/theirs" && rm -rf .jledger && git status --porcelain >before && run 0 set move owner=bob --since 2026-05-01 -n &&
		run 0 new person yan name=Yan -n && [ ! -e .jledger/intent ] && git status --porcelain | same before - &&
		JLEDGER_CASE_KEY=$TRASH/no.key && claims_map && printf 'customer,from,to\nx,2026-07-01 10:00,2026-07-01 12:00\n' >f.csv &&
		run 0 import f.csv --map claims -n && [ ! -e "$JLEDGER_CASE_KEY" ]
	code=$?
	JLEDGER_CASE_KEY=$TRASH/case.key
	return $code
}

a_cache_from_outside_is_not_believed() {
	cd "$TRASH" && small c && cd c && printf 'month,by,vans,late\n2026-07,ops,100,7\n' >f.csv && run 0 import f.csv --map vans &&
		run 0 report accountability -p 2026 -f json && cp out good && sqlite3 .jledger/cache.db 'DELETE FROM series' &&
		git add -f .jledger/cache.db && git commit -qm shipped && git clone -q . ../c2 && cd ../c2 &&
		run 0 report accountability -p 2026 -f json && jq .rows out >a && jq .rows ../c/good >b && same b a
}

a_folder_that_is_a_link_is_refused() {
	cd "$TRASH" && small l && cd l && mkdir ../elsewhere && mv maps ../elsewhere/maps && ln -s ../elsewhere/maps maps &&
		run 4 new map zz && says err 'is a link to another folder' && [ ! -e ../elsewhere/maps/zz.json ]
}

a_wrong_key_file_stops_the_import() {
	cd "$TRASH" && small k && cd k && claims_map && printf 'customer,from,to\nx,2026-07-01 10:00,2026-07-01 12:00\n' >f.csv &&
		JLEDGER_CASE_KEY=$TRASH/typo.key run 4 import f.csv --map claims && says err 'there is no such key file' &&
		[ ! -e "$TRASH/typo.key" ] && [ ! -d measures ]
}

spans() {
	cd "$TRASH/k" && printf 'customer,from,to\nx,2026-07-01 10:00,\ny,2026-07-01 10:00,2026-07-01 12:00\n' >f.csv &&
		run 1 import f.csv --map claims && says out 'a span that has not ended' &&
		printf 'customer,from,to\nx,2026-07-01 10:00,2026-07-02 10:00\ny,2026-07-01 10:00,2026-07-01 13:00\n' >g.csv &&
		run 0 import g.csv --map claims && says out '1 restatement' &&
		run 0 report friction --by metric -p 2026 -f json && json out '.rows[0] | .n == 2 and .sum == 97200 and .cases == 2' &&
		run 0 index --rebuild && run 0 report friction --by metric -p 2026 -f json && json out '.rows[0].sum == 97200'
}

a_duration_needs_its_column() {
	cd "$TRASH/k" && jq '.id = "bare" | del(.columns.until)' maps/claims.json >maps/bare.json &&
		run 1 check && says out 'map-unusable' && git add maps && git commit -qm bare &&
		run 3 import g.csv --map bare && says err "is a duration: it needs a column 'value'"
}

half_a_definition_puts_nobody_in_charge() {
	cd "$TRASH" && small h && cd h && sed -i 's/"person": "ann", "since": "2026-01-01"/"person": "ann", "since": "2026-13-01"/' journeys/move.json &&
		git commit -qam 'by hand' && run 1 who && says out 'journeys/move.json could not be read' && says_not out 'Ann Ode'
}

own_work_is_not_inherited() {
	cd "$TRASH" && small o && cd o && claims_map &&
		sed -i 's|{ "person": "ann", "since": "2026-01-01" }|{ "person": "ann", "since": "2026-01-01", "until": "2026-07-01" }, { "person": "ann", "since": "2026-07-01" }|' journeys/move.json &&
		run 0 commit -m again && printf 'customer,from,to\nx,2026-06-30 10:00,2026-07-02 10:00\n' >f.csv &&
		run 0 import f.csv --map claims && run 0 report friction --by owner -p 2026 -f json &&
		json out '.rows | length == 1 and .[0].inherited_n == 0 and .[0].n == 1'
}

a_failed_set_leaves_nothing() {
	cd "$TRASH" && small s && cd s && (
		unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
		run 4 set move owner=bob --since 2026-05-01 -m why && says err 'who you are'
	) && [ -z "$(git status --porcelain journeys)" ] && run 0 set move owner=bob --since 2026-05-01 -m why
}

a_killed_import_survives_a_plain_commit() {
	cd "$TRASH" && small p && cd p && i=0
	for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
		i=$((i + 1))
		printf 'month,by,vans,late\n2026-07,ops,%s,1\n' $((100 + i)) >f.csv
		strace -f -qq -o /dev/null -e "inject=rename:signal=KILL:when=$n" "$JLEDGER" import f.csv --map vans >killed 2>&1
		was=$(git rev-parse HEAD)
		git ls-tree -r --name-only HEAD measures >recorded
		rm -f .git/index.lock && echo $n >note && git add note && git commit -qm note
		while read -r f; do
			git cat-file -e "HEAD:$f" || { echo "after a kill at rename $n the commit took $f back (was $was)"; return 1; }
		done <recorded
		run 0 status -p 2026
	done
}

a_lost_batch_comes_back_from_its_source() {
	cd "$TRASH" && small b && cd b && printf 'month,by,vans,late\n2026-07,ops,100,7\n' >f.csv && run 0 import f.csv --map vans &&
		rm measures/*.csv && run 0 import f.csv --map vans && says out 'is restored' && [ -z "$(git status --porcelain measures)" ]
}

contracts_are_not_overwritten() {
	cd "$TRASH/b" && run 3 set move/late target=0.5 --since 2026-01-01 && says err 'is not overwritten' &&
		run 2 set move owner= && says err 'needs a person'
}

what_never_was_is_no_change() {
	cd "$TRASH/b" && echo '{}' >people/zed.json && git add people/zed.json && rm people/zed.json && run 0 commit && says out 'nothing has changed'
}

it 'an intent from outside removes nothing' an_intent_from_outside_removes_nothing
it 'a dry run writes nothing' a_dry_run_writes_nothing
it 'a cache that came with the repository is not believed' a_cache_from_outside_is_not_believed
it 'a folder that is a link is refused' a_folder_that_is_a_link_is_refused
it 'a key file that is not there stops the import' a_wrong_key_file_stops_the_import
it 'a span that has not ended is refused, one that was corrected restated' spans
it 'a duration needs its column' a_duration_needs_its_column
it 'half a definition puts nobody in charge' half_a_definition_puts_nobody_in_charge
it "a person's own work is not inherited" own_work_is_not_inherited
it 'a set that cannot be recorded leaves nothing behind' a_failed_set_leaves_nothing
if command -v strace >/dev/null; then
	it 'a killed import survives a plain git commit' a_killed_import_survives_a_plain_commit
else
	skip 'a killed import survives a plain git commit' 'strace is not installed'
fi
it 'a lost batch file comes back from its source' a_lost_batch_comes_back_from_its_source
it 'contracts are not overwritten' contracts_are_not_overwritten
it 'what never was is no change' what_never_was_is_no_change
finish
