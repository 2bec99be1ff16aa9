#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# The worst day: links that lead out, a system that fails, damage that git does
# not see, neighbours at the same file. Each of these was once wrong.
. "$(dirname "$0")/lib.sh"

# Leaks cannot be looked for in what is traced.
traced=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0

links_are_neither_read_nor_recorded() {
	cd "$TRASH" && small evil && mkdir -p out && echo 'TOP SECRET' >out/key && cd evil || return 1
	for path in .editorconfig .gitignore .vscode/settings.json schema/journey.json; do
		git rm -q --cached "$path" && rm -f "$path" && ln -s ../../out/key "$path" && git add -f "$path" && git commit -qm "$path" || return 1
	done
	cd .. && git clone -q evil victim && cd victim && run 1 doctor --fix && says out 'a link or a folder stands in the place of a file: ' && says out .editorconfig &&
		run 1 verify && says out 'a link stands in the place of a file' || return 1
	for o in $(git cat-file --batch-all-objects --batch-check='%(objectname)'); do
		! git cat-file -p "$o" 2>/dev/null | grep -q 'TOP SECRET' || { echo "in object $o"; return 1; }
	done
	rm -rf people && ln -s ../out people && run 4 set person:ann name=Ann && says err 'is a link to another folder' && run 4 check && run 4 new person zed name=Zed && [ ! -e ../out/zed.json ]
}

names_that_lead_elsewhere_are_found() {
	cd "$TRASH" && small names && cd names && blob=$(git rev-parse HEAD:people/ann.json) || return 1
	for name in '..' '.git' '.GIT' 'git~1'; do
		tree=$(printf '100644 %s\0' "$name" | xxd -p | tr -d '\n')$blob
		tree=$(echo "$tree" | xxd -r -p | git hash-object -t tree -w --literally --stdin) &&
			commit=$({ git ls-tree HEAD && printf '040000 tree %s\textra\n' "$tree"; } | git mktree | xargs git commit-tree -p HEAD -m odd) || return 1
		git update-ref refs/heads/odd "$commit" && git symbolic-ref HEAD refs/heads/odd
		# Where nothing of the ledger lies, only what is the ledger's is read.
		top=$({ git ls-tree main | grep -v people && printf '040000 tree %s\tpeople\n' "$tree"; } | git mktree | xargs git commit-tree -p main -m odd) &&
			git update-ref refs/heads/odd "$top" && run 1 verify && says out 'whoever writes it to a disk is led elsewhere' || return 1
		git symbolic-ref HEAD refs/heads/main
	done
}

# What waits in the place of a file would hold a command up for ever.
a_pipe_holds_nothing_up() {
	cd "$TRASH" && rm -rf pipes && small pipes || return 1
	for path in .git/config .git/HEAD .git/index .git/packed-refs .git/refs/heads/main .git/logs/HEAD .git/logs/refs/heads/main .git/info/exclude .git/info/attributes .git/shallow \
		.git/objects/info/alternates .git/config.worktree .gitattributes people/.gitattributes .gitignore .jledger/intent .jledger/lock people/x.json measures/x.json; do
		rm -rf "$TRASH/w" && cp -a "$TRASH/pipes" "$TRASH/w" && cd "$TRASH/w" && rm -rf "$path" && mkdir -p "$(dirname "$path")" && mkfifo "$path" || return 1
		for c in status check verify 'set person:ann name=Other -m x' 'diff HEAD' doctor; do
			# shellcheck disable=SC2086 # the words of the command
			timeout 20 "$JLEDGER" $c >"$TRASH/said" 2>"$TRASH/complaint" </dev/null
			code=$?
			[ $code -le 4 ] || { echo "$path: '$c' ends with $code"; cat "$TRASH/complaint"; return 1; }
			[ $code -lt 4 ] || says_not "$TRASH/complaint" "unknown cause" || return 1
		done
	done
	cd "$TRASH/pipes" && mkdir .jledger/intent && run 4 set person:ann name=Other -m x && says err 'remove it, and run the command again' && rmdir .jledger/intent &&
		mkdir b && echo '* text eol=crlf' >b/attributes && ln -s b/attributes .gitattributes.x && git rm -q --cached .gitattributes && mv .gitattributes.x .gitattributes && git add -f .gitattributes && git commit -qm links && run 1 verify && says out 'a link stands in the place of a file' && says_not out 'is not what was recorded' &&
		rm .git/HEAD && mkfifo .git/HEAD && run 4 status && says err '.git/HEAD is a pipe' && rm .git/HEAD && run 4 status && says err '.git is there, and is no repository'
}

