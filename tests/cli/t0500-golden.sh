#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# Everything that a person or a program reads, word for word. A case is a folder
# of tests/cases: `cmd` holds the arguments and text, json, csv, md, html what is
# printed; or `input.json` is a journey and `error` what check says of it; or
# `map.json` reads `input.*`, and `said`, `batch` and `rejected` are what is said,
# imported and refused; or `asked` holds the arguments and `said` both streams.
# `make golden` rewrites the expected files; their diff is reviewed like code.
. "$(dirname "$0")/lib.sh"
CASES=$SOURCE/tests/cases
"$JLEDGER" init example --example >/dev/null 2>&1
small small

# expect FILE: what is in `out` is what the file holds, but for commits, which
# change with every file of the example.
expect() {
	head=$(git rev-parse HEAD 2>/dev/null)
	n=0
	for commit in $(git rev-list --reverse HEAD 2>/dev/null); do
		n=$((n + 1))
		name=COMMIT-$n
		[ "$commit" != "$head" ] || name=COMMIT
		short=$(printf %.12s "$commit")
		sed "s/$commit/$name/g; s/$short/$name/g" out >masked && mv masked out || return 1
	done
	if [ "${GOLDEN:-}" = write ]; then
		cp out "$1"
	else
		same "$1" out
	fi
}

page() {
	cd "$TRASH/example" || return 1
	for format in text json csv md html; do
		sh -c "\"\$JLEDGER\" $(cat "$1/cmd") --format $format" >out 2>err || {
			cat err
			return 1
		}
		silent err && expect "$1/$format" || return 1
	done
}

words() {
	cd "$TRASH/example" || return 1
	sh -c "\"\$JLEDGER\" $(cat "$1/asked")" >out 2>&1
	echo "exit code $?" >>out
	git checkout -q . && expect "$1/said"
}

finding() {
	cd "$TRASH/small" || return 1
	cp "$1/input.json" journeys/case.json
	"$JLEDGER" check >out 2>err
	code=$?
	rm journeys/case.json
	# The other files of the ledger have no errors of their own.
	awk '/^[^ ]/ { is_case = /^journeys\/case.json:/ } is_case' out >found
	# Only errors make the answer "no".
	wanted=0
	grep -q ' error: ' found && wanted=1
	mv found out
	[ "$code" -eq "$wanted" ] && silent err && expect "$1/error"
}

imported() {
	cd "$TRASH" && rm -rf case && cp -r small case && cd case || return 1
	cp "$1/map.json" maps/case.json && cp "$1"/input.* . &&
		"$JLEDGER" commit -m 'a map' >/dev/null || return 1
	"$JLEDGER" import input.* --map case >said 2>&1
	echo "exit code $?" >>said
	mv said out && expect "$1/said" || return 1
	# What is not made stands in no file.
	cat measures/*.csv >out 2>/dev/null
	if [ -s out ]; then expect "$1/batch" || return 1; else gone "$1/batch"; fi
	cat input.*.rejected.csv >out 2>/dev/null
	if [ -s out ]; then expect "$1/rejected"; else gone "$1/rejected"; fi
}

gone() {
	[ "${GOLDEN:-}" = write ] && rm -f "$1"
	[ ! -e "$1" ]
}

for case in "$CASES"/*/*/; do
	case=${case%/}
	name=${case#"$CASES"/}
	if [ -f "$case/cmd" ]; then
		it "$name is printed as ever" page "$case"
	elif [ -f "$case/asked" ]; then
		it "$name is answered as ever" words "$case"
	elif [ -f "$case/map.json" ]; then
		it "$name is imported as ever" imported "$case"
	else
		it "$name is complained of as ever" finding "$case"
	fi
done
finish
