#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# What auditors ask: who recorded what and when, who signed it, can it be made
# again, and can it be checked without this program.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

for k in ana:ed25519 ben:rsa cy:ecdsa eve:ed25519; do
	ssh-keygen -q -t "${k#*:}" -N '' -C "${k%:*}" -f "$TRASH/${k%:*}.key"
done
git config --global gpg.format ssh
git config --global commit.gpgsign true

# as NAME COMMAND...: commits are by that person, with that key.
as() {
	name=$1
	shift
	git config --global user.signingkey "$TRASH/$name.key" &&
		GIT_AUTHOR_NAME=$name GIT_AUTHOR_EMAIL=$name@example.com GIT_COMMITTER_NAME=$name \
			GIT_COMMITTER_EMAIL=$name@example.com "$@"
}

signed_ledger() {
	cd "$TRASH" && as ana "$JLEDGER" init s --name Signed --zone UTC >/dev/null && cd s &&
		for p in ana ben cy; do
			"$JLEDGER" new person $p name="$p" email=$p@example.com keys="$(cat "$TRASH/$p.key.pub")" >/dev/null || return 1
		done &&
		"$JLEDGER" new journey refund name="Refund" status=in-force >/dev/null &&
		jq '.kpis = [{id: "late", name: "Late", metric: "complaint", aggregate: "sum",
			contracts: [{since: "2026-01-01", target: 10}]}]
			| .promises = [{id: "day", text: "A day", limits: [{since: "2026-01-01", within: "24h"}], proof: "late"}]' \
			journeys/refund.json >j && mv j journeys/refund.json &&
		mkdir -p maps && cat >maps/w.json <<-'END' &&
			{ "id": "w", "name": "W", "version": 3, "format": "csv",
			  "columns": { "journey": { "column": "journey" }, "occurred_at": { "column": "at" } },
			  "measures": [ { "metric": "complaint", "value": "v" } ] }
		END
		as ana "$JLEDGER" commit -m "people and their keys" >/dev/null &&
		as ben "$JLEDGER" set refund owner=ana --since 2026-07-01 -m "appointed" >/dev/null 2>&1 &&
		printf 'journey,at,v\nrefund,2026-07-02,5\nrefund,2026-08-03,7\n' >../m.csv &&
		as cy "$JLEDGER" import ../m.csv --map w >/dev/null 2>&1
}
it "commits, imports and hand-overs are signed as git's configuration asks" signed_ledger

all_known() {
	run 0 verify --level V1 && says out 'V1, signed by a known key: reached. 2 commits, each by a person' &&
		says out '2 before' &&
		run 0 report changes -p 2026 -f json && json out '[.rows[] | select(.signature == "signed by ben")] | length >= 1'
}
it "verify reaches V1 where each commit is signed by a key known before" all_known

# The same question to git, commit by commit.
hostile() {
	cd "$TRASH/s" && run 0 who -f json && cp out kept.json && echo precious >precious &&
		for words in '"who", "--output", "precious"' '"who", "-o", "precious", "-f", "text"' '"who", "--format", "text"' '"who", "--rev", "HEAD~1"' '"who", "--help"' \
			'"export", "evidence"' '"set", "refund", "name=x"' '"commit"' '"who", "--no-such"'; do
			jq ".command = [$words]" kept.json >hostile.json && run 4 verify hostile.json && says out 'it cannot be made again' || return 1
		done &&
		[ "$(cat precious)" = precious ] && git diff --quiet && rm -f kept.json hostile.json precious
}
it "the words of somebody else's report are a question, and nothing else" hostile

believed() {
	cd "$TRASH/s" && run 0 report changes -p 2026 -f json && cp out honest.json && rm -f "$(cache_db)"-* &&
		sqlite3 "$(cache_db)" "DELETE FROM change WHERE id = 'refund'" && run 0 verify honest.json
	rm -f honest.json
}
it "no cache is believed when a report is made again" believed

