#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# Data flows down: core, journeys, reports, cli. Finds includes that go up, and
# libraries that only one file may know.
set -u
cd "$(dirname "$0")/../.." || exit 1
bad=0

# may_not FOLDER PATTERN WHY
may_not() {
	if grep -nE "^ *# *include +[<\"]($2)" "$1"/*.[ch]; then
		echo "  ^ $3"
		bad=1
	fi
}

only() {
	if grep -lE "^ *# *include +<$1>" core/*.[ch] journeys/*.[ch] reports/*.[ch] cli/*.[ch] |
		grep -vE "^($2)$"; then
		echo "  ^ only $2 may include $1"
		bad=1
	fi
}

may_not core 'journeys/|reports/|cli/' 'core knows no other folder'
may_not journeys 'reports/|cli/' 'journeys knows core only'
may_not reports 'cli/|core/repo|core/db.h' 'reports knows no git and no SQL'
only git2.h core/repo_git.h
only sqlite3.h core/db.c
only 'uthash.h' core/hash.h
if grep -nE '"cli/cmd_' cli/*.[ch]; then
	echo '  ^ no command includes another'
	bad=1
fi
if grep -nE '\b(printf|puts|putchar)\(|\bstdout\b|\bexit\(' core/*.c journeys/*.c reports/*.c |
	grep -vE 'v?s?n?printf\(|fputs|fprintf'; then
	echo '  ^ only cli prints and exits'
	bad=1
fi
exit $bad
