#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# check: its formats, and what --fix mends.
. "$(dirname "$0")/lib.sh"
small small
cd small || exit 1
printf '{\n  "id": "x",\n  "name": "100%% <b>\\u001b[31m", // why\n  "status": "in-force",\n}\n' >journeys/x.json

# One error: the comment. What is below it is seen when it is mended.
sarif() {
	run 1 check --format sarif && json out '.version == "2.1.0" and (.runs | length) == 1' &&
		json out '.runs[0].tool.driver.name == "jledger"' &&
		json out '[.runs[0].results[] | select(.level == "error")] | length == 1' &&
		json out '.runs[0].results[] | select(.ruleId == "syntax") | .locations[0].physicalLocation | .artifactLocation.uri == "journeys/x.json" and .region == {"startLine": 3, "startColumn": 33}' &&
		json out '(.runs[0].tool.driver.rules | map(.id)) as $rules | [.runs[0].results[].ruleId] | all(. as $r | $rules | index($r) != null)' &&
		json out '[.runs[0].tool.driver.rules[].defaultConfiguration.level] | unique == ["error", "note", "warning"]'
}

github() {
	run 1 check --format github && says out '::error file=journeys/x.json,line=3,col=33,title=syntax::a comment%0AJSON has none: take it out' &&
		[ "$(grep -vc '^::\(error\|warning\|notice\) file=' out)" -eq 0 ]
}

junit() {
	run 1 check --format junit && says out '<testcase classname="syntax" name="journeys/x.json:3:33">' &&
		says out '<failure message="a comment">JSON has none: take it out</failure>' &&
		says out '<testcase classname="definition" name="people/ann.json"/>' &&
		[ "$(grep -c '<testcase' out)" -eq "$(sed -n 's/.* tests="\([0-9]*\)".*/\1/p' out)" ] &&
		says out 'failures="1"' &&
		[ "$(grep '<testcase' out | grep -vc '/>$')" -eq "$(grep -c '</testcase>' out)" ]
}

# Every format tells as many findings.
same_findings() {
	run 1 check --format json && n=$(jq '.findings | length' out) && run 1 check --format sarif &&
		[ "$(jq '.runs[0].results | length' out)" -eq "$n" ] && run 1 check --format github && [ "$(wc -l <out)" -eq "$n" ] &&
		run 1 check && [ "$(grep -c '^[a-z].*: \(error\|warning\|note\): ' out)" -eq "$n" ]
}

by_ending() {
	run 1 check -o f.sarif && json f.sarif '.version == "2.1.0"' && run 1 check -o f.xml && says f.xml '<testsuites>' &&
		run 1 check -o f.json && json f.json '.schema == "jledger/findings/1"' && rm f.sarif f.xml f.json &&
		run 2 check -o ledger.json && says err 'a part of the ledger' && run 2 check --format pdf
}

fixes() {
	cp journeys/x.json before && run 1 check --fix -n && says err 'journeys/x.json:3:33: mended: a comment' &&
		says err '2 slips would be mended' && same before journeys/x.json && run 0 check --fix && says err '2 slips mended' &&
		json journeys/x.json '.status == "in-force" and (has("id"))' && run 0 check && says out 'hidden-character' && run 0 check --fix &&
		says err '0 slips mended' && run 2 check --fix --rev HEAD && rm before
}

what_needs_a_person() {
	printf '{\n  "id": "y",\n<<<<<<< a\n  "name": "A"\n=======\n  "name": "B"\n>>>>>>> b\n}\n' >journeys/y.json && cp journeys/y.json before &&
		run 1 check --fix && same before journeys/y.json && says out 'a conflict mark' &&
		printf "{ 'id': 'y', 'name': 01.02.2026 }" >journeys/y.json && cp journeys/y.json before && run 1 check --fix &&
		says err 'there is more than can be mended without a guess' && same before journeys/y.json && rm journeys/y.json before
}

colors() {
	run 1 check --color always --rev HEAD~0 2>/dev/null || run 0 check --color always && grep -q "$(printf '\033')\[33mwarning" out &&
		run 0 check --color never && ! grep -q "$(printf '\033')" out
}

business_is_recorded() {
	jq --indent 2 '.promises = [{"id": "p", "text": "P", "made_in": "pack", "kept_in": "pack", "limits": [{"since": "2026-01-01", "within": "1h"}], "proof": "late"}] | .stages[0].steps[0].commitment = "2h"' journeys/move.json >new && mv new journeys/move.json &&
		run 1 check move && says out "'p' promises 1h, and keeping it can take 2h: pack 2h" && run 0 commit -m promise && says err 'promise-not-keepable' && git diff --quiet HEAD
}

help_is_the_table() {
	run 0 help rules && sed -n 's/^  \([a-z-]*\)  *\(error\|warning\|note\)  *.*/\1/p' out | sort >listed &&
		run 1 check --format sarif -o t.sarif; jq -r '.runs[0].tool.driver.rules[].id' t.sarif | sort >table; rm -f t.sarif
	[ "$(wc -l <listed)" -ge 60 ] && same listed table && while read -r rule; do
		run 0 help "$rule" && says out wrong && says out right || return 1
	done <listed
}

it 'SARIF for code hosts' sarif
it 'annotations for pull requests' github
it 'JUnit for build servers' junit
it 'every format tells the same findings' same_findings
it 'the ending of the file chooses the format' by_ending
it '--fix mends what needs no guess' fixes
it 'what needs a person is left alone' what_needs_a_person
it 'colours where they are wanted' colors
it 'a promise that cannot be kept is recorded, and said' business_is_recorded
it 'the list of rules is the table, and each has a page' help_is_the_table
finish
