"use strict";

// `npm run bench [-- --json <file>]`: hairtrigger beside @trigger.dev/sdk and fetch, over TLS on loopback.

const { fork } = require("node:child_process");
const { once } = require("node:events");
const { existsSync, statSync, writeFileSync } = require("node:fs");
const { cpus } = require("node:os");
const { join } = require("node:path");
const { parseArgs } = require("node:util");

const { root, run, install } = require("./steps.js");

const authority = join(root, "__test__", "support", "certificates", "authority.pem");
const compare = join(root, "compare");
const rounds = 7;
const milliseconds = 15_000;
const patienceInMs = 180_000;
const cases = [
  { title: "runs.list of 100 items, 64 in flight", call: "list", count: 320, inFlight: 64 },
  { title: "runs.list of 100 items, 1 in flight", call: "list", count: 60, inFlight: 1 },
  { title: "envvars.del, 64 in flight", call: "del", count: 1_600, inFlight: 64 },
  { title: "envvars.del, 1 in flight", call: "del", count: 200, inFlight: 1 },
];

async function main() {
  const { values } = parseArgs({ options: { json: { type: "string" } } });
  if (process.env.NODE_EXTRA_CA_CERTS !== authority) return again();
  if (!existsSync(join(compare, "node_modules", "@trigger.dev", "sdk"))) {
    console.log("Installing @trigger.dev/sdk into compare/, to measure beside it\n");
    await install(compare);
  }
  const watchdog = setTimeout(() => fail(new Error("a call hangs: the benchmark is not over")), patienceInMs);
  const report = await measureAll();
  clearTimeout(watchdog);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
}

/**
 * Runs itself with what has to be there when Node starts: the variable, since fetch has no other way to
 * trust a certificate, and the flag. The other process has said already what went wrong with it.
 */
function again() {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: authority };
  const options = ["--expose-gc", __filename, ...process.argv.slice(2)];
  return run("The benchmark", process.execPath, options, { env }).catch(({ message }) => {
    console.error(message);
    process.exitCode = 1;
  });
}

async function measureAll() {
  const { contenders } = require("../benches/contenders.js");
  const { importTimes, processes } = require("../benches/import-time.js");
  const { measure, threadClock } = require("../benches/measure.js");
  const { describeCase, describeImports } = require("../benches/report.js");
  const { version } = require(join(compare, "node_modules", "@trigger.dev", "sdk", "package.json"));

  const machine = `${cpus().length} × ${cpus()[0].model.trim()}, Node ${process.version}`;
  const report = { machine, sdkVersion: version, mainThreadClock: threadClock?.source, cases: {} };
  console.log(`hairtrigger beside @trigger.dev/sdk ${version} and fetch, over TLS on loopback; ${machine}`);
  console.log(`main thread CPU: ${threadClock?.source ?? "this Node and system do not tell"}\n`);

  const server = fork(
    join(root, "benches", "server.js"),
    contenders.map(({ protocol }) => protocol),
    // Not with the flags of this process.
    { execArgv: [] },
  );
  try {
    const ports = await tellsNext(server);
    const everybody = contenders.map(({ name, create }, index) => [
      name,
      create(`https://127.0.0.1:${ports[index]}`),
    ]);
    for (const { title, call, ...options } of cases) {
      const calls = Object.fromEntries(everybody.map(([name, its]) => [name, its[call]]));
      report.cases[title] = await measure(calls, { rounds, milliseconds, ...options });
      console.log(describeCase(title, report.cases[title], contenders, machine));
    }
    server.send("protocols");
    const negotiated = await tellsNext(server);
    report.connections = Object.fromEntries(contenders.map(({ name }, index) => [name, negotiated[index]]));
    console.log("connections by the protocol negotiated:", report.connections);
  } finally {
    // The server ends when it can no longer reach its parent.
    if (server.connected) server.disconnect();
  }
  report.importInMs = importTimes();
  console.log(describeImports(report.importInMs, processes, machine));
  report.addonInBytes = statSync(join(root, "hairtrigger.node")).size;
  console.log(`the addon: ${report.addonInBytes} bytes (${process.platform}-${process.arch})`);
  return report;
}

/** The next message of the server; should it end instead, that is a failure. */
async function tellsNext(server) {
  const ended = once(server, "exit").then(() => Promise.reject(new Error("the server has ended")));
  const [message] = await Promise.race([once(server, "message"), ended]);
  ended.catch(() => {});
  return message;
}

/** At once: the calls still in flight would keep the process waiting. */
function fail(error) {
  console.error(error);
  process.exit(1);
}

main().catch(fail);
