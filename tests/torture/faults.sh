#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# The system fails: each call of each verb and of the reading commands returns an
# error, once or from then on. Exit code 0 must come with the usual answer; a
# writer that says that it failed has changed nothing, or says what it has.
# SHARE=20 tries one point in twenty.
# shellcheck source=tests/torture/lib-torture.sh
. "$(dirname "$0")/lib-torture.sh"

command -v strace >/dev/null || skip_all 'strace is not installed'

# Which errors each call is given; + is for this and all later ones.
errors_of() {
	case $1 in
	openat | openat2 | open) echo EMFILE ENFILE+ EIO EINTR ;;
	write | pwrite64) echo ENOSPC EIO EINTR ;; # for good: stderr, too, says nothing then
	fsync | fdatasync) echo ENOSPC EIO EIO+ EINTR ;;
	rename | renameat | renameat2 | link | linkat | mkdir | mkdirat | ftruncate) echo ENOSPC ENOSPC+ EIO ;;
	read | pread64) echo EIO EIO+ EINTR ;;
	getdents64 | newfstatat | fstat | lseek | statx | readlink | unlink | unlinkat) echo EIO EIO+ ;;
	flock) echo EIO EINTR ;;
	mmap) echo ENOMEM ENOMEM+ ;;
	esac
}

# points: "CALL ORDINAL ERROR" of a whole run, behind the start of the
# program, which the C library does.
points() {
	# shellcheck disable=SC2086 # the words of the command
	strace -f -qq -o ../trace -e signal=none "$JLEDGER" $command >/dev/null 2>&1
	sed -E 's/^[0-9]+ +//' ../trace | awk '
		/^[a-z0-9_]+\(/ { call = $0; sub(/\(.*/, "", call); n[call]++
			if ($0 ~ /C.utf8|C.UTF-8|locale/) begun = 1
			if (begun) print call, n[call] }' | while read -r call nth; do
		for error in $(errors_of "$call"); do echo "$call $nth $error"; done
	done
}

injected() {
	call=$1 nth=$2 error=$3 sticky=''
	[ "$error" = "${error%+}" ] || sticky=+
	what="$name, $call $nth fails with $error"
	go_to_copy
	# shellcheck disable=SC2086 # the words of the command
	timeout 30 strace -f -qq -o /dev/null -e signal=none -e trace="$call" -e inject="$call:error=${error%+}:when=$nth$sticky" "$JLEDGER" $command >../out 2>../err
	code=$?
	[ $code -le 4 ] || { echo "$what: ends with $code: $(tail -1 ../err)"; return 1; }
	[ $code -eq 0 ] || [ -s ../err ] || [ -s ../out ] || { echo "$what: ends with $code and says nothing"; return 1; }
	if [ -n "$reading" ]; then
		[ $code -ne "$always" ] || cmp -s ../out ../answer || { echo "$what: another answer with exit code $code"; diff ../answer ../out | head -4; return 1; }
		return 0
	fi
	now=$(state 2>&1)
	# What it says is what is true.
	if [ $code -eq 0 ]; then
		[ "$now" = "$new" ] || { echo "$what: exit code 0, and it is not done"; diff <(echo "$new") <(echo "$now") | head -4; return 1; }
	elif [ $code -ge 3 ] && [ "$now" = "$new" ] && [ "$old" != "$new" ]; then
		admits ../out ../err || { echo "$what: exit code $code, and it is done: $(tail -1 ../err)"; return 1; }
	fi
	sound "$what"
}

prepare_home
for verb in ${VERBS:-$(changing_names) $(reading_names)}; do
	try_with_answer "$verb" injected
done
sum_up faults 'wrong answers, lies or broken ledgers'
