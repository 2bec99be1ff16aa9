#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# Runs the unit tests, the fuzz corpora and the tests of the program, several at
# a time, and ends with the totals. Arguments: test programs; or `real` for the
# tests on real data. T picks by a part of the name, SKIP leaves those out that
# have one of its words; WRAP is a tool to run unit tests under; JOBS is how many
# run at once (one more than there are processors, as some wait for a screen).
set -u
cd "$(dirname "$0")/.." || exit 1
T=${T:-}
SKIP=${SKIP:-}
JOBS=${JOBS:-$(($(nproc) + 1))}
TOTALS=$(mktemp)
export TOTALS
trap 'rm -f "$TOTALS"' EXIT

wanted() {
	for name in $SKIP; do
		case $1 in *"$name"*) return 1 ;; esac
	done
	case $1 in *"$T"*) return 0 ;; *) return 1 ;; esac
}

if [ "${1:-}" = real ]; then
	set -- tests/real/t*.sh
elif [ -n "${JLEDGER:-}" ]; then
	# The longest first, so that none is left alone at the end.
	# shellcheck disable=SC2046 # names without blanks
	set -- tests/cli/t07[67]0* tests/cli/t05[12]0* $(printf '%s\n' tests/cli/t*.sh | grep -vE '/t0(76|77|51|52)0') "$@"
fi
for t in "$@"; do
	shift
	if wanted "$t"; then set -- "$@" "$t"; fi
done
printf '%s\n' "$@" | xargs -r -P "$JOBS" -n 1 sh tests/run-one.sh

# One line a test: passed, failed, skipped. One that said nothing has failed.
awk -v tests=$# '{ p += $1; f += $2; s += $3 }
	END {
		if (NR < tests) f += tests - NR
		printf "%d passed, %d failed", p, f
		if (s) printf ", %d skipped", s
		print ""
		exit f > 0 || p == 0
	}' "$TOTALS"
