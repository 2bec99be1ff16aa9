#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# edit: an editor that is a script, as a person would use it.
. "$(dirname "$0")/lib.sh"
small small
cd small || exit 1

# editor SCRIPT: what the person does to the file "$1".
editor() {
	printf '#!/bin/sh\n%s\n' "$1" >"$TRASH/editor" && chmod +x "$TRASH/editor"
	EDITOR=$TRASH/editor
	export EDITOR
	unset VISUAL GIT_EDITOR
}

changes() {
	editor 'sed -i "s/I move house/I have moved/" "$1"' && run 0 edit move && says out 'changed (not recorded yet' &&
		says journeys/move.json 'I have moved' && git diff --name-only | grep -qx journeys/move.json &&
		git checkout -q . && run 0 edit move -m 'a better name' && git log -1 --format=%B | grep -q 'a better name' && git diff --quiet
}

nothing_changes() {
	editor true && run 0 edit person:ann && says out 'nothing was changed' && git diff --quiet && [ -z "$(ls .jledger/edit-* 2>/dev/null)" ]
}

# A mistake first, and its repair when the editor opens again.
mistake_and_repair() {
	editor 'if grep -q "^// " "$1"; then cp "$1" '"$TRASH"'/seen; sed -i "s/in-farce/in-force/" "$1"; else sed -i "s/in-force/in-farce/" "$1"; fi' &&
		cp journeys/move.json before && run 0 edit move && says out 'nothing was changed' && same before journeys/move.json &&
		says "$TRASH/seen" "// line 6, column 3: 'status': 'in-farce' is none of: draft, in-force, retired; did you mean 'in-force'?" &&
		sed -n 6p "$TRASH/seen" | grep -q in-farce && rm before
}

# No JSON at all, and closed again as it is: nothing is lost, and next time goes on.
giving_up() {
	editor 'grep -q "^// " "$1" || sed -i "s/\"name\": \"I have moved\",/\"name\": \"I have moved\"/" "$1"' &&
		run 3 edit move && says err 'a comma is missing' && says err 'your text is kept' && git diff --quiet &&
		editor 'sed -i "s/moved\"\$/moved again\",/" "$1"' &&
		run 0 edit move && says err 'going on with what was not finished' && says journeys/move.json 'moved again' &&
		[ -z "$(ls .jledger/edit-* 2>/dev/null)" ] && git checkout -q .
}

# What was typed before the editor failed is kept, and nothing else.
failing_editor() {
	editor 'exit 1' && run 4 edit move && says err 'ended with an error' && git diff --quiet && [ -z "$(ls .jledger/edit-* 2>/dev/null)" ] &&
		EDITOR=/no/such/editor run 4 edit move && says err 'cannot be run' && [ -z "$(ls .jledger/edit-* 2>/dev/null)" ] &&
		editor 'sed -i "s/I have moved/I typed/" "$1"; exit 1' && run 4 edit move && grep -q 'I typed' .jledger/edit-*-journeys-move.json &&
		editor true && run 0 edit move --restart && says out 'nothing was changed' && git diff --quiet && [ -z "$(ls .jledger/edit-* 2>/dev/null)" ]
}

# Somebody records another change while the editor is open: both are in it.
changed_meanwhile() {
	editor 'sed -i "s/Ann Ode/Ann O/" "$1"; '"$JLEDGER"' set person:ann email=a@x.y -m other >/dev/null' &&
		run 0 edit person:ann -m mine && says err 'both changes are in it' && json people/ann.json '.name == "Ann O" and .email == "a@x.y"' &&
		git diff --quiet && [ "$(git log --format=%B -2 | grep -c 'mine\|other')" -eq 2 ]
}

# The text of a failed editor is old when it is gone on with: what came since stays.
changed_since() {
	editor 'sed -i "s/\"id\": \"bob\"/\"id\": \"bob\", \"function\": \"ops\"/" "$1"; exit 1' && run 4 edit person:bob &&
		run 0 set person:bob name='Bob R' -m other && editor true && run 0 edit person:bob && says err 'going on' &&
		json people/bob.json '.name == "Bob R" and .function == "ops"' && git checkout -q .
}

the_same_meanwhile() {
	editor 'sed -i "s/Ann O/Ann Own/" "$1"; '"$JLEDGER"' set person:ann name=Other -m other >/dev/null' && cp people/ann.json before &&
		run 3 edit person:ann && says err 'name: here "Other", there "Ann Own"' && says err 'your text is kept' &&
		says people/ann.json Other && git diff --quiet && grep -q 'Ann Own' .jledger/edit-*-people-ann.json && editor true &&
		run 0 edit person:ann --restart && says people/ann.json Other && rm before
}

without_an_editor() {
	unset EDITOR VISUAL GIT_EDITOR JLEDGER_EDITOR
	"$JLEDGER" edit move >out 2>err </dev/null
	[ $? -eq 2 ] && says err 'edit needs a terminal' && run 2 edit && run 2 edit Move && EDITOR=true run 3 edit mvoe && says err "did you mean 'move'"
}

# The name of the file never reaches a shell.
no_shell() {
	editor 'echo "$#" >'"$TRASH"'/count' && EDITOR="$TRASH/editor --wait" run 0 edit move && [ "$(cat "$TRASH/count")" -eq 2 ]
}

# What the rule review-overdue tells people to type.
set_inside() {
	sed -i 's/"kpis": \[/"review": { "every": "90d" },\n  "kpis": [/' journeys/move.json && run 0 set move review.last=2026-10-01 &&
		json journeys/move.json '.review == {"every": "90d", "last": "2026-10-01"}' && run 2 set move review.first=2026-10-01 &&
		says err "a review has no key 'review.first'" && git checkout -q .
}

it 'set reaches the parts of a review' set_inside
it 'what the editor saves is the definition' changes
it 'closing without a change changes nothing' nothing_changes
it 'a mistake is shown on top, and mended' mistake_and_repair
it 'giving up keeps the text for the next time' giving_up
it 'an editor that fails changes nothing' failing_editor
it 'what others record meanwhile is merged in' changed_meanwhile
it 'and what they recorded since the text was kept' changed_since
it 'where both changed the same nothing is overwritten' the_same_meanwhile
it 'an editor may have options' no_shell
it 'without a terminal or an editor it says what to do' without_an_editor
finish