as_git() {
	for p in ana ben cy; do
		echo "$p@example.com $(cut -d' ' -f1,2 "$TRASH/$p.key.pub")"
	done >"$TRASH/allowed"
	run 0 report changes -p 2026 -f json && mv out changes.json || return 1
	for c in $(git log --format=%H); do
		if git -c gpg.ssh.allowedSignersFile="$TRASH/allowed" verify-commit "$c" 2>/dev/null; then
			echo "$c good"
		else
			echo "$c not"
		fi
	done | sort >by_git
	jq -r '.rows[] | .written_in + (if .signature | startswith("signed by an") then " good" elif .signature | startswith("signed by") then " good" else " not" end)' changes.json | sort -u >by_us
	join by_git by_us | awk '$2 != $3 { bad = 1; print } END { exit bad }' && [ -s by_us ]
	code=$?
	rm -f changes.json by_git by_us
	return $code
}
it "git and ssh-keygen judge Ed25519, RSA and ECDSA signatures alike" as_git

forged() {
	rm -rf ../f && cp -a . ../f && cd ../f &&
		git cat-file commit HEAD | sed 's/^author cy/author ana/' >c &&
		git update-ref refs/heads/main "$(git hash-object -t commit -w c)" && rm c
	run 1 verify && says out 'signatures' && says out 'not of this text' &&
		! git -c gpg.ssh.allowedSignersFile="$TRASH/allowed" verify-commit HEAD 2>/dev/null
}
it "a signature under another text is bad, as git says too" forged

stranger() {
	cd "$TRASH/s" && rm -rf ../f && cp -a . ../f && cd ../f &&
		as eve "$JLEDGER" set refund owner=ben --since 2026-09-01 -m "me" >/dev/null 2>&1 &&
		run 1 verify --level V1 && says out '1 are signed by an unknown one' && run 0 verify &&
		# a key that a commit brings itself was not known before it
		jq --arg k "$(cat "$TRASH/eve.key.pub")" '.keys += [$k]' people/ben.json >j && mv j people/ben.json &&
		as eve "$JLEDGER" commit -m key >/dev/null &&
		run 1 verify --level V1 && says out '2 are signed by an unknown one'
}
it "a stranger's key, or one that a commit brings itself, is not a known one" stranger

# Each of these has a stranger's commit in it, or an unsigned one, and bytes
# that are intact: V0 is reached, V1 must not be.
plain_merge() {
	git -c commit.gpgsign=false commit-tree -m "merge: tidy" "$@"
}
vouched_for() {
	run 0 verify && run 1 verify --level V1 && says out 'V1, signed by a known key: not reached'
}
root_first() {
	cd "$TRASH/s" && rm -rf ../f && cp -a . ../f && cd ../f && tip=$(git rev-parse HEAD) &&
		root=$(git rev-list --max-parents=0 HEAD) &&
		jq '.owners[0].person = "ben"' journeys/refund.json >j && mv j journeys/refund.json &&
		git add journeys && tree=$(git write-tree) &&
		git reset -q --hard "$(plain_merge -p "$root" -p "$tip" "$tree")" && vouched_for
}
it "an unsigned merge whose first parent is from before the keys is not excused" root_first

strange_root() {
	cd "$TRASH/f" && git reset -q --hard "$tip" &&
		jq --arg k "$(cat "$TRASH/eve.key.pub")" '.keys = [$k]' people/ana.json >j && mv j people/ana.json &&
		git add people && tree=$(git write-tree) && orphan=$(plain_merge "$tree") &&
		git config user.signingkey "$TRASH/eve.key" &&
		git reset -q --hard "$(as eve git commit-tree -S -m "merge" -p "$orphan" -p "$tip" "$tree")" &&
		vouched_for && says out 'The history begins 2 times' &&
		run 0 report changes -p 2026 -f json && json out '[.rows[] | select(.signature == "signed by ana" and .commit == "'"$(git rev-parse HEAD)"'")] == []'
}
it "a stranger cannot bring a beginning of his own in which his key is somebody's" strange_root

revoked() {
	cd "$TRASH/f" && git config --unset user.signingkey && git reset -q --hard "$tip" &&
		jq '.keys = []' people/cy.json >j && mv j people/cy.json && as ana git commit -qam "Cy's key was stolen" &&
		run 0 verify --level V1 && revocation=$(git rev-parse HEAD) &&
		as cy git commit -q --allow-empty -m "plainly" && vouched_for && git reset -q --hard "$revocation" &&
		git reset -q --hard "$(as cy git commit-tree -S -m "around" -p "$tip" -p "$revocation" 'HEAD^{tree}')" && vouched_for
}
it "a key that was taken away signs nothing again, not around a merge either" revoked

