"use strict";

// `npm run outage`: what an outage costs the server, and what one rate-limited tenant costs the others.
// Prints the figures and fails when they leave their bounds.

const { once } = require("node:events");
const http = require("node:http");
const { performance } = require("node:perf_hooks");

const { withAuth } = require("hairtrigger");

/** Requests a call may cost in an outage once the budgets are spent. */
const MOST_PER_CALL = 1.2;
/** Retries a host is granted before they have to be earned. */
const HOST_SAVINGS = 500;

const TENANTS = 50;
const WINDOW_IN_MS = 2_000;
const ROUNDS = 8;
const ROUND_IN_MS = 3_000;
const PAUSE_IN_MS = 20;
const LIMIT = 20;
const CALLERS_OF_THE_LIMITED = 40;
const ON_ITS_WAY_IN_MS = 50;
const MOST_SLOWDOWN = 1.2;

async function serve(answer) {
  const requests = [];
  const server = http.createServer((request, response) => {
    const token = request.headers.authorization.replace("Bearer ", "");
    const { status, headers, body } = answer(token, requests);
    requests.push({ token, status, at: Date.now() });
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { requests, url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

const PAGE = { status: 200, body: { data: [], pagination: {} } };

/** Everything answers 503: 1,000 callers at once, of one customer or of a hundred. */
async function outage(customers) {
  const server = await serve(() => ({ status: 503, body: { error: "down" } }));
  const requestOptions = { retry: { minTimeoutInMs: 10, maxTimeoutInMs: 100 } };
  const clients = Array.from({ length: customers }, (_, index) =>
    withAuth({ secretKey: `tr_dev_outage${customers}x${index}`, baseURL: server.url, requestOptions }),
  );
  let before = 0;
  for (const wave of ["first", "second"]) {
    const calls = Array.from({ length: 1_000 }, (_, index) => clients[index % customers].runs.list());
    const failed = (await Promise.allSettled(calls)).filter(({ reason }) => reason?.status === 503);
    const cost = server.requests.length - before;
    before = server.requests.length;
    const bound = wave === "first" ? 1_000 + HOST_SAVINGS : 1_000 * MOST_PER_CALL;
    console.log(
      `outage, ${customers} customer(s), the ${wave} 1,000 calls: ${failed.length} fail, ${cost} requests ` +
        `(at most ${bound}; 5,000 without a budget)`,
    );
    if (failed.length !== 1_000 || cost > bound) process.exitCode = 1;
  }
  server.close();
}

/** Calls of one tenant, one after the other, with a pause between them; how long each took. */
async function callFor(client, milliseconds, latencies) {
  const until = performance.now() + milliseconds;
  while (performance.now() < until) {
    const started = performance.now();
    await client.runs.list();
    latencies.push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_IN_MS));
  }
}

function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** A tenant's bucket on the server: what it answers, and how often it was asked in vain. */
class Bucket {
  full = false;
  refused = 0;
  early = 0;
  #spent = 0;
  #resetAt = 0;
  #firstRefusalAt = Infinity;

  answer() {
    const now = Date.now();
    if (now >= this.#resetAt) {
      this.#spent = 0;
      this.#resetAt = now + WINDOW_IN_MS;
      this.#firstRefusalAt = Infinity;
    }
    this.#spent += 1;
    const headers = {
      "x-ratelimit-limit": LIMIT,
      "x-ratelimit-remaining": Math.max(LIMIT - this.#spent, 0),
      "x-ratelimit-reset": this.#resetAt,
    };
    if (this.#spent <= LIMIT) return { ...PAGE, headers };
    this.refused += 1;
    // What was on its way when the first refusal left cannot have known of it.
    if (now > this.#firstRefusalAt + ON_ITS_WAY_IN_MS) this.early += 1;
    this.#firstRefusalAt = Math.min(this.#firstRefusalAt, now);
    return { status: 429, headers, body: { error: "Rate limit exceeded" } };
  }
}

/** Fifty tenants call at their leisure; in every second round one of them is over its limit. */
async function oneLimited() {
  const limited = "tr_dev_limited";
  const bucket = new Bucket();
  let isLimited = false;
  const server = await serve((token) => (isLimited && token === limited ? bucket.answer() : PAGE));
  const client = (secretKey) => withAuth({ secretKey, baseURL: server.url });
  const others = Array.from({ length: TENANTS - 1 }, (_, index) => client(`tr_dev_other${index}`));
  const flooded = client(limited);
  const latencies = { without: [], with: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    isLimited = round % 2 === 1;
    const measured = latencies[isLimited ? "with" : "without"];
    const controller = new AbortController();
    const { signal } = controller;
    const callers = isLimited ? CALLERS_OF_THE_LIMITED : 1;
    const flood = Array.from({ length: callers }, () =>
      callUntil(signal, () => flooded.runs.list({}, { signal })),
    );
    await Promise.all(others.map((other) => callFor(other, ROUND_IN_MS, measured)));
    controller.abort();
    await Promise.all(flood);
  }
  server.close();
  // Over all rounds of a kind: what disturbs one of them is not to decide.
  const [without, beside] = [latencies.without, latencies.with].map((values) => percentile(values, 0.99));
  const ratio = beside / without;
  console.log(
    `one of ${TENANTS} tenants limited: p99 of the others ${without.toFixed(2)} ms without it, ` +
      `${beside.toFixed(2)} ms with it; ratio ${ratio.toFixed(2)} (at most ${MOST_SLOWDOWN})`,
  );
  console.log(
    `  the limited one: ${bucket.refused} refusals, ${bucket.early} requests before the reset it knew of`,
  );
  if (ratio > MOST_SLOWDOWN || bucket.early > 0) process.exitCode = 1;
}

async function callUntil(signal, call) {
  while (!signal.aborted) {
    await call().catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, PAUSE_IN_MS));
  }
}

async function main() {
  await outage(1);
  await outage(100);
  await oneLimited();
}

main();
