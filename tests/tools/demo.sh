#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# The main job on the example: a ledger in a new folder, where the journeys
# stand, and who was in charge of what was measured in a quarter.
set -eu
folder=$(mktemp -d "${TMPDIR:-/tmp}/jledger-demo.XXXXXX")
export JLEDGER_TODAY=2026-10-05
export GIT_AUTHOR_NAME="${GIT_AUTHOR_NAME:-Demo}"
export GIT_AUTHOR_EMAIL="${GIT_AUTHOR_EMAIL:-demo@example.com}"
export JLEDGER_CASE_KEY="$folder/case.key"
head -c 32 /dev/urandom | sha256sum | cut -c-64 >"$JLEDGER_CASE_KEY"

say() {
	printf '\n$ jledger %s\n' "$*"
	"$JLEDGER" "$@"
}

say init --example "$folder/ledger" 2>/dev/null
cd "$folder/ledger"
say status
say report accountability --period 2026-Q3
say report accountability --period 2026-Q3 -o "$folder/accountability.html" 2>/dev/null
printf '\nThe same as a page: %s\nThe ledger: %s\n' "$folder/accountability.html" "$folder/ledger"
