"use strict";

// `npm run trigger-all [-- --items 1000000] [-- --bytes 1000] [-- --most-growth 100]`: triggers many items
// through batch.triggerAll against a server in another process, and prints how much memory it takes above
// what the process had at the start. Fails when that is more than `most-growth` MB.

const { fork } = require("node:child_process");
const { once } = require("node:events");
const http = require("node:http");
const { parseArgs } = require("node:util");

/** How often memory is looked at. */
const SAMPLE_IN_MS = 50;
/** Handles between two lines of the report. */
const LINE_EVERY = 200;
const WARM_UP_ITEMS = 1;

/** Answers as the API does, and looks at no item: it only counts lines. */
function serve() {
  const counts = new Map();
  const server = http.createServer(async (request, response) => {
    const reply = (status, body) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    const [, batchId] = /batches\/([^/]+)\/items$/.exec(request.url) ?? [];
    if (batchId === undefined) {
      const { runCount } = JSON.parse(Buffer.concat(await request.toArray()).toString());
      const id = `batch_${counts.size}`;
      counts.set(id, runCount);
      reply(202, { id, runCount, isCached: false });
      return;
    }
    let lines = 0;
    for await (const chunk of request) {
      for (let at = -1; (at = chunk.indexOf(10, at + 1)) !== -1;) lines += 1;
    }
    const isWhole = lines === counts.get(batchId);
    reply(200, { id: batchId, itemsAccepted: lines, itemsDeduplicated: 0, sealed: isWhole });
  });
  server.listen(0, "127.0.0.1", () => process.send(server.address().port));
  // It ends with whoever started it.
  process.on("disconnect", () => process.exit());
}

function rssInMB() {
  return process.memoryUsage().rss / 2 ** 20;
}

/** Each is a text of its own: what is shared takes no memory. */
async function* makeItems(count, bytes) {
  const filling = "x".repeat(bytes);
  for (let number = 0; number < count; number += 1) {
    yield { id: "import", payload: { number, text: filling.slice(String(number).length) } };
  }
}

async function main() {
  const { values } = parseArgs({
    options: {
      items: { type: "string", default: "1000000" },
      bytes: { type: "string", default: "1000" },
      "most-growth": { type: "string", default: "100" },
    },
  });
  const [count, bytes, mostGrowthInMB] = [values.items, values.bytes, values["most-growth"]].map(Number);
  const child = fork(__filename, ["serve"]);
  const [port] = await once(child, "message");
  const { withAuth } = require("hairtrigger");
  const client = withAuth({ secretKey: "tr_dev_many", baseURL: `http://127.0.0.1:${port}` });
  // The engine, its thread and the connection are there before it counts.
  await client.batch.trigger(Array(WARM_UP_ITEMS).fill({ id: "import" }));
  globalThis.gc?.();
  const start = rssInMB();
  let highest = start;
  const timer = setInterval(() => (highest = Math.max(highest, rssInMB())), SAMPLE_IN_MS);
  const began = Date.now();
  let triggered = 0;
  let batches = 0;
  console.log("     items   RSS above the start (MB)");
  for await (const { runCount } of client.batch.triggerAll(makeItems(count, bytes))) {
    triggered += runCount;
    batches += 1;
    if (batches % LINE_EVERY === 0 || triggered === count) {
      highest = Math.max(highest, rssInMB());
      console.log(`${String(triggered).padStart(10)} ${(rssInMB() - start).toFixed(1).padStart(26)}`);
    }
  }
  clearInterval(timer);
  child.disconnect();
  const seconds = (Date.now() - began) / 1000;
  console.log(`\n${triggered} items of ${bytes} bytes in ${batches} batches, ${seconds.toFixed(1)} s`);
  console.log(`RSS at the start ${start.toFixed(1)} MB, at most ${(highest - start).toFixed(1)} MB more`);
  if (triggered !== count || highest - start > mostGrowthInMB) {
    console.error(`all ${count} items and at most ${mostGrowthInMB} MB more were expected`);
    process.exitCode = 1;
  }
}

if (process.argv[2] === "serve") serve();
else main();