a_missing_commit_is_no_empty_ledger() (
	cd "$TRASH" && small gone && cd gone && o=$(git rev-parse HEAD) && rm -f ".git/objects/$(echo "$o" | sed 's|^..|&/|')" || return 1
	# libgit2 1.5 does not free the reference whose commit is missing.
	export ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0"
	for c in status who check 'report friction -p 2026' 'set move name=X' 'new person x name=X'; do
		# shellcheck disable=SC2086 # the words of the command
		"$JLEDGER" $c >out 2>err
		code=$?
		[ $code -eq 4 ] || [ "$c" = check ] || { echo "$c: $code"; cat err; return 1; }
		says_not err "'jledger init'" || return 1
	done
	run 4 who && says err 'is missing' && run 1 verify
)

# shellcheck disable=SC3045 # the shells here limit memory
a_huge_version_is_named_and_not_read() {
	cd "$TRASH" && small huge && cd huge && { printf '{"id":"big","name":"'; head -c 40M /dev/zero | tr '\0' A; printf '"}'; } >people/big.json &&
		git add people && git commit -qm big && git rm -q people/big.json && git commit -qm gone && (ulimit -v 400000 && run 0 log && says out 'no more than 16777216 are read') && run 0 report changes -p 2026
}

# with_fault PATTERN INJECT COMMAND...: the program with one failing call.
with_fault() {
	path=$1
	fault=$2
	shift 2
	ASAN_OPTIONS=$traced strace -f -qq -o /dev/null -P "$path" -e signal=none -e inject="$fault" "$JLEDGER" "$@" >out 2>err
}

a_failing_system_gives_no_other_answer() {
	cd "$TRASH" && small fails && cd fails && printf 'month,by,vans,late\n2026-07,ops,100,7\n' >f.csv && zone=$(readlink -f /usr/share/zoneinfo/Europe/Paris) || return 1
	for k in 1 2; do
		with_fault "$zone" "openat:error=ENFILE:when=$k" import f.csv --map vans
		code=$?
		[ $code -eq 4 ] || { [ $code -eq 0 ] && run 0 report friction --by month -p 2026-07 -f json && json out '.rows[0].n == 100'; } || { echo "zone $k: $code"; return 1; }
	done
	git config commit.gpgsign true && git config gpg.format ssh && git config user.signingkey "$TRASH/nokey"
	run 4 set move name=New -m why && with_fault "$PWD/.git/config" openat:error=EIO set move name=New -m why
	[ $? -eq 4 ] || { echo 'a configuration that cannot be read: not signed, and not refused'; return 1; }
	git config commit.gpgsign ja && run 4 set move name=New -m why && says err 'commit.gpgsign' && git diff --quiet && git config commit.gpgsign false &&
		with_fault "$PWD/people" getdents64:error=EIO check
	[ $? -eq 4 ] || { echo 'a folder that cannot be listed is an empty one'; return 1; }
}

