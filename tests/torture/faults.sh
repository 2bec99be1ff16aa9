#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# The system fails: each call of each verb and of the reading commands returns an
# error, once. An answer with exit code 0 is the answer of always; a writer that
# says that it failed has changed nothing, or says what it has. SHARE=20 tries
# one point in twenty.
# shellcheck source=tests/torture/lib-torture.sh
. "$(dirname "$0")/lib-torture.sh"

command -v strace >/dev/null || { echo 'SKIPPED: strace is not installed'; echo '0 passed, 0 failed, 1 skipped'; exit 0; }

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

# Which errors each call is given.
errors_of() {
	case $1 in
	openat | open) echo EMFILE ENFILE EIO ;;
	write | pwrite64 | fsync | fdatasync) echo ENOSPC EIO ;;
	rename | renameat | renameat2 | link | linkat | mkdir | mkdirat | ftruncate) echo ENOSPC EIO ;;
	read | pread64 | getdents64 | newfstatat | fstat | lseek | statx | readlink | flock | unlink | unlinkat) echo EIO ;;
	mmap) echo ENOMEM ;;
	esac
}

# points: "CALL ORDINAL ERROR NUMBER" of a whole run, behind the start of the
# program, which the C library does.
points() {
	# shellcheck disable=SC2086 # the words of the command
	strace -f -qq -o ../trace -e signal=none "$JLEDGER" $command >../answer 2>../complaint
	sed -E 's/^[0-9]+ +//' ../trace | awk '
		/^[a-z0-9_]+\(/ { call = $0; sub(/\(.*/, "", call); n[call]++
			if ($0 ~ /C.utf8|C.UTF-8|locale/) begun = 1
			if (begun) print call, n[call] }' | while read -r call nth; do
		for error in $(errors_of "$call"); do echo "$call $nth $error"; done
	done | awk -v share="$SHARE" -v seed="${#name}" '(NR + seed) % share == 0 { print $0, NR }'
}

injected() {
	call=$1 nth=$2 error=$3
	what="$name, $call $nth fails with $error"
	rm -rf "$WORK/run-$BASHPID" && mkdir "$WORK/run-$BASHPID" && cp -a "$WORK/$name/." "$WORK/run-$BASHPID" && cd "$WORK/run-$BASHPID/l" || return 1
	export HOME=$WORK/run-$BASHPID/home
	# shellcheck disable=SC2086 # the words of the command
	timeout 30 strace -f -qq -o /dev/null -e signal=none -e trace="$call" -e inject="$call:error=$error:when=$nth" "$JLEDGER" $command >../out 2>../err
	code=$?
	[ $code -le 4 ] || { echo "$what: ends with $code: $(tail -1 ../err)"; return 1; }
	[ $code -eq 0 ] || [ -s ../err ] || [ -s ../out ] || { echo "$what: ends with $code and says nothing"; return 1; }
	if [ "$kind" = read ]; then
		[ $code -ne "$always" ] || cmp -s ../out ../answer || { echo "$what: another answer with exit code $code"; diff ../answer ../out | head -4; return 1; }
		return 0
	fi
	now=$(state 2>&1)
	# What it says is what is true.
	if [ $code -eq 0 ]; then
		[ "$now" = "$new" ] || { echo "$what: exit code 0, and it is not done"; diff <(echo "$new") <(echo "$now") | head -4; return 1; }
	elif [ $code -ge 3 ] && [ "$now" = "$new" ] && [ "$old" != "$new" ]; then
		grep -qE 'recorded|does not confirm|did not confirm' ../err || { echo "$what: exit code $code, and it is done: $(tail -1 ../err)"; return 1; }
	fi
	# Clears up, and is refused itself.
	"$JLEDGER" set move owner=ann --since 2026-01-01 >/dev/null 2>&1
	sound "$what"
}

one_part() {
	part=$1
	done_n=0 bad=0
	while read -r call nth error number; do
		[ $((number % JOBS)) -eq "$part" ] || continue
		done_n=$((done_n + 1))
		said=$(injected "$call" "$nth" "$error" 2>&1) || { bad=$((bad + 1)); echo "FAIL $said" >>"$WORK/failures"; }
	done <"$WORK/$name.points"
	echo "$done_n $bad" >>"$WORK/counts"
}

prepare_home
total=0
: >"$WORK/failures"
if [ -z "${VERBS:-}" ]; then
	VERBS="$(printf '%s\n' "$verbs" | cut -d'|' -f1 | grep -vxE 'init|export|index') $(printf '%s\n' "$reads" | cut -d'|' -f1)"
fi
for name in $VERBS; do
	line=$(verb_line "$name")
	kind="write"
	[ -n "$line" ] || { kind="read"; line=$(printf '%s\n' "$reads" | grep "^$name|" | sed 's/|/|true|/'); }
	command=${line##*|}
	before=${line#*|}
	before=${before%|*}
	export HOME=$WORK/home
	mkdir -p "$WORK/$name/home" && cp -a "$WORK/home/." "$WORK/$name/home" && export HOME=$WORK/$name/home
	(make_ledger "$WORK/$name/l") >"$WORK/said" 2>&1 || { cat "$WORK/said"; exit 2; }
	cd "$WORK/$name/l" && eval "$before" || exit 2
	export JLEDGER_EDITOR=''
	[ -e ../ed ] && export EDITOR=$WORK/$name/ed
	"$JLEDGER" status >/dev/null 2>&1
	old=$(state 2>&1)
	rm -rf "$WORK/whole" && cp -a "$WORK/$name" "$WORK/whole" && cd "$WORK/whole/l" || exit 2
	export HOME=$WORK/whole/home
	points >"$WORK/$name.points"
	new=$(state 2>&1)
	# Without a fault, from a copy like those of the points.
	rm -rf "$WORK/run-x" && mkdir "$WORK/run-x" && cp -a "$WORK/$name/." "$WORK/run-x" && cd "$WORK/run-x/l" || exit 2
	export HOME=$WORK/run-x/home
	# shellcheck disable=SC2086 # the words of the command
	"$JLEDGER" $command >../answer 2>/dev/null
	always=$?
	cp ../answer "$WORK/$name/answer"
	: >"$WORK/counts"
	for ((part = 0; part < JOBS; part++)); do one_part "$part" & done
	wait
	read -r n bad < <(awk '{ a += $1; b += $2 } END { print a + 0, b + 0 }' "$WORK/counts")
	echo "$name: $n points, $bad bad"
	total=$((total + n))
	rm -rf "${WORK:?}/$name" "$WORK"/run-*
done
bad=$(grep -c '^FAIL' "$WORK/failures")
cat "$WORK/failures"
echo "faults: $total points, $bad wrong answers, lies or broken ledgers"
echo "$((total - bad)) passed, $bad failed"
[ "$bad" -eq 0 ] && [ "$total" -gt 0 ]
