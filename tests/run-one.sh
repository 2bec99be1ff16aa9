#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# Runs one test program, fuzz corpus or test of the program, shows what a person
# needs to know of it, at once when it is over, and adds what passed, failed and
# was skipped to the file TOTALS.
set -u
test=$1
log=$(mktemp)
trap 'rm -f "$log" "$log.said"' EXIT

# count PASSED FAILED SKIPPED
count() { echo "$1 $2 $3" >>"$TOTALS"; }

# A unit test ends with cmocka's count; a crash is a failure of its own.
unit() {
	${WRAP:-} "$test" >"$log" 2>&1
	code=$?
	p=$(grep -c '^\[       OK \]' "$log")
	f=$(grep '^\[  FAILED  \] [a-z]' "$log" | sort -u | wc -l)
	if [ "$code" -eq 0 ]; then
		echo "ok   $test: $p"
		count "$p" 0 0
		return
	fi
	[ "$f" -gt 0 ] || f=1
	echo "FAIL $test (exit code $code)"
	grep -vE '^\[( RUN|       OK)' "$log" | head -60
	count "$p" "$f" 0
}

corpus() {
	name=${test##*/replay_}
	if "$test" tests/fuzz/corpus/"$name"/* >"$log" 2>&1; then
		echo "ok   fuzz corpus of $name"
		count 1 0 0
	else
		echo "FAIL fuzz corpus of $name"
		tail -40 "$log"
		count 0 1 0
	fi
}

# Its last line is its count: 3 passed, 1 failed, 2 skipped.
script() {
	sh "$test" >"$log" 2>&1
	code=$?
	grep -E '^(FAIL|skip|     \|)' "$log"
	last=$(tail -n 1 "$log")
	case $last in
	*" passed, "*" failed"*)
		echo "$test: $last"
		echo "$last" | awk '{ print $1, $3, $5 + 0 }' >>"$TOTALS"
		;;
	*)
		echo "FAIL $test ended with exit code $code and no count"
		tail -20 "$log"
		count 0 1 0
		;;
	esac
}

case $test in
*.sh) script ;;
*/replay_*) corpus ;;
*) unit ;;
esac >"$log.said"
cat "$log.said"