# A receipt that cannot be read now is not damaged, and no page stands without it.
an_unreadable_receipt_is_not_damaged() {
	cd "$TRASH" && small unread && cd unread && printf 'month,by,vans,late\n2026-07,ops,100,7\n' >f.csv && run 0 import f.csv --map vans && receipt=$(ls measures/*.json) || return 1
	object=$PWD/.git/objects/$(git rev-parse "HEAD:$receipt" | sed 's|^..|&/|')
	for c in verify who 'list people'; do
		for k in 1 2 3 4 5; do
			# shellcheck disable=SC2086 # the words of the command
			run 0 $c && mv out usual && with_fault "$object" "openat,openat2:error=EIO:when=$k" $c
			code=$?
			[ $code -eq 4 ] || { [ $code -eq 0 ] && same usual out; } || { echo "$c, open $k: $code"; cat out err; return 1; }
			[ $code -ne 4 ] || echo >>failed
		done
	done
	[ "$(wc -l <failed)" -ge 3 ]
}

a_lost_answer_hides_nothing() {
	cd "$TRASH" && small lost && cd lost || return 1
	"$JLEDGER" set move name=Said -m why >/dev/full 2>err
	[ $? -eq 4 ] && says err 'is done all the same' && git show HEAD:journeys/move.json | grep -q Said || return 1
	"$JLEDGER" who >/dev/full 2>err
	[ $? -eq 4 ] && says err 'cannot write the answer' && says_not err 'all the same'
}

what_is_said_after_the_branch_moved_is_true() {
	cd "$TRASH" && small moved && cd moved && n=1 || return 1
	for k in 14 15 16 17 18 19 20 21 22 23 24 25 26 27 20+ 21+ 22+ 23+ 24+ 25+ 26+ 27+; do
		head=$(git rev-parse HEAD)
		ASAN_OPTIONS=$traced strace -f -qq -o /dev/null -e signal=none -e trace=fsync -e inject=fsync:error=EIO:when=$k "$JLEDGER" set move name="Name $k" -m "why $k" >out 2>err
		code=$?
		now=$(git show HEAD:journeys/move.json | grep -cF "Name $k\"")
		{ [ $code -eq 0 ] && [ "$now" -eq 1 ]; } || { [ $code -eq 4 ] && [ "$head" = "$(git rev-parse HEAD)" ]; } || { [ $code -eq 4 ] && grep -q 'it is recorded as' err; } ||
			{ echo "fsync $k: $code"; cat err; return 1; }
		cat err >>../told
		n=$((n + 1))
		run 0 new person "p${k%+}$n" name=P -m x && [ "$(git show HEAD:journeys/move.json | grep -cF "Name $k\"")" -eq "$now" ] || return 1
	done
	grep -q 'it is recorded as' ../told || { echo 'no fsync after the branch moved was hit'; cat ../told; return 1; }
}

# From its k-th call on the disk confirms nothing.
what_is_said_of_a_seal_is_true() {
	cd "$TRASH" && small sealed && cd sealed || return 1
	for k in 1 2 3 4 5 6 7 8 9 10 11 12; do
		ASAN_OPTIONS=$traced strace -f -qq -o /dev/null -e signal=none -e trace=fsync -e inject=fsync:error=EIO:when=$k+ "$JLEDGER" seal --unsigned --name "s$k" >out 2>err
		code=$?
		if git rev-parse -q --verify "refs/tags/s$k" >/dev/null; then
			[ $code -eq 0 ] || { [ $code -eq 4 ] && grep -q "made the tag s$k\|tag 's$k' is made" err; } || { echo "fsync $k: the tag is there, and $code: $(cat err)"; return 1; }
		else
			[ $code -eq 4 ] || { echo "fsync $k: no tag, and $code"; return 1; }
		fi
		run 0 new person "q$k" name=Q -m x || return 1
	done
	git tag | grep -q s12 && ! git tag | grep -qx s1
}

# In a repository that is there, cut off at each change of a name.
an_init_that_was_cut_off() {
	mkdir "$TRASH/inits"
	for k in 1 2 3 5 8 13 21 34; do
		cd "$TRASH/inits" && rm -rf here && git init -q here && git -C here commit -q --allow-empty -m before || return 1
		ASAN_OPTIONS=$traced strace -f -qq -o /dev/null -e signal=none -e inject=rename,renameat,renameat2,linkat,fsync:signal=KILL:when=$k "$JLEDGER" init here --name Here --zone UTC >/dev/null 2>&1
		"$JLEDGER" init here --example >out 2>err
		code=$?
		if [ $code -eq 3 ]; then
			grep -q 'another .jledger init. was cut off here\|is a ledger here already' err && { "$JLEDGER" init here --name Here --zone UTC >out 2>err || grep -q 'is a ledger here already' err; } || { echo "rename $k: $(cat err)"; return 1; }
		elif [ $code -ne 0 ]; then
			echo "rename $k: $code: $(cat err)"
			return 1
		fi
		git -C here cat-file -e HEAD:ledger.json && [ -z "$(git -C here status --porcelain)" ] && (cd here && run 0 verify) || { echo "rename $k: no ledger"; return 1; }
	done
	cd "$TRASH/inits" && mkdir own && echo '{}' >own/ledger.json && run 3 init own --name Own --zone UTC && says err 'not recorded' && says own/ledger.json '{}'
}

# Killed where it would move the branch; a neighbour records what is staged.
a_neighbour_records_what_was_left() {
	cd "$TRASH" && small left && cd left || return 1
	ASAN_OPTIONS=$traced strace -f -qq -o /dev/null -P "$PWD/.git/refs/heads/main.lock" -e signal=none -e inject=openat:signal=KILL:when=1 "$JLEDGER" set move name=Taken -m over >/dev/null 2>&1
	git commit -qam 'my own work' && git show HEAD:journeys/move.json | grep -q Taken || return 1
	run 0 who && says err 'somebody else has saved or recorded since stays: journeys/move.json' && says journeys/move.json Taken && [ -z "$(git status --porcelain)" ] && run 0 set move name=Next -m on
}

no_zone_of_this_computer() {
	mkdir "$TRASH/zones" && cd "$TRASH/zones" && (
		unset TZ
		with_fault /etc/localtime readlink:error=EINVAL init --example zoned && (cd zoned && run 0 who) || { cat err; exit 1; }
		with_fault /etc/localtime readlink:error=EINVAL init unzoned
		[ $? -eq 4 ] && says err '--zone Europe/Paris'
	)
}

# A mode that is recorded stays.
an_executable_definition() {
	cd "$TRASH" && small mode && cd mode && chmod +x people/ann.json && git commit -qam x && run 0 set person:ann name=Anne -m x &&
		[ -z "$(git status --porcelain)" ] && git ls-tree HEAD people/ann.json | grep -q ^100755
}

# By its id, its name, or a zero byte.
a_damaged_line_of_packed_refs() {
	cd "$TRASH" && small packed && cd packed && run 0 seal --unsigned --name s1 && git pack-refs --all && cp .git/packed-refs ../packed.good || return 1
	for change in 's/^.\(.*s1$\)/\1/' 's/^\(.*s1\)$/a\1/' 's/ \(refs.tags.s1\)$/\1/' 's/s1$/\x00s1/'; do
		sed "$change" ../packed.good >.git/packed-refs && ! cmp -s .git/packed-refs ../packed.good && "$JLEDGER" verify >out 2>err
		code=$?
		[ $code -eq 1 ] || [ $code -eq 4 ] || { echo "$change: $code"; return 1; }
	done
	cp ../packed.good .git/packed-refs && run 0 verify
}

# In a clone, an unfinished edit is somebody else's text.
an_edit_that_came_along() {
	cd "$TRASH" && printf '#!/bin/sh\nsed -i s/house/PLANTED/ "$1"\nexit 1\n' >plant && chmod +x plant && small planted && cd planted && EDITOR=$TRASH/plant run 4 edit move && grep -q PLANTED .jledger/edit-*.json &&
		git add -f .jledger/edit-* && git commit -qm tidy && cd .. && git clone -q planted cloned && cd cloned && EDITOR=true run 0 edit move -m look && says out 'nothing was changed' && says_not err 'going on'
}

a_configuration_that_is_a_folder() {
	mkdir -p "$TRASH/odd/.gitconfig" && HOME=$TRASH/odd run 4 config pager less && says err 'your git configuration cannot be written'
}

# Each of five thousand, and a word on the others.
a_million_unknown_keys() {
	cd "$TRASH" && small keys && cd keys && { printf '{ "id": "ann", "name": "Ann"'; awk 'BEGIN { while (i++ < 300000) printf ",\"k%d\":1", i; print " }" }'; } >people/ann.json &&
		run 1 check -f json && [ "$(grep -c unknown-key out)" -le 5001 ] && says out 'more than 5000 unknown keys'
}

children_that_are_not_waited_for_are_no_success() {
	cd "$TRASH" && small child && cd child && (
		trap '' CHLD
		EDITOR=false "$JLEDGER" edit move >out 2>err
		[ $? -eq 4 ]
	)
}

# A save while the ledger is checked: made again from there, or kept.
a_neighbour_loses_nothing() {
	cd "$TRASH" && small two && cd two && for i in $(seq 150); do sed "s/\"id\": \"move\"/\"id\": \"j$i\"/" journeys/move.json >journeys/j$i.json; done && run 0 commit -m many || return 1
	for i in 1 2 3 4 5 6; do
		"$JLEDGER" set move name="Name $i" -m "ours $i" >/dev/null 2>&1 &
		sleep 0.0$i
		sed -i "s/\"reason\": \"[^\"]*\"/X/; s/\"id\": \"move\",/\"id\": \"move\",\n  \"customer_goal\": \"goal $i\",/; /customer_goal.*goal $((i - 1))\"/d" journeys/move.json && git commit -qm "theirs $i" -- journeys/move.json 2>/dev/null
		theirs=$?
		wait $!
		ours=$?
		[ $theirs -ne 0 ] || git log --format=%H -S"goal $i\"" -- journeys/move.json | grep -q . || { echo "their $i is lost"; return 1; }
		[ $ours -ne 0 ] || git log --format=%B | grep -q "ours $i" || { echo "our $i is lost"; return 1; }
		git checkout -q -- journeys
	done
	git show HEAD:journeys/move.json | grep -q 'goal 6' && git fsck 2>&1 | grep -v dangling | grep . && return 1
	return 0
}

it 'links are neither read nor recorded' links_are_neither_read_nor_recorded
if command -v xxd >/dev/null; then
	it 'names in trees that lead elsewhere are found' names_that_lead_elsewhere_are_found
else
	skip 'names in trees that lead elsewhere are found' 'no xxd'
fi
it 'a pipe in the place of a file holds nothing up' a_pipe_holds_nothing_up
it 'a missing commit is no empty ledger' a_missing_commit_is_no_empty_ledger
case ${ASAN_OPTIONS:-} in
'') it 'a huge version is named and not read' a_huge_version_is_named_and_not_read ;;
*) skip 'a huge version is named and not read' 'memory is not limited under ASan' ;;
esac
if command -v strace >/dev/null; then
	it 'a failing system gives no other answer' a_failing_system_gives_no_other_answer
	it 'a receipt that cannot be read now is not called damaged' an_unreadable_receipt_is_not_damaged
	it 'what is said after the branch moved is true' what_is_said_after_the_branch_moved_is_true
	it 'what is said of a seal is true, whatever the disk confirms' what_is_said_of_a_seal_is_true
	it 'an init that was cut off is given again' an_init_that_was_cut_off
	it 'a computer that does not say its zone' no_zone_of_this_computer
	it 'what a neighbour has recorded is not taken back' a_neighbour_records_what_was_left
else
	skip 'a failing system gives no other answer' 'strace is not installed'
fi
it 'an answer that cannot be written hides nothing that was done' a_lost_answer_hides_nothing
it 'an executable definition stays one' an_executable_definition
it 'a damaged line of packed-refs is found' a_damaged_line_of_packed_refs
it 'an unfinished edit that came along is not gone on with' an_edit_that_came_along
it 'a configuration that is a folder is said to be one' a_configuration_that_is_a_folder
it 'of unknown keys five thousand are told' a_million_unknown_keys
it 'an editor whose end is not told is no success' children_that_are_not_waited_for_are_no_success
it 'a neighbour at the same file loses nothing' a_neighbour_loses_nothing
finish