all_taken() {
	cd "$TRASH/f" && git reset -q --hard "$tip" &&
		for p in ana ben cy; do jq '.keys = []' people/$p.json >j && mv j people/$p.json; done &&
		as ana git commit -qam "no keys any more" && git -c commit.gpgsign=false commit -q --allow-empty -m later && vouched_for
}
it "after all keys were taken away nothing counts as from before them" all_taken

branch_before() {
	cd "$TRASH/f" && git reset -q --hard "$tip" && root=$(git rev-list --max-parents=0 HEAD) &&
		git switch -q -c old "$root" && git -c commit.gpgsign=false commit -q --allow-empty -m old &&
		git switch -q main && as ana git merge -q -S -m "an old branch" old && vouched_for
}
it "what a branch from before the keys brings later is not from before them" branch_before

young_key() {
	cd "$TRASH/f" && git reset -q --hard "$tip" && git switch -q -c side && as ana git commit -q --allow-empty -m side &&
		git switch -q main && jq --arg k "$(cat "$TRASH/eve.key.pub")" '.keys += [$k]' people/ben.json >j && mv j people/ben.json &&
		as ana git commit -qam "a second key for Ben" && as eve git merge -q -S -m "merged by it" side &&
		run 0 verify --level V1
}
it "a new key may merge a branch from before it was recorded" young_key

# What git says of a commit object that is made by hand.
odd() {
	commit=$(git hash-object -t commit -w --literally --stdin <"$1") &&
		git update-ref refs/heads/main "$commit" &&
		if git -c gpg.ssh.allowedSignersFile="$TRASH/allowed" verify-commit "$commit" 2>/dev/null; then git=1; else git=0; fi
	run_any report changes -p 2026 -f json
	ours=$(jq --arg c "$commit" '[.rows[] | select(.commit == $c and (.signature | test("^signed by (ana|ben|cy)$")))] | length > 0 | if . then 1 else 0 end' out)
	[ "$git" = "$ours" ] || { echo "$1: git $git, ours $ours"; return 1; }
}
run_any() { "$JLEDGER" "$@" >out 2>err || true; }
odd_signatures() {
	cd "$TRASH/f" && git reset -q --hard "$tip" && as ana "$JLEDGER" set refund customer_goal=x -m "odd" >/dev/null 2>&1 &&
		git cat-file commit HEAD >c && odd c &&
		sed 's/$/\r/' c | sed '/^gpgsig/,/END SSH/!s/\r$//' >crlf && odd crlf &&
		awk '/^gpgsig /{ print "gpgsig junk"; sub(/^gpgsig /, " ") } { print }' c >junk && odd junk &&
		awk '/^gpgsig /{ print "gpgsig-sha256 -----BEGIN PGP SIGNATURE-----"; print " abc" } { print }' c >other && odd other &&
		{ cat c && printf 'a\000b\n'; } >nul && odd nul &&
		awk 'BEGIN { n = 0 } { print } /END SSH/{ if (!n++) { print "gpgsig -----BEGIN SSH SIGNATURE-----"; print " QUJD"; print " -----END SSH SIGNATURE-----" } }' c >two && odd two &&
		awk '/^gpgsig /{ print "gpgsig -----BEGIN SSH SIGNATURE-----"; print " QUJD"; print " -----END SSH SIGNATURE-----" } { print }' c >three && odd three &&
		git reset -q --hard "$tip" && git -c commit.gpgsign=false commit -q --allow-empty -m "docs

gpgsig -----BEGIN SSH SIGNATURE-----
 no signature
 -----END SSH SIGNATURE-----" && run 0 verify
	rm -f c crlf junk other nul two three
}
it "odd signatures are judged as git judges them" odd_signatures

no_key() {
	cd "$TRASH/s" && git config --global user.signingkey /nowhere &&
		run 4 set refund owner=ben --since 2026-09-01 -m x && says err 'cannot sign' && git diff --quiet
}
it "what cannot be signed is not recorded" no_key

