#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# git is the engine: what others commit, merge, pull, reset or rewrite is
# picked up without a word, and every clone comes to the same figures.
. "$(dirname "$0")/lib.sh"
small one || exit 1
cd one || exit 1

total() {
	run 0 report friction --by metric -p 2026 -f json && json out "[.rows[] | .n, .sum] == $1"
}

# The index as it was built step by step is the one built from nothing.
rebuilds_the_same() {
	run 0 report accountability -p 2026 -f json && cp out before.json &&
		run 0 report friction --by function,month,owner -p 2026 -f json && cp out before2.json &&
		run 0 index --rebuild && run 0 report accountability -p 2026 -f json && same before.json out &&
		run 0 report friction --by function,month,owner -p 2026 -f json && same before2.json out &&
		rm before.json before2.json
}

file() {
	f=$1
	shift
	echo month,by,vans,late >"$f"
	for row in "$@"; do echo "$row" >>"$f"; done
}

others_commits_are_seen() {
	sed -i 's/"ann", "since": "2026-01-01" }/"ann", "since": "2026-01-01", "until": "2026-03-01" }, { "person": "bob", "since": "2026-03-01" }/' journeys/move.json &&
		git commit -qam 'by a web editor' && run 0 who -f json && json out '.rows[0].owner == "bob"' &&
		run 0 who --rev HEAD~1 -f json && json out '.rows[0].owner == "ann"'
}

two_offices_import_and_merge() {
	file a.csv 2026-01,ops,10,1 2026-02,ops,10,2 && run 0 import a.csv --map vans &&
		git clone -q . ../two && git checkout -q -b office && git checkout -q main &&
		file b.csv 2026-03,ops,10,3 && run 0 import b.csv --map vans && total '[30, 6]' &&
		(
			cd ../two && file c.csv 2026-04,ops,10,4 2026-02,ops,10,7 && run 0 import c.csv --map vans &&
				says out '1 restatement' && total '[30, 12]'
		) && git pull -q --no-rebase --no-edit ../two main && total '[40, 15]' && rebuilds_the_same &&
		(cd ../two && git pull -q --no-rebase --no-edit ../one main && total '[40, 15]' && rebuilds_the_same)
}

the_same_file_in_two_offices_counts_once() {
	file d.csv 2026-05,ops,10,5 && (cd ../two && git pull -q ../one main && cp ../one/d.csv . &&
		GIT_AUTHOR_NAME='Other Office' run 0 import d.csv --map vans) &&
		run 0 import d.csv --map vans && git pull -q --no-rebase --no-edit ../two main &&
		[ "$(ls measures/*.json | wc -l)" -eq 5 ] && total '[50, 20]' && rebuilds_the_same
}

a_reset_takes_the_figures_back() {
	file e.csv 2026-06,ops,10,6 && run 0 import e.csv --map vans && total '[60, 26]' &&
		git reset -q --hard HEAD~1 && total '[50, 20]' && rebuilds_the_same &&
		run 0 import e.csv --map vans && total '[60, 26]'
}

a_rewritten_history_is_indexed_again() {
	git checkout -q --orphan fresh && git commit -qm 'one commit for all' && git branch -qM fresh main &&
		run 0 report friction --by metric -p 2026 -f json && cp out once.json && rebuilds_the_same &&
		rm once.json
}

older_revisions_have_their_own_figures() {
	file g.csv 2026-07,ops,10,1 && run 0 import g.csv --map vans &&
		run 0 report friction --by metric -p 2026-07 -f json && json out '.rows[0].n == 10' &&
		run 0 report friction --by metric -p 2026-07 --rev HEAD~1 -f json && json out '.rows == []' &&
		run 0 report friction --by metric -p 2026-07 -f json && json out '.rows[0].n == 10'
}

two_imports_at_once() {
	file h.csv 2026-08,ops,10,1 && file i.csv 2026-09,ops,10,2 &&
		{ "$JLEDGER" import h.csv --map vans >h.out 2>&1 & } && p1=$! &&
		{ "$JLEDGER" import i.csv --map vans >i.out 2>&1 & } && p2=$! &&
		wait $p1 && wait $p2 && run 0 report friction --by month -p 2026-08-01..2026-09-30 -f json &&
		json out '[.rows[] | [.month, .sum]] == [["2026-08", 1], ["2026-09", 2]]' || { cat h.out i.out; return 1; }
	git fsck --strict 2>&1 | grep -v '^notice\|dangling' | grep . && return 1
	[ -z "$(git status --porcelain measures)" ] && rebuilds_the_same
}

