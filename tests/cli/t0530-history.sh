#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# The history against a slow replay by another path: `git log --first-parent`,
# `git show` and jq. Random ledgers with merges, squash merges, octopus merges,
# reverts, moved, removed and broken files.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

git config --global gc.auto 0
seed=7
pick() {
	seed=$(((seed * 1103515245 + 12345) % 2147483648))
	picked=$((seed / 65536 % $1))
}

day() {
	pick 24
	month=$((picked % 12 + 1))
	year=$((2024 + picked / 12))
	pick 28
	printf '%d-%02d-%02d' $year $month $((picked + 1))
}

# Somebody else from another day on, or until then: tenures of any shape.
retenure() {
	file=$(git ls-files "journeys/*$1.json" | head -n 1)
	[ -n "$file" ] || return 0
	pick 3
	who=$(echo ana ben cy | cut -d' ' -f$((picked + 1)))
	since=$(day)
	pick 4
	case $picked in
	0) filter='.owners += [{person: $who, since: $since}] | .owners |= unique_by(.since)' ;;
	1) filter='if (.owners | length) > 1 then .owners |= .[1:] else . end' ;;
	2) filter='if (.owners | length) > 0 then .owners[0].person = $who else .owners = [{person: $who, since: $since}] end' ;;
	*) filter='.owners = [{person: $who, since: "2024-01-01", until: $since}]' ;;
	esac
	jq --arg who "$who" --arg since "$since" "$filter" "$file" >j && mv j "$file" &&
		{ git diff --quiet || git commit -qam "$1 $who $since"; }
}

merge_of() {
	git switch -q -c "$1" && retenure "$2" && git switch -q main
}

# Of a merge back to its first parent.
revert() {
	if git rev-parse -q --verify HEAD^2 >/dev/null; then
		git revert --no-edit -m 1 HEAD
	else
		git revert --no-edit HEAD
	fi
}

do_step() {
	pick 12
	case $picked in
	0 | 1 | 2) retenure one ;;
	3 | 4) retenure two ;;
	5) merge_of s two && retenure one && git merge -q -m m s && git branch -q -D s ;;
	6) merge_of s two && merge_of t three && git merge -q -m octopus s t && git branch -q -D s t ;;
	7) merge_of s two && retenure one && git merge -q --squash s && { git diff --cached --quiet || git commit -qm squash; } && git branch -q -D s ;;
	8) retenure three && revert ;;
	9) mkdir -p journeys/deep && git ls-files journeys/three.json | grep -q . && git mv journeys/three.json journeys/deep/three.json && git commit -qm moved || true ;;
	10) git ls-files journeys/two.json | grep -q . && git rm -q journeys/two.json && git commit -qm gone && revert || true ;;
	11) echo '{ "id": "one", ' >journeys/one.json && git commit -qam broken && revert ;;
	esac
}

random_ledger() {
	cd "$TRASH" && rm -rf h && "$JLEDGER" init h --name H --zone UTC >/dev/null && cd h &&
		for p in ana ben cy; do
			"$JLEDGER" new person $p name="$p" >/dev/null || return 1
		done &&
		for j in one two three; do
			"$JLEDGER" new journey $j name="$j" >/dev/null || return 1
		done &&
		"$JLEDGER" commit -m "the ledger" >/dev/null &&
		i=0 && while [ $i -lt 25 ]; do
			do_step >"$TRASH/step" 2>&1 || { cat "$TRASH/step"; return 1; }
			i=$((i + 1))
		done
}

# The owners of a journey at each commit of the line, by git and jq alone; null
# where there is no such file or it cannot be read.
owners_by_git() {
	git log --first-parent --reverse --format=%H | while read -r commit; do
		file=$(git ls-tree -r --name-only "$commit" journeys | grep "/$1.json$")
		text=null
		[ -z "$file" ] || text=$(git show "$commit:$file" | jq -c . 2>/dev/null) || text='"broken"'
		printf '{"commit": "%s", "journey": %s}\n' "$commit" "${text:-null}"
	done
}

# Applies the rows of the history to a calendar, commit by commit: before each
# row it must have the row's old value on all its days, and after the commit's
# rows it must be the calendar that the file itself makes.
replay='
def days: [range(0; 26) as $m | range(1; 29; 3) as $d |
	"\(2024 + ($m / 12 | floor))-\($m % 12 + 1 | if . < 10 then "0\(.)" else "\(.)" end)-\(if $d < 10 then "0\($d)" else "\($d)" end)"];
