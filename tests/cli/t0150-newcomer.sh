#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# The first hour of somebody new, in a real terminal: a ledger, a journey by the
# wizard, a mistake in the editor and its repair, check, commit, who.
. "$(dirname "$0")/lib.sh"
. "$SOURCE/tests/cli/lib-terminal.sh"

# An editor that a person would be slower with: it makes a mistake first, and
# mends it when it is opened again with the finding on top.
cat >"$TRASH/bin/fumble" <<'EDITOR'
#!/bin/sh
if grep -q '^// ' "$1"; then
	cp "$1" "$HOME/seen"
	sed -i 's/"in-force"$/"in-force",/' "$1"
else
	sed -i 's/"draft",/"in-force"/' "$1"
fi
EDITOR
chmod +x "$TRASH/bin/fumble"
EDITOR=fumble
export EDITOR

a_ledger() {
	tty_shell && sees '$' && type_line 'jledger init refunds --zone Europe/Paris && cd refunds' && sees 'a new ledger in' &&
		sees 'jledger new'
}

by_the_wizard() {
	clear_screen && type_line 'jledger new' && sees 'What shall it be' && type_line journy && sees 'that is none of them' &&
		type_line '' && sees 'What does the customer call it?' && type_line 'I get my money back' &&
		sees 'which never changes? [i-get-my-money-back]' && type_line 'Refund!' && sees 'that is not an id' && type_line refund &&
		sees 'want to achieve' && type_line 'be refunded without chasing anybody' &&
		sees 'Who owns it' && type_line '?' && type_line ana.ruiz && sees 'no person ana.ruiz yet' && type_line 'Ana Ruiz' &&
		sees 'Who stands in' && type_line ana.ruz && sees 'did you mean ana.ruiz?' && type_line '' &&
		type_line ben.cole && sees 'no person ben.cole yet' && type_line 'Ben Cole' &&
		sees 'while nobody owns it' && type_line '?' && sees '(new)' && type_line '' &&
		sees 'From which day' && sees '[2026-10-05]' && type_line 2026-02-30 && sees 'no such day' && type_line 2026-09-01 &&
		sees 'What are its stages' && type_line 'Claim, Decide & pay' &&
		sees "journeys/refund.json (not recorded yet" && sees "'jledger check' says what is missing" &&
		json refunds/journeys/refund.json '.owners == [{"person": "ana.ruiz", "since": "2026-09-01"}] and
			.deputies == [{"person": "ben.cole", "since": "2026-09-01"}] and .sponsors == [] and .customer_goal == "be refunded without chasing anybody" and
			.stages == [{"id": "claim", "name": "Claim", "steps": []}, {"id": "decide-pay", "name": "Decide & pay", "steps": []}]' &&
		json refunds/people/ben.cole.json '.name == "Ben Cole"'
}

a_mistake_in_the_editor() {
	clear_screen && run_line 'jledger edit refund' && sees 'journeys/refund.json: changed' &&
		says "$HOME/seen" '// line 7, column 3: a comma is missing' && jq -e '.status == "in-force"' refunds/journeys/refund.json >/dev/null
}

check_commit_who() {
	clear_screen && run_line 'jledger check; echo "code is $?"' && sees 'code is 0' && sees 'sponsor-missing' &&
		clear_screen && run_line 'jledger commit -m "our first journey"' && sees 'new     journeys/refund.json' &&
		clear_screen && run_line 'jledger who --at 2026-09-15' && sees 'Ana Ruiz' && sees 'Ben Cole' &&
		(cd refunds && git log -1 --format=%B | grep -q 'our first journey' && [ -z "$(git status --porcelain)" ])
}

# An id that is taken is not asked about, and the people who are recorded are
# known by their names too.
by_name() {
	clear_screen && run_line 'jledger new journey refund; echo "code is $?"' && sees 'is there already' && sees 'code is 3' &&
		clear_screen && type_line 'jledger new journey contact' && sees 'call it? [contact]' && type_line '' && sees achieve && type_line '' && sees 'Who owns it' &&
		type_line 'Ana Ruiz' && sees 'stands in' && type_line nobody && sees 'while nobody' && type_line '' && sees 'From which day' && type_line '' &&
		sees 'stages' && type_line '' && sees 'journeys/contact.json' && json refunds/journeys/contact.json '.owners[0].person == "ana.ruiz" and .deputies == []'
}

