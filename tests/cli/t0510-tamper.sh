#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# The tamper trial: whatever is changed behind the ledger's back, verify sees it
# and names it. CHANGES is how many files are changed, one at a time, in JOBS
# processes.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

CHANGES=${CHANGES:-2000} JOBS=${JOBS:-1}
export ASAN_OPTIONS=${ASAN_OPTIONS:-}

git config --global gc.auto 0
git config --global advice.detachedHead false

# A ledger with merges, packs, loose objects, a commit-graph, small batches in
# git and a large one outside.
make_ledger() {
	"$JLEDGER" init t --name T --zone UTC >/dev/null &&
		cd t &&
		"$JLEDGER" new person ana name="Ana" email=ana@example.com >/dev/null &&
		"$JLEDGER" new person ben name="Ben" email=ben@example.com >/dev/null &&
		"$JLEDGER" new function ops name="Ops" >/dev/null &&
		"$JLEDGER" new journey refund name="Refund" >/dev/null &&
		"$JLEDGER" set refund owner=ana --since 2026-01-01 >/dev/null 2>&1 &&
		mkdir -p maps && cat >maps/w.json <<-'END' &&
			{ "id": "w", "name": "W", "version": 1, "format": "csv",
			  "columns": { "journey": { "column": "journey" }, "occurred_at": { "column": "at" } },
			  "measures": [ { "metric": "complaint", "value": "v" } ] }
		END
		"$JLEDGER" commit -m "the ledger" >/dev/null &&
		for i in 1 2 3 4; do
			{
				echo "journey,at,v"
				seq 1 40 | awk -v i="$i" '{ printf "refund,2026-0%d-%02dT10:00:00Z,%d\n", i, $1 % 28 + 1, $1 }'
			} >"../m$i.csv"
			"$JLEDGER" import "../m$i.csv" --map w >/dev/null 2>&1 || return 1
			[ "$i" != 2 ] || git gc -q
		done &&
		git switch -q -c side HEAD~1 &&
		"$JLEDGER" set refund owner=ben --since 2026-06-01 -m "hand over" >/dev/null 2>&1 &&
		git switch -q main && git merge -q -m "merge" side && git branch -q -D side &&
		large_batches &&
		{
			echo "journey,at,v"
			seq 1 400 | awk '{ printf "refund,2026-05-%02dT10:00:00Z,%d\n", $1 % 28 + 1, $1 }'
		} >../m5.csv &&
		"$JLEDGER" import ../m5.csv --map w >/dev/null 2>&1 &&
		git commit-graph write --reachable &&
		"$JLEDGER" set refund owner=ana --since 2026-08-01 -m "and back" >/dev/null 2>&1 &&
		ls measures/*.zst >/dev/null
}

# From here on batches are too large for git.
large_batches() {
	jq '.limits = { "batch_in_git": 2000 }' ledger.json >l && mv l ledger.json &&
		"$JLEDGER" commit -m small >/dev/null
}

fixture() {
	rm -rf "$TRASH/t" && cd "$TRASH" && make_ledger && cd "$TRASH/t" && run 0 verify
}
it "an honest ledger has no finding" fixture

# In as many parts as JOBS says, each in a copy of its own.
every_change() {
	cd "$TRASH" && rm -f trial.* || return 1
	for part in $(seq "$JOBS"); do
		cp -a t "t.$part" && { timeout 5400 "$TAMPER" "t.$part" "$((CHANGES / JOBS))" "$part" >"trial.$part" 2>&1 || echo "part $part: exit code $?" >>"trial.$part"; } &
	done
	wait
	cat trial.* | tail -n 20
	(for part in $(seq "$JOBS"); do cd "$TRASH/t.$part" && run 0 verify && rm -rf "$TRASH/t.$part" || exit 1; done) &&
		[ "$(cat trial.* | wc -l)" -eq "$JOBS" ] && [ "$(cat trial.* | grep -c ' detected, ')" -eq "$JOBS" ]
}
it "of $CHANGES files changed, one at a time, each is seen and named" every_change
awk '{ n += $1; d += $6; m += $8; s += $10 } END { printf "tampering: %d changes to files: %d detected, %d named; %d more left every content as it was\n", n, d, m, s }' "$TRASH"/trial.*

afterwards() { cd "$TRASH/t" && run 0 verify; }
it "and nothing is found once all is as it was" afterwards

# ---- what needs no changed byte ----

# with SENTENCE-PART SCRIPT: verify finds it in a copy of the ledger, with a
# report of before as a witness.
with() {
	rm -rf "$TRASH/copy" && cp -a "$TRASH/t" "$TRASH/copy" && cd "$TRASH/copy" &&
		"$JLEDGER" who -f json >"$TRASH/report.json" &&
		seal=$("$JLEDGER" seal -n) && export seal &&
		eval "$2" >/dev/null 2>&1
	run 1 verify --against "$TRASH/report.json" &&
		says out "$1" &&
		run 1 verify --against "$seal"
}

# Trees as git never writes them, and other programs read them in their own way.
raw() { git cat-file tree "$1" | xxd -p | tr -d '\n'; }
write_tree() { xxd -r -p | git hash-object -t tree -w --literally --stdin; }
# commit_with TREE: on top, with that tree of measures.
commit_with() {
	git update-ref HEAD "$(git ls-tree HEAD | sed "s/$(git rev-parse HEAD:measures)/$1/" | git mktree |
		xargs git commit-tree -p HEAD -m x)"
}
odd_modes() { commit_with "$(raw HEAD:measures | sed s/313030363434/30313030363434/ | write_tree)"; }
two_of_one_name() {
	measures=$(git rev-parse HEAD:measures) && earlier=$(git rev-parse HEAD~3:measures) &&
		git update-ref HEAD "$(raw 'HEAD^{tree}' | sed "s/\(3430303030206d6561737572657300\)$measures/&\1$earlier/" | write_tree |
			xargs git commit-tree -p HEAD -m x)"
}
submodules() {
	for x in $(git ls-files 'measures/*.json'); do
		git update-index --cacheinfo "160000,$(git rev-parse "HEAD:$x"),$x" && rm "$x" || return 1
	done
	git commit -qm tidy
}
other_kind() {
	x=$(git ls-files journeys) && git update-index --cacheinfo "160000,$(git rev-parse "HEAD:$x"),$x" && rm "$x" && git commit -qm tidy
}

rewrite_author='git -c core.hooksPath=/dev/null filter-branch -f --env-filter "export GIT_AUTHOR_NAME=Eve" HEAD~2..HEAD'
for row in \
	"is missing|git commit -q --amend -m other|the last commit is written anew" \
	"no longer in the history|git reset -q --hard HEAD~1|the last commit is cut off" \
	"no longer in the history|git reset -q --hard HEAD~3|three are cut off" \
	"are missing|$rewrite_author|authors are changed" \
	"no longer in the history|git checkout -q --orphan o \&\& git commit -q -m all \&\& git branch -M o main|the history gets another root" \
	"is not in this repository|git reset -q --hard HEAD~1 \&\& git reflog expire --expire=now --all \&\& git gc -q --prune=now|the last commit is cut off and thrown away" \
	"removes it|git rm -q \$(ls measures/*.json \| head -n 1) \&\& git commit -q -m tidy|a commit removes a receipt" \
	"changes it|sed -i 's/\"rows\": 40/\"rows\": 41/' \$(ls measures/*.json \| head -n 1) \&\& git commit -qam fix|a commit changes a receipt" \
	"changes it|set -- measures/*.csv; sed -i 's/,7,/,8,/' \$1; git commit -qam fix|a commit changes a batch file" \
	"removes it|git revert --no-edit \$(git log --format=%h -n 1 --grep=import)|an import is reverted" \
	"removes it|submodules|receipts become submodules of the same ids" \
	"in the place of a file|other_kind|a journey becomes a submodule" \
	"written as git never does|odd_modes|modes are written with a zero more" \
	"two entries of one name|two_of_one_name|there are two folders of measures" \
	"is not what was recorded|set -- measures/*.json; sed -i 's/40/41/' \$1|a receipt in the work tree" \
	"removed from the work tree|set -- measures/*.json; rm \$1|a receipt is gone from the work tree" \
	"is not what was recorded|set -- measures/*.csv; sed -i 's/refund/refunt/' \$1|a batch in the work tree" \
	"refs/replace|git replace HEAD~1 HEAD~2|a replace ref" \
	"info/grafts|echo \$(git rev-parse HEAD) >.git/info/grafts|a graft" \
	"who did not write|printf 'Ana <ana@example.com> <test@example.com>\n' >.mailmap|a lying .mailmap" \
	"who did not write|git config mailmap.file m \&\& printf 'Eve <eve@example.com> Test Author <test@example.com>\n' >m|a lying mailmap in the configuration"; do
	part=${row%%|*}
	rest=${row#*|}
	script=$(printf '%s' "${rest%|*}" | sed 's/\\&/\&/g; s/\\|/|/g')
	it "it is seen when ${rest##*|}" with "$part" "$script"
done

# Cached rows that say the same as a changed batch.
with_cache() {
	rm -rf "$TRASH/copy" && cp -a "$TRASH/t" "$TRASH/copy" && cd "$TRASH/copy" &&
		file=$(ls measures/*.zst) && receipt=${file%.csv.zst}.json &&
		zstd -qdc "$file" | sed 's/,100,1,/,900,1,/' >b.csv && rm "$file" && zstd -q b.csv -o "$file" &&
		"$JLEDGER" index --rebuild >/dev/null 2>&1
	sum=$(sha256sum <b.csv | cut -d' ' -f1)
	run 1 verify && says out "$file" &&
		# and with the receipt in the work tree made to fit
		sed -i "s/\"batch_sha256\": \"[0-9a-f]*\"/\"batch_sha256\": \"$sum\"/" "$receipt" &&
		run 1 verify && says out "$receipt" && says out "first bad record"
}
it "rows that are changed with the cache made to fit are seen" with_cache

# A commit-graph that is well formed and lies: the tree of one commit in the
# place of another's, with the checksum made to fit.
lying_graph() {
	rm -rf "$TRASH/copy" && cp -a "$TRASH/t" "$TRASH/copy" && cd "$TRASH/copy" &&
		graph=.git/objects/info/commit-graph && chmod u+w $graph &&
		a=$(git rev-parse 'HEAD~2^{tree}') && b=$(git rev-parse 'HEAD~3^{tree}') &&
		xxd -p $graph | tr -d '\n' | sed "s/$a/$b/" >hex &&
		head -c -40 hex | xxd -r -p >body &&
		{ cat body; sha1sum <body | cut -c1-40 | xxd -r -p; } >$graph
	[ "$(xxd -p $graph | tr -d '\n' | grep -c "$a")" -eq 0 ] || return 1
	run 1 verify && says out "another tree" && says out "commit-graph"
}
# As git writes it with filters and ages, it is right; with the filters emptied,
# or one age changed, it is not.
filters() {
	rm -rf "$TRASH/copy" && cp -a "$TRASH/t" "$TRASH/copy" && cd "$TRASH/copy" &&
		graph=.git/objects/info/commit-graph && rm -f $graph && git commit-graph write --reachable --changed-paths &&
		run 0 verify && chmod u+w $graph && xxd -p $graph | tr -d '\n' >hex || return 1
	forge "$(chunk_at 42444154)" 12 && run 1 verify && says out 'fewer changed files' &&
		forge "$(chunk_at 43444154)" 28 && run 1 verify && says out 'commit-graph'
}
# Where the chunk with that name begins, in bytes, by the table of the file.
chunk_at() { printf '%d' "0x$(sed "s/.*$1\([0-9a-f]\{16\}\).*/\1/" hex)"; }
# forge CHUNK SKIP: zeroes from there to the end of the file, checksum made to fit.
forge() {
	at=$((2 * ($1 + $2)))
	{ head -c $at hex; head -c -40 hex | tail -c +$((at + 1)) | cut -c1-400 | tr '0-9a-f' '0'; head -c -40 hex | tail -c +$((at + 401)); } | xxd -r -p >body &&
		{ cat body; sha1sum <body | cut -c1-40 | xxd -r -p; } >$graph
}