def owner($j; $day): [$j.owners[]? | select(.since <= $day and ((.until // "9999") > $day))] | sort_by(.since) | last | .person;
$r[0] as $revs | (.rows | reverse) as $rows | days as $days
| reduce $revs[] as $r ({calendar: {}, wrong: []};
	reduce ($rows[] | select(.commit == $r.commit)) as $row (.;
		if $row.field == null then
			if $row.what == "removed" then .calendar = {} else . end
		else
			reduce ($days[] | select(. >= $row.since and . < ($row.until // "9999"))) as $d (.;
				(if .calendar[$d] != $row.old then .wrong += ["\($r.commit) \($d): was \(.calendar[$d]), row says \($row.old)"] else . end)
				| .calendar[$d] = $row.new)
		end)
	| if $r.journey == "broken" then . else
		. as $s | reduce $days[] as $d ($s;
			if .calendar[$d] != owner($r.journey; $d) then .wrong += ["\($r.commit) \($d): \(.calendar[$d]) is not \(owner($r.journey; $d))"] else . end) end)
| .wrong[0:5][]'

same_tenures() {
	for id in one two three; do
		owners_by_git $id | jq -s . >revs || return 1
		run 0 log $id --field owner -f json && mv out log.json || return 1
		jq -r --slurpfile r revs "$replay" log.json >wrong 2>&1
		[ ! -s wrong ] || { echo "$id:"; cat wrong; return 1; }
	done
}

# Which definitions each commit changed, by git alone: their content by id.
changed_by_git() {
	before=$(git hash-object -t tree /dev/null)
	git log --first-parent --reverse --format=%H | while read -r commit; do
		for tree in $before "$commit"; do
			git ls-tree -r "$tree" people journeys functions maps metrics ledger.json 2>/dev/null |
				sed -n 's|^[0-9]* blob \([0-9a-f]*\)\t\(.*\)\.json$|\2 \1|p' |
				awk '{ n = split($1, p, "/"); print (n > 1 ? p[1] "/" p[n] : $1), $2 }' | sort >"tree.$tree"
		done
		comm -3 "tree.$before" "tree.$commit" | awk '{ print $1 }' | sort -u | sed "s/^/$commit /"
		rm -f tree.*
		before=$commit
	done | sort
}

same_changes() {
	changed_by_git >expected &&
		run 0 report changes -p 2024-01-01..2030-12-31 -f json &&
		jq -r '.rows[] | .commit + " " + ({person: "people/", journey: "journeys/", function: "functions/", map: "maps/", metric: "metrics/", ledger: "ledger"}[.kind]) + .id' out | sort -u >got &&
		diff expected got
}

# Every version against what `who` says then.
same_owners() {
	for rev in $(git log --first-parent --format=%h | awk 'NR % 5 == 1'); do
		for day in 2024-03-07 2024-11-20 2025-06-15; do
			"$JLEDGER" who --at $day --rev "$rev" -f csv 2>/dev/null | tail -n +2 | cut -d, -f1,2 | sort >got
			git ls-tree -r --name-only "$rev" journeys | while read -r file; do
				git show "$rev:$file" | jq -r --arg d $day '[.id, ([.owners[]? | select(.since <= $d and ((.until // "9999") > $d))] | sort_by(.since) | last | .person // "")] | join(",")' 2>/dev/null
			done | sort >expected
			diff expected got || { echo "at $rev on $day"; return 1; }
		done
	done
}

# The writer of each change of a merge: one branch with commits of Ben and Cy,
# the main one with one of Ana's, all of one file, and Ana's own at the merge.
by() {
	name=$1
	shift
	GIT_AUTHOR_NAME=$name GIT_AUTHOR_EMAIL=$name@example.com git "$@"
}
field() { jq --arg v "$3" "$2 = \$v" "journeys/$1.json" >j && mv j "journeys/$1.json"; }
written_by() {
	json out "[.rows[] | select(.field == \"$1\" and .new == \"$2\") | [.by, .reason]] == [[\"$3\", \"$4\"]]"
}
merged() {
	cd "$TRASH" && rm -rf m && "$JLEDGER" init m --name M --zone UTC >/dev/null && cd m &&
		"$JLEDGER" new journey one name=One >/dev/null && field one .customer_goal a && field one .business_unit a &&
		field one .parent a && git add -A && by ana commit -qm new &&
		git switch -q -c side && field one .business_unit draft && by cy commit -qam "cy's draft" &&
		field one .business_unit b && by ben commit -qam "ben's unit" &&
		field one .parent b && by cy commit -qam "cy's parent" && git switch -q main &&
		field one .customer_goal b && by ana commit -qam "ana's goal" || return 1
	by ana merge -q --no-commit side >/dev/null 2>&1
	git checkout -q side -- journeys/one.json && field one .customer_goal b &&
		field one .name Uno && git add -A && by ana commit -qm "ana's merge" &&
		run 0 log one -f json && written_by business_unit b ben "ben's unit" &&
		written_by parent b cy "cy's parent" && written_by customer_goal b ana "ana's goal" &&
		written_by name Uno ana "ana's merge" &&
		json out '[.rows[] | select(.new == "draft")] == []' &&
		run 0 log one --by ben && says out "business unit" && silent_of out parent
}
silent_of() { ! grep -q "$2" "$1"; }
it "each change that a merge brought stands in the name of who wrote it" merged

double() {
	cd "$TRASH/m" && mkdir -p journeys/zz && jq '.name = "Zwei"' journeys/one.json >journeys/zz/one.json &&
		git add -A && by ben commit -qm "a second file" && run 0 log one -n 1 &&
		says out 'journeys/zz/one.json has the same id as journeys/one.json, and does not count' &&
		git rm -q journeys/zz/one.json && by ben commit -qm "gone again" &&
		run 0 log one -n 1 && says out 'journeys/zz/one.json, which had the same id and did not count, was removed' && run 0 log one -f json &&
		json out '[.rows[] | select(.what != "changed" and .field == null)] | length == 1' &&
		# one that comes first by path counts from then on
		mkdir -p journeys/aa && jq '.name = "Erst"' journeys/one.json >journeys/aa/one.json &&
		git add -A && by ben commit -qm "one that comes first" && run 0 log one -n 1 &&
		says out '"Uno" → "Erst"' && run 0 show one && says out Erst
}
it "of two files with one id the history follows the one that counts" double

round=1
while [ $round -le 4 ]; do
	it "random ledger $round can be made" random_ledger
	it "random ledger $round: the rows of the history make the tenures of each commit" same_tenures
	it "random ledger $round: the changes are those that git sees" same_changes
	it "random ledger $round: who says what each version says" same_owners
	round=$((round + 1))
done

dump() {
	sqlite3 "$(cache_db)" "SELECT position, hex(oid), hex(packed) FROM line ORDER BY 1; SELECT position, number, record, id, hex(side), hex(packed) FROM change ORDER BY 1, 2; SELECT hex(oid), position, hex(packed) FROM side ORDER BY 1;"
}

bit_by_bit() {
	cd "$TRASH/h" && rm -rf "$HOME/.cache" && commits=$(git log --first-parent --reverse --format=%H) &&
		for c in $commits; do
			git reset -q --hard "$c" && "$JLEDGER" log -n 1 >/dev/null 2>&1 || return 1
		done &&
		dump >grown && run 0 index --rebuild && dump >whole && cmp grown whole || { diff grown whole | head -4 | cut -c1-1500; return 1; }; [ "$(wc -l <whole)" -gt 30 ]
}
it "the index grown commit by commit is the one made at once" bit_by_bit

rewritten() {
	cd "$TRASH/h" && run 0 log -n 1 && git reset -q --hard HEAD~3 && retenure one && run 0 log -n 1 &&
		says err "not on it now" && dump >grown && run 0 log -n 1 && silent err &&
		run 0 index --rebuild && dump >whole && cmp grown whole
}
it "a history that was rewritten is noticed, told, and indexed anew" rewritten

damaged() {
	cd "$TRASH/h" && run 0 log -f json && mv out right && rm -f "$(cache_db)"-*
	sqlite3 "$(cache_db)" "UPDATE change SET packed = zeroblob(length(packed)) WHERE position = 2" &&
		run 0 log -f json && cmp right out
}
it "a damaged row is noticed, and the index made anew" damaged

elsewhere() {
	cd "$TRASH/h" && run 0 log --rev HEAD~2 -f json && mv out before && git switch -q --detach HEAD~2 &&
		run 0 log -f json && cmp before out
	git switch -q main
}
it "the history as of an earlier commit is that commit's history" elsewhere

finish