# With -n all is shown, and nothing is written.
only_to_see() {
	clear_screen && type_line 'jledger new function sales -n' && sees 'called? [sales]' && type_line Sales && sees 'business-unit' && type_line '' &&
		sees 'heads it' && type_line new.guy && sees 'no person new.guy' && type_line 'New Guy' && sees 'From which day' && type_line '' &&
		sees '"name": "New Guy"' && sees '"name": "Sales"' && [ ! -e refunds/people/new.guy.json ] && [ ! -e refunds/functions/sales.json ]
}

# Ctrl-D at a question leaves, and nothing was written.
leaving_in_the_middle() {
	clear_screen && type_line 'jledger new person; echo "code is $?"' && sees 'The full name?' && type_line 'Li Wei' && sees '[li.wei]' && keys C-d &&
		sees 'stopped at a question; nothing was written' && sees 'code is 3' && [ ! -e refunds/people/li.wei.json ] &&
		clear_screen && type_line 'jledger new person; echo "code is $?"' && sees 'The full name?' && type_line 'Li Wei' && sees '[li.wei]' && type_line 'Bad!' &&
		sees 'that is not an id' && keys C-d && sees 'nothing was written' && sees 'code is 3'
}

# Every answer of the wizard by words, and no question without a terminal.
without_a_terminal() {
	cd "$TRASH/refunds" && run 0 new person li.wei name='Li Wei' &&
		run 0 new function finance name=Finance kind=business-unit head=li.wei --since 2026-01-01 &&
		json functions/finance.json '.kind == "business-unit" and .heads == [{"person": "li.wei", "since": "2026-01-01"}]' &&
		run 0 new person mo.ray name='Mo Ray' function=finance && json people/mo.ray.json '.function == "finance"' &&
		run 0 new metric nps name=NPS kind=recommendation unit=points direction=higher-is-better viewpoint=outside-in &&
		run 0 new map survey name=Survey metric=nps value=answer columns.journey=which columns.occurred_at=day &&
		json maps/survey.json '.measures == [{"metric": "nps", "value": "answer"}] and .columns == {"journey": "which", "occurred_at": "day"}' &&
		run 0 new journey claim name='I claim' customer_goal='be heard' owner=li.wei deputy=mo.ray sponsor=ana.ruiz --since 2026-08-01 \
			stages='Stage 3,    Sagen, Hören,Hören, ,Hören' &&
		json journeys/claim.json '[.owners[].person, .deputies[].person, .sponsors[].person] == ["li.wei", "mo.ray", "ana.ruiz"] and
			[.stages[] | .id + "=" + .name] == ["stage-3=Stage 3", "sagen=Sagen", "horen=Hören", "stage-4=Hören", "stage-5=Hören"]' &&
		run 0 check -f json && run 3 new journey other owner=nobody-knows && says err "there is no person 'nobody-knows'"
}

refusals_name_the_option() {
	"$JLEDGER" new </dev/null >out 2>err
	[ $? -eq 2 ] && run 2 new --no-input && says err '(--no-input)' && says_not err terminal && "$JLEDGER" new </dev/null >out 2>err
	[ $? -eq 2 ] && says err 'no terminal to ask on' && says err 'the kind' && says err 'KEY=VALUE' &&
		run 2 new journey && says err 'the id' && run 2 new jurney x && says err "did you mean 'journey'?" &&
		EDITOR='' run 2 edit claim && says err 'named by EDITOR'
}

it 'init makes a ledger and says what to do next' a_ledger
it 'the wizard asks for a journey, helps with mistakes, and makes the people on the way' by_the_wizard
it 'a mistake in the editor is shown on top of the text, and mended' a_mistake_in_the_editor
it 'check, commit and who' check_commit_who
it 'what is recorded is known by its name, and a taken id is said at once' by_name
it 'a dry run shows all and writes nothing' only_to_see
it 'Ctrl-D leaves the wizard, and nothing was written' leaving_in_the_middle
it 'all that the wizard asks can be said' without_a_terminal
it 'without a terminal nothing is asked, and the option is named' refusals_name_the_option
finish
