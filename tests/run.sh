#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# Runs the unit tests, the fuzz corpora and the tests of the program, and ends
# with the totals. Arguments: test programs; or `real` for the tests on real
# data. T picks by a part of the name, SKIP leaves those out that have one of its
# words; WRAP is a tool to run unit tests under.
set -u
cd "$(dirname "$0")/.." || exit 1
T=${T:-}
SKIP=${SKIP:-}
passed=0
failed=0
skipped=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

wanted() {
	for name in $SKIP; do
		case $1 in *"$name"*) return 1 ;; esac
	done
	case $1 in *"$T"*) return 0 ;; *) return 1 ;; esac
}

# A unit test ends with cmocka's count; a crash is a failure of its own.
unit() {
	wanted "$1" || return 0
	${WRAP:-} "$1" >"$log" 2>&1
	code=$?
	p=$(grep -c '^\[       OK \]' "$log")
	f=$(grep '^\[  FAILED  \] [a-z]' "$log" | sort -u | wc -l)
	passed=$((passed + p))
	if [ "$code" -ne 0 ]; then
		[ "$f" -gt 0 ] || f=1
		failed=$((failed + f))
		echo "FAIL $1 (exit code $code)"
		grep -vE '^\[( RUN|       OK)' "$log" | head -60
	else
		echo "ok   $1: $p"
	fi
}

corpus() {
	wanted "$1" || return 0
	name=${1##*/replay_}
	if "$1" tests/fuzz/corpus/"$name"/* >"$log" 2>&1; then
		passed=$((passed + 1))
		echo "ok   fuzz corpus of $name"
	else
		failed=$((failed + 1))
		echo "FAIL fuzz corpus of $name"
		tail -40 "$log"
	fi
}

script() {
	wanted "$1" || return 0
	sh "$1" >"$log" 2>&1
	code=$?
	grep -E '^(FAIL|skip|     \|)' "$log"
	last=$(tail -n 1 "$log")
	case $last in
	*" passed, "*" failed"*)
		echo "$1: $last"
		passed=$((passed + $(echo "$last" | sed 's/ passed.*//')))
		failed=$((failed + $(echo "$last" | sed 's/.*passed, //; s/ failed.*//')))
		case $last in
		*skipped) skipped=$((skipped + $(echo "$last" | sed 's/.*failed, //; s/ skipped//'))) ;;
		esac
		;;
	*)
		echo "FAIL $1 ended with exit code $code and no count"
		tail -20 "$log"
		failed=$((failed + 1))
		;;
	esac
}

if [ "${1:-}" = real ]; then
	for t in tests/real/t*.sh; do script "$t"; done
else
	for t in "$@"; do
		case $t in
		*/replay_*) corpus "$t" ;;
		*) unit "$t" ;;
		esac
	done
	if [ -n "${JLEDGER:-}" ]; then
		for t in tests/cli/t*.sh; do script "$t"; done
	fi
fi
if [ "$skipped" -gt 0 ]; then
	echo "$passed passed, $failed failed, $skipped skipped"
else
	echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
