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
		git log -1 --format=%B | grep -q 'not yet' && git log -1 --format=%s | grep -q '^undo [0-9a-f]\{12\}: move: owner ann -> bob from 2026-09-01' && [ "$(git log --format=%B | grep -c '^hand-over$')" -eq 1 ] &&
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

# Figures of a batch of 10 late vans of 100, and its id in the file batch.
import_vans() {
	printf 'month,by,late,vans\n2026-07,ops,10,100\n' >vans.csv && run 0 import --map vans vans.csv &&
		"$JLEDGER" list batches --format json | jq -r '.rows[-1].batch' >batch.id
}
late_is() {
	run 0 report friction --period 2026-07 --metric promise-broken --format json && json out "[.rows[].sum] == [$1]"
}
states_are() {
	run 0 list batches --format json && json out "[.rows[].state] == [$1]"
}

an_import() {
	import_vans && late_is 10 && before=$(git rev-parse HEAD) && cp "measures/$(cat batch.id).csv" kept &&
		run 0 undo "$(cat batch.id)" -m 'the wrong month' && says out 'does not count any more' && late_is '' && states_are '"retracted"' &&
		json out '.rows[0].why | test("by Test Author on 2026-10-05: the wrong month")' && same kept "measures/$(cat batch.id).csv" &&
		git diff --quiet HEAD && run 0 report friction --period 2026-07 --metric promise-broken --rev "$before" --format json &&
		json out '[.rows[].sum] == [10]' && run 0 index --rebuild && late_is '' && run 0 doctor && run 3 undo "$(cat batch.id)" &&
		says err 'is undone already' && run 0 index
}

an_undone_import() {
	run 0 undo HEAD && says out 'counts again' && late_is 10 && run 0 index --rebuild && late_is 10 && run 0 undo HEAD && late_is '' &&
		run 0 import --map vans vans.csv && late_is 10 && states_are '"retracted", "here"' &&
		[ "$(jq -r .retracts measures/retractions/*.json | sort | uniq -c | wc -l)" -eq 3 ]
}

an_import_by_its_commit() {
	printf 'month,by,late,vans\n2026-08,ops,3,90\n' >aug.csv && run 0 import --map vans aug.csv && run 0 undo HEAD -n && says out 'nothing was written' &&
		states_are '"retracted", "here", "here"' && run 0 undo HEAD && states_are '"retracted", "here", "retracted"'
}

# The same import is taken back in two clones: both retractions are kept.
in_two_clones() {
	printf 'month,by,late,vans\n2026-06,ops,1,90\n' >june.csv && run 0 import --map vans june.csv &&
		"$JLEDGER" list batches --format json | jq -r '.rows[-1].batch' >batch.id && git clone -q . ../other &&
		run 0 -C ../other undo "$(cat batch.id)" -m there && run 0 undo "$(cat batch.id)" -m here && git pull -q --no-rebase --no-edit ../other main &&
		[ "$(grep -l "$(cat batch.id)" measures/retractions/*.json | wc -l)" -eq 2 ] && states_are '"retracted", "here", "retracted", "retracted"' &&
		mine=$(grep -l '"here"' measures/retractions/*.json) && mine=${mine##*/} && run 0 undo "${mine%.json}" && says out 'does not count any more' &&
		states_are '"retracted", "here", "retracted", "retracted"' && json out '.rows[-1].why | endswith(": there")' && run 0 index --rebuild &&
		run 0 list batches --format json && json out '.rows[-1].why | endswith(": there")' &&
		theirs=$(grep -l '"there"' measures/retractions/*.json) && theirs=${theirs##*/} && run 0 undo "${theirs%.json}" && says out 'counts again' &&
		says out "$(cat batch.id)" && states_are '"retracted", "here", "retracted", "here"' 
}

