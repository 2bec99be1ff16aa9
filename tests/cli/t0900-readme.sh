#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# Every command that the README shows runs, and says what the README says.
. "$(dirname "$0")/lib.sh"
README=$SOURCE/README.md
mkdir bin
ln -s "$JLEDGER" bin/jledger
PATH=$TRASH/bin:$PATH

# The commands of the transcript, and the lines that must begin those printed.
transcript() {
	awk '/^```console/ { on = 1; next } /^```/ { on = 0 } on' "$README" >lines
	[ "$(grep -c '^\$' lines)" -ge 4 ] || return 1
	: >printed
	while IFS= read -r line; do
		case $line in
		'$ cd '*) cd "${line#\$ cd }" || return 1 ;;
		'$ '*) sh -c "${line#\$ }" >"$TRASH/printed" 2>"$TRASH/complaints" || [ $? -eq 1 ] || { echo "$line"; return 1; } ;;
		'') ;;
		*)
			while IFS= read -r real; do
				case $real in "$line"*) continue 2 ;; esac
			done <"$TRASH/printed"
			echo "the README shows, but it is not printed: $line"
			return 1
			;;
		esac
	done <"$TRASH/lines"
}

# The n-th block of shell commands.
block() { awk -v n="$1" '/^```sh/ { k++; on = k == n; next } /^```/ { on = 0 } on' "$README"; }

own_ledger() {
	cd "$TRASH" && block 1 >one.sh && [ "$(wc -l <one.sh)" -ge 8 ] && sh -e one.sh >said 2>&1 &&
		says said 'owner ana.ruiz -> ben.cole from 2026-08-17' && says said ' checked: ' && awk '/^```text/ { on = 1; next } /^```/ { on = 0 } on' "$README" >shown &&
		[ "$(wc -l <shown)" -eq 3 ] && while IFS= read -r line; do says said "$line" || return 1; done <shown
}

own_file() {
	cd "$TRASH/ours" && mkdir -p maps && awk '/^```json/ { on = 1; next } /^```/ { on = 0 } on' "$README" >maps/late.json &&
		awk '/^```csv/ { on = 1; next } /^```/ { on = 0 } on' "$README" >late-refunds.csv && [ "$(wc -l <late-refunds.csv)" -eq 4 ] &&
		block 2 >two.sh && grep -v import two.sh >rest.sh && sh -ec "$(head -1 two.sh)" &&
		{ sh -c "$(grep import two.sh)" >said; [ $? -eq 1 ]; } &&
		says said '2 measures of 2 rows' && says said 'late-refunds.csv.rejected.csv' &&
		sh -e rest.sh >said && says said 'shared: Ana Ruiz, Ben Cole'
}

figures_are_those_of_the_file() {
	awk '/^```figures/ { on = 1; next } /^```/ { on = 0 } on' "$README" >shown && [ "$(wc -l <shown)" -ge 8 ] && same shown "$SOURCE/tests/torture/figures.txt"
}

# The map is the block that is set in by four spaces and is of kind events.
own_log() {
	cd "$TRASH/ours" && awk '/^    \{/ { text = ""; on = 1 } on { text = text substr($0, 5) "\n" } /^    \}/ { if (text ~ /"kind": "events"/) printf "%s", text; on = 0 }' "$README" >maps/desk.json &&
		json maps/desk.json '.id == "desk"' && cat >desk.csv <<-'END' &&
			ticket,action,at,team,promised
			1,opened,2026-09-01T09:00:00,Support,2026-09-02T09:00:00
			1,asked,2026-09-01T12:00:00,EMPTY,2026-09-02T09:00:00
			1,closed,2026-09-03T09:00:00,Support,2026-09-02T09:00:00
			2,opened,2026-09-02T09:00:00,Support,
		END
		"$JLEDGER" commit -m 'how the desk is read' >said && "$JLEDGER" import desk.csv --map desk >said && says said '4 events of 2 cases' &&
		says said '1 case is still open' && block 3 >three.sh && [ "$(wc -l <three.sh)" -eq 3 ] && sh -e three.sh >said && says said 'p50 KM' &&
		says said 'the seam pays' && says said 'I get my money back' && run 0 import desk.csv --suggest-map --map guess -n && says out '"deadline": "promised"'
}

tree_is_true() {
	cd "$SOURCE" && for f in cli/commands.c reports/catalogue.c reports/render.c journeys/check_shape.c; do
		[ -f $f ] || return 1
	done
	for target in demo test install bench bench-logs check lint; do
		grep -q "^$target:" Makefile || return 1
	done
}

auditors() {
	cd "$TRASH/ours" && block 4 >three.sh && [ "$(wc -l <three.sh)" -ge 15 ] && sh -e three.sh >said 2>&1 || { tail -20 said; return 1; }
	says said 'owner Ana Ruiz → Ben Cole from 17 August 2026' && says said 'the same bytes' && says said 'jledger-seal/1 ' &&
		says said 'wrote evidence.zip' && says said 'V0, bytes intact: reached'
}

it 'the transcript is what is printed' transcript
it "'your own ledger' works as written" own_ledger
it "'your own file' works as written" own_file
it "'event logs' works as written" own_log
it 'files and targets that are named exist' tree_is_true
it "what auditors ask works as written" auditors
it 'the figures of the torture programme are those of its file' figures_are_those_of_the_file

finish
