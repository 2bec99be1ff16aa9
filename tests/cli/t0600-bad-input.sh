#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# Broken definitions: each is a finding with its place, nothing crashes, and
# what is sound is still answered.
. "$(dirname "$0")/lib.sh"
small ledger || exit 1
cd ledger || exit 1

# wrong TEXT PLACE MESSAGE: journeys/x.json with the text (printf) is found.
wrong() {
	printf "$1" >journeys/x.json && run 1 check && says out "journeys/x.json:$2: error: $3" && silent err &&
		run 1 commit -m x && says err 'nothing was recorded' && rm journeys/x.json
}

slips() {
	wrong '{\n  "id": "x",\n}' '2:12' 'a comma behind the last element' &&
		wrong '{\n  "id": "x"\n  "name": "X"\n}' '3:3' 'a comma is missing' &&
		wrong '{ \342\200\234id\342\200\235: "x" }' '1:3' 'a curly quotation mark' &&
		wrong '{\n<<<<<<< HEAD\n"id": "x"\n=======\n' '2:1' 'a conflict mark of a merge' &&
		wrong '{ "id": "x", "name": "caf\351" }' '1:26' 'a byte that is not UTF-8' &&
		wrong '{ "id": "x"\000, "name": "X" }' '1:12' 'a NUL byte' &&
		wrong '{ "id": "x", "owners": [ { "person": "ann"' '1:43' 'the text ends before' &&
		wrong '' '1:1' 'the file is empty' &&
		wrong '[1, 2]' '1:1' 'a journey must be an object, not a list' &&
		wrong 'null' '1:1' 'the text is not a JSON object' &&
		wrong '{ "id": "y", "name": "Y", "status": "draft" }' '1:3' "the id 'y' is not the file's name 'x'" &&
		wrong '{ "id": "../x", "name": "Y", "status": "draft" }' '1:3' "'id': '../x' is not an id" &&
		wrong '{ "id": "x", "id": "x" }' '1:14' 'a key that this object has already' &&
		wrong '{ "id": "x", "name": "X", "status": "in-force", "owners": "ann" }' '1:49' "'owners' must be a list of objects, not a text" &&
		wrong '{ "id": "x", "name": "X", "status": "in-force", "kpis": [ { "id": "k", "name": "K", "metric": "wait", "aggregate": "p0" } ] }' '1:103' "'aggregate': 'p0' is none of"
}

a_bomb_is_refused() {
	awk 'BEGIN { for (i = 0; i < 300000; i++) printf "[" }' >journeys/x.json && run 1 check &&
		says out 'nested more than 64 levels deep' && rm journeys/x.json
}

a_huge_definition_is_refused() {
	truncate -s 20M journeys/x.json && run 1 check && says out 'is larger than' && rm journeys/x.json
}

a_link_is_no_definition() {
	ln -s /etc/passwd journeys/x.json && run 1 check && says out 'is not a plain file' && rm journeys/x.json &&
		mkdir journeys/x.json && run 1 check && says out 'is not a plain file' && rmdir journeys/x.json &&
		mkfifo journeys/x.json && run 1 check && rm journeys/x.json
}

a_broken_file_that_others_pushed_is_named() {
	echo '{ "id": "x",' >journeys/x.json && git add -A journeys && git commit -qm 'by hand' &&
		run 1 who && says out 'journeys/x.json could not be read' && says out 'Ann Ode' &&
		run 1 report accountability -p 2026 && says out 'journeys/x.json could not be read' &&
		run 1 check --rev HEAD && says out 'journeys/x.json:2:1:' && git rm -qf journeys/x.json && git commit -qm back && run 0 who
}

