# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# shellcheck shell=sh
#
# What the tests of the program share. A test file sources this, calls `it`
# with a sentence and commands, and ends with `finish`. Every test file runs in
# a fresh folder, with its own home, a fixed clock and a fixed identity.
set -u

: "${JLEDGER:?set JLEDGER to the program under test}"
SOURCE=$(cd "$(dirname "$0")/../.." && pwd)
export SOURCE
TRASH=$(mktemp -d "${TMPDIR:-/tmp}/jledger-test.XXXXXX") || exit 1
trap 'chmod -R u+rwX "$TRASH" 2>/dev/null; rm -rf "$TRASH"' EXIT
HOME=$TRASH/home
mkdir "$HOME"
export HOME
export LC_ALL=C TZ=UTC JLEDGER_TODAY=2026-10-05
unset XDG_CONFIG_HOME XDG_CACHE_HOME COLUMNS NO_COLOR
export GIT_AUTHOR_NAME='Test Author' GIT_AUTHOR_EMAIL=test@example.com
export GIT_COMMITTER_NAME='Test Author' GIT_COMMITTER_EMAIL=test@example.com
export GIT_AUTHOR_DATE='2026-10-05T00:00:00Z'
export GIT_COMMITTER_DATE='2026-10-05T00:00:00Z'
export GIT_CONFIG_NOSYSTEM=1
git config --global init.defaultBranch main
git config --global protocol.file.allow always
printf 'out\nerr\n.jq\n' >"$HOME/ignore"
git config --global core.excludesFile "$HOME/ignore"
JLEDGER_CASE_KEY=$TRASH/case.key
export JLEDGER_CASE_KEY
echo 0123456789abcdef0123456789abcdef >"$JLEDGER_CASE_KEY"
cd "$TRASH" || exit 1

passed=0
failed=0
skipped=0

# it SENTENCE COMMAND...: runs the function or command; its status decides.
it() {
	sentence=$1
	shift
	if "$@" >"$TRASH/.log" 2>&1; then
		passed=$((passed + 1))
		echo "ok   $sentence"
	else
		failed=$((failed + 1))
		echo "FAIL $sentence"
		sed 's/^/     | /' "$TRASH/.log"
	fi
}

skip() {
	skipped=$((skipped + 1))
	echo "skip $1: $2"
}

# run CODE ARG...: runs jledger; stdout and stderr go to the files out and err,
# and the exit code must be CODE.
run() {
	expected=$1
	shift
	"$JLEDGER" "$@" >out 2>err
	code=$?
	[ "$code" -eq "$expected" ] && return 0
	echo "jledger $*: exit code $code, not $expected"
	echo "stdout:" && head -20 out
	echo "stderr:" && head -20 err
	return 1
}

# says FILE TEXT: the file holds the text. silent FILE: it is empty.
says() {
	grep -qF -- "$2" "$1" && return 0
	echo "'$1' does not say: $2"
	head -20 "$1"
	return 1
}

says_not() {
	grep -qF -- "$2" "$1" || return 0
	echo "'$1' says: $2"
	return 1
}

silent() {
	[ ! -s "$1" ] && return 0
	echo "'$1' is not silent:"
	head -20 "$1"
	return 1
}

# json FILE FILTER: the jq filter gives true.
json() {
	jq -e "$2" "$1" >.jq 2>&1 && return 0
	echo "jq '$2' on '$1' is not true:"
	head -c 2000 "$1"
	return 1
}

same() {
	cmp "$1" "$2" >/dev/null 2>&1 && return 0
	diff -u "$1" "$2" | head -40
	return 1
}

# The file of this user's cache of the ledger in the current folder.
cache_db() {
	echo "$HOME/.cache/jledger/$(pwd -P | tr -d '\n' | sha256sum | cut -c1-16)/cache.db"
}

# A ledger with the example in the folder $1.
example() {
	"$JLEDGER" init --example "$1" >/dev/null
}

# A ledger with two people, a function, a journey with one KPI, and a map.
small() {
	"$JLEDGER" init "$1" --name Small --zone Europe/Paris >/dev/null &&
		(
			cd "$1" &&
				mkdir -p people functions journeys maps &&
				echo '{ "id": "ann", "name": "Ann Ode" }' >people/ann.json &&
				echo '{ "id": "bob", "name": "Bob Ray" }' >people/bob.json &&
				echo '{ "id": "ops", "name": "Operations" }' >functions/ops.json &&
				cat >journeys/move.json <<-'EOF' &&
				{
				  "id": "move",
				  "name": "I move house",
				  "status": "in-force",
				  "owners": [
				    { "person": "ann", "since": "2026-01-01" }
				  ],
				  "deputies": [
				    { "person": "bob", "since": "2026-01-01" }
				  ],
				  "sponsors": [
				    { "person": "bob", "since": "2026-01-01" }
				  ],
				  "stakeholders": [
				    { "function": "ops", "raci": "R" }
				  ],
				  "stages": [
				    {
				      "id": "go",
				      "name": "Go",
				      "steps": [
				        { "id": "pack", "name": "Pack", "line": "frontstage", "function": "ops" }
				      ]
				    }
				  ],
				  "kpis": [
				    {
				      "id": "late",
				      "name": "Late vans",
				      "metric": "promise-broken",
				      "aggregate": "rate",
				      "contracts": [
				        { "since": "2026-01-01", "target": 0.10, "at_risk": 0.050, "minimum_n": 10 }
				      ]
				    }
				  ]
				}
				EOF
				cat >maps/vans.json <<-'EOF' &&
				{
				  "id": "vans",
				  "version": 1,
				  "columns": {
				    "journey": { "constant": "move" },
				    "period": "month",
				    "function": "by"
				  },
				  "measures": [
				    { "metric": "promise-broken", "value": "late", "n": "vans" }
				  ]
				}
				EOF
				"$JLEDGER" commit -m 'a small ledger' >/dev/null
		)
}

finish() {
	if [ "$skipped" -gt 0 ]; then
		echo "$passed passed, $failed failed, $skipped skipped"
	else
		echo "$passed passed, $failed failed"
	fi
	[ "$failed" -eq 0 ]
}
