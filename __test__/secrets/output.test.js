"use strict";

const { openCage } = require("./canary.js");

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { join } = require("node:path");
const { test } = require("node:test");

const program = join(__dirname, "fixtures", "failing.js");

/** Runs the program, the token on its stdin; everything it printed, and how it ended. */
async function run(way, { token, baseURL, env = {}, options = [] }) {
  const child = spawn(process.execPath, [...options, program, way, baseURL], {
    env: { ...process.env, ...env },
  });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => printed.push(chunk));
  child.stdin.on("error", () => {});
  child.stdin.end(token);
  const [code, signal] = await once(child, "close");
  assert.equal(signal, null);
  return { code, output: Buffer.concat(printed).toString("latin1") };
}

const LOUD = { NODE_DEBUG: "*", RUST_LOG: "trace", RUST_BACKTRACE: "1", NO_COLOR: "1" };

/** What a program that handles nothing says of a failure, by the way the token got there. */
const ENDINGS = {
  rejection: /AuthenticationError \[TriggerApiError\]: runs\.list: 401/,
  scope: /AuthenticationError \[TriggerApiError\]: runs\.list: 401/,
  option: /AuthenticationError \[TriggerApiError\]: runs\.list: 401/,
  client: /AuthenticationError \[TriggerApiError\]: runs\.list: 401/,
  environment: /AuthenticationError \[TriggerApiError\]: runs\.list: 401/,
  configured: /AuthenticationError \[TriggerApiError\]: runs\.list: 401/,
  malformed: /ConfigurationError: new TriggerClient/,
  different: /ConfigurationError: withAuth/,
};

/** A cage whose server refuses the token and repeats it. */
async function openRefusingCage(t) {
  const cage = await openCage(t);
  const { token } = cage.canary;
  cage.server.fault({ status: 401, body: { error: `no ${token}` }, headers: { "x-echo": token } });
  return cage;
}

for (const [way, ending] of Object.entries(ENDINGS)) {
  test(`a failure nobody handles prints no token, however loud the process is (${way})`, async (t) => {
    const { canary, server } = await openRefusingCage(t);
    const environment = way === "environment";
    const env = environment ? { ...LOUD, TRIGGER_SECRET_KEY: canary.token } : LOUD;
    const token = environment ? "" : canary.token;
    const { code, output } = await run(way, { token, baseURL: server.url, env });
    assert.equal(code, 1);
    assert.match(output, ending);
    canary.assertHidden(output);
  });
}

test("warnings and traces of a failure nobody handles print no token", async (t) => {
  const { canary, server } = await openRefusingCage(t);
  for (const option of ["--unhandled-rejections=warn", "--trace-uncaught", "--trace-warnings"]) {
    const { token } = canary;
    const { output } = await run("rejection", { token, baseURL: server.url, options: [option] });
    assert.match(output, /401/);
    canary.assertHidden(output);
  }
});

test("a connection nobody answers prints no token", async (t) => {
  const { canary } = await openCage(t);
  const { token } = canary;
  const { code, output } = await run("rejection", { token, baseURL: "http://127.0.0.1:1", env: LOUD });
  assert.equal(code, 1);
  assert.match(output, /ApiConnectionError/);
  canary.assertHidden(output);
});

test("console prints no token of clients, calls and errors", async (t) => {
  const { canary, server } = await openRefusingCage(t);
  const { code, output } = await run("logged", { token: canary.token, baseURL: server.url });
  assert.equal(code, 0);
  assert.match(output, /TriggerClient/);
  assert.match(output, /AuthenticationError/);
  canary.assertHidden(output);
});
