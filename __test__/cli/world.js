"use strict";

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { text } = require("node:stream/consumers");
const { join } = require("node:path");
const { createTestServer } = require("hairtrigger/testing");

const ENTRY = join(__dirname, "..", "..", "cli", "index.js");
/** What every process gets; nothing of the process that runs the tests. */
const ENVIRONMENT = { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, TZ: "UTC" };

/** Starts the command line as a child process. */
function start(words, { env = {}, input = "" } = {}) {
  const child = spawn(process.execPath, [ENTRY, ...words], { env: { ...ENVIRONMENT, ...env } });
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const closed = new Promise((resolve) => child.on("close", resolve));
  const result = async () => {
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    return { stdout, stderr, code };
  };
  return { child, result: result() };
}

/** Starts a server with a project, for one test, and returns what runs commands against it. */
async function open(t, options) {
  const server = await createTestServer({ strict: false, ...options });
  t.after(() => server.close());
  const project = server.createProject({ ref: "proj_shop" });
  const accessToken = server.createPersonalAccessToken({ projects: [project] });
  const tokens = [...Object.values(project.environments).map(({ secretKey }) => secretKey), accessToken];
  const personal = {
    TRIGGER_API_URL: server.url,
    TRIGGER_ACCESS_TOKEN: accessToken,
    TRIGGER_PROJECT_REF: project.ref,
  };
  /** Runs a command to its end; whatever it prints, it prints no token. */
  const run = async (words, { env = project.prod.processEnvironment, ...more } = {}) => {
    const result = await start(words, { env, ...more }).result;
    for (const token of tokens) {
      assert.ok(!`${result.stdout}${result.stderr}`.includes(token), `${words.join(" ")} prints a token`);
    }
    return result;
  };
  const variables = (words, more) => run(["envvars", ...words, "--project", project.ref], more);
  return { server, project, ...project.environments, accessToken, personal, run, variables };
}

/** Asserts that a command failed with a code and one line. */
function assertFailed({ code, stdout, stderr }, expectedCode, message) {
  assert.match(stderr, message);
  assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
  assert.match(stderr, /^hairtrigger: /);
  assert.equal(stdout, "");
  assert.equal(code, expectedCode);
}

module.exports = { assertFailed, open, start };