the_same_file_twice_at_once() {
	file j.csv 2026-11,ops,10,1 && n=$(ls measures/*.json | wc -l) &&
		{ "$JLEDGER" import j.csv --map vans >j1.out 2>&1 & } && p1=$! &&
		{ "$JLEDGER" import j.csv --map vans >j2.out 2>&1 & } && p2=$! &&
		wait $p1 && wait $p2 && [ "$(ls measures/*.json | wc -l)" -eq $((n + 1)) ] &&
		cat j1.out j2.out >said && says said 'nothing new'
}

an_edited_batch_is_noticed() {
	f=$(ls measures/*.csv | tail -1) && run 0 report accountability -p 2026 -f json && cp out right &&
		: 'what is recorded counts, not what lies in the work tree' &&
		sed -i 's/,10,/,11,/' "$f" && rm -rf .jledger &&
		run 0 report accountability -p 2026 -f json && same right out &&
		: 'recorded, it is not what the receipt says: its figures are blank, and only its own' &&
		git commit -qam 'change a batch' && run 0 report accountability -p 2026 -f json &&
		json out '.rows[0].n == null' && says out 'is damaged' &&
		run 1 index && says err 'is not the one that its receipt names' &&
		git revert --no-edit HEAD >/dev/null && run 0 report accountability -p 2026 -f json &&
		jq '.rows' right >a && jq '.rows' out >b && same a b
}

a_damaged_large_batch_blanks_only_its_own() {
	cd "$TRASH" && rm -rf big && small big && cd big &&
		jq '.limits = {batch_in_git: 100}' ledger.json >l && mv l ledger.json && run 0 commit &&
		printf 'month,by,vans,late\n2026-04,ops,10,2\n2026-05,ops,20,3\n' >q2.csv && run 0 import q2.csv --map vans &&
		large=$(ls measures/*.zst) &&
		printf 'month,by,vans,late\n2026-07,ops,10,2\n2026-08,ops,20,3\n' >q3.csv && run 0 import q3.csv --map vans &&
		cp "$large" keep && head -c 60 keep >"$large" &&
		run 0 report accountability -p 2026-Q2 -f json && json out '.rows[0].n == null' && says out 'is damaged' &&
		run 0 report accountability -p 2026-Q3 -f json && json out '.rows[0].n == 30' &&
		run 0 report accountability -p 2026-Q2 -f json --partial && json out '.rows[0].n == 0' &&
		: 'the same file imported again brings it back' &&
		run 0 import q2.csv --map vans && says out 'is restored' &&
		run 0 report accountability -p 2026-Q2 -f json && json out '.rows[0].n == 30'
}

a_flipped_bit_in_the_cache_is_noticed() {
	run 0 report accountability -p 2026 -f json && cp out right &&
		sqlite3 "$(cache_db)" "PRAGMA wal_checkpoint(TRUNCATE);
			UPDATE series SET points = CAST(substr(points, 1, length(points) - 1) || x'00' AS BLOB)" &&
		run 0 report accountability -p 2026 -f json && same right out || return 1
	# Pages that are cut off or zeroed: the right figures, never fewer.
	size=$(wc -c <"$(cache_db)") && cp "$(cache_db)" "$TRASH/sound.db" &&
		run 0 report friction --by metric,month -p 2026 -f json && cp out groups || return 1
	for at in 1 2 3 4 5 6 7 8 9 10 11 12; do
		rm -f "$(cache_db)"*
		if [ $((at % 2)) -eq 0 ]; then
			head -c $((size * at / 13)) "$TRASH/sound.db" >"$(cache_db)"
		else
			cp "$TRASH/sound.db" "$(cache_db)"
			dd if=/dev/zero of="$(cache_db)" bs=512 seek=$((size * at / 13 / 512)) count=8 conv=notrunc 2>/dev/null
		fi
		run 0 report friction --by metric,month -p 2026 -f json && same groups out &&
			run 0 report accountability -p 2026 -f json && same right out || { echo "damage $at"; return 1; }
	done
}

another_branch_has_its_own_order() {
	cd "$TRASH" && rm -rf order && small order && cd order &&
		printf 'month,by,vans,late\n2026-07,ops,10,2\n' >a.csv && printf 'month,by,vans,late\n2026-07,ops,10,5\n' >b.csv &&
		git checkout -qb side && run 0 import a.csv --map vans && git checkout -q main && run 0 import b.csv --map vans &&
		git checkout -q side && git merge -q -m merge main && : 'here a came first, then b by the merge' &&
		run 0 report accountability -p 2026-Q3 -f json && json out '.rows[0].sum == 5' &&
		git checkout -q main && git merge -q --no-ff -m merge side~1 && : 'and here b, then a' &&
		run 0 report accountability -p 2026-Q3 -f json && json out '.rows[0].sum == 2' &&
		run 0 report accountability -p 2026-Q3 -f json --rev side && json out '.rows[0].sum == 5' &&
		run 0 report accountability -p 2026-Q3 -f json --rev main && json out '.rows[0].sum == 2' &&
		: 'a batch that only the other branch has is read from there' &&
		git checkout -q side && printf 'month,by,vans,late\n2026-08,ops,7,1\n' >c.csv && run 0 import c.csv --map vans &&
		git checkout -q main && run 0 report accountability -p 2026-08 -f json --rev side && json out '.rows[0].n == 7'
}

odd_places_say_what_they_are() {
	cd "$TRASH" && mkdir plain && run 4 -C plain status && says err 'there is no git repository' &&
		git init -q bare && run 4 -C bare status && says err 'nothing is committed' &&
		git -C bare commit -q --allow-empty -m x && run 4 -C bare status && says err 'no ledger.json' &&
		git clone -q --depth 1 "file://$TRASH/one" shallow && run 4 -C shallow status && says err 'shallow clone' &&
		git clone -q --bare one b.git && run 4 -C b.git status && says err 'bare repository' &&
		cp -r one newer && sed -i 's/"format": 1/"format": 2/' newer/ledger.json && git -C newer commit -qam 2 &&
		run 4 -C newer status && says err 'has format 2' &&
		cp -r one zone && sed -i 's|Europe/Paris|Europe/Atlantis|' zone/ledger.json && git -C zone commit -qam z &&
		run 3 -C zone status && says err "'Europe/Atlantis' is not a time zone"
}

detached_and_merging() {
	cd "$TRASH" && rm -rf d && git clone -q one d && cd d && git checkout -q HEAD~0 && file x.csv 2026-10,ops,1,1 &&
		run 4 import x.csv --map vans && says err 'HEAD is not on a branch' && run 0 status -p 2026 &&
		git tag here && git symbolic-ref HEAD refs/tags/here && run 4 import x.csv --map vans && says err 'HEAD is not on a branch' && git checkout -q main &&
		run 2 seal --unsigned --name HEAD && says err 'cannot be the name' && run 2 seal --unsigned --name main && says err 'is a branch' && git tag -d here >/dev/null &&
		git checkout -q main && git checkout -q -b side && echo 1 >f && git add f && git commit -qm 1 &&
		git checkout -q main && echo 2 >f && git add f && git commit -qm 2 && ! git merge -q side >/dev/null 2>&1 &&
		run 4 import x.csv --map vans && says err 'in the middle of another operation' &&
		[ -z "$(git status --porcelain measures)" ]
}

a_cache_that_is_no_cache_is_made_anew() {
	cd "$TRASH/one" && run 0 report accountability -p 2026 -f json && cp out good &&
		for damage in 'echo garbage >"$(cache_db)"' ': >"$(cache_db)"' 'rm -rf "$HOME/.cache"' \
			'sqlite3 "$(cache_db)" "DROP TABLE series"' \
			'sqlite3 "$(cache_db)" "UPDATE series SET points = x'"'00ff'"'"' \
			'sqlite3 "$(cache_db)" "UPDATE meta SET value = 99"' \
			'rm "$(cache_db)"; sqlite3 "$(cache_db)" "CREATE TABLE other (x)"' \
			'sqlite3 "$(cache_db)" "UPDATE definition SET packed = x'"'41'"'"' \
			'truncate -s 5000 "$(cache_db)"' \
			'dd if=/dev/urandom of="$(cache_db)" bs=100 seek=200 count=100 conv=notrunc 2>/dev/null'; do
			eval "$damage" && run 0 report accountability -p 2026 -f json && same good out ||
				{ echo "after: $damage"; return 1; }
		done
}

# names_as_git WAY N: the same author, committer and reflog as of git's own commit.
names_as_git() (
	unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL EMAIL GIT_CONFIG_NOSYSTEM
	eval "$1" && git commit -q --allow-empty -m git && run 0 set move "name=Move $2" -m renamed &&
		of_git=$(git log -1 --format='%an <%ae>, %cn <%ce>, %gn' -g 'HEAD@{1}') &&
		ours=$(git log -1 --format='%an <%ae>, %cn <%ce>, %gn' -g 'HEAD@{0}') &&
		[ "$of_git" = "$ours" ] || { echo "$1: git says $of_git, and here it is $ours"; return 1; }
)

names_are_found_as_git_finds_them() {
	cd "$TRASH" && rm -rf who && small who && cd who && echo '[user] name = Included' >"$TRASH/included" &&
		printf '[user]\nname = Own\nemail = own@example.com\n[includeIf "gitdir:%s/who/"]\npath = %s/included\n' "$TRASH" "$TRASH" >"$TRASH/own" &&
		printf '[user]\nname = Both\nemail = both@example.com\n[author]\nname = Wrote\n[committer]\nemail = kept@example.com\n' >"$TRASH/parted" || return 1
	own='export GIT_CONFIG_GLOBAL="$TRASH/own"'
	n=0
	while read -r way; do
		n=$((n + 1))
		names_as_git "$way" $n || return 1
	done <<-END
		$own
		$own EMAIL=passed-over@example.com
		$own GIT_AUTHOR_NAME=Variable
		$own GIT_COMMITTER_NAME=Variable GIT_COMMITTER_EMAIL=v@example.com
		$own GIT_CONFIG_COUNT=2 GIT_CONFIG_KEY_0=user.name GIT_CONFIG_VALUE_0='Q "q" \\ # ;' GIT_CONFIG_KEY_1=remote.a.b.url GIT_CONFIG_VALUE_1=x
		export GIT_CONFIG_GLOBAL="\$TRASH/parted"
		export GIT_CONFIG_GLOBAL="\$TRASH/parted" GIT_CONFIG_SYSTEM="\$TRASH/own"
		export GIT_CONFIG_GLOBAL= GIT_CONFIG_SYSTEM="\$TRASH/own"
		$own; git config user.name Local
	END
	export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=user GIT_CONFIG_VALUE_0=x
	run 4 status && says err 'is no name of git' && GIT_CONFIG_KEY_0='' && run 4 status && GIT_CONFIG_COUNT=2 GIT_CONFIG_KEY_0=a.b && run 4 status && says err 'GIT_CONFIG_KEY_1' &&
		GIT_CONFIG_COUNT=many && run 4 status && says err "is 'many'"
	code=$?
	unset GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0
	return $code
}

# In a sparse checkout: the same answers, and no definition written over one
# that is only not here.
a_sparse_checkout_is_whole() {
	cd "$TRASH" && rm -rf full part && small full && cd full && mkdir -p journeys/sub && git mv journeys/move.json journeys/sub/ && git commit -qm moved &&
		git clone -q . ../part && cd ../part && git config core.sparseCheckout true && printf '/*\n!/journeys/\n!/people/ann.json\n!/schema/\n!/ledger.json\n' >.git/info/sparse-checkout &&
		git read-tree -mu HEAD && [ ! -e journeys ] && [ ! -e people/ann.json ] && [ ! -e ledger.json ] || return 1
	for c in check who 'diff HEAD' status 'show move' 'list people'; do
		# shellcheck disable=SC2086 # the words of the command
		(cd ../full && "$JLEDGER" $c) >../whole 2>&1
		echo "exit code $?" >>../whole
		# shellcheck disable=SC2086
		"$JLEDGER" $c >../sparse 2>&1
		echo "exit code $?" >>../sparse
		sed -i 's|/part|/full|g' ../sparse && same ../sparse ../whole || { echo "$c"; return 1; }
	done
	run 0 doctor --fix && [ ! -e schema ] && [ -z "$(git status --porcelain)" ] || return 1
	tip=$(git rev-parse HEAD)
	for c in 'new person ann name=Other -m x' 'new person ann name=Other' 'new journey move name=Other -m x' 'set person:ann name=Other -m x' 'set person:ann name=Other' 'set move name=Other -m x' 'edit move'; do
		# shellcheck disable=SC2086 # the words of the command
		EDITOR=true "$JLEDGER" $c >../out 2>&1
		code=$?
		[ $code -ge 3 ] && [ -z "$(git status --porcelain -uno)" ] && [ "$(git rev-parse HEAD)" = "$tip" ] && [ ! -e people/ann.json ] || { echo "$c ends with $code"; cat ../out; return 1; }
	done
	run 4 set move name=Other -m x && says err "'git sparse-checkout add journeys' brings it" && run 0 new person zed name=Zed -m hello &&
		[ "$(git diff --name-only HEAD~1)" = people/zed.json ] && run 0 undo HEAD -m back && [ "$(git rev-parse HEAD:people)" = "$(git rev-parse HEAD~2:people)" ]
}

what_is_staged_stays_staged() {
	cd "$TRASH" && rm -rf staged && small staged && cd staged && sed -i 's/Ann Ode/Anna Ode/' people/ann.json && git add people && git diff --cached >../cached && git restore people &&
		git show HEAD:people/ann.json >people/ann.json && run 3 set person:ann name=Other -m x && says err 'is staged in git with another text' && git diff --cached >../after && same ../cached ../after &&
		run 0 set person:bob name=Robert -m y && git diff --cached >../after && same ../cached ../after &&
		git restore --staged people && run 0 set person:ann name=Other -m x && git rm -q --cached people/ann.json && run 3 set person:ann name=Again -m x && says err 'is staged'
}

too_many_folders_are_told() {
	cd "$TRASH" && rm -rf deep && small deep && cd deep && d=people/$(printf 'd/%.0s' $(seq 32)) && mkdir -p "$d" && echo '{"id":"low","name":"L"}' >"$d/low.json" && run 0 check && run 0 diff && says out low && mkdir "$d/e" &&
		mv "$d/low.json" "$d/e/" && run 4 check && says err 'no more than 32 folders in folders' && git add people && git commit -qm deep && run 4 who && says err 'folders in folders'
}

a_read_only_ledger_answers() {
	cd "$TRASH" && rm -rf ro && cp -r one ro && rm -rf ro/.jledger && chmod -R a-w ro || return 1
	if [ "$(id -u)" -eq 0 ]; then
		chown -R 1234 ro && chmod 755 "$TRASH" &&
			HOME=/ setpriv --reuid=1234 --clear-groups "$JLEDGER" -C ro report accountability -p 2026 -f json >out 2>err
	else
		run 0 -C ro report accountability -p 2026 -f json
	fi &&
		json out '.rows | length > 0'
}

it 'commits made by others are seen' others_commits_are_seen
it 'two offices import, merge, and agree' two_offices_import_and_merge
it 'the same file imported in two offices counts once' the_same_file_in_two_offices_counts_once
it 'a reset takes the figures back' a_reset_takes_the_figures_back
it 'a rewritten history is indexed again' a_rewritten_history_is_indexed_again
it 'older revisions have their own figures' older_revisions_have_their_own_figures
it 'two imports at once both come in' two_imports_at_once
it 'the same file imported twice at once counts once' the_same_file_twice_at_once
it 'an edited batch file changes nothing until it is recorded' an_edited_batch_is_noticed
it 'a damaged large batch blanks its own figures and no others' a_damaged_large_batch_blanks_only_its_own
it 'a cache with a flipped bit is made anew' a_flipped_bit_in_the_cache_is_noticed
it 'another branch is read in its own order and from its own files' another_branch_has_its_own_order
it 'a place that is no ledger says what it is' odd_places_say_what_they_are
it 'a detached head or a merge in progress stops writers' detached_and_merging
it 'a cache that is damaged, foreign or stale is made anew' a_cache_that_is_no_cache_is_made_anew
it 'authors and committers are found as git finds them' names_are_found_as_git_finds_them
it 'a sparse checkout answers as a whole one, and nothing is written over what it leaves out' a_sparse_checkout_is_whole
it 'a text that somebody staged is not staged over' what_is_staged_stays_staged
it 'folders that are too deep to be looked into are told of' too_many_folders_are_told
it 'a read-only ledger answers from memory' a_read_only_ledger_answers
finish
