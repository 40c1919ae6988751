"use strict";

const assert = require("node:assert/strict");
const { once } = require("node:events");
const { test } = require("node:test");

const { start } = require("./world.js");

/** Starts the server and resolves with the first thing it prints. */
async function open(t, words) {
  const { child, result } = start(["dev-server", ...words]);
  t.after(() => child.kill("SIGKILL"));
  const [printed] = await once(child.stdout, "data");
  return { child, result, printed: String(printed) };
}

const run = (words, env) => start(words, { env }).result;

test("the dev server answers under the keys it prints, until it is interrupted", async (t) => {
  const options = ["--json", "--project", "proj_mine", "--runs", "4", "--branch", "feature/x"];
  const { child, result, printed } = await open(t, options);
  const { url, project, secretKeys, personalAccessToken } = JSON.parse(printed);
  assert.equal(project, "proj_mine");
  for (const [name, key] of Object.entries(secretKeys)) {
    const env = { TRIGGER_API_URL: url, TRIGGER_SECRET_KEY: key, TRIGGER_PREVIEW_BRANCH: "feature/x" };
    const { stdout } = await run(
      ["runs", "list", "--json"],
      name === "preview" ? env : { ...env, TRIGGER_PREVIEW_BRANCH: "" },
    );
    const statuses = JSON.parse(stdout).map(({ status }) => status);
    assert.deepEqual(statuses.sort(), ["COMPLETED", "COMPLETED", "COMPLETED", "FAILED"], name);
  }
  const personal = {
    TRIGGER_API_URL: url,
    TRIGGER_ACCESS_TOKEN: personalAccessToken,
    TRIGGER_PROJECT_REF: project,
  };
  assert.equal((await run(["envvars", "set", "A=1", "--env", "dev"], personal)).code, 0);
  child.kill("SIGINT");
  assert.equal((await result).code, 0);
});

test("for people it prints what a shell or an .env file takes", async (t) => {
  const { child, result, printed } = await open(t, []);
  assert.match(printed, /^TRIGGER_API_URL=http:\/\/127\.0\.0\.1:\d+$/m);
  assert.match(printed, /^TRIGGER_PROJECT_REF=proj_[a-z]{20}$/m);
  assert.match(printed, /^TRIGGER_SECRET_KEY=tr_dev_\w+ {2}# dev$/m);
  assert.match(printed, /^# TRIGGER_SECRET_KEY=tr_prod_\w+ {2}# prod$/m);
  const url = /^TRIGGER_API_URL=(.*)$/m.exec(printed)[1];
  const { error } = await (
    await fetch(`${url}/api/v1/nope`, { headers: { authorization: "Bearer x" } })
  ).json();
  assert.equal(error, "nobody expected GET /api/v1/nope: the API has no such route");
  await fetch(`${url}/api/v1/neither`, { headers: { authorization: "Bearer x" } });
  child.kill("SIGTERM");
  const { code, stderr } = await result;
  const complaints = ["nope", "neither"].map((name) => `GET /api/v1/${name}: the API has no such route`);
  assert.equal(code, 0);
  for (const complaint of complaints)
    assert.ok(
      stderr.split("\n").some((line) => line.endsWith(complaint)),
      stderr,
    );
});

test("--lenient does not mind what nobody seeded", async (t) => {
  const ask = async (words) => {
    const { printed } = await open(t, ["--json", ...words]);
    const { url, secretKeys } = JSON.parse(printed);
    const env = { TRIGGER_API_URL: url, TRIGGER_SECRET_KEY: secretKeys.prod };
    return (await run(["runs", "get", "run_unknown"], env)).stderr;
  };
  assert.match(await ask([]), /nobody expected/);
  assert.doesNotMatch(await ask(["--lenient"]), /nobody expected/);
});
