#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# kill -9 at each system call of each writing verb, by its name and ordinal. The
# next command settles what was left; what it leaves is old or new, and the verb
# given again brings the new. At some points the settling is killed, too.
# SHARE=20 tries one point in twenty.
# shellcheck source=tests/torture/lib-torture.sh
. "$(dirname "$0")/lib-torture.sh"

command -v strace >/dev/null || { echo 'SKIPPED: strace is not installed'; echo '0 passed, 0 failed, 1 skipped'; exit 0; }

# Calls that only look at the process itself leave nothing to settle.
passed_over='^(brk|mmap|munmap|mprotect|madvise|arch_prctl|set_tid_address|set_robust_list|rseq|prlimit64|getrandom|rt_sigaction|rt_sigprocmask|getpid|getuid|geteuid|getgid|getegid|futex|clock_nanosleep|exit_group|execve|uname|sysinfo|sched_getaffinity|getcwd|ioctl|umask|gettid|poll|exit|read|pread64|lseek|fstat|newfstatat|fcntl|close|access|readlink|getdents64|statx|dup2|pipe2|wait4|clone|clone3|vfork)$'
looked_at='^(read|pread64|fstat|newfstatat|close|access|getdents64|statx|lseek|fcntl|wait4|clone|clone3|vfork|readlink)$'

# points VERB: "CALL ORDINAL" of a whole run; of calls that change nothing one in
# ten, all of the others.
points() {
	strace -f -qq -o ../trace -e signal=none "$JLEDGER" $command >/dev/null 2>&1
	sed -E 's/^[0-9]+ +//; s/\(.*//' ../trace | grep -E '^[a-z0-9_]+$' | grep -vE '^(brk|mmap|munmap|mprotect)$' | awk -v over="$passed_over" -v looked="$looked_at" '
		{ n[$1]++
		  if ($1 !~ over || ($1 ~ looked && n[$1] % 10 == 0)) print $1, n[$1] }'
}

# cut_off VERB CALL ORDINAL N: one point.
cut_off() {
	verb=$1 call=$2 nth=$3 number=$4
	what="$verb, killed at $call $nth"
	rm -rf "$WORK/run-$BASHPID" && mkdir "$WORK/run-$BASHPID" && cp -a "$WORK/$verb/." "$WORK/run-$BASHPID" && cd "$WORK/run-$BASHPID/l" || return 1
	export HOME=$WORK/run-$BASHPID/home
	strace -f -qq -o /dev/null -e signal=none -e trace="$call" -e inject="$call:signal=KILL:when=$nth" "$JLEDGER" $command >../said 2>&1
	code=$?
	if [ $code -ne 137 ]; then
		echo "- not reached: $what"
		return 0
	fi
	# Who settles may be killed, too.
	if [ $((number % 3)) -eq 0 ]; then
		strace -f -qq -o /dev/null -e signal=none -e inject="rename,renameat,renameat2,unlinkat,fsync:signal=KILL:when=$((number % 5 + 1))" "$JLEDGER" commit -n >/dev/null 2>&1
	fi
	if [ "$verb" = init ]; then
		timeout 10 "$JLEDGER" $command >../said 2>&1 || { grep -q 'is a ledger here already' ../said && [ -d ../new/people ]; } || { echo "$what: refused again: $(head -1 ../said)"; return 1; }
		cd ../new && timeout 10 "$JLEDGER" verify >../verify 2>&1 && [ -z "$(git status --porcelain)" ] && git merge-base HEAD HEAD >/dev/null || { echo "$what: no ledger came of it"; git status --short | head -3; return 1; }
		return 0
	fi
	begun=$(date +%s%N)
	timeout 10 "$JLEDGER" status >../said 2>&1
	code=$?
	took=$((($(date +%s%N) - begun) / 1000000))
	[ $code -le 1 ] || { echo "$what: status ends with $code: $(tail -1 ../said)"; return 1; }
	[ $took -lt 2000 ] || { echo "$what: the next command took $took ms"; return 1; }
	# Temporary files are cleared by the next writer, here one that is refused.
	"$JLEDGER" set move owner=ann --since 2026-01-01 >/dev/null 2>&1
	sound "$what" || return 1
	if [ $((number % 5)) -eq 0 ]; then
		"$JLEDGER" doctor --fix >/dev/null 2>&1
		left=$(find .git/objects -name 'tmp_*')
		[ -z "$left" ] || { echo "$what: left behind doctor --fix: $left"; return 1; }
	fi
	# And what was asked for can be had.
	if [ "$now" = "$old" ] && [ "$old" != "$new" ]; then
		timeout 10 "$JLEDGER" $command >../said 2>&1
		code=$?
		[ $code -le 1 ] || { echo "$what: refused again ($code): $(tail -1 ../said)"; return 1; }
		[ "$(state 2>&1)" = "$new" ] || { echo "$what: given again it does another thing"; diff <(echo "$new") <(state) | head -5; return 1; }
	fi
}

# Each process takes its part of the points of a verb.
one_part() {
	part=$1
	done_n=0 bad=0 unreached=0
	while read -r call nth number; do
		[ $((number % JOBS)) -eq "$part" ] || continue
		said=$(cut_off "$verb" "$call" "$nth" "$number" 2>&1)
		code=$?
		case $said in '- not reached'*) unreached=$((unreached + 1)); continue ;; esac
		done_n=$((done_n + 1))
		[ $code -eq 0 ] || { bad=$((bad + 1)); echo "FAIL $said" >>"$WORK/failures"; }
	done <"$WORK/$verb.points"
	echo "$done_n $bad $unreached" >>"$WORK/counts"
}

prepare_home
total=0
: >"$WORK/failures"
for verb in ${VERBS:-$(printf '%s\n' "$verbs" | cut -d'|' -f1)}; do
	line=$(verb_line "$verb")
	command=${line##*|}
	before=${line#*|}
	before=${before%|*}
	mkdir -p "$WORK/$verb/home" && cp -a "$WORK/home/." "$WORK/$verb/home" && export HOME=$WORK/$verb/home
	(make_ledger "$WORK/$verb/l") >"$WORK/said" 2>&1 || { cat "$WORK/said"; exit 2; }
	cd "$WORK/$verb/l" && eval "$before" || exit 2
	export EDITOR=../ed JLEDGER_EDITOR=
	[ -e ../ed ] && export EDITOR=$WORK/$verb/ed
	"$JLEDGER" status >/dev/null 2>&1
	old=$(state 2>&1)
	rm -rf "$WORK/whole" && cp -a "$WORK/$verb" "$WORK/whole" && cd "$WORK/whole/l" || exit 2
	export HOME=$WORK/whole/home
	points | awk -v share="$SHARE" -v seed="${#verb}" '(NR + seed) % share == 0 { print $0, NR }' >"$WORK/$verb.points"
	new=$(state 2>&1)
	: >"$WORK/counts"
	for ((part = 0; part < JOBS; part++)); do one_part "$part" & done
	wait
	read -r n bad unreached < <(awk '{ a += $1; b += $2; c += $3 } END { print a + 0, b + 0, c + 0 }' "$WORK/counts")
	echo "$verb: $n points, $bad bad, $unreached not reached"
	total=$((total + n))
	rm -rf "${WORK:?}/$verb" "$WORK"/run-*
done
bad=$(grep -c '^FAIL' "$WORK/failures")
cat "$WORK/failures"
echo "kill: $total points, $bad lost, stuck, half there or refused again"
echo "$((total - bad)) passed, $bad failed"
[ "$bad" -eq 0 ] && [ "$total" -gt 0 ]
