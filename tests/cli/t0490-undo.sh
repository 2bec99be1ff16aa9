#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# undo: a commit is taken back by a new one.
. "$(dirname "$0")/lib.sh"
small small
cd small || exit 1

the_last_one() {
	cp journeys/move.json before && run 0 set move owner=bob --since 2026-09-01 -m hand-over && run 0 undo HEAD -m 'not yet' &&
		says out 'journeys/move.json: as it was before' && same before journeys/move.json && git diff --quiet HEAD &&
		git log -1 --format=%B | grep -q 'not yet' && [ "$(git log --oneline | grep -c hand-over)" -le 1 ] &&
		run 0 who move --at 2026-09-02 && says out 'Ann Ode'
}

an_earlier_one() {
	run 0 set move name='I move away' -m name && name=$(git rev-parse HEAD) &&
		run 0 set move/late target=20% --since 2026-09-01 -m relax && run 0 undo "$name" &&
		says journeys/move.json 'I move house' && json journeys/move.json '.kpis[0].contracts | length == 2'
}

what_later_changes_need() {
	run 0 set move owner=bob --since 2026-09-01 -m one && one=$(git rev-parse HEAD) &&
		run 0 set move owner=ann --since 2026-09-15 -m two && cp journeys/move.json before && head=$(git rev-parse HEAD) &&
		run 3 undo "$one" && says err 'owners from 2026-09-01: taken out there and changed here' && says err 'nothing was undone' &&
		same before journeys/move.json && [ "$(git rev-parse HEAD)" = "$head" ]
}

files_come_and_go() {
	run 0 new person cy name=Cy -m cy && run 0 undo HEAD && says out 'people/cy.json: taken out' && [ ! -e people/cy.json ] &&
		run 0 undo HEAD && says out 'people/cy.json: back again' && says people/cy.json Cy
}

# Undoing the person would leave an owner without one.
what_would_be_wrong() {
	run 0 new person dee name=Dee -m dee && dee=$(git rev-parse HEAD) && run 0 set move deputy=dee --since 2026-09-01 -m deputy &&
		run 3 undo "$dee" && says err "there is no person 'dee'" && says err 'it would be wrong' && [ -e people/dee.json ] && git diff --quiet HEAD
}

odd_ones() {
	run 3 undo "$(git rev-list --max-parents=0 HEAD)" && says err 'is the first commit' && run 3 undo v99 && run 2 undo &&
		git commit -q --allow-empty -m empty && run 3 undo HEAD && says err 'changed no definition' &&
		run 0 set move name=X -m x && sed -i 's/"X"/"Y"/' journeys/move.json && run 3 undo HEAD && says err 'not recorded' &&
		git checkout -q . && run 0 undo HEAD -n && says out 'nothing was written' && says journeys/move.json '"X"'
}

it 'the last commit is undone by a new one' the_last_one
it 'an earlier one is undone, and what came since stays' an_earlier_one
it 'what later changes depend on is not undone' what_later_changes_need
it 'definitions that were made go, and those taken out come back' files_come_and_go
it 'what would leave the ledger wrong is not undone' what_would_be_wrong
it 'what cannot be undone is said' odd_ones
finish
