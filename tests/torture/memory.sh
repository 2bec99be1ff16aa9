#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# Memory runs out: each allocation of reading commands and of writing verbs finds
# none, once. The answer is that of always, or exit code 4 with a sentence; never
# a crash, never a fault that a sound ledger is said to have, never half a change.
# SHARE=20 tries one allocation in twenty.
# shellcheck source=tests/torture/lib-torture.sh
. "$(dirname "$0")/lib-torture.sh"

fail_malloc=$WORK/fail_malloc.so
cc -O1 -shared -fPIC -o "$fail_malloc" "$(dirname "$0")/fail_malloc.c" || exit 2

# points: the numbers of all allocations of a whole run.
points() {
	# shellcheck disable=SC2086 # the words of the command
	COUNT_TO=$WORK/count LD_PRELOAD=$fail_malloc "$JLEDGER" $command >/dev/null 2>&1
	seq "$(cat "$WORK/count")"
}

# without_memory N: the N-th allocation fails; of the children too.
without_memory() {
	what="$name, allocation $1"
	go_to_copy
	# shellcheck disable=SC2086 # the words of the command
	FAIL_AT=$1 LD_PRELOAD=$fail_malloc timeout 30 "$JLEDGER" $command >../out 2>../err
	code=$?
	if [ $code -eq "$always" ] && [ -n "$reading" ]; then
		cmp -s ../answer ../out || { echo "$what: another answer with exit code $code"; return 1; }
	elif [ $code -eq 4 ]; then
		[ -s ../err ] || { echo "$what: says nothing"; return 1; }
	elif [ $code -ne "$always" ]; then
		echo "$what: exit code $code: $(head -1 ../err)"
		return 1
	fi
	[ -z "$reading" ] || return 0
	[ $code -ne 0 ] || [ "$(state 2>&1)" = "$new" ] || { echo "$what: exit code 0, and it is not done"; return 1; }
	sound "$what"
}

prepare_home
for verb in ${VERBS:-check who verify status log accountability set new commit import undo}; do
	try_with_answer "$verb" without_memory
done
sum_up memory 'crashes, wrong answers or broken ledgers'
