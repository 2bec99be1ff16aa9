#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# Writes a C file that holds the files of the folder $1 as jl_$2_files, sorted
# by their paths, which are relative to the folder.
set -eu
cd "$1"
echo '#include "journeys/embedded.h"'
n=0
list=$(find . -type f | sed 's|^\./||' | LC_ALL=C sort)
for f in $list; do
	n=$((n + 1))
	printf 'static const char file_%d[] = {' "$n"
	od -An -v -tu1 "$f" | awk '{ for (i = 1; i <= NF; i++) printf "(char)%d,", $i }'
	echo '0};'
done
echo "const struct jl_embedded jl_$2_files[] = {"
n=0
for f in $list; do
	n=$((n + 1))
	printf '\t{"%s", file_%d, sizeof(file_%d) - 1},\n' "$f" "$n" "$n"
done
echo '};'
echo "const size_t jl_n_$2_files = $n;"
