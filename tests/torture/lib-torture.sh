# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# shellcheck shell=bash
#
# What the parts of the torture programme share: a ledger for each verb, the verb
# as it is given, and the one function of what must hold whenever a command was
# cut off. Each part prints its counts as a line and ends with
# `N passed, N failed`.
set -u

: "${JLEDGER:?set JLEDGER to the program under test}"
# SHARE of all points are tried, one in so many; 1 is all.
SHARE=${SHARE:-1}
JOBS=${JOBS:-$(getconf _NPROCESSORS_ONLN)}
WORK=$(mktemp -d "${TMPDIR:-/tmp}/jledger-torture.XXXXXX") || exit 2
trap 'chmod -R u+rwX "$WORK" 2>/dev/null; rm -rf "$WORK"' EXIT

# As in tests/cli/lib.sh: nothing of the machine has a say.
prepare_home() {
	export HOME=$WORK/home LC_ALL=C TZ=UTC JLEDGER_TODAY=2026-10-05 GIT_CONFIG_NOSYSTEM=1
	unset XDG_CONFIG_HOME XDG_CACHE_HOME
	export GIT_AUTHOR_NAME=Test GIT_AUTHOR_EMAIL=test@example.com GIT_COMMITTER_NAME=Test GIT_COMMITTER_EMAIL=test@example.com
	mkdir -p "$HOME"
	git config --global init.defaultBranch main
	git config --global gc.auto 0
	export JLEDGER_CASE_KEY=$WORK/case.key
	echo 0123456789abcdef0123456789abcdef >"$JLEDGER_CASE_KEY"
}

# A small ledger with people, a journey, maps and one import, in $1.
make_ledger() {
	"$JLEDGER" init "$1" --name T --zone Europe/Paris >/dev/null && cd "$1" || return 1
	for p in ann bob cy; do "$JLEDGER" new person $p name="Person $p" >/dev/null || return 1; done
	"$JLEDGER" new function ops name=Operations >/dev/null &&
		"$JLEDGER" new journey move name='I move house' owner=ann --since 2026-01-01 >/dev/null || return 1
	cat >maps/vans.json <<-'END'
		{ "id": "vans", "version": 1, "columns": { "journey": { "constant": "move" }, "period": "month" },
		  "measures": [ { "metric": "promise-broken", "value": "late", "n": "vans" } ] }
	END
	"$JLEDGER" commit -m 'a small ledger' >/dev/null &&
		printf 'month,vans,late\n2026-07,100,7\n' >../first.csv && "$JLEDGER" import ../first.csv --map vans >/dev/null 2>&1
}

# The writing verbs: a name, what is done before, and the command. In the folder
# of the ledger; ../x is beside it.
verbs='set|true|set move owner=bob --since 2026-08-01 -m why
set-file|true|set move name=Moving
new|true|new person dee name=Dee -m why
new-file|true|new function sales name=Sales
commit|echo "{ \"id\": \"eve\", \"name\": \"Eve\" }" >people/eve.json; rm people/cy.json|commit -m why
import|printf "month,vans,late\n2026-08,90,9\n" >../f.csv|import ../f.csv --map vans
import-large|jq ".limits = { \"batch_in_git\": 10 }" ledger.json >../limits && mv ../limits ledger.json && git commit -qam small && printf "month,vans,late\n2026-08,90,9\n" >../f.csv|import ../f.csv --map vans
undo|"$JLEDGER" set move owner=bob --since 2026-08-01 -m why >/dev/null|undo HEAD -m back
undo-batch|true|undo HEAD -m back
edit|printf "#!/bin/sh\nsed -i s/house/home/ \"\$1\"\n" >../ed && chmod +x ../ed|edit move -m why
seal|true|seal --unsigned --name q3
doctor|git rm -q --cached schema/map.json && rm schema/map.json && git commit -qm older|doctor --fix
check-fix|echo "{ \"id\": \"flo\", \"name\": \"Flo\", }" >people/flo.json|check --fix
suggest|printf "ticket,at,action\nx,2026-07-01 10:00,open\n" >../log.csv|import ../log.csv --suggest-map
export|true|export evidence -p 2026 -o ../e.zip
index|rm -rf "$HOME/.cache"|index --rebuild
init|rm -rf ../new|init ../new --name New --zone UTC'

# verb_line NAME: its line.
verb_line() { printf '%s\n' "$verbs" | grep "^$1|"; }

# What the ledger says, whatever the ids of commits and batches are: files of
# the branch, and what is in the work tree and not recorded.
state() {
	git ls-tree -r HEAD | grep -v "	measures/" | cut -d' ' -f3 | cut -f1,2
	git ls-tree -r --name-only HEAD measures | sed 's/-[0-9]*-[0-9a-f]*\././'
	git log --format=%B -n 1 | sed 's/[0-9a-f]\{8,\}//g'
	git tag
	git status --porcelain | sed 's/[0-9a-f]\{8,\}//g'
	find measures -name '*.zst' 2>/dev/null | sed 's/-[0-9]*-[0-9a-f]*\././'
}

# sound WHAT: nothing is lost, stuck or half there, in the ledger of the current
# folder. $old and $new are the states that may be.
old='' new=''
sound() {
	what=$1
	now=$(state 2>&1)
	[ "$now" = "$old" ] || [ "$now" = "$new" ] || {
		echo "$what: neither old nor new:"
		diff <(echo "$old") <(echo "$now") | head -5
		diff <(echo "$new") <(echo "$now") | head -5
		return 1
	}
	git fsck --strict 2>&1 | grep -v '^dangling\|^notice' | grep . && { echo "$what: git fsck"; return 1; }
	left=$(find .jledger -mindepth 1 ! -name .gitignore ! -name lock ! -name 'edit-*' 2>/dev/null)
	[ -z "$left" ] || { echo "$what: left in .jledger: $left"; return 1; }
	left=$(find .git -name '*.lock' -o -name '*.jledger')
	[ -z "$left" ] || { echo "$what: left in .git: $left"; return 1; }
	timeout 10 "$JLEDGER" verify >../verify 2>&1 || { echo "$what: verify"; tail -3 ../verify; return 1; }
}
