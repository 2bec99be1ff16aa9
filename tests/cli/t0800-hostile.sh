#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# Text from outside comes out harmless in every format.
. "$(dirname "$0")/lib.sh"
small ledger || exit 1
cd ledger || exit 1

esc=$(printf '\033')
rtl=$(printf '\342\200\256')
jq --arg n "=cmd|' /C calc'!A0 <script>alert(1)</script> & \"q\" ${esc}[31mred${rtl}txt | a*b_c [x](javascript:y)" \
	'.name = $n' people/ann.json >p && mv p people/ann.json
jq --arg n "<img src=x onerror=y>${esc}]0;title" '.name = $n' ledger.json >p && mv p ledger.json
"$JLEDGER" commit -m hostile >/dev/null
printf 'month,by,vans,late\n2026-07,ops,100,7\n' >f.csv
"$JLEDGER" import f.csv --map vans >/dev/null

# No control character but the line end, no mark that reorders.
clean() {
	! LC_ALL=C grep -q "$(printf '[\001-\011\013-\037\177]')" "$1" && ! grep -q "$rtl" "$1"
}

in_text() { run 0 report accountability -p 2026-Q3 && clean out && says out '\u{1b}[31mred\u{202e}txt'; }
in_json() {
	run 0 report accountability -p 2026-Q3 -f json && clean out &&
		run 0 list people -f json && clean out && json out '.rows[0].name | contains("\u001b[31mred\u202etxt")'
}
in_csv() {
	run 0 list people -f csv && clean out && says out "'=cmd|" && says_not out ',=cmd' && says_not out '"=cmd'
}
in_md() {
	run 0 report accountability -p 2026-Q3 -f md && clean out && says_not out '<script' && says out '&lt;script&gt;' &&
		says out '\[x\]' && [ "$(grep -c '^|' out)" -eq 4 ]
}
in_html() {
	run 0 report accountability -p 2026-Q3 -f html && clean out && says_not out '<script' && says_not out '<img' &&
		says out '&lt;script&gt;alert(1)&lt;/script&gt;' && says out '&quot;q&quot;' && says out '&lt;img src=x'
}
in_messages() {
	run 3 who "x${esc}[31m" && clean err && run 2 report "${esc}[2J" && clean err &&
		printf 'month,by,vans,late\n2026-07,%s[31m,1,0\n' "$esc" >g.csv && run 3 import g.csv --map vans &&
		clean err && clean g.csv.rejected.csv
}
policy_matches() {
	run 0 report accountability -p 2026-Q3 -f html &&
		hash=$(sed -n 's|.*<style>\(.*\)</style>.*|\1|p' out | tr -d '\n' | openssl dgst -sha256 -binary | base64) &&
		says out "style-src 'sha256-$hash'" && says_not out 'style="'
}

it 'in a terminal' in_text
it 'in json' in_json
it 'in csv, where no cell is a formula' in_csv
it 'in markdown, where no cell breaks the table' in_md
it 'in html, where no text is markup' in_html
it 'in messages and rejects' in_messages
it "the page's policy allows its own style and nothing else" policy_matches
finish
