"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { assertFailed, open } = require("./world.js");

test("envvars list masks values until they are to be revealed", async (t) => {
  const { prod, variables } = await open(t);
  prod.setVariable("URL", "postgres://user:pass@host");
  prod.setVariable("KEY", "hush", { isSecret: true });
  assert.equal((await variables(["list"])).stdout, "NAME  VALUE\nKEY   ••••••••  secret\nURL   ••••••••\n");
  assert.deepEqual(JSON.parse((await variables(["list", "--json"])).stdout), [
    { name: "KEY", isSecret: true },
    { name: "URL", isSecret: false },
  ]);
  const revealed = "NAME  VALUE\nKEY   <redacted>                 secret\nURL   postgres://user:pass@host\n";
  assert.equal((await variables(["list", "--reveal"])).stdout, revealed);
  assert.equal(
    JSON.parse((await variables(["list", "--reveal", "--json"])).stdout)[1].value,
    "postgres://user:pass@host",
  );
});

test("envvars list says where there is nothing", async (t) => {
  const { variables } = await open(t);
  const { code, stdout, stderr } = await variables(["list"]);
  assert.deepEqual([code, stdout, stderr], [0, "", "no variables in prod of proj_shop\n"]);
});

test("envvars get --reveal prints the value and nothing else", async (t) => {
  const { prod, variables } = await open(t);
  prod.setVariable("URL", "two\nlines");
  prod.setVariable("KEY", "hush", { isSecret: true });
  assert.equal((await variables(["get", "URL", "--reveal"])).stdout, "two\nlines\n");
  assert.equal((await variables(["get", "URL"])).stdout, "NAME  VALUE\nURL   ••••••••\n");
  assert.deepEqual(JSON.parse((await variables(["get", "URL", "--json"])).stdout), {
    name: "URL",
    isSecret: false,
  });
  assert.match(
    (await variables(["get", "KEY", "--reveal"])).stderr,
    /KEY is a secret, and what Trigger.dev shows/,
  );
  assertFailed(await variables(["get", "NOPE"]), 4, /404 .*; |404 .*\. hairtrigger envvars list shows/);
});

test("envvars set sets what there is and what there is not", async (t) => {
  const { server, prod, variables } = await open(t);
  prod.setVariable("A", "old");
  const { code, stdout } = await variables(["set", "A=new", "B=x=y", "C= spaced "]);
  assert.deepEqual([code, stdout], [0, "set A\nset B\nset C\n"]);
  assert.deepEqual(
    [...prod.variables()].map(([name, { value }]) => [name, value]),
    [
      ["A", "new"],
      ["B", "x=y"],
      ["C", " spaced "],
    ],
  );
  assert.equal(server.requests.length, 1);
  assert.equal(prod.variable("B").isSecret, false);
  const json = await variables(["set", "D=1", "--secret", "--json"]);
  assert.deepEqual(JSON.parse(json.stdout), { project: "proj_shop", env: "prod", names: ["D"] });
  assert.deepEqual(prod.variable("D"), { value: "1", isSecret: true });
});

test("envvars set takes a value from standard input, without the newline at its end", async (t) => {
  const { prod, variables } = await open(t);
  const { stdout, stderr } = await variables(["set", "KEY"], { input: "first\nsecond\n" });
  assert.equal(prod.variable("KEY").value, "first\nsecond");
  assert.equal(stdout + stderr, "set KEY\n");
  assertFailed(await variables(["set", "KEY"], { input: "" }), 2, /KEY is empty/);
});

test("envvars unset removes variables, and says which when one is not there", async (t) => {
  const { prod, variables } = await open(t);
  for (const name of ["A", "B", "C"]) prod.setVariable(name, "1");
  assert.equal((await variables(["unset", "A", "A"])).stdout, "removed A\n");
  const { code, stdout, stderr } = await variables(["unset", "B", "NOPE", "C"]);
  assert.deepEqual([code, stdout], [4, "removed B\n"]);
  assert.match(stderr, /^hairtrigger: envvars\.del: 404 /);
  assert.deepEqual([...prod.variables().keys()], ["C"]);
});

test("a personal access token reaches every environment, and branches", async (t) => {
  const { project, staging, personal, run } = await open(t);
  const branch = project.createBranch("feature/x");
  assert.equal((await run(["envvars", "set", "A=1", "--env", "staging"], { env: personal })).code, 0);
  const words = ["envvars", "set", "A=2", "--env", "preview", "--branch", "feature/x"];
  assert.equal((await run(words, { env: personal })).code, 0);
  assert.deepEqual([staging.variable("A").value, branch.variable("A").value], ["1", "2"]);
  const { stdout } = await run(["envvars", "list", "--json", "--env", "prod"], { env: personal });
  assert.equal(stdout, "[]\n");
});

test("values are in no error", async (t) => {
  const { prod, variables } = await open(t);
  const env = { ...prod.processEnvironment, TRIGGER_API_URL: "http://127.0.0.1:1" };
  const { stdout, stderr } = await variables(["set", "KEY=hunter2"], { env });
  assert.doesNotMatch(stdout + stderr, /hunter2/);
});
