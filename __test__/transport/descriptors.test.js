"use strict";

// A process that may open few files: what waits for a descriptor waits no longer than its deadline, and what is held for
// long leaves some for what is answered at once.

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { test } = require("node:test");

const { PAGE, json, openServer } = require("../hostile/server.js");

const skip = process.platform === "win32" && "there is no such limit";

/** Runs a program that may open so many files; what it printed. */
async function runWith(t, files, urls, program) {
  const source = `
    const { ApiTimeoutError, withAuth } = require("hairtrigger");
    const { open } = require("node:fs/promises");
    const urls = ${JSON.stringify(urls)};
    const customer = (name, requestOptions, baseURL = urls[0]) =>
      withAuth({ secretKey: "tr_prod_" + name, baseURL, requestOptions });
    (async () => {${program}})();`;
  const script = 'ulimit -n "$1" && exec "$2" --eval "$3"';
  const child = spawn("/bin/sh", ["-c", script, "sh", files, process.execPath, source], {
    cwd: __dirname,
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill("SIGKILL"));
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (printed += text));
  const [code] = await once(child, "close");
  assert.equal(code, 0);
  return printed.trim();
}

test(
  "without a free descriptor a call ends at its deadline, and goes on once there is one",
  { skip },
  async (t) => {
    const other = await openServer(t, (_, response) => json(response, PAGE));
    const server = await openServer(t, ({ url }, response) => {
      if (!url.includes("filter")) json(response, PAGE);
    });
    const program = `
    await customer("FULL").runs.list();
    // The only connection is in use, so that none idles which could be closed for another one.
    customer("HELD").runs.list({ status: "QUEUED" }).catch(() => {});
    const files = [];
    const take = async () => {
      for (;;) files.push(await open("/dev/null"));
    };
    await take().catch(({ code }) => console.log(code));
    const late = (requestOptions) => customer("FULL", requestOptions, urls[1]).runs.list();
    await late({ timeoutInMs: 1_000 }).catch((error) => console.log(error instanceof ApiTimeoutError));
    const patient = late({ timeoutInMs: 600_000 });
    for (const file of files) await file.close();
    console.log((await patient).data.length);
    process.exit();`;
    const printed = await runWith(t, 100, [server.url, other.url], program);
    assert.equal(printed, "EMFILE\ntrue\n0");
  },
);

test("one customer's held requests leave descriptors for the calls of the others", { skip }, async (t) => {
  const server = await openServer(t, (request, response) => {
    if (request.url.startsWith("/api/")) return json(response, PAGE);
    response.writeHead(200, { "content-type": "text/event-stream" }).write("data: 1\n\n");
  });
  const program = `
    const greedy = customer("GREEDY");
    let taken = 0;
    const readers = Array.from({ length: 300 }, async () => {
      const reading = await greedy.streams.read("run_1");
      for await (const _ of reading) taken += 1;
    });
    for (const reader of readers) reader.catch(() => {});
    while (taken < 50) await new Promise(setImmediate);
    for (let call = 0; call < 20; call += 1) {
      await Promise.all(Array.from({ length: 10 }, () => customer("GOOD" + call).runs.list()));
    }
    console.log("answered");
    process.exit();`;
  assert.equal(await runWith(t, 256, [server.url], program), "answered");
});
