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
	editor true && run 0 edit person:ann && says out 'nothing was changed' && git diff --quiet && [ ! -e .jledger/edit-people-ann.json ]
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

failing_editor() {
	editor 'exit 1' && run 4 edit move && says err 'ended with an error' && git diff --quiet && rm -f .jledger/edit-*
	EDITOR=/no/such/editor run 4 edit move && says err 'cannot be run' && rm -f .jledger/edit-*
}

changed_meanwhile() {
	editor 'sed -i "s/Ann Ode/Ann O/" "$1"; echo "{ \"id\": \"ann\", \"name\": \"Other\" }" >people/ann.json' &&
		run 4 edit person:ann && says err 'changed by somebody else' && says people/ann.json Other &&
		grep -q 'Ann O"' .jledger/edit-people-ann.json && rm .jledger/edit-* && git checkout -q .
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
it 'a file that changed meanwhile is not overwritten' changed_meanwhile
it 'an editor may have options' no_shell
it 'without a terminal or an editor it says what to do' without_an_editor
finish
