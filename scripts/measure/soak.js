"use strict";

// `npm run soak [-- --calls 1000000] [-- --faults 0.1] [-- --most-growth 10]`: calls for a long time, a
// share of which goes wrong, and prints whether anything grows. Fails when memory or handles do.

const { parseArgs } = require("node:util");
const { setTimeout: sleep } = require("node:timers/promises");

const { withAuth } = require("hairtrigger");
const { startCannedServer } = require("../../__test__/support/canned-server.js");

const { values } = parseArgs({
  options: {
    calls: { type: "string", default: "1000000" },
    faults: { type: "string", default: "0.1" },
    "most-growth": { type: "string", default: "10" },
  },
});
const calls = Number(values.calls);
const faultRate = Number(values.faults);
const mostGrowthInMB = Number(values["most-growth"]);

const IN_FLIGHT = 64;
const TENANTS = 200;
const SAMPLES = 20;
/** The share of the calls after which everything has its size. */
const WARM_UP = 0.2;

/** Memory as the system sees it, once what is garbage is gone. */
function rssInMB() {
  globalThis.gc?.();
  return process.memoryUsage().rss / 2 ** 20;
}

/** Ends of whatever keeps descriptors or threads: what leaks shows here first. */
function handleCount() {
  return process.getActiveResourcesInfo().length;
}

function openDescriptors() {
  try {
    return require("node:fs").readdirSync("/proc/self/fd").length;
  } catch {
    return undefined;
  }
}

/** The slope of the line through the samples, by least squares: MB in 100,000 calls. */
function slope(samples) {
  const mean = (pick) => samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length;
  const [x, y] = [mean((sample) => sample.calls), mean((sample) => sample.rss)];
  const above = mean((sample) => (sample.calls - x) * (sample.rss - y));
  const below = mean((sample) => (sample.calls - x) ** 2);
  return (above / below) * 100_000;
}

/** One call of one of the tenants: reads and writes, some with a signal, some that are aborted. */
function oneCall(clients, number) {
  const { runs, envvars } = clients[number % clients.length];
  const { signal } = new AbortController();
  switch (number % 5) {
    case 0:
      return runs.list({ limit: 10 }, { signal });
    case 1:
      return runs.cancel(`run_${number}`);
    case 2:
      return envvars.del("proj_1", "dev", "NAME");
    case 3:
      return runs.retrieve(`run_${number}`, { signal: AbortSignal.timeout(1_000) });
    default:
      return runs.list().withResponse();
  }
}

async function main() {
  const server = await startCannedServer({ faultRate });
  const requestOptions = { retry: { minTimeoutInMs: 1, maxTimeoutInMs: 20 }, timeoutInMs: 500 };
  const clients = Array.from({ length: TENANTS }, (_, index) =>
    withAuth({ secretKey: `tr_dev_soak${index}`, baseURL: server.url, requestOptions }),
  );
  const outcomes = new Map();
  const samples = [];
  let made = 0;
  const started = Date.now();
  const work = async (until) => {
    while (made < until) {
      made += 1;
      const outcome = await oneCall(clients, made).then(
        () => "answered",
        (error) => error.constructor.name,
      );
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  };
  console.log("     calls   RSS (MB)   handles   descriptors");
  for (let sample = 1; sample <= SAMPLES; sample += 1) {
    const until = Math.round((calls * sample) / SAMPLES);
    await Promise.all(Array.from({ length: IN_FLIGHT }, () => work(until)));
    // What has just been let go of is gone a moment later: sockets close on another thread.
    await sleep(50);
    const row = { calls: until, rss: rssInMB(), handles: handleCount(), descriptors: openDescriptors() };
    samples.push(row);
    console.log(
      `${String(row.calls).padStart(10)} ${row.rss.toFixed(1).padStart(10)} ` +
        `${String(row.handles).padStart(9)} ${String(row.descriptors).padStart(13)}`,
    );
  }
  server.stop();
  report({ samples, outcomes, seconds: (Date.now() - started) / 1000 });
}

function report({ samples, outcomes, seconds }) {
  const warm = samples.filter((sample) => sample.calls >= calls * WARM_UP);
  const growth = warm.at(-1).rss - warm[0].rss;
  console.log(`\n${calls} calls in ${seconds.toFixed(0)} s, ${faultRate * 100} % of the requests at fault`);
  console.log("outcomes:", Object.fromEntries(outcomes));
  console.log(`RSS after the first ${WARM_UP * 100} %: ${growth.toFixed(1)} MB more at the end, `);
  console.log(`  ${slope(warm).toFixed(2)} MB per 100,000 calls (slope of the samples)`);
  console.log(`handles: ${warm[0].handles} then, ${warm.at(-1).handles} at the end`);
  if (growth > mostGrowthInMB || warm.at(-1).handles > warm[0].handles) {
    console.error(`something grows: at most ${mostGrowthInMB} MB and no handle more were expected`);
    process.exitCode = 1;
  }
}

main();
