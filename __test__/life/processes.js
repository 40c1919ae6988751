"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { once } = require("node:events");

/** Only a program that would never end takes so long, however busy the machine is. */
const PATIENCE = 600_000;

/**
 * Starts a program in a process of its own. It finds the package as `hairtrigger`, a `client`, the `config`
 * it was made from, and `ask`, which runs a callback once `tell()` is called here.
 *
 * `ended` promises how it ended: `code`, `signal`, and what it printed on `stdout` and `stderr`.
 */
function start(t, config, program, options = []) {
  const source = `
    const hairtrigger = require("hairtrigger");
    const config = ${JSON.stringify(config)};
    const client = hairtrigger.withAuth(config);
    const ask = (callback) => process.stdin.once("data", callback);
    ${program}`;
  return startNode(t, [...options, "--eval", source]);
}

function startNode(t, args) {
  const child = spawn(process.execPath, args, { cwd: __dirname });
  t.after(() => child.kill("SIGKILL"));
  const hangs = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => (printed[name] += text));
  }
  child.stdin.on("error", () => {});
  const ended = once(child, "close").then(([code, signal]) => {
    clearTimeout(hangs);
    return { code, signal, stdout: printed.stdout.trim(), stderr: printed.stderr };
  });
  return { child, ended, tell: () => child.stdin.write("now\n") };
}

/** Runs a program to its end, which must be a good one; what it printed. */
async function run(t, config, program, options) {
  const { code, signal, stdout, stderr } = await start(t, config, program, options).ended;
  assert.deepEqual({ code, signal, stderr }, { code: 0, signal: null, stderr: "" });
  return stdout;
}

/** Resolves when so many requests have arrived. */
function arrived(server, count) {
  return server.waitForRequest(() => server.requests.length >= count);
}

module.exports = { arrived, run, start, startNode };
