#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# Everything that a person or a program reads, word for word. A case is a folder
# of tests/cases: `cmd` holds the arguments and text, json, csv, md, html what is
# printed; or `input.json` is a journey and `error` what check says of it.
# `make golden` rewrites the expected files; their diff is reviewed like code.
. "$(dirname "$0")/lib.sh"
CASES=$SOURCE/tests/cases
"$JLEDGER" init example --example >/dev/null 2>&1
small small

# expect FILE: what is in `out` is what the file holds.
expect() {
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

finding() {
	cd "$TRASH/small" || return 1
	cp "$1/input.json" journeys/case.json
	"$JLEDGER" check >out 2>err
	code=$?
	rm journeys/case.json
	# The other files of the ledger have no errors of their own.
	grep -A1 '^journeys/case.json' out | grep '^journeys/case.json\|^    ' >found
	mv found out
	[ "$code" -eq 1 ] && silent err && expect "$1/error"
}

for case in "$CASES"/*/*/; do
	case=${case%/}
	name=${case#"$CASES"/}
	if [ -f "$case/cmd" ]; then
		it "$name is printed as ever" page "$case"
	else
		it "$name is complained of as ever" finding "$case"
	fi
done
finish