# Nobody but a hand makes retractions that retract each other: none counts.
in_a_circle() {
	printf 'month,by,late,vans\n2026-05,ops,7,90\n' >may.csv && run 0 import --map vans may.csv &&
		batch=$("$JLEDGER" list batches --format json | jq -r '.rows[-1].batch') &&
		for pair in "one two" "two one" "three $batch"; do
			printf '{ "id": "%s", "retracts": "%s", "retracted_at": "2026-10-05T00:00:00Z", "retracted_by": "x" }\n' "${pair% *}" "${pair#* }" \
				>"measures/retractions/${pair% *}.json"
		done &&
		sed 's/"three"/"four"/; s/"retracts": "[^"]*"/"retracts": "three"/' measures/retractions/three.json >measures/retractions/four.json &&
		sed 's/"three"/"five"/; s/"retracts": "[^"]*"/"retracts": "one"/' measures/retractions/three.json >measures/retractions/five.json &&
		git add measures && git commit -qm circle && run 0 list batches --format json &&
		json out ".rows[] | select(.batch == \"$batch\").state == \"here\"" &&

		sed -i 's/"id": "four"/"id": "for"/' measures/retractions/four.json && git commit -qam x && run 3 list batches &&
		says err "measures/retractions/four.json: the id of a retraction, 'for', is not its file's name"
}

# While undo waits for the lock somebody records another change to the file.
changed_while_waiting() {
	run 0 new person p1 name=One -m a && run 0 set person:p1 name=Two -m b || return 1
	rm -f "$TRASH/held" "$TRASH/go"
	(
		exec 9>.jledger/lock && flock 9 && touch "$TRASH/held"
		while [ ! -e "$TRASH/go" ]; do sleep 0.1; done
	) &
	while [ ! -e "$TRASH/held" ]; do sleep 0.1; done
	"$JLEDGER" undo HEAD >out 2>err &
	undo=$!
	until find "/proc/$undo/fd" -lname '*/.jledger/lock' | grep -q .; do sleep 0.01; done
	sed -i 's/"Two"/"Two", "email": "x@y.z"/' people/p1.json && git commit -qam 'adds email'
	touch "$TRASH/go"
	wait "$undo"
	code=$?
	wait
	# HEAD was that of the beginning, and what came since stays.
	[ "$code" -eq 0 ] && says people/p1.json 'One' && says people/p1.json 'x@y.z' && git diff --quiet HEAD -- people
}

# File names in git may be anybody's.
odd_names() {
	head=$(git rev-parse HEAD) && printf '{}' >"measures/my note.json" && git add -Af && git commit -qm n && git rm -qf "measures/my note.json" && git commit -qm rm &&
		run 3 undo HEAD~1 && says err 'imported nothing' && run 0 status && git reset -q --hard "$head" &&
		import_vans && mkdir -p ../out && mv measures/retractions ../kept 2>/dev/null
	mkdir -p ../out && ln -s ../../out measures/retractions && run 4 undo "$(cat batch.id)" && says err 'is a link to another folder' && [ -z "$(ls ../out)" ]
	code=$?
	rm -f measures/retractions && mv ../kept measures/retractions 2>/dev/null
	git reset -q --hard "$head"
	return $code
}

# Once there was a file in the place of the folder.
measures_was_a_file() {
	git clone -q . ../once && (cd ../once && git rm -rqf measures && echo x >measures && git add -f measures && git commit -qm f && git rm -q measures &&
		git commit -qm g && "$JLEDGER" status >/dev/null)
}

odd_ones() {
	run 3 undo "$(git rev-list --max-parents=0 HEAD)" && says err 'is the first commit' && run 3 undo v99 && run 2 undo &&
		git commit -q --allow-empty -m empty && run 3 undo HEAD && says err 'changed no definition and imported nothing' &&
		run 0 set move name=X -m x && sed -i 's/"X"/"Y"/' journeys/move.json && run 3 undo HEAD && says err 'not recorded' &&
		git checkout -q . && run 0 undo HEAD -n && says out 'nothing was written' && says journeys/move.json '"X"'
}

it 'the last commit is undone by a new one' the_last_one
it 'an earlier one is undone, and what came since stays' an_earlier_one
it 'what later changes depend on is not undone' what_later_changes_need
it 'definitions that were made go, and those taken out come back' files_come_and_go
it 'what would leave the ledger wrong is not undone' what_would_be_wrong
it 'what cannot be undone is said' odd_ones
it 'what others record while undo waits stays, and HEAD is that of before' changed_while_waiting
it 'an import is undone by a retraction: nothing is deleted, nothing counts' an_import
it 'that is undone too, or the file is imported again' an_undone_import
it 'an import is undone by its commit' an_import_by_its_commit
it 'one import that is taken back in two clones merges' in_two_clones
it 'names of files in git are not trusted, nor links' odd_names
it 'a folder that was a file once does no harm' measures_was_a_file
it 'retractions of retractions count from the end of the chain' in_a_circle
finish
