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
init|rm -rf ../new|init ../new --name New --zone UTC
init-here|rm -rf ../new; git init -q ../new && git -C ../new commit -q --allow-empty -m before|init ../new --name New --zone UTC'

# And commands that only read.
reads='check|check
who|who
show|show move
list|list journeys
batches|list batches
status|status
accountability|report accountability -p 2026-Q3 -f json
friction|report friction -p 2026 -f json
diff|diff HEAD~1
log|log
verify|verify'
reading_names() { printf '%s\n' "$reads" | cut -d'|' -f1; }
# reading_command NAME: nothing for a writing verb.
reading_command() { printf '%s\n' "$reads" | sed -n "s/^$1|//p"; }

verb_names() { printf '%s\n' "$verbs" | cut -d'|' -f1; }
# Those that change the ledger in which they are given.
changing_names() { verb_names | grep -vxE 'init|init-here|export|index'; }
# admits FILE...: a verb that failed says there that it is done all the same.
admits() { grep -qE 'recorded|made the tag|did not confirm|done all the same|whether it was|the next command' "$@"; }

# prepare NAME [COMMAND]: the ledger in which a verb, or a command that only
# reads, is about to be given. Sets command and old; goes to a copy, where it is
# given first, whole.
prepare() {
	name=$1 command=${2:-} before=true
	if [ -z "$command" ]; then
		line=$(printf '%s\n' "$verbs" | grep "^$name|")
		command=${line##*|} before=${line#*|}
		before=${before%|*}
	fi
	mkdir -p "$WORK/$name" && cp -a "$WORK/home" "$WORK/$name" && export HOME=$WORK/$name/home
	(make_ledger "$WORK/$name/l") >"$WORK/said" 2>&1 || { cat "$WORK/said"; exit 2; }
	cd "$WORK/$name/l" && eval "$before" || exit 2
	export JLEDGER_EDITOR='' EDITOR=false
	[ ! -e ../ed ] || export EDITOR=$WORK/$name/ed
	"$JLEDGER" status >/dev/null 2>&1
	old=$(state 2>&1)
	go_to_copy whole
}

part=0
# go_to_copy [AS]: into a new copy of what was prepared, one for each process.
go_to_copy() {
	copy=$WORK/${1:-run-$part}
	rm -rf "$copy" && cp -a "$WORK/$name" "$copy" && cd "$copy/l" || exit 2
	export HOME=$copy/home
}

# try_points FUNCTION: calls it with the words of each line of points, which end
# with a number, in JOBS processes. It says what is wrong and returns 1, or 2
# where the point was not reached.
try_points() {
	awk -v share="$SHARE" -v seed="${#name}" '(NR + seed) % share == 0 { print $0, NR }' >"$WORK/points"
	: >"$WORK/counts"
	for ((part = 0; part < JOBS; part++)); do
		awk -v jobs="$JOBS" -v part=$part 'NR % jobs == part' "$WORK/points" | try_part "$1" >>"$WORK/counts" &
	done
	wait
	read -r n failed unreached < <(awk '{ a += $1; b += $2; c += $3 } END { print a + 0, b + 0, c + 0 }' "$WORK/counts")
	echo "$name: $n points, $failed bad, $unreached not reached"
	total=$((total + n))
	rm -rf "${WORK:?}/$name" "$WORK"/run-* "$WORK/whole"
}

try_part() {
	tried=0 wrong=0 passed_by=0
	while read -r -a words; do
		said=$("$1" "${words[@]}" 2>&1 </dev/null)
		case $? in
		0) tried=$((tried + 1)) ;;
		2) passed_by=$((passed_by + 1)) ;;
		*)
			tried=$((tried + 1)) wrong=$((wrong + 1))
			echo "FAIL $said" >>"$WORK/failures"
			;;
		esac
	done
	echo "$tried $wrong $passed_by"
}

# try_with_answer NAME FUNCTION: prepares a verb or a reading command, and tries
# its points; its usual output is in ../answer, its usual exit code is always, and
# reading is not empty when it only reads.
try_with_answer() {
	reading=$(reading_command "$1")
	prepare "$1" "$reading"
	points >"$WORK/all"
	new=$(state 2>&1)
	# From a copy like those of the points.
	go_to_copy
	# shellcheck disable=SC2086 # the words of the command
	"$JLEDGER" $command >"$WORK/$name/answer" 2>/dev/null
	# shellcheck disable=SC2034 # FUNCTION compares with it
	always=$?
	try_points "$2" <"$WORK/all"
}

# sum_up PART WHAT: its counts; true when nothing was bad.
total=0
: >"$WORK/failures"
sum_up() {
	bad=$(grep -c '^FAIL' "$WORK/failures")
	cat "$WORK/failures"
	echo "$1: $total points, $bad $2"
	echo "$((total - bad)) passed, $bad failed"
	[ "$bad" -eq 0 ] && [ "$total" -gt 0 ]
}

# skip_all WHY [N]: ends a part that cannot be tried here.
skip_all() {
	echo "SKIPPED: $1"
	echo "0 passed, 0 failed, ${2:-1} skipped"
	exit 0
}

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
	# Temporary files are cleared by the next writer, here one that is refused.
	"$JLEDGER" set move owner=ann --since 2026-01-01 >/dev/null 2>&1
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