sealed() {
	cd "$TRASH/s" && as ana "$JLEDGER" seal >line 2>err && says line 'jledger-seal/1 ' && [ "$(wc -c <line)" -lt 160 ] &&
		tag=$(git tag) && git -c gpg.ssh.allowedSignersFile="$TRASH/allowed" tag -v "$tag" >/dev/null 2>&1 &&
		run 0 verify --against "$(cat line)" && run 0 verify --against line && run 0 verify --against "$tag" &&
		rm -rf ../f && cp -a . ../f && cd ../f && git reset -q --hard HEAD~1 &&
		run 1 verify && says out "$tag" && says out 'no longer in the history'
}
it "a seal is one line and a signed tag, and each of them is a witness" sealed

# In a clone that was cut off behind the first commit nothing that was sealed,
# reported or named can be contained.
cut_off() {
	cd "$TRASH/s" && rm -rf ../f && git clone -q . ../f && cd ../f && git config user.name x && git config user.email x && git config commit.gpgsign false &&
		git tag | xargs git tag -d >/dev/null && git remote remove origin &&
		git commit -q --allow-empty -m "as agreed, $(cat "$TRASH/s/line")" && wanted=$(git rev-parse HEAD) &&
		for f in json md html txt; do "$JLEDGER" report changes -p 2020-01-01..2030-12-31 -o kept.$f || return 1; done &&
		git reset -q --hard "$(git rev-list --max-parents=0 HEAD)" &&
		git commit -q --allow-empty -m "as agreed, $("$JLEDGER" seal -n)" &&
		git update-ref refs/tags/"$wanted" HEAD && git update-ref "refs/heads/$(echo "$wanted" | cut -c1-12)" HEAD &&
		git reflog expire --expire=now --all && git gc -q --prune=now 2>/dev/null
	for w in kept.json kept.md kept.html kept.txt "$wanted" "$(echo "$wanted" | cut -c1-12)"; do
		run 1 verify --against "$w" && says out "its commit $(echo "$wanted" | cut -c1-12) is not in this repository" || return 1
	done
}
it "a seal that somebody wrote into a report, or a reference called like a commit, deceives nobody" cut_off

seals_of_others() {
	cd "$TRASH/s" && rm -rf ../f && cp -a . ../f && cd ../f && git tag | xargs git tag -d >/dev/null &&
		as eve "$JLEDGER" seal --name by-eve >/dev/null 2>&1 && "$JLEDGER" seal --unsigned --name unsigned >/dev/null 2>&1 &&
		run 0 verify && says out 'signed by an unknown key' && says out 'not signed' &&
		as ana git tag -s -m "$("$JLEDGER" seal -n)" elsewhere HEAD~1 &&
		run 1 verify && says out 'refs/tags/elsewhere' && says out 'and it is a tag of' && git tag -d elsewhere >/dev/null &&
		# a line behind the signature of another tag is not what was signed
		as ana git tag -s -m "release" v1 && { git cat-file tag v1 && "$JLEDGER" seal -n; } >t &&
		git update-ref refs/tags/v1 "$(git hash-object -t tag -w --literally t)" && rm t &&
		run 0 verify -f json && json out '[.rows[] | select(.where == "refs/tags/v1" and .result == "good")] == []' &&
		oid=$(git rev-parse refs/tags/by-eve) && rm -f ".git/objects/$(echo "$oid" | cut -c1-2)/$(echo "$oid" | cut -c3-)" &&
		run 1 verify && says out 'refs/tags/by-eve'
}
it "of a seal it is told who signed it, and of what; one that cannot be read is a finding" seals_of_others

partly() {
	cd "$TRASH/s" && git config uploadpack.allowFilter true && rm -rf ../p &&
		git clone -q --filter=blob:none --no-checkout "file://$TRASH/s" ../p && cd ../p &&
		# libgit2 1.5 leaks a pattern when it opens a repository with extensions
		(ASAN_OPTIONS=detect_leaks=0 && export ASAN_OPTIONS && run 4 verify) && says out 'made with --filter' && silent_of out ' bad '
}
silent_of() { ! grep -q "$2" "$1"; }
it "a clone without all objects is not judged, and says why" partly

