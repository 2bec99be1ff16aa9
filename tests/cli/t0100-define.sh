#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# Defining: init, new, set, check, commit, and the questions about people.
. "$(dirname "$0")/lib.sh"

init_makes_a_ledger() {
	run 0 init first --name 'First ledger' --zone Europe/Paris &&
		[ -f first/ledger.json ] &&
		json first/ledger.json '.format == 1 and .zone == "Europe/Paris"' &&
		[ -z "$(git -C first status --porcelain)" ] &&
		run 3 init first && says err 'there is a ledger here already'
}

init_refuses_an_unknown_zone() {
	run 2 init second --zone Europe/Pariss && says err "'Europe/Pariss' is not a time zone" &&
		[ ! -e second/ledger.json ]
}

init_needs_to_know_who_you_are() {
	(
		unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
		run 4 init third --zone UTC && says err 'git does not know who you are'
	)
}

new_and_commit() {
	cd first &&
		run 0 new person ann name='Ann Ode' && says out 'people/ann.json (not recorded yet' &&
		run 0 new person bob name='Bob Ray' -m 'joins us' && says_not out 'not recorded' &&
		run 0 new journey move name='I move house' -n && says out '"name": "I move house"' &&
		[ ! -e journeys/move.json ] &&
		run 0 new journey move name='I move house' &&
		run 0 commit -m 'a journey' && says out 'new     journeys/move.json' &&
		run 0 commit && says out 'nothing has changed' &&
		[ -z "$(git status --porcelain)" ]
}

ids_are_never_used_again() {
	run 3 new person ann && says err 'is there already' &&
		run 2 new person ../evil && says err 'is not an id' &&
		run 2 new person 'Ann Ode' && says err 'is not an id' &&
		run 2 new persn x && says err 'new takes a kind' &&
		run 2 new person cyd nmae=Cyd && says err "has no key 'nmae'"
}

the_hand_over() {
	run 0 set move owner=ann --since 2026-01-01 -m 'appointed' &&
		says out 'owner (nobody) -> ann from 2026-01-01' &&
		cp journeys/move.json before.json &&
		run 0 set move owner=bob --since 2026-08-17 -m 'ann moves on' &&
		says out 'move: owner ann -> bob from 2026-08-17' &&
		[ "$(diff before.json journeys/move.json | grep -c '^[<>]')" -eq 3 ] &&
		rm before.json &&
		git log -1 --format=%B >log && says log 'move: owner ann -> bob from 2026-08-17' &&
		says log 'ann moves on' && rm log &&
		run 0 who move --at 2026-08-16 -f json && json out '.rows[0].owner == "ann"' &&
		run 0 who move --at 2026-08-17 -f json && json out '.rows[0].owner == "bob"' &&
		run 0 who move --rev HEAD~1 -f json && json out '.rows[0].owner == "ann"'
}

a_wrong_hand_over_changes_nothing() {
	cp journeys/move.json before.json &&
		run 3 set move owner=bbo --since 2026-09-01 && says err "did you mean 'bob'" &&
		run 3 set move owner=bob --since 2026-09-01 && says err 'is in charge on 2026-09-01 already' &&
		run 2 set move owner=ann --since 2026-02-31 && says err 'no such day' &&
		run 3 set mvoe owner=ann && says err "did you mean 'move'" &&
		run 0 set move owner=ann --since 2026-09-01 -n && says out 'nothing was written' &&
		same before.json journeys/move.json && rm before.json
}

# What is in the work tree has its own reason, or will have.
a_reason_is_for_one_change() {
	run 0 set move customer_goal='in by noon' && said=$(git rev-parse HEAD) &&
		run 3 set move name='A reason' -m 'a reason' && says err "journeys/move.json has changes that are not recorded; 'jledger commit'" &&
		[ "$(git rev-parse HEAD)" = "$said" ] && says_not journeys/move.json 'A reason' &&
		{ (sleep 0.5 && git commit -qam 'the goal') & } &&
		run 0 set move name='A reason' -m 'a reason' && wait &&
		git log -1 --format=%B | grep -qx 'a reason' && [ "$(git diff --numstat HEAD~1 | cut -f1,2)" = "1	1" ] &&
		run 0 new person gil name=Gil && run 0 set person:gil name='Gil Ash' -m 'both at once' && [ -z "$(git status --porcelain)" ]
}

who_has_left_cannot_take_over() {
	run 0 set move status=in-force -m x &&
		run 0 new person cyd name=Cyd until=2026-06-01 -m 'has left' &&
		run 3 set move owner=cyd --since 2026-09-01 && says err 'left on 2026-06-01' &&
		says err 'nothing was changed' && [ -z "$(git status --porcelain)" ]
}

a_vacancy_is_shown_not_hidden() {
	run 0 set move sponsor=ann --since 2026-01-01 -m x &&
		run 0 set move owner=nobody --since 2026-10-01 -m 'bob leaves' &&
		run 0 who -f json && json out '.rows[0].owner == null and .rows[0].sponsor == "ann"' &&
		run 0 who && says out '(nobody)' &&
		run 0 check && says out '[owner-vacancy]' && says out 'nobody has been in charge since 2026-10-01'
}

