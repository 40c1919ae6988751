"use strict";

// The same run, watched by each of those who are compared. Each calls `seen` with every state that it is told of.

const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const { authority } = require("../contenders.js");

const comparison = join(__dirname, "..", "..", "__test__", "comparison");
const secretKey = "tr_prod_benchmarkbenchmarkbenchmark";

function hairtrigger(baseURL) {
  const { TriggerClient } = require("hairtrigger");
  const client = new TriggerClient({ secretKey, baseURL, ca: readFileSync(authority, "utf8") });
  return {
    watch: (run, seen) => iterate(client.runs.subscribeToRun(run), seen),
    read: async (run, key, seen) => iterate(await client.streams.read(run, key), seen),
    call: () => client.envvars.del("proj_benchmarkbenchmark", "prod", "NAME"),
  };
}

function officialSdk(baseURL) {
  const { configure, runs, streams } = require(require.resolve("@trigger.dev/sdk", { paths: [comparison] }));
  configure({ secretKey, baseURL });
  return {
    watch: (run, seen) => iterate(runs.subscribeToRun(run), seen),
    read: async (run, key, seen) => iterate(await streams.read(run, key), seen),
  };
}

async function iterate(source, seen) {
  for await (const value of source) seen(value);
}

/** Nothing but requests and JSON.parse: no dates, no statuses, no way back after an error. */
function bareLoop(baseURL) {
  const headers = { authorization: `Bearer ${secretKey}` };
  async function watch(run, seen) {
    let query = "offset=-1";
    for (;;) {
      const response = await fetch(`${baseURL}/realtime/v1/runs/${run}?${query}`, { headers });
      if (!response.ok) throw new Error(`the feed of ${run} was answered with ${response.status}`);
      for (const { value } of await response.json()) {
        if (value) seen({ ...value, metadata: JSON.parse(value.metadata) });
      }
      const [handle, offset] = ["handle", "offset"].map((name) => response.headers.get(`electric-${name}`));
      query = `handle=${handle}&offset=${offset}&live=true`;
    }
  }
  async function read(run, key, seen) {
    const response = await fetch(`${baseURL}/realtime/v1/streams/${run}/${key}`, { headers });
    let rest = "";
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      const events = (rest + text).split("\n\n");
      rest = events.pop();
      for (const event of events) {
        const data = event.split("data: ")[1];
        if (data === "[DONE]") return;
        for (const { body } of JSON.parse(data).records) seen(JSON.parse(body).data);
      }
    }
  }
  return { watch, read };
}

/** Who is compared, and over what. Node's fetch, and so the official SDK, speaks HTTP/1.1 only. */
const watchers = {
  "hairtrigger (HTTP/2)": { protocol: "h2", create: hairtrigger },
  "hairtrigger (HTTP/1.1)": { protocol: "http/1.1", create: hairtrigger },
  "@trigger.dev/sdk": { protocol: "http/1.1", create: officialSdk },
  fetch: { protocol: "http/1.1", create: bareLoop },
};

module.exports = { watchers };
