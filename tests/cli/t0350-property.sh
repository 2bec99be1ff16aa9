#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
# Of random ledgers and measures: owners, nobody and shared are the total in
# every report, period and view, to the last unit; neighbouring periods are the
# longer one; and the reports agree with each other. SEEDS says how many.
. "$(dirname "$0")/lib.sh"
SEEDS=${SEEDS:-4}

# A ledger from a seed: journeys with owners, gaps and sponsors, and a file of
# points, spans and totals that cross the hand-overs.
random_ledger() {
	cd "$TRASH" && rm -rf random && "$JLEDGER" init random --name Random --zone "$2" >/dev/null && cd random &&
		mkdir -p people functions journeys maps || return 1
	for p in ann bob cy dee; do echo "{ \"id\": \"$p\", \"name\": \"$p\" }" >people/$p.json; done
	echo '{ "id": "ops", "name": "Operations" }' >functions/ops.json
	awk -v seed="$1" -v how="$3" '
	function any(n) { return int(rand() * n) }
	function day(d,   y, m, len) {
		y = 2025; m = 1
		for (;;) {
			len = m == 2 ? 28 : m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31
			if (d < len) break
			d -= len
			if (++m > 12) { m = 1; y++ }
		}
		return sprintf("%d-%02d-%02d", y, m, d + 1)
	}
	function kpi(id, metric, aggregate) {
		return sprintf("{ \"id\": \"%s\", \"name\": \"%s\", \"metric\": \"%s\", \"aggregate\": \"%s\", \"split\": \"%s\", " \
			"\"contracts\": [ { \"since\": \"2025-01-01\", \"until\": \"%s\", \"target\": %s }, { \"since\": \"%s\", \"target\": %s } ] }",
			id, id, metric, aggregate, how, change, metric == "wait" ? "\"1h\"" : "0.5", change, metric == "wait" ? "\"2h\"" : "0.2")
	}
	BEGIN {
		srand(seed)
		split("ann bob cy dee", people, " ")
		for (j = 0; j < 4; j++) {
			file = "journeys/j" j ".json"
			change = day(any(600))
			list = ""
			at = any(60)
			n = 1 + any(5)
			for (i = 0; i < n; i++) {
				end = at + 1 + any(150)
				list = list (i ? ", " : "") "{ \"person\": \"" people[1 + any(4)] "\", \"since\": \"" day(at) "\", \"until\": \"" day(end) "\" }"
				at = end + (any(3) ? 0 : any(30))
			}
			printf "{ \"id\": \"j%d\", \"name\": \"J\", \"status\": \"in-force\", \"owners\": [ %s ], \"sponsors\": [ { \"person\": \"dee\", \"since\": \"%s\" } ], \"kpis\": [ %s, %s, %s ] }\n",
				j, list, day(any(400)), kpi("wait", "wait", "p90"), kpi("late", "promise-broken", "rate"), kpi("said", "effort", "mean") >file
		}
		print "journey,a,b,late,n,effort" >"m.csv"
		for (i = 0; i < 400; i++) {
			at = any(640)
			kind = any(3)
			if (kind == 0)      # a point
				printf "j%d,%s %02d:%02d:%02d,,,,%d.%02d\n", any(4), day(at), any(24), any(60), any(60), any(10), any(100) >"p.csv"
			else if (kind == 1) # a span
				printf "j%d,%s %02d:%02d:%02d,%s %02d:00:00,,,\n", any(4), day(at), any(24), any(60), any(60), day(at + 1 + any(any(2) ? 3 : 90)), any(24) >"s.csv"
			else {              # a total
				n = 1 + any(1000)
				printf "j%d,%s,%s,%d,%d,\n", any(4), day(at), day(at + 1 + any(45)), any(n + 1), n >"t.csv"
			}
		}
	}' || return 1
	for kind in p s t; do { echo journey,a,b,late,n,effort && cat $kind.csv; } >$kind.in; done
	map() {
		echo "{ \"id\": \"$1\", \"version\": 1, \"columns\": { \"journey\": \"journey\", \"occurred_at\": \"a\"$2 }, \"measures\": [ $3 ] }" >"maps/$1.json"
	}
	map p '' '{ "metric": "effort", "value": "effort" }' &&
		map s ', "until": "b"' '{ "metric": "wait" }' &&
		map t ', "until": "b"' '{ "metric": "promise-broken", "value": "late", "n": "n" }' &&
		run 0 commit -m random && for kind in p s t; do run 0 import $kind.in --map $kind || return 1; done
}

# What a report comes to for each journey and KPI, and whether its parts do.
account() {
	"$JLEDGER" report accountability -p "$1" --view "$2" -f json >out 2>err || { cat err; return 1; }
	json out '[.rows | group_by(.journey, .kpi)[] |
		(map(select(.part != "total")) | [(map(.n) | add // 0), (map(.sum * 1000000 | round) | add // 0), (map(.inherited_n) | add // 0)]) ==
		(map(select(.part == "total"))[0] | [.n, (.sum * 1000000 | round), .inherited_n])] | length == 12 and all' || return 1
	jq -c '[.rows[] | select(.part == "total") | [.journey, .metric, .n, (.sum * 1000000 | round)]] | sort' out
}
friction() {
	"$JLEDGER" report friction --by "$3" -p "$1" --view "$2" --split "$4" -f json >out 2>err || { cat err; return 1; }
	jq -c '[.rows | group_by(.journey, .metric)[] | [.[0].journey, .[0].metric, (map(.n) | add), (map(.sum * 1000000 | round) | add)] | select(.[2] != 0 or .[3] != 0)] | sort' out
}

parts_are_the_total() {
	for seed in $(seq 1 "$SEEDS"); do
		case $((seed % 3)) in 0) split=shared ;; 1) split='by-day' ;; 2) split='period-end' ;; esac
		case $((seed % 2)) in 0) zone=Europe/Paris ;; 1) zone=America/Sao_Paulo ;; esac
		random_ledger "$seed" "$zone" "$split" || { echo "seed $seed"; return 1; }
		for view in 'then' now; do
			for period in 2025-06 2025-Q3 2026 2025-05-17..2026-02-03; do
				account $period $view >whole || { cat whole; echo "seed $seed $view $period"; return 1; }
				jq -c '[.[] | select(.[2] != 0 or .[3] != 0)]' whole >some
				for by in journey,metric journey,metric,owner journey,metric,month journey,metric,owner,quarter; do
					friction $period $view $by $split >groups && same some groups ||
						{ echo "seed $seed $view $period by $by"; return 1; }
				done
			done
			# Months are the quarter, and two odd halves are the whole.
			for parts in '2025-Q3 2025-07 2025-08 2025-09' '2025-03-05..2026-04-19 2025-03-05..2025-09-13 2025-09-14..2026-04-19'; do
				# shellcheck disable=SC2086
				set -- $parts
				account "$1" $view >whole || return 1
				shift
				for p in "$@"; do account "$p" $view || return 1; done |
					jq -cs 'map(.[]) | group_by(.[0], .[1]) | map([.[0][0], .[0][1], (map(.[2]) | add), (map(.[3]) | add)]) | sort' >sum
				same whole sum || { echo "seed $seed $view $parts"; return 1; }
			done
		done
		run 0 report accountability -p 2025-01-01..2026-12-31 -f json && cp out before &&
			run 0 index --rebuild && run 0 report accountability -p 2025-01-01..2026-12-31 -f json && same before out || return 1
	done
}

it 'parts are the total in every report, period and view' parts_are_the_total
finish