targets_are_dated() {
	cat >journeys/move.json <<-'EOF'
	{
	  "id": "move",
	  "name": "I move house",
	  "status": "draft",
	  "kpis": [
	    {
	      "id": "wait",
	      "name": "Wait",
	      "metric": "wait",
	      "aggregate": "p90",
	      "contracts": [
	        { "since": "2026-01-01", "target": "24h", "minimum_n": 30 }
	      ]
	    }
	  ]
	}
	EOF
	run 0 commit -m kpi && run 0 set move/wait target=36h --since 2026-07-01 -m 'agreed' &&
		json journeys/move.json '.kpis[0].contracts == [
			{since: "2026-01-01", until: "2026-07-01", target: "24h", minimum_n: 30},
			{since: "2026-07-01", target: "36h", minimum_n: 30, reason: "agreed"}]' &&
		run 3 set move/wiat target=1h && says err "has no KPI 'wiat'" &&
		run 3 set move/wait target='5 apples' --since 2026-09-01 && says err 'is not a quantity'
}

check_finds_all_with_places() {
	cat >journeys/bad.json <<-'EOF'
	{
	  "id": "bad",
	  "name": "Bad",
	  "status": "in-force",
	  "owners": [
	    { "person": "ann", "since": "2026-01-01" },
	    { "person": "nobody-known", "since": "2026-02-31" }
	  ],
	  "stakehold": []
	}
	EOF
	echo '{ "id": "dee", "name": "Dee", }' >people/dee.json
	run 1 check && says out 'journeys/bad.json:7:7: error' && says out '[unknown-person]' &&
		says out "journeys/bad.json:7:33: error: 'since': '2026-02-31'" &&
		says out 'journeys/bad.json:9:3: error' && says out "has no key 'stakehold'" &&
		says out 'people/dee.json:1:29: error: a comma behind the last element' &&
		silent err &&
		run 1 check -f json &&
		json out '.schema == "jledger/findings/1" and (.findings | length) >= 4' &&
		json out '[.findings[] | select(.rule == "bad-date")][0] | .line == 7 and .pointer == "/owners/1/since"' &&
		run 1 check bad && says_not out 'people/dee.json' &&
		run 1 commit && says err 'nothing was recorded' && rm journeys/bad.json people/dee.json
}

only_definitions_are_committed() {
	echo mine >notes.txt && git add notes.txt && run 0 new person eve name=Eve && run 0 commit -m eve &&
		[ "$(git status --porcelain)" = 'A  notes.txt' ] && git rm -q --cached notes.txt && rm notes.txt
}

unknown_words_are_explained() {
	run 2 statsu && says err "did you mean 'status'" && silent out &&
		run 2 status --perid 2026 && says err 'did you mean --period' &&
		run 2 report acountability && says err "did you mean 'accountability'" &&
		run 2 report friction --by jurney && says err "did you mean 'journey'" &&
		run 2 report accountability -p 2026-Q5 && says err 'is not a period' &&
		run 3 who nobody-such && says err 'selects no journey' &&
		run 2 show && run 2 import && run 2 status -f xlsx && says err 'is none of' &&
		run 3 who --rev nonsense && says err "'nonsense' is not a commit"
}

help_covers_everything() {
	run 0 help && says out 'report' && run 0 help report && says out '--period' &&
		run 0 report --help && says out '--period' && run 0 help rules && says out 'owner-overlap' &&
		run 0 help owner-overlap && says out 'At most one' || says out 'at most one person' &&
		run 0 version && says out 'ledger format 1' && run 0 --version && run 0 --help && run 0 &&
		run 2 help nothing-such
}

selectors_select() {
	cd "$TRASH" && example sel && cd sel &&
		run 0 list 'd*' -f json && json out '[.rows[].journey] == ["delay-refund", "disruption"]' &&
		run 0 list owner:ana.ruiz -f json && json out '[.rows[].journey] == ["delay-refund"]' &&
		run 0 list owner:ana.ruiz --at 2026-08-16 -f json 2>/dev/null || says err 'selects no journey' &&
		run 0 list function:finance -f json && json out '[.rows[].journey] == ["delay-refund"]' &&
		run 0 report accountability delay-refund/refund-time -p 2026-Q3 -f json &&
		json out '[.rows[].kpi] | unique == ["refund-time"]' &&
		for kind in people functions metrics maps batches journeys; do
			run 0 list $kind -f csv && [ "$(wc -l <out)" -gt 3 ] || return 1
		done
}

it 'init makes a clean ledger, once' init_makes_a_ledger
it 'init refuses a zone that does not exist' init_refuses_an_unknown_zone
it 'init says so when git does not know who you are' init_needs_to_know_who_you_are
it 'new and commit record definitions' new_and_commit
cd "$TRASH/first" || exit 1
it 'ids are never used again and hold no tricks' ids_are_never_used_again
it 'a hand-over closes one tenure and opens the next' the_hand_over
it 'a wrong hand-over changes nothing' a_wrong_hand_over_changes_nothing
it 'a reason is for the change that it is given with' a_reason_is_for_one_change
it 'who has left cannot take over' who_has_left_cannot_take_over
it 'a vacancy is shown with the sponsor' a_vacancy_is_shown_not_hidden
it 'a new target ends the old contract' targets_are_dated
it 'check finds everything, each with its place' check_finds_all_with_places
it 'commit takes definitions and leaves the rest alone' only_definitions_are_committed
it 'unknown words are explained, never guessed' unknown_words_are_explained
it 'help covers commands and rules' help_covers_everything
it 'selectors select' selectors_select
finish
