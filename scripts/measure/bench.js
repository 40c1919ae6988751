"use strict";

// `npm run bench [-- --only calls|realtime|streams] [--json <file>]`: hairtrigger beside @trigger.dev/sdk, undici and
// fetch, over TLS on loopback: ordinary calls, runs that are watched, and streams that are read. What is not measured stays
// in the file as it is.

const { existsSync, readFileSync, statSync, writeFileSync } = require("node:fs");
const { cpus } = require("node:os");
const { join } = require("node:path");
const { parseArgs } = require("node:util");

const { root, run, install } = require("../steps.js");

const authority = join(root, "__test__", "support", "certificates", "authority.pem");
const compare = join(root, "__test__", "comparison");
const rounds = 7;
const milliseconds = 15_000;
const patienceInMs = 600_000;
const cases = [
  { title: "runs.list of 100, 64 in flight", call: "list100", count: 320, inFlight: 64 },
  { title: "runs.list of 20, 64 in flight", call: "list20", count: 800, inFlight: 64 },
  { title: "envvars.list of 1,000, 64 in flight", call: "variables", count: 200, inFlight: 64 },
  { title: "small body, 64 in flight", call: "small", count: 3_200, inFlight: 64 },
  { title: "small body, 1 in flight", call: "small", count: 300, inFlight: 1 },
  { title: "runs.list of 100, 1 in flight", call: "list100", count: 60, inFlight: 1 },
];

async function main() {
  const { values } = parseArgs({ options: { json: { type: "string" }, only: { type: "string" } } });
  const parts = Object.keys(measurements).filter((part) => (values.only ?? part) === part);
  if (parts.length === 0)
    throw new Error(`--only ${values.only}: there are ${Object.keys(measurements).join(", ")}`);
  if (process.env.NODE_EXTRA_CA_CERTS !== authority) return again();
  if (!existsSync(join(compare, "node_modules", "undici"))) {
    console.log("Installing @trigger.dev/sdk and undici into __test__/comparison/, to measure beside it\n");
    await install(compare);
  }
  const machine = `${cpus().length} × ${cpus()[0].model.trim()}, Node ${process.version}`;
  const report =
    values.json !== undefined && existsSync(values.json) ? JSON.parse(readFileSync(values.json)) : {};
  for (const part of parts) {
    const watchdog = setTimeout(
      () => fail(new Error("a call hangs: the benchmark is not over")),
      patienceInMs,
    );
    Object.assign(report, await measurements[part](machine));
    clearTimeout(watchdog);
  }
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

async function measureCalls(machine) {
  const { contenders } = require("../../benches/contenders.js");
  const { firstPages } = require("../../benches/first-page.js");
  const { handOver } = require("../../benches/hand-over.js");
  const { importTimes, processes } = require("../../benches/import-time.js");
  const { makeStandIn } = require("../release/stand-in.js");
  const { measure, threadClock } = require("../../benches/measure.js");
  const { IN_FLIGHT, peakMemory } = require("../../benches/peak-memory.js");
  const { describeCase, describeFigures, describeImports } = require("../../benches/report.js");
  const { MILLISECONDS, PAGES, prefetching } = require("../../benches/prefetch.js");
  const { startServer } = require("../../benches/server.js");
  const { TriggerClient } = require("hairtrigger");
  const versionOf = (name) => require(join(compare, "node_modules", name, "package.json")).version;

  const versions = { "@trigger.dev/sdk": versionOf("@trigger.dev/sdk"), undici: versionOf("undici") };
  const report = { machine, versions, mainThreadClock: threadClock?.source, cases: {} };
  console.log("hairtrigger beside others, over TLS on loopback;", machine, versions);
  console.log(`main thread CPU: ${threadClock?.source ?? "this Node and system do not tell"}\n`);

  const server = await startServer(contenders.map(({ protocol }) => protocol));
  try {
    const urls = server.ports.map((port) => `https://127.0.0.1:${port}`);
    const ca = readFileSync(authority, "utf8");
    report.handOver = await handOver({ secretKey: "tr_prod_benchmark", baseURL: urls[0], ca });
    console.log("a page of 100 runs on the main thread, µs:", report.handOver, "\n");
    const everybody = contenders.map(({ name, create }, index) => [name, create(urls[index])]);
    for (const { title, call, ...options } of cases) {
      const calls = Object.fromEntries(everybody.map(([name, its]) => [name, its[call]]));
      report.cases[title] = await measure(calls, { rounds, milliseconds, ...options });
      console.log(describeCase(title, report.cases[title], contenders, machine));
    }
    report.prefetching = await prefetching(
      new TriggerClient({ secretKey: "tr_prod_prefetch", baseURL: urls[0], ca }),
    );
    console.log(
      `${PAGES} pages, ${MILLISECONDS} ms of the server's and the consumer's, ms:`,
      report.prefetching,
      "\n",
    );
    const connections = await server.connections();
    report.connections = Object.fromEntries(contenders.map(({ name }, index) => [name, connections[index]]));
    console.log("connections that were made:", report.connections, "\n");
    report.peakMemoryInMB = peakMemory(server.ports);
    console.log(describeFigures(`peak RSS in MB, ${IN_FLIGHT} in flight`, report.peakMemoryInMB, contenders));
    report.firstPageInMs = firstPages(server.ports);
    console.log(describeFigures("a fresh process to its first page, ms", report.firstPageInMs, contenders));
  } finally {
    server.stop();
  }
  await makeStandIn();
  report.importInMs = importTimes();
  console.log(describeImports(report.importInMs, processes, machine));
  report.addonInBytes = statSync(join(root, "hairtrigger.node")).size;
  console.log(`the addon: ${report.addonInBytes} bytes (${process.platform}-${process.arch})`);
  return report;
}

async function measureWatching(machine) {
  const { measureRealtime } = require("../../benches/realtime.js");
  const { describeRealtime } = require("../../benches/report.js");
  const realtime = { machine, ...(await measureRealtime()) };
  console.log(describeRealtime(realtime, machine));
  return { realtime };
}

async function measureReading(machine) {
  const { describeStreams } = require("../../benches/report.js");
  const { measureStreams } = require("../../benches/streams.js");
  const streams = { machine, ...(await measureStreams()) };
  console.log(describeStreams(streams, machine));
  return { streams };
}

/** What can be measured by itself, by its name for `--only`. */
const measurements = { calls: measureCalls, realtime: measureWatching, streams: measureReading };

/** At once: the calls still in flight would keep the process waiting. */
function fail(error) {
  console.error(error);
  process.exit(1);
}

main().catch(fail);