if command -v xxd >/dev/null; then
	it "a commit-graph with filters and ages is right as git writes it, and seen when it lies" filters
	it "a commit-graph that is well formed and lies is seen" lying_graph
else
	skip "a commit-graph that is well formed and lies is seen" "no xxd"
fi

# Folders in folders, 30,000 deep; and a few objects that are ten to the ninth.
nested() {
	rm -rf "$TRASH/copy" && cp -a "$TRASH/t" "$TRASH/copy" && cd "$TRASH/copy" && honest=$(git rev-parse HEAD) &&
		blob=$(git rev-parse HEAD:journeys/refund.json) &&
		tree=$(printf '100644 blob %s\tx.json\n' "$blob" | git mktree) &&
		deep=$tree && i=0 && while [ $i -lt 200 ]; do
		deep=$(printf '040000 tree %s\td\n' "$deep" | git mktree)
		i=$((i + 1))
	done && { git ls-tree HEAD:journeys && printf '040000 tree %s\td\n' "$deep"; } | git mktree >t &&
		git update-ref HEAD "$(git ls-tree HEAD | sed "s/$(git rev-parse HEAD:journeys)/$(cat t)/" | git mktree | xargs git commit-tree -p HEAD -m deep)" &&
		{ timeout 20 "$JLEDGER" log -n 1 >out 2>err || [ $? -eq 4 ]; } && says err 'folders in folders' && run 1 verify && says out 'too deep' && git update-ref HEAD "$honest" &&
		wide=$tree && for _ in 1 2 3 4 5 6 7 8 9; do
		wide=$(for k in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree %s\t%s\n' "$wide" $k; done | git mktree)
	done && { git ls-tree HEAD:journeys && printf '040000 tree %s\td\n' "$wide"; } | git mktree >t &&
		git update-ref HEAD "$(git ls-tree HEAD | sed "s/$(git rev-parse HEAD:journeys)/$(cat t)/" | git mktree | xargs git commit-tree -p HEAD -m wide)" || return 1
	for c in "log -n 1" who verify; do
		timeout 60 "$JLEDGER" $c >out 2>err
		code=$?
		[ $code -eq 0 ] || [ $code -eq 4 ] || { echo "$c: $code"; return 1; }
	done
	says out 'V0' || says err 'more than a million'
}
it "folders without end neither crash nor hold anything up" nested

# Borrowed objects are looked at as one's own; and an abbreviated id does not
# lead into libgit2's endless reader of damaged loose objects.
borrowed() {
	cd "$TRASH" && rm -rf lender copy && git clone -q t lender && cd lender && commit=$(git commit --allow-empty -qm one && git rev-parse HEAD) &&
		cp "$TRASH"/t/measures/*.zst measures/ && git clone -q --shared . ../copy && cd ../copy &&
		cp "$TRASH"/t/measures/*.zst measures/ && run 0 verify && [ ! -e ".git/objects/$(echo "$commit" | cut -c1-2)" ] &&
		object=$TRASH/lender/.git/objects/$(echo "$commit" | sed 's|^..|&/|') && chmod u+w "$object" || return 1
	size=$(wc -c <"$object")
	for n in $((size - 1)) $((size / 2)) 12 2; do
		cp "$object" "$TRASH/whole" && head -c $n "$TRASH/whole" >"$object"
		for c in "log -n 1" "who --rev $(echo "$commit" | cut -c1-8)" "verify --against $(echo "$commit" | cut -c1-12)"; do
			timeout 20 "$JLEDGER" $c >out 2>err
			code=$?
			[ $code -gt 0 ] && [ $code -lt 10 ] || { echo "$c: $code"; return 1; }
		done
		says out "${object##*/}" || return 1
		cp "$TRASH/whole" "$object"
	done
	run 0 verify
}
it "objects that are borrowed are checked too, and damaged ones hold nothing up" borrowed

pipes() {
	rm -rf "$TRASH/copy" && cp -a "$TRASH/t" "$TRASH/copy" && cd "$TRASH/copy" &&
		for name in pack-x.pack multi-pack-index; do
			rm -f .git/objects/pack/$name && mkfifo .git/objects/pack/$name && timeout 20 "$JLEDGER" verify >out 2>err
			code=$?
			[ $code -eq 1 ] || [ $code -eq 4 ] || { echo "$name: $code"; return 1; }
			rm .git/objects/pack/$name
		done
}
it "a pipe among the packs holds nothing up" pipes

finish
