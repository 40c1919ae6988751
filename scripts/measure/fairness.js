"use strict";

// `npm run fairness [-- --write | --only <words>]`: how long a customer's small call takes alone, and beside what another customer, or
// that one's server, does. Prints a table, writes it into docs/reliability.md if told to, and fails when a figure
// leaves its bound: at most twice what it is alone, and 5 ms.

const { fork } = require("node:child_process");
const { once } = require("node:events");
const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { performance } = require("node:perf_hooks");
const { parseArgs } = require("node:util");
const { Worker } = require("node:worker_threads");

const { withAuth } = require("hairtrigger");
const { ca, tls } = require("../../__test__/support/certificates.js");

const { values } = parseArgs({
  options: { write: { type: "boolean" }, calls: { type: "string" }, only: { type: "string" } },
});
const CALLS = Number(values.calls ?? 2_000);
const MAX_TIMES = 2;
const MAX_MORE_IN_MS = 5;

const root = join(__dirname, "..", "..");
const noRetries = { timeoutInMs: 600_000, retry: { maxAttempts: 1 } };

function customer(name, url, requestOptions = noRetries) {
  return withAuth({ secretKey: `tr_prod_fairness${name}`, baseURL: url, ca, requestOptions });
}

/** Starts the host that both customers share. */
async function openHost(t, scheme) {
  const host = fork(join(__dirname, "hostile-host.js"), [scheme]);
  t.after(() => host.kill());
  const [{ port }] = await once(host, "message");
  const tell = async (message) => {
    host.send(message);
    await once(host, "message");
  };
  return { url: `${scheme}://127.0.0.1:${port}`, tell };
}

/** Starts a server that floods, on a thread: it is told what by its data. */
async function openFlooder(t, kind, certificates) {
  const file = join(root, "__test__", "hostile", "flooder.js");
  const worker = new Worker(file, { workerData: { kind, answers: 0, certificates } });
  t.after(() => worker.terminate());
  const [port] = await once(worker, "message");
  return `${certificates ? "https" : "http"}://127.0.0.1:${port}`;
}

/** Starts calls that are not waited for, until the end of the case. */
function begin(t, calls) {
  const stop = new AbortController();
  const ends = calls.map((call) => call(stop.signal).catch(() => {}));
  t.after(() => {
    stop.abort();
    return Promise.all(ends);
  });
}

/** Makes one call after the other, until the end of the case. */
function repeat(t, call) {
  begin(t, [
    async (signal) => {
      while (!signal.aborted) await call(signal).catch(() => {});
    },
  ]);
}

/** Calls that hang, of so many credentials. */
function hanging(scheme, credentials) {
  return async (t) => {
    const host = await openHost(t, scheme);
    await host.tell({ kind: "hang" });
    const clients = Array.from({ length: credentials }, (_, index) => customer(`EVIL${index}`, host.url));
    const call = (index) => (signal) => clients[index % credentials].runs.list({ signal });
    return {
      url: host.url,
      disturb: () =>
        begin(
          t,
          Array.from({ length: 1_000 }, (_, index) => call(index)),
        ),
    };
  };
}

/** One answer of a kind after the other. */
function answering(message) {
  return async (t) => {
    const host = await openHost(t, "http");
    await host.tell(message);
    const evil = customer("EVIL", host.url);
    return { url: host.url, disturb: () => repeat(t, (signal) => evil.runs.list({ signal })) };
  };
}

async function limited(t) {
  const host = await openHost(t, "http");
  await host.tell({ kind: "limit" });
  const evil = customer("EVIL", host.url, { timeoutInMs: 600_000, retry: { maxTimeoutInMs: 600_000 } });
  const call = (signal) => evil.runs.list({ signal });
  return { url: host.url, disturb: () => begin(t, Array(50_000).fill(call)) };
}

function flooding(kind, certificates) {
  return async (t) => {
    const host = await openHost(t, "http");
    const evil = customer("EVIL", await openFlooder(t, kind, certificates), { timeoutInMs: 600_000 });
    return { url: host.url, disturb: () => repeat(t, (signal) => evil.runs.list({ signal })) };
  };
}

const CASES = {
  "1,000 unanswered calls of one credential, HTTP/1.1": hanging("http", 1),
  "1,000 unanswered calls of ten credentials, HTTP/1.1": hanging("http", 10),
  "1,000 unanswered calls of one credential, HTTP/2": hanging("https", 1),
  "1,000 unanswered calls of ten credentials, HTTP/2": hanging("https", 10),
  "answers of 16 MiB, one after the other": answering({ kind: "large", id: "run_1" }),
  "refusals of 100 kB of quotes": answering({ kind: "refuse", character: '"' }),
  "refusals of 100 kB of backslashes": answering({ kind: "refuse", character: "\\" }),
  "refusals of 100 kB of one letter": answering({ kind: "refuse", character: "t" }),
  "refusals of 100 kB of percent signs": answering({ kind: "refuse", character: "%25" }),
  "50,000 calls in the queue of a limited key": limited,
  "interim answers without end": flooding("interim answers"),
  "interim answers with headers without end": flooding("interim answers with headers"),
  "HTTP/2 pings without end": flooding("HTTP/2 pings", tls),
  "HTTP/2 settings without end": flooding("HTTP/2 settings", tls),
};

/** Sorted durations of small calls, one after the other. */
async function durations(client) {
  const all = [];
  for (let call = 0; call < CALLS; call += 1) {
    const asked = performance.now();
    await client.runs.list();
    all.push(performance.now() - asked);
  }
  return all.sort((a, b) => a - b);
}

const quantile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
const rounded = (ms) => Number(ms.toPrecision(2));

async function measure(prepare) {
  const endings = [];
  const t = { after: (end) => endings.unshift(end) };
  const { url, disturb } = await prepare(t);
  const good = customer("GOOD", url);
  await durations(good);
  const alone = await durations(good);
  disturb();
  // What it does to begin with counts too.
  const beside = await durations(good);
  for (const end of endings) await end();
  return [0.5, 0.99].map((part) => ({ alone: quantile(alone, part), beside: quantile(beside, part) }));
}

async function main() {
  const rows = [];
  for (const [title, prepare] of Object.entries(CASES)) {
    if (!title.includes(values.only ?? "")) continue;
    const figures = await measure(prepare);
    const isFair = figures.every(({ alone, beside }) => beside <= MAX_TIMES * alone + MAX_MORE_IN_MS);
    const cells = figures.map(({ alone, beside }) => `${rounded(alone)} → ${rounded(beside)}`);
    rows.push(`| ${title} | ${cells.join(" | ")} |`);
    process.stdout.write(`${rows.at(-1)}${isFair ? "" : " beyond its bound"}\n`);
    if (!isFair) process.exitCode = 1;
  }
  if (values.write) write(rows);
}

function write(rows) {
  const file = join(root, "docs", "reliability.md");
  const table = ["| beside | p50, ms | p99, ms |", "| --- | --- | --- |", ...rows].join("\n");
  const block = /(<!-- figures: fairness -->\n).*?(<!-- \/figures -->)/s;
  writeFileSync(file, readFileSync(file, "utf8").replace(block, `$1\n${table}\n\n$2`));
}

main().then(() => process.exit());
