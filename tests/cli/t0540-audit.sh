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

restated() {
	cd "$TRASH/s" && run 0 report restatements -p 2026-Q3 --then "$TRASH/old.json" -f json &&
		json out '[.rows[] | select(.part == "total" and .figure == "n")][0] | [.then, .now, .cause] == ["2", "3", "late data"]' &&
		json out '[.rows[] | select(.figure == "target" and .part == "total")][0].cause | contains("changed contract")' &&
		json out '[.rows[] | select(.figure == "until" and .owner == "ana")][0] | .now == "2026-08-01" and (.cause | contains("corrected tenure"))'
}
it "restatements tell late data, corrected tenures and changed contracts apart" restated

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

owned() {
	cd "$TRASH/s" && run 0 report continuity -p 2026 -f json &&
		json out '[.rows[] | select(.owner == null)][0] | .since == "2026-01-01" and .days == 181' &&
		json out '[.rows[].days] | add == 365'
}
it "continuity has each day once" owned

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
		run 0 log refund/late -f json && json out '.rows | length == 1' &&
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
