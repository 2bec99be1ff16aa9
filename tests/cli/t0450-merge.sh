#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# Two people change one journey, and git merges what they said.
. "$(dirname "$0")/lib.sh"
small small
cd small || exit 1

# on BRANCH COMMANDS: from the base, as somebody on a branch of their own.
on() {
	git checkout -q -B "$1" base && shift && "$@"
}

holder() {
	jq --indent 2 ".stakeholders += [$1]" journeys/move.json >new && mv new journeys/move.json &&
		"$JLEDGER" commit -m "$2" >/dev/null
}

git branch base

both_add() {
	echo '{ "id": "it", "name": "IT" }' >functions/it.json && echo '{ "id": "risk", "name": "Risk" }' >functions/risk.json &&
		"$JLEDGER" commit -m functions >/dev/null && git branch -f base &&
		on one holder '{"function": "it", "raci": "C"}' one &&
		on two holder '{"function": "risk", "raci": "I"}' two &&
		git merge -q one >merged 2>&1 && json journeys/move.json '[.stakeholders[].function] == ["it", "ops", "risk"]' &&
		run 0 check && git diff --quiet HEAD
}


hand_over_and_target() {
	on one run 0 set move owner=bob --since 2026-09-01 -m hand-over &&
		on two run 0 set move/late target=20% --since 2026-09-01 -m relax &&
		git merge -q one >merged 2>&1 && run 0 who move --at 2026-09-01 && says out 'Bob Ray' &&
		run 0 diff base..HEAD && says out 'owner Ann Ode → Bob Ray from 1 September 2026' && says out 'relaxed'
}

two_owners() {
	git checkout -q --detach base && git checkout -q -B start && echo '{ "id": "cy", "name": "Cy Ito" }' >people/cy.json &&
		run 0 commit -m cy && git branch -f base start || return 1
	on one run 0 set move owner=bob --since 2026-09-01 -m one &&
		on two run 0 set move owner=cy --since 2026-09-01 -m two &&
		! git merge one >merged 2>&1 &&
		says merged 'journeys/move.json: owners from 2026-09-01: person: here "cy", there "bob"' &&
		grep -q '^<<<<<<< ' journeys/move.json && run 1 check && says out 'a conflict mark of a merge' &&
		run 3 commit -m x && says err 'a merge left a conflict here' && git merge --abort
}

no_json() {
	printf '{ "id": "move", ' >a.json && printf '{}' >o.json && printf '{}' >b.json &&
		run 0 merge-file o.json a.json b.json journeys/move.json && says a.json '"id": "move"' &&
		run 2 merge-file a b && run 3 merge-file no a.json b.json journeys/move.json
}

driver_is_set() {
	git config merge.jledger.driver | grep -q 'merge-file %O %A %B %P' && git check-attr merge journeys/move.json | grep -q jledger
}

it 'init tells git how to merge definitions' driver_is_set
it 'two people who add stakeholders do not conflict' both_add
it 'a hand-over and a new target go together' hand_over_and_target
it 'two owners from one day are a conflict in words' two_owners
it 'what is no JSON is merged line by line' no_json
finish
