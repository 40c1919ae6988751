"use strict";

// `npm run bench [-- --json <file>]`: hairtrigger beside @trigger.dev/sdk and fetch, over TLS on loopback.

const { fork, spawnSync } = require("node:child_process");
const { once } = require("node:events");
const { statSync, writeFileSync } = require("node:fs");
const { cpus } = require("node:os");
const { join } = require("node:path");
const { parseArgs } = require("node:util");

const { caFile } = require("../__test__/support/certificates.js");
const { root, install } = require("./steps.js");

const cases = [
  { title: "runs.list (100 items), 64 in flight", call: "list", count: 400, inFlight: 64, rounds: 7 },
  { title: "runs.list (100 items), 1 in flight", call: "list", count: 60, inFlight: 1, rounds: 7 },
  { title: "envvars.del, 64 in flight", call: "del", count: 1_000, inFlight: 64, rounds: 7 },
  { title: "envvars.del, 1 in flight", call: "del", count: 200, inFlight: 1, rounds: 7 },
];

async function main() {
  const { values } = parseArgs({ options: { json: { type: "string" } } });
  // Node reads this variable only when it starts, and fetch has no other way to trust a certificate.
  if (process.env.NODE_EXTRA_CA_CERTS !== caFile) return again();
  await install(join(root, "compare"));

  const { contenders } = require("../benches/contenders.js");
  const { measure } = require("../benches/measure.js");
  const { importTimes } = require("../benches/import-time.js");
  const server = fork(join(root, "benches", "server.js"));
  try {
    const [ports] = await once(server, "message");
    const everybody = contenders(ports);
    const machine = `${cpus().length} × ${cpus()[0].model.trim()}, Node ${process.version}`;
    const report = { machine, cases: {} };
    console.log(`${machine}; medians of 7 interleaved rounds\n`);
    for (const { title, call, ...options } of cases) {
      const calls = Object.fromEntries(Object.entries(everybody).map(([name, its]) => [name, its[call]]));
      report.cases[title] = await measure(calls, options);
      show(title, report.cases[title]);
    }
    report.importInMs = importTimes();
    report.addonInBytes = statSync(join(root, "hairtrigger.node")).size;
    console.log("import, ms:", report.importInMs, " addon, bytes:", report.addonInBytes);
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  } finally {
    server.disconnect();
  }
}

function again() {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: caFile };
  const { status } = spawnSync(process.execPath, process.argv.slice(1), { env, stdio: "inherit" });
  process.exitCode = status ?? 1;
}

/** A row per contender: its figures, and hairtrigger's over HTTP/2 as a ratio of them. */
function show(title, figures) {
  const [ours] = Object.values(figures);
  const rows = Object.entries(figures).map(([name, its]) => {
    const cells = Object.entries(its).map(([key, value]) => [key, Number(value.toFixed(1))]);
    const ratios = Object.entries(its).map(([key, value]) => [
      `ours/its ${key}`,
      Number((ours[key] / value).toFixed(3)),
    ]);
    return [name, Object.fromEntries([...cells, ...ratios])];
  });
  console.log(title);
  console.table(Object.fromEntries(rows));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
