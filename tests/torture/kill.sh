#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# kill -9 at each system call of each writing verb, by its name and ordinal. The
# next command settles what was left; what it leaves is old or new, and the verb
# given again brings the new. At some points the settling is killed, too, or
# finds a system that fails. SHARE=20 tries one point in twenty.
# shellcheck source=tests/torture/lib-torture.sh
. "$(dirname "$0")/lib-torture.sh"

command -v strace >/dev/null || skip_all 'strace is not installed'

# Calls that only look at the process itself leave nothing to settle.
passed_over='^(brk|mmap|munmap|mprotect|madvise|arch_prctl|set_tid_address|set_robust_list|rseq|prlimit64|getrandom|rt_sigaction|rt_sigprocmask|getpid|getuid|geteuid|getgid|getegid|futex|clock_nanosleep|exit_group|execve|uname|sysinfo|sched_getaffinity|getcwd|ioctl|umask|gettid|poll|exit|read|pread64|lseek|fstat|newfstatat|fcntl|close|access|readlink|getdents64|statx|dup2|pipe2|wait4|clone|clone3|vfork)$'
looked_at='^(read|pread64|fstat|newfstatat|close|access|getdents64|statx|lseek|fcntl|wait4|clone|clone3|vfork|readlink)$'

# points: "CALL ORDINAL" of a whole run; of calls that change nothing one in
# ten, all of the others.
points() {
	strace -f -qq -o ../trace -e signal=none "$JLEDGER" $command >/dev/null 2>&1
	sed -E 's/^[0-9]+ +//; s/\(.*//' ../trace | grep -E '^[a-z0-9_]+$' | grep -vE '^(brk|mmap|munmap|mprotect)$' | awk -v over="$passed_over" -v looked="$looked_at" '
		{ n[$1]++
		  if ($1 !~ over || ($1 ~ looked && n[$1] % 10 == 0)) print $1, n[$1] }'
}

# cut_off CALL ORDINAL N: one point.
cut_off() {
	call=$1 nth=$2 number=$3
	what="$name, killed at $call $nth"
	go_to_copy
	strace -f -qq -o /dev/null -e signal=none -e trace="$call" -e inject="$call:signal=KILL:when=$nth" "$JLEDGER" $command >../said 2>&1
	code=$?
	[ $code -eq 137 ] || return 2
	# Who settles may be killed, too.
	if [ $((number % 3)) -eq 0 ]; then
		strace -f -qq -o /dev/null -e signal=none -e inject="rename,renameat,renameat2,unlinkat,fsync:signal=KILL:when=$((number % 5 + 1))" "$JLEDGER" commit -n >/dev/null 2>&1
	fi
	if [ $((number % 4)) -eq 1 ]; then
		failing=$(printf 'openat newfstatat read unlinkat' | cut -d' ' -f$((number / 4 % 4 + 1)))
		strace -f -qq -o /dev/null -e signal=none -e inject="$failing:error=EIO:when=$((number % 37 + 20))" "$JLEDGER" commit -n >/dev/null 2>&1
	fi
	case $name in init*)
		timeout 10 "$JLEDGER" $command >../said 2>&1 || { grep -q 'is a ledger here already' ../said && [ -d ../new/people ]; } || { echo "$what: refused again: $(head -1 ../said)"; return 1; }
		cd ../new && timeout 10 "$JLEDGER" verify >../verify 2>&1 && [ -z "$(git status --porcelain)" ] && git cat-file -e HEAD:ledger.json || { echo "$what: no ledger came of it"; git status --short | head -3; return 1; }
		return 0
		;;
	esac
	begun=$(date +%s%N)
	timeout 10 "$JLEDGER" status >../said 2>&1
	code=$?
	took=$((($(date +%s%N) - begun) / 1000000))
	[ $code -le 1 ] || { echo "$what: status ends with $code: $(tail -1 ../said)"; return 1; }
	[ $took -lt 2000 ] || { echo "$what: the next command took $took ms"; return 1; }
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

prepare_home
for verb in ${VERBS:-$(verb_names)}; do
	prepare "$verb"
	points >"$WORK/all"
	new=$(state 2>&1)
	try_points cut_off <"$WORK/all"
done
sum_up kill 'lost, stuck, half there or refused again'