a_broken_receipt_is_named() {
	printf 'month,by,vans,late\n2026-07,ops,10,2\n' >f.csv && run 0 import f.csv --map vans &&
		r=$(ls measures/*.json) && cp "$r" good && echo '{' >"$r" && git commit -qam x &&
		run 3 report accountability -p 2026 && says err "$r:" &&
		jq '.file = "measures/../../etc/passwd"' good >"$r" && git commit -qam y &&
		run 0 report accountability -p 2026 && says out 'is damaged' && run 1 index &&
		says err 'is not a batch' && cp good "$r" && git commit -qam z &&
		rm good && run 0 report accountability -p 2026
}

every_ownership_rule() {
	mv journeys/move.json keep
	# rule STATUS-LINE JSON-OWNERS... gives the rule
	journey() {
		cat >journeys/move.json <<-EOF
		{ "id": "move", "name": "M", "status": "${3:-in-force}", "owners": [ $1 ]${2-} }
		EOF
	}
	rule() {
		"$JLEDGER" check -f json >out 2>err
		json out "[.findings[] | select(.rule == \"$1\" and .severity == \"$2\")] | length == 1"
	}
	absent() {
		"$JLEDGER" check -f json >out 2>err
		json out "[.findings[] | select(.rule == \"$1\")] | length == 0"
	}
	a='{ "person": "ann", "since": "2026-01-01", "until": "2026-06-01" }'
	b='{ "person": "bob", "since": "2026-06-01" }'
	journey "$a, $b" && absent owner-overlap && absent owner-vacancy && rule deputy-missing warning && rule sponsor-missing warning &&
		journey "$a, { \"person\": \"bob\", \"since\": \"2026-05-31\" }" && rule owner-overlap error &&
		journey "$a, { \"person\": \"bob\", \"since\": \"2026-05-31\" }" '' draft && rule owner-overlap warning &&
		journey "$a, { \"person\": \"bob\", \"since\": \"2026-06-02\" }" && rule owner-vacancy warning &&
		journey "$a" && rule owner-vacancy warning && journey '' && rule owner-vacancy warning &&
		journey "$b, $a" && absent owner-overlap && absent owner-vacancy &&
		journey '{ "person": "ann", "since": "2026-06-01", "until": "2026-06-01" }' && rule dates-reversed error &&
		journey "$b" ', "deputies": [ { "person": "ann", "since": "2026-01-01" } ]' && absent deputy-missing &&
		sed -i 's/"Bob Ray"/"Bob Ray", "until": "2026-09-01"/' people/bob.json && journey "$a, $b" && rule leaver error &&
		git checkout -q people/bob.json &&
		journey "$b" ', "parent": "move"' && rule parent-loop error &&
		journey "$b" ', "stages": [ { "id": "s", "name": "S", "steps": [ { "id": "t", "name": "T", "line": "support", "function": "ops" } ] } ]' &&
		rule stakeholder-missing warning &&
		journey "$b" ', "stakeholders": [ { "function": "ops", "raci": "C" } ]' && rule responsible-missing warning &&
		journey "$b" && rule kpi-missing warning
	status=$?
	mv keep journeys/move.json
	return $status
}

every_contract_rule() {
	mv journeys/move.json keep
	kpi() {
		cat >journeys/move.json <<-EOF
		{ "id": "move", "name": "M", "status": "in-force", "owners": [ { "person": "ann", "since": "2026-01-01" } ],
		  "kpis": [ { "id": "k", "name": "K", "metric": "$1", "aggregate": "mean", "contracts": [ $2 ] } ] }
		EOF
	}
	rule() {
		"$JLEDGER" check -f json >out 2>err
		json out "[.findings[] | select(.rule == \"$1\")] | length == ${2:-1}"
	}
	kpi wait '{ "since": "2026-01-01", "target": "24h", "minimum_n": 3 }' && rule contract-missing 0 && rule contract-unit 0 &&
		kpi wait '' && rule contract-missing && kpi wait '{ "since": "2026-01-01", "target": 5, "minimum_n": 3 }' && rule contract-unit &&
		kpi satisfaction '{ "since": "2026-01-01", "target": "5h", "minimum_n": 3 }' && rule contract-unit &&
		kpi wait '{ "since": "2026-01-01", "target": "24h", "at_risk": "30h", "minimum_n": 3 }' && rule at-risk-beyond-target &&
		kpi satisfaction '{ "since": "2026-01-01", "target": 4, "at_risk": 3, "minimum_n": 3 }' && rule at-risk-beyond-target &&
		kpi satisfaction '{ "since": "2026-01-01", "target": 4, "at_risk": 4.5, "minimum_n": 3 }' && rule at-risk-beyond-target 0 &&
		kpi wait '{ "since": "2026-01-01", "target": "24h" }' && rule minimum-n-missing &&
		kpi wait '{ "since": "2026-01-01", "target": "24h", "minimum_n": 3 }, { "since": "2026-02-01", "target": "20h", "minimum_n": 3 }' && rule contract-overlap &&
		kpi wiat '{ "since": "2026-01-01", "target": "24h", "minimum_n": 3 }' && rule unknown-metric
	status=$?
	mv keep journeys/move.json
	return $status
}

hostile_measures() {
	printf 'month,by,vans,late\n2026-08,\033[31mred,1,0\n2026-08,ops,=1+1,0\n"2026-08,ops,1,0\n2026-08,ops,1e99,0\n2026-08,ops,\0001,0\n2026-08,<b>,1,0\n' >f.csv &&
		run 3 import f.csv --map vans && run 3 import /dev/null --map vans && chmod 0 f.csv &&
		{ [ "$(id -u)" -eq 0 ] || { run 4 import f.csv --map vans && says err 'Permission denied'; }; }
}

a_line_of_100_megabytes() {
	{ printf 'month,by,vans,late\n'; head -c 100000000 /dev/zero | tr '\0' x; printf '\n2026-08,ops,1,0\n'; } >big.csv &&
		run 1 import big.csv --map vans && says out '1 measure of 1 row' && says out 'a line longer than 1 MiB' &&
		[ "$(wc -c <big.csv.rejected.csv)" -lt 200 ] && rm big.csv
}

it 'slips of the pen are named with line and column' slips
it 'a bomb of brackets is refused' a_bomb_is_refused
it 'a huge definition is refused' a_huge_definition_is_refused
it 'a link, a folder or a pipe is no definition' a_link_is_no_definition
it 'a broken file that others pushed is named, the rest answered' a_broken_file_that_others_pushed_is_named
it 'a broken or tricky receipt is named' a_broken_receipt_is_named
it 'every ownership and stakeholder rule finds its wrong and passes its right' every_ownership_rule
it 'every contract rule finds its wrong and passes its right' every_contract_rule
it 'hostile measures are refused' hostile_measures
it 'a line of 100 megabytes costs one row' a_line_of_100_megabytes
finish
