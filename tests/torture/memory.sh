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

reads='check
who
verify
status
log
report accountability -p 2026-Q3 -f json'
writes='set new commit import undo'

fail_malloc=$WORK/fail_malloc.so
cc -O1 -shared -fPIC -o "$fail_malloc" "$(dirname "$0")/fail_malloc.c" || exit 2

# without_memory N COMMAND...: its N-th allocation fails; of the children too.
without_memory() {
	at=$1
	shift
	FAIL_AT=$at LD_PRELOAD=$fail_malloc timeout 30 "$JLEDGER" "$@" >../out 2>../err
}

allocations() { COUNT_TO=$WORK/count LD_PRELOAD=$fail_malloc "$JLEDGER" "$@" >/dev/null 2>&1; cat "$WORK/count"; }

bad=0 total=0
fail() { bad=$((bad + 1)); echo "FAIL $*"; }

prepare_home
(make_ledger "$WORK/read/l") >/dev/null 2>&1 || exit 2
cd "$WORK/read/l" || exit 2
"$JLEDGER" status >/dev/null 2>&1
while read -r command; do
	# shellcheck disable=SC2086 # the words of the command
	{
		"$JLEDGER" $command >../answer 2>/dev/null
		always=$?
		n=$(allocations $command)
	}
	for ((i = 1 + total % SHARE; i <= n; i += SHARE)); do
		total=$((total + 1))
		# shellcheck disable=SC2086 # the words of the command
		without_memory $i $command
		code=$?
		if [ $code -eq $always ]; then
			cmp -s ../answer ../out || fail "$command, allocation $i: another answer with exit code $code"
		elif [ $code -ne 4 ] || [ ! -s ../err ]; then
			fail "$command, allocation $i: exit code $code: $(head -1 ../err)"
		fi
	done
done <<<"$reads"

for name in $writes; do
	line=$(verb_line "$name")
	command=${line##*|}
	before=${line#*|}
	before=${before%|*}
	(make_ledger "$WORK/$name/l") >/dev/null 2>&1 || exit 2
	cd "$WORK/$name/l" && eval "$before" || exit 2
	old=$(state 2>&1)
	cp -a "$WORK/$name" "$WORK/whole" && cd "$WORK/whole/l" || exit 2
	n=$(eval "allocations $command")
	new=$(state 2>&1)
	rm -rf "$WORK/whole"
	[ "$old" != "$new" ] || { echo "$name changes nothing here"; exit 2; }
	for ((i = 1 + total % SHARE; i <= n; i += SHARE)); do
		total=$((total + 1))
		rm -rf "$WORK/run" && cp -a "$WORK/$name" "$WORK/run" && cd "$WORK/run/l" || exit 2
		eval "without_memory $i $command"
		code=$?
		now=$(state 2>&1)
		case $code in
		0) [ "$now" = "$new" ] || fail "$name, allocation $i: exit code 0, and it is not done" ;;
		4) [ -s ../err ] || fail "$name, allocation $i: says nothing" ;;
		*) fail "$name, allocation $i: exit code $code: $(head -1 ../err)" ;;
		esac
		# Clears up, and is refused itself.
		"$JLEDGER" set move owner=ann --since 2026-01-01 >/dev/null 2>&1
		said=$(sound "$name, allocation $i" 2>&1) || fail "$said"
	done
done
echo "memory: $total allocations, $bad crashes, wrong answers or broken ledgers"
echo "$((total - bad)) passed, $bad failed"
[ $bad -eq 0 ] && [ $total -gt 0 ]
