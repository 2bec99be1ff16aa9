// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The jledger authors
//
// The other competitor: pm4js reads the CSV into its log of traces and events,
// and the same figures are taken from those.
const { createRequire } = require("node:module");
const fs = require("node:fs");
createRequire(process.argv[2] + "/")("pm4js");
const log = CsvImporter.apply(fs.readFileSync(process.argv[3], "utf8").trimEnd(), ",", '"', "ticket", "action", "done");
let elapsed = 0, handoff = 0, pingPong = 0, rework = 0, volume = 0;
for (const trace of log.traces) {
  const events = trace.events;
  const at = (e) => e.attributes["time:timestamp"].value.getTime();
  events.sort((a, b) => at(a) - at(b));
  elapsed += (at(events[events.length - 1]) - at(events[0])) / 1000;
  volume += events.length;
  const seen = new Set();
  let last = null, before = null;
  for (const e of events) {
    const activity = e.attributes["concept:name"].value, team = e.attributes.team.value;
    if (seen.has(activity)) rework++;
    seen.add(activity);
    if (team === "EMPTY" || team === last) continue;
    if (last !== null) handoff++;
    if (before === team) pingPong++;
    before = last;
    last = team;
  }
}
console.log([log.traces.length, elapsed, handoff, pingPong, rework, volume].join(" "));
