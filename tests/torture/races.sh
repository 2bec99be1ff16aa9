#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# Writers that meet on one file: two that set, beside one with sed and git commit,
# ROUNDS / 2 changes each. Whatever was acknowledged must be in the history, and
# no commit of ours may take back what the other saved. gc, pack-refs and reports
# run beside.
# shellcheck source=tests/torture/lib-torture.sh
. "$(dirname "$0")/lib-torture.sh"

ROUNDS=${ROUNDS:-1000}
JOURNEYS=${JOURNEYS:-200}

prepare_home
(make_ledger "$WORK/l") >"$WORK/said" 2>&1 || { cat "$WORK/said"; exit 2; }
cd "$WORK/l" || exit 2
for ((i = 0; i < JOURNEYS; i++)); do
	sed "s/\"id\": \"move\"/\"id\": \"j$i\"/" journeys/move.json >journeys/j$i.json
done
jq '. + { customer_goal: "goal 0", name: "Name 0" }' journeys/move.json >../m && mv ../m journeys/move.json
"$JLEDGER" commit -m many >/dev/null || exit 2
: >"$WORK/acknowledged"
: >"$WORK/refused"

# A change of the name, by us: the subject holds the number.
ours() {
	for ((k = 1; k <= ROUNDS / 2; k++)); do
		if "$JLEDGER" set move name="Name $1-$k" -m "ours $1-$k" >/dev/null 2>"$WORK/err-$1"; then
			echo "ours $1-$k" >>"$WORK/acknowledged"
		else
			echo "ours $1-$k: $(tail -1 "$WORK/err-$1")" >>"$WORK/refused"
		fi
	done
}

# A change of the goal, by sed and git, as somebody with an editor does it.
theirs() {
	for ((k = 1; k <= ROUNDS / 2; k++)); do
		sed -i "s/\"customer_goal\": \"[^\"]*\"/\"customer_goal\": \"goal $k\"/" journeys/move.json
		# A git that finds the other at work is given its command again.
		for ((try = 0; try < 100; try++)); do
			if git commit -qm "theirs $k" -- journeys/move.json 2>/dev/null; then
				echo "theirs $k" >>"$WORK/acknowledged"
				break
			fi
			git diff --quiet HEAD -- journeys/move.json 2>/dev/null && break
			sleep 0.02
		done
	done
}

others() {
	while [ ! -e "$WORK/over" ]; do
		"$JLEDGER" who move >/dev/null 2>&1
		git pack-refs --all 2>/dev/null
		"$JLEDGER" report accountability -p 2026 >/dev/null 2>&1
		git gc -q 2>/dev/null
		sleep 0.5
	done
}

others &
beside=$!
ours a &
first=$!
ours b &
second=$!
theirs &
third=$!
wait $first $second $third
touch "$WORK/over"
wait $beside

# Each acknowledged change is in the history, and what it set was there: its own
# commit says the new value, and no commit between two changes of one field takes
# the other back.
git log --reverse --format='%H %s %b' --first-parent >"$WORK/log"
lost=0
while read -r who k; do
	if [ "$who" = ours ]; then
		grep -q "ours $k\b" "$WORK/log" || { lost=$((lost + 1)); echo "lost: ours $k"; }
	else
		grep -q "theirs $k\b" "$WORK/log" || { lost=$((lost + 1)); echo "lost: theirs $k"; }
	fi
done <"$WORK/acknowledged"

# Commits of ours change the name alone, theirs the goal alone: a value that goes
# back by the other's commit was lost.
taken=0
for c in $(git rev-list --first-parent HEAD); do
	body=$(git log -1 --format=%B "$c")
	case $body in
	*"ours "*) git diff "$c^" "$c" -- journeys/move.json | grep '^[-+].*customer_goal' && { taken=$((taken + 1)); echo "by a commit of ours:"; git log -3 --format='%h %an %s %b' "$c"; } ;;
	esac
done
n=$(wc -l <"$WORK/acknowledged")
refused=$(wc -l <"$WORK/refused")
head -3 "$WORK/refused"
git fsck --strict 2>&1 | grep -v '^dangling\|^notice' | grep . && lost=$((lost + 1))
"$JLEDGER" verify >"$WORK/verify" 2>&1 || { tail -3 "$WORK/verify"; lost=$((lost + 1)); }
echo "races: $n changes of one file acknowledged, $refused refused, $lost lost, $taken taken back"
bad=$((lost + taken))
echo "$((n - bad)) passed, $bad failed"
[ "$bad" -eq 0 ] && [ "$n" -gt 0 ]
