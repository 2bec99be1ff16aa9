// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The jledger authors
//
// The competitor of `make bench` for event logs: cases, elapsed time, hand-offs,
// ping-pong and rework of a CSV by the same definitions, in SQL. The log is
// read once; times within a case differ, so their order needs nothing else.
import { createRequire } from "node:module";
const require = createRequire(process.argv[2] + "/");
const { DuckDBInstance } = require("@duckdb/node-api");
const db = await DuckDBInstance.create(":memory:");
const connection = await db.connect();
const result = await connection.runAndReadAll(`
WITH log AS MATERIALIZED (
  SELECT ticket, action, done, nullif(team, 'EMPTY') AS team
  FROM read_csv('${process.argv[3]}', header = true, columns = {
    ticket: 'VARCHAR', action: 'VARCHAR', done: 'TIMESTAMP', team: 'VARCHAR', channel: 'VARCHAR'})),
one AS (
  SELECT epoch(max(done) - min(done)) AS elapsed, count(*) AS events, count(*) - count(DISTINCT action) AS rework
  FROM log GROUP BY ticket),
cases AS (
  SELECT count(*) AS cases, sum(events) AS volume, sum(elapsed) AS elapsed, sum(rework) AS rework,
    quantile_cont(elapsed, 0.5) AS p50, quantile_cont(elapsed, 0.9) AS p90 FROM one),
known AS (
  SELECT ticket, done, team, lag(team) OVER (PARTITION BY ticket ORDER BY done) AS before
  FROM log WHERE team IS NOT NULL),
runs AS (
  SELECT team, before, lag(team, 2) OVER (PARTITION BY ticket ORDER BY done) AS second
  FROM known WHERE before IS NULL OR before <> team),
passed AS (
  SELECT count(*) FILTER (before IS NOT NULL) AS handoff, count(*) FILTER (second = team) AS ping_pong FROM runs)
SELECT cases::BIGINT, elapsed::BIGINT, handoff, ping_pong, rework::BIGINT, volume::BIGINT FROM cases, passed`);
for (const row of result.getRows()) console.log(row.join(" "));
