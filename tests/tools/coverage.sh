#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# coverage.sh INFO UNTAKEN FILE...: lines and branches that the tests take, of all
# and of the files that proofs and writing stand on (without .c); each branch of
# those that no test takes goes to UNTAKEN as file:line.
set -eu
info=$1 untaken=$2
shift 2
awk -v top="$PWD/" -v files="$*" -v untaken="$untaken" '
	BEGIN { n = split(files, f, " "); for (i = 1; i <= n; i++) is_trust[f[i] ".c"] = 1; printf "" >untaken }
	/^SF:/ { file = substr($0, 4); sub(top, "", file) }
	/^DA:/ { split(substr($0, 4), x, ","); lines++; if (x[2] > 0) hit++ }
	/^BRDA:/ {
		split(substr($0, 6), x, ",")
		taken = x[4] != "-" && x[4] > 0
		all++; all_taken += taken
		if (file in is_trust) {
			of[file]++; has[file] += taken; trust++; trust_taken += taken
			if (!taken) print file ":" x[1] >untaken
		}
	}
	END {
		for (i = 1; i <= n; i++) {
			name = f[i] ".c"
			if (of[name]) printf "%-32s %4d of %4d branches, %5.1f %%\n", name, has[name], of[name], 100 * has[name] / of[name]
		}
		printf "trust core: %d of %d branches (%.1f %%); those that are not taken: %s\n", trust_taken, trust, 100 * trust_taken / trust, untaken
		printf "all: %d of %d lines (%.1f %%), %d of %d branches (%.1f %%)\n", hit, lines, 100 * hit / lines, all_taken, all, 100 * all_taken / all
	}' "$info"