other_lines() {
	cd "$TRASH/s" && rm -rf ../p && git clone -q . ../p && cd ../p && echo '* text eol=crlf' >.gitattributes &&
		rm -r measures journeys && git checkout -q HEAD -- measures journeys && grep -q "$(printf '\r')" measures/*.csv &&
		run 0 verify && git sparse-checkout set --no-cone '/*' '!/measures/' 2>/dev/null && [ ! -e measures ] && run 0 verify
}
it "line ends as git was asked for, and what it was asked to leave out, are no findings" other_lines

earlier_tree() {
	cd "$TRASH/s" && rm -rf ../w && git worktree add -q --detach ../w HEAD~1 && cd ../w && run 0 verify &&
		says out 'is later than what is checked out here; main has it' && run 4 verify --against "$TRASH/s/line"
	cd "$TRASH/s" && git worktree remove --force ../w
}
it "a work tree of an earlier commit is no rewritten history" earlier_tree

again() {
	cd "$TRASH/s" && for r in 'report accountability -p 2026-Q3' 'report changes -p 2026' 'who --at 2026-07-05' \
		'log --field owner' 'report lineage -p 2026-Q3' 'status' 'list people'; do
		# shellcheck disable=SC2086
		"$JLEDGER" $r -f json >"$TRASH/r.json" && run 0 verify "$TRASH/r.json" && says out 'the same bytes' || return 1
	done &&
		sed 's/"n": 2/"n": 3/' "$TRASH/r.json" >"$TRASH/r2.json"
	"$JLEDGER" report accountability -p 2026-Q3 -f json | sed 's/"n": 2/"n": 3/' >"$TRASH/r2.json"
	run 1 verify "$TRASH/r2.json" && says out 'it differs from line' &&
		sed 's/"command": \["report"/"command": ["undo"/' "$TRASH/r2.json" >"$TRASH/r3.json" &&
		run 4 verify "$TRASH/r3.json" && says out 'makes no page' &&
		echo '{}' >"$TRASH/r4.json" && run 3 verify "$TRASH/r4.json"
}
it "a report is made again from its own words, byte by byte" again

old_report() {
	cd "$TRASH/s" && "$JLEDGER" report accountability -p 2026-Q3 -f json >"$TRASH/old.json" &&
		printf 'journey,at,v\nrefund,2026-08-04,9\n' >../m2.csv && as cy "$JLEDGER" import ../m2.csv --map w >/dev/null 2>&1 &&
		jq '.kpis[0].contracts[0].target = 30 | .promises[0].limits[0].within = "48h"' journeys/refund.json >j && mv j journeys/refund.json &&
		as ben "$JLEDGER" commit -m "too tight" >/dev/null &&
		as ana "$JLEDGER" set refund owner=ben --since 2026-08-01 -m "as agreed in July" >/dev/null 2>&1 &&
		run 0 verify "$TRASH/old.json" && says out 'the same bytes'
}
it "it is made again also when the ledger has gone on" old_report

# cause OWNER FIGURE: of that part.
cause() {
	jq -r --arg o "$1" --arg f "$2" '[.rows[] | select((.owner // .part) == $o and .figure == $f) | .cause] | unique | join(";")' out
}
restated() {
	cd "$TRASH/s" && run 0 report restatements -p 2026-Q3 --then "$TRASH/old.json" -f json &&
		json out '[.rows[] | select(.part == "total" and .figure == "n")][0] | [.then, .now, .cause] == ["2", "3", "late data"]' &&
		[ "$(cause total target)" = "changed contract" ] && [ "$(cause ana until)" = "corrected tenure" ] &&
		[ "$(cause ana target)" = "changed contract" ] && [ "$(cause ben since)" = "corrected tenure" ]
}
it "restatements tell late data, corrected tenures and changed contracts apart, figure by figure" restated

taken_back() {
	rm -rf ../f && cp -a . ../f && cd ../f && git config commit.gpgsign false && before=$(git rev-parse HEAD) &&
		batch=$(basename "$(ls measures/*.csv | head -n 1)" .csv) && "$JLEDGER" undo "$batch" -m "wrong file" >/dev/null 2>&1 &&
		run 0 report restatements -p 2026-Q3 --then "$before" -f json && [ "$(cause total n)" = "retracted data" ] &&
		sed -i 's/"sum"/"median"/' journeys/refund.json && git commit -qam median && before=$(git rev-parse HEAD~1) &&
		run 0 report restatements -p 2026-Q3 --then "$before" -f json && [ "$(cause total value)" = "changed definition" ] && [ "$(cause total n)" = "" ]
}
it "what was taken back is not called late, and another way to count not a contract" taken_back

moved() {
	cd "$TRASH/s" && run 0 report goalposts -p 2026 -f json && json out '.rows | length == 2' &&
		json out '[.rows[] | select(.of == "KPI late")][0] | .old == "10" and .new == "30" and .by == "ben" and .status == "off-target" and .n == 2 and .value == 16' &&
		json out '[.rows[] | select(.of == "promise day")][0] | .verdict == "relaxed" and .kpi == "late"'
}
it "goalposts says what was relaxed, by whom, and how it stood" moved

late() {
	cd "$TRASH/s" && run 0 report late-entries -p 2026 --days 30 -f json &&
		json out '[.rows[] | select(.entry == "restated" and .field == "owners/person")][0] | .old == "ana" and .new == "ben" and .days_late == 65' &&
		run 0 report late-entries -p 2026 --days 1000 -f json && json out '.rows == []'
}
it "late entries are told with their days, and what they restate" late

traced() {
	cd "$TRASH/s" && run 0 report lineage -p 2026-Q3 -f json &&
		json out '[.rows[].n] | add == 3' && json out '[.rows[].sum] | add == 21' &&
		json out '.rows[0] | .lines == "2-3" and .map_version == 3 and .source == "m.csv" and .source_sha256 == "'"$(sha256sum <../m.csv | cut -d' ' -f1)"'"'
}
it "lineage leads from the figure to lines of files" traced

# Today is 5 October 2026: the 278th day of the year.
owned() {
	cd "$TRASH/s" && run 0 report continuity -p 2026 -f json &&
		json out '[.rows[] | select(.owner == null)][0] | .since == "2026-01-01" and .days == 181' &&
		json out '[.rows[].days] | add == 278' && json out '.notes[] | select(test("^87 days of the period are still to come"))' &&
		run 0 report continuity -p 2027 -f json && json out '.rows == []'
}
it "continuity has each day once, up to today" owned

left_behind() {
	rm -rf ../f && cp -a . ../f && cd ../f && git config commit.gpgsign false && "$JLEDGER" set person:ben until=2026-09-01 -m left >/dev/null 2>&1 &&
		run 0 report continuity -p 2026 -f json &&
		json out '[.rows[] | select(.since == "2026-09-01")] | length == 1 and .[0].owner == null and .[0].days == 35' &&
		"$JLEDGER" set refund status=retired -m over >/dev/null 2>&1 && run 0 report continuity -p 2026 -f json &&
		json out '([.rows[].days] | add == 278) and .rows[0].status == "retired"'
}
it "who has left owns nothing, and to retire a journey takes no vacancy away" left_behind

# Ways to be on target that the number itself does not show.
ways() {
	cd "$TRASH/s" && rm -rf ../f && cp -a . ../f && cd ../f && git config commit.gpgsign false
	for way in '.kpis[0].contracts[0].minimum_n = 5000|redefined|too-few' '.kpis[0].contracts[0].per = "month"|redefined|' '.kpis[0].aggregate = "median"|redefined|' \
		'.kpis[0].metric = "wait"|redefined|' '.kpis[0].scope = {channel: "web"}|redefined|' 'del(.kpis[0].contracts[0].at_risk)|taken out|' \
		'.kpis[0].contracts[0].until = "2026-09-01"|taken out|' 'del(.kpis[0])|taken out|' 'del(.promises[0])|taken out|' \
		'.promises[0].limits[0].until = "2026-09-01"|taken out|' 'del(.promises[0].proof)|redefined|' '.status = "retired"|taken out|'; do
		git reset -q --hard honest 2>/dev/null || { jq '.kpis[0].contracts[0] += {per: "quarter", at_risk: 5}' journeys/refund.json >j && mv j journeys/refund.json &&
			git commit -qam limits && git tag honest; } || return 1
		jq "${way%%|*}" journeys/refund.json >j && mv j journeys/refund.json && git commit -qam way &&
			run 0 report goalposts -p 2026 -f json &&
			json out '[.rows[] | select(.reason == "way") | .move] == ["'"$(echo "$way" | cut -d'|' -f2)"'"]' || { echo "$way"; return 1; }
	done
}
it "a target can be moved in more ways than by its number, and goalposts tells each" ways

# Off target in July and August; moved twice, the second time backwards.
twice() {
	git reset -q --hard honest && "$JLEDGER" set refund/late target=30 --since 2026-10-01 >/dev/null 2>&1 &&
		"$JLEDGER" set refund/late target=40 --since 2026-07-01 >/dev/null 2>&1 && run 0 report goalposts -p 2026 -f json &&
		json out '[.rows[] | select(.of == "KPI late" and .move == "relaxed") | [.n, .status]] | unique == [[2, "off-target"]]'
}
it "who moves a target twice is judged by what was agreed before both" twice

unmeasured() {
	git reset -q --hard honest && jq '.kpis[0].metric = "no-such" | .promises[0].limits[0].within = "24h"' journeys/refund.json >j && mv j journeys/refund.json && git commit -qam x &&
		jq '.promises[0].limits[0].within = "48h"' journeys/refund.json >j && mv j journeys/refund.json && git commit -qam y && run 0 report goalposts -p 2026 -f json
}
it "a promise whose proof measures nothing is told without figures" unmeasured

# One commit whose clock was set back, and one whose was set ahead.
clocks() {
	git reset -q --hard honest && "$JLEDGER" set refund sponsor=ana --since 2026-06-01 -m before >/dev/null 2>&1 &&
		jq '.name = "Refunds"' journeys/refund.json >j && mv j journeys/refund.json &&
		GIT_AUTHOR_DATE=2025-03-01T00:00Z GIT_COMMITTER_DATE=2025-03-01T00:00Z git commit -qam "set back" &&
		jq '.name = "Refund!"' journeys/refund.json >j && mv j journeys/refund.json &&
		GIT_AUTHOR_DATE=2030-03-01T00:00Z GIT_COMMITTER_DATE=2030-03-01T00:00Z git commit -qam "set ahead" &&
		"$JLEDGER" set refund deputy=cy --since 2026-06-01 -m after >/dev/null 2>&1 &&
		git commit -q --allow-empty -m "and later" && run 0 report changes -p 2026 -f json && json out '[.rows[].reason] | (["set back", "set ahead", "after"] - .) == []' &&
		json out '[.notes[] | select(test("the clocks of 2 commits disagree with the order"))] | length == 1' &&
		json out '[.rows[] | select(.reason == "after") | .days_late] | unique == [126]' &&
		run 0 report changes -p 2025 -f json && json out '.rows == []' &&
		run 0 report changes -p 2030 -f json && json out '.rows == []' &&
		run 0 log -p 2026 -f json && json out '[.rows[].reason] | (["set back", "set ahead"] - .) == []'
}
it "record time is the order of the line, whatever clocks say" clocks

drawn() {
	cd "$TRASH/s" && run 0 report sample -p 2026 --size 3 --seed q -f json && mv out a && run 0 report sample -p 2026 --size 3 --seed q -f json && cmp out a &&
		run 0 report changes -p 2026 -f json &&
		jq -r '.rows[] | "\(.commit) \(.number)"' out | while read -r commit number; do
			echo "$(printf 'q %s %s' "$commit" "$number" | sha256sum | cut -c1-64) $commit $number"
		done | sort | head -n 3 | cut -d' ' -f2- | sort >by_hand &&
		jq -r '.rows[] | "\(.commit) \(.number)"' a | sort | cmp - by_hand
	code=$?
	rm -f a by_hand
	return $code
}
it "a sample can be drawn again with sha256sum" drawn

logged() {
	cd "$TRASH/s" && run 0 log refund --field owner && says out 'ana → ben from 1 August 2026' && says out '(nobody) → ana from 1 July 2026' &&
		run 0 log --by cy -f json && json out '[.rows[].kind] | unique == ["import"]' &&
		run 0 log refund/late -f json && json out '[.rows[].field] == ["kpis/late/contracts/target", "kpis/late"]' &&
		run 0 log refund --field nothing && says out "no change of a field 'nothing'" && run 2 log --field '' && run 2 seal --name 'no name' &&
		run 0 log person:ana -f json && json out '.rows[0].id == "ana"' &&
		run 0 log -p 2025 -f json && json out '.rows == []' &&
		run 3 log refunt && says err "did you mean 'refund'" &&
		run 2 log --max no
}
it "log answers by selector, field, person and period" logged

# The README's own commands, without jledger on the way.
evidence() {
	cd "$TRASH/s" && run 0 export evidence -p 2026-Q3 -o "$TRASH/e.zip" && run 0 export evidence -p 2026-Q3 -o "$TRASH/e2.zip" &&
		cmp "$TRASH/e.zip" "$TRASH/e2.zip" && rm -rf "$TRASH/e" && mkdir "$TRASH/e" && cd "$TRASH/e" && unzip -q ../e.zip || return 1
	batch=$(basename "$(find measures -name '*.json' | sort | head -n 1)" .json)
	commit=$(cut -d' ' -f2 checkpoint.txt)
	grep '^     ' README.txt | sed "s/BATCH/$batch/; s/COMMIT/$commit/" >steps &&
		PATH=/usr/bin:/bin sh -e ./steps >said 2>&1 || { cat said; return 1; }
	says said 'SHA256SUMS' || says said 'README.txt: OK' && says said 'contained' &&
		grep -q "$(jq -r .batch_sha256 "measures/$batch.json")" said &&
		[ "$(git -C ledger rev-parse HEAD)" = "$commit" ] &&
		run 0 -C ledger verify "$TRASH/e/reports/changes.json" &&
		cd "$TRASH/s" && run 2 export evidence && run 2 export evidence -o x.csv && run 2 export evidence -o measures/x.zip
}
it "the evidence of a period can be checked with sha256sum and git alone" evidence

# A clone does not have the files that are too large for git.
without_large() {
	cd "$TRASH/s" && rm -rf ../f ../g && cp -a . ../f && cd ../f && git config commit.gpgsign false &&
		jq '.limits = {batch_in_git: 10}' ledger.json >j && mv j ledger.json && git commit -qam small &&
		printf 'journey,at,v\nrefund,2026-09-02,5\nrefund,2026-09-03,7\n' >../l.csv && "$JLEDGER" import ../l.csv --map w >/dev/null 2>&1 &&
		jq '.kpis[0].contracts[0].target = 50' journeys/refund.json >j && mv j journeys/refund.json && git commit -qam moved &&
		git clone -q . ../g && cd ../g && for r in goalposts "restatements --then HEAD~1" lineage; do
			run 4 report $r -p 2026 && says err 'partial' && run 0 report $r -p 2026 --partial && says out 'partial: the file of batch' || return 1
		done &&
		run 0 export evidence -p 2026 -o ../g.zip && unzip -p ../g.zip README.txt >readme && says readme 'without them' && says readme '.csv.zst' &&
		unzip -p ../g.zip reports/lineage.json >../lineage.json && run 4 verify ../lineage.json && says out 'the same bytes'
}
it "without a large file no figure is given unasked, and the evidence says which one is not there" without_large

nowhere() {
	cd "$TRASH/s" && for o in .git/hooks/x.txt .git/refs/heads/x.json .gitattributes journeys/deep/x.json /dev/null ledger.json; do
		mkdir -p journeys/deep && run 2 who -o $o -f text && says err '-o' || return 1
	done
	rmdir journeys/deep && git diff --quiet
}
it "a page is written over nothing that is the ledger's, git's or no file" nowhere

read_only() {
	cd "$TRASH" && rm -rf ro && git clone -q s ro && mkdir -p ro-mounted &&
		mount --bind ro ro-mounted && mount -o remount,ro,bind ro-mounted || return 1
	export XDG_CACHE_HOME="$TRASH/caches"
	run 0 -C ro-mounted log && run 0 -C ro-mounted report changes -p 2026 && run 0 -C ro-mounted verify &&
		run 0 -C ro-mounted who --at 2026-07-05 --rev HEAD~2 && run 0 -C ro-mounted report accountability -p 2026-Q3 -f csv && mv out a &&
		[ -n "$(find caches -name cache.db)" ] && (cd s && run 0 report accountability -p 2026-Q3 -f csv && cmp out ../a && rm -f out err)
	code=$?
	XDG_CACHE_HOME=/dev/null/none && run 0 -C ro-mounted log || code=1
	unset XDG_CACHE_HOME
	umount ro-mounted
	return $code
}
if [ "$(id -u)" -eq 0 ] && mkdir -p "$TRASH/m" && mount --bind "$TRASH/m" "$TRASH/m" 2>/dev/null; then
	umount "$TRASH/m"
	it "a clone on a read-only file system answers every question" read_only
else
	skip "a clone on a read-only file system answers every question" "nothing can be mounted here"
fi

finish
