#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# Random logs, beside a slow and obvious computation of the same in SQL by
# sqlite3, with the midnights of GNU date: scattered cases, equal instants,
# offsets of all kinds and none, hours that are skipped or come twice, a leap
# day, owners, a vacancy, and a second extract.
. "$(dirname "$0")/lib.sh"
small small
cd small || exit 1

# Hand-overs on the days of the clock's changes and of the leap day.
jq '.owners = [{ person: "ann", since: "2028-01-01", until: "2028-02-29" }, { person: "bob", since: "2028-02-29", until: "2028-03-26" },
	{ person: "ann", since: "2028-03-27", until: "2028-10-29" }, { person: "bob", since: "2028-10-30" }]' journeys/move.json >m && mv m journeys/move.json
for f in sales risk; do "$JLEDGER" new function "$f" name="$f" >/dev/null; done
jq -n '{ id: "log", version: 1, kind: "events", activity: ["what"], missing: ["-"], columns: { journey: { constant: "move" }, case: "no",
	occurred_at: "when", function: "who" } }' >maps/log.json
"$JLEDGER" commit -m 'a map' >/dev/null

# random SEED FIRST LAST: whole cases from FIRST to LAST, scattered, as CSV.
random() {
	awk -v seed="$1" -v first="$2" -v last="$3" '
	function any(n) { return int(rand() * n) }
	BEGIN {
		srand(seed)
		split("2028-02-28 2028-02-29 2028-03-25 2028-03-26 2028-03-27 2028-10-28 2028-10-29 2028-10-30", days)
		split("Z +00:00 +01:00 +02:00 -05:30", zones)
		zones[6] = "" # local time
		split("sales risk ops -", who)
		for (c = first; c <= last; c++)
			for (n = 1 + any(9); n > 0; n--)
				printf "%d\tc%d,a%d,%sT%02d:%02d:%02d%s,%s\n", any(1000000), c, any(4), days[1 + any(8)], any(3) ? any(24) : 2, any(3) * 20,
					any(2) * 30, zones[1 + any(6)], who[1 + any(4)]
	}' | sort -n | cut -f2 | sed '1i no,what,when,who'
}

owners_sql() {
	for border in 'ann 2028-01-01 2028-02-29' 'bob 2028-02-29 2028-03-26' '- 2028-03-26 2028-03-27' 'ann 2028-03-27 2028-10-29' '- 2028-10-29 2028-10-30' 'bob 2028-10-30 2029-01-01'; do
		# shellcheck disable=SC2086
		set -- $border
		echo "INSERT INTO charge VALUES ('$1', $(TZ=Europe/Paris date -d "$2 00:00" +%s), $(TZ=Europe/Paris date -d "$3 00:00" +%s));"
	done
}

# A time without an offset is one of Paris, where summer time began on 26 March and
# ended on 29 October: an hour that was skipped is counted on with the offset
# before, one that came twice is its first (RFC 5545, 3.3.5).
seconds="CAST(strftime('%s', \"when\" || CASE WHEN length(\"when\") > 19 THEN ''
	WHEN \"when\" >= '2028-03-26T03' AND \"when\" < '2028-10-29T03' THEN '+02:00' ELSE '+01:00' END) AS INTEGER)"

# What the log comes to, by metric and owner, as 'metric|owner|sum|n|opened'.
reference() {
	sqlite3 :memory: <<-SQL
		CREATE TABLE one (no, what, "when", who);
		CREATE TABLE two (no, what, "when", who);
		CREATE TABLE charge (owner, since, until);
		.mode csv
		.import --skip 1 one.csv one
		.import --skip 1 two.csv two
		.mode list
		$(owners_sql)
		CREATE TABLE log AS
			SELECT no, what, $seconds AS at, nullif(who, '-') AS who, rowid AS nth FROM one WHERE no NOT IN (SELECT no FROM two)
			UNION ALL SELECT no, what, $seconds, nullif(who, '-'), rowid FROM two;
		CREATE TABLE found (metric, at, n);
		INSERT INTO found SELECT 'volume', at, 1 FROM log;
		INSERT INTO found SELECT 'rework', at, 1 FROM (SELECT at, row_number() OVER (PARTITION BY no, what ORDER BY at, nth) AS k FROM log) WHERE k > 1;
		INSERT INTO found SELECT 'self-loop', at, 1 FROM (SELECT at, what, lag(what) OVER (PARTITION BY no ORDER BY at, nth) AS before FROM log) WHERE what = before;
		INSERT INTO found SELECT 'repetition', at, 1 FROM (SELECT at, what, row_number() OVER (PARTITION BY no, what ORDER BY at, nth) AS k,
			lag(what) OVER (PARTITION BY no ORDER BY at, nth) AS before FROM log) WHERE k > 1 AND what <> before;
		CREATE TABLE run AS SELECT * FROM (SELECT no, at, nth, who, lag(who) OVER (PARTITION BY no ORDER BY at, nth) AS before FROM log WHERE who IS NOT NULL)
			WHERE before IS NULL OR before <> who;
		INSERT INTO found SELECT 'handoff', at, 1 FROM run WHERE before IS NOT NULL;
		INSERT INTO found SELECT 'ping-pong', at, 1 FROM (SELECT at, who, lag(who, 2) OVER (PARTITION BY no ORDER BY at, nth) AS second FROM run) WHERE who = second;
		CREATE TABLE span (metric, since, until);
		INSERT INTO span SELECT 'elapsed', min(at), max(at) FROM log GROUP BY no;
		INSERT INTO span SELECT 'wait', before, at FROM (SELECT at, lag(at) OVER (PARTITION BY no ORDER BY at, nth) AS before FROM log) WHERE before IS NOT NULL;
		SELECT metric, owner, sum(n), sum(n), 0 FROM found JOIN charge ON at >= since AND at < until GROUP BY 1, 2
		UNION ALL SELECT metric, owner, sum(max(0, min(s.until, c.until) - max(s.since, c.since))), sum(s.until >= c.since AND s.until < c.until),
			sum(s.since >= c.since AND s.since < c.until) FROM span s JOIN charge c GROUP BY 1, 2;
	SQL
}

ours() {
	run 0 report friction --by metric,owner --period 2028 --format json &&
		jq -r '.rows[] | [.metric, .owner // "-", .sum, .n, .opened_n] | join("|")' out | LC_ALL=C sort
}

agrees() {
	random "$1" 1 40 >one.csv && random "$(($1 + 1000))" 30 55 >two.csv && reference | grep -v '|0|0|0$' | LC_ALL=C sort >theirs && [ "$(wc -l <theirs)" -gt 15 ] &&
		run 0 import --again --map log one.csv && run 0 import --again --map log two.csv && ours | grep -v '|0|0|0$' >ours.txt && same theirs ours.txt &&
		run 0 index --rebuild && ours | grep -v '|0|0|0$' >ours.txt && same theirs ours.txt &&
		jq -e '[.rows[] | select(.metric == "rework").sum] as $all | [.rows[] | select(.metric == "self-loop" or .metric == "repetition").sum] | add == ($all | add)' out >/dev/null
}

# What was there before is undone, so that each log stands alone.
for seed in 1 2 3 4 5 6; do
	for batch in $("$JLEDGER" list batches --format json | jq -r '.rows[] | select(.state == "here").batch'); do "$JLEDGER" undo "$batch" >/dev/null; done
	it "random logs agree with a computation in SQL ($seed)" agrees "$seed"
done
finish
