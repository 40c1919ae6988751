"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { commands } = require("../../cli/commands.js");
const { assertFailed, open, start } = require("./world.js");

const run = (words, options) => start(words, options).result;

const wrong = [
  [["rusn"], /there is no command "rusn"; did you mean runs\?; see/],
  [["runs", "lst"], /"runs" has no command "lst"; did you mean list\?/],
  [["runs", "list", "--stauts", "x"], /Unknown option '--stauts'; did you mean --status\?; see/],
  [["completion", "bsh"], /there is completion for bash, zsh, fish; did you mean bash\?/],
  [["tasks", "trigger", "a", "--payload", "{"], /--payload takes JSON, and this is none/],
  [["jump"], /there is no command "jump"; see hairtrigger --help/],
  [["runs", "jump"], /"runs" has no command "jump"; see hairtrigger runs --help/],
  [["runs", "get"], /<run id> is missing; see hairtrigger runs get --help/],
  [["runs", "get", "run_a", "run_b"], /"run_b" is one too many/],
  [["runs", "list", "run_a"], /"run_a" is one too many/],
  [["runs", "list", "--jump"], /Unknown option '--jump'; see hairtrigger runs list --help/],
  [["runs", "list", "--limit"], /'--limit <value>' argument missing/],
  [["runs", "list", "--json=yes"], /does not take an argument/],
  [["runs", "list", "--limit", "0"], /--limit takes a whole number from 1 on/],
  [["runs", "list", "--limit", "1e3"], /--limit takes a whole number/],
  [["runs", "list", "--from", "soon"], /--from takes a date such as/],
  [["runs", "list", "--env", "production"], /--env takes dev, staging, prod, preview/],
  [["runs", "list", "--env", "dev"], /the secret key is one of prod, not of dev: use one of dev/],
  [["runs", "get", "run_a", "--env", "dev"], /the secret key is one of prod, not of dev/],
  [["runs", "list", "--project", "proj_shop"], /leave --project out/],
  [["runs", "replay", "run_a", "--payload", "{"], /--payload takes JSON, and this is none/],
  [["runs", "watch", "run_a", "--interval", "0"], /--interval takes seconds/],
  [["runs", "watch", "run_a", "--timeout", "soon"], /--timeout takes a whole number/],
  [["runs", "cancel", ".."], /runId must be one path segment/],
  [["envvars", "list"], /no project: name it with --project or TRIGGER_PROJECT_REF/],
  [["envvars", "list", "--project", ".."], /projectRef must be one path segment/],
  [["envvars", "set", "A=1", "B", "--project", "proj_shop"], /"B" has no value: write NAME=value/],
  [["envvars", "set", "=1", "--project", "proj_shop"], /a variable has no name/],
  [["envvars", "set", "A=", "--project", "proj_shop"], /A is empty/],
  [
    ["envvars", "set", "TRIGGER_API_URL=x", "B=1", "--project", "proj_shop"],
    /TRIGGER_API_URL is set by Trigger.dev/,
  ],
  [["dev-server", "--port", "70000"], /--port takes a number up to 65535/],
];

test("wrong usage is code 2 and one line, and nothing is sent", async (t) => {
  const world = await open(t);
  await Promise.all(wrong.map(async ([words, message]) => assertFailed(await world.run(words), 2, message)));
  assert.equal(world.server.requests.length, 0);
});

test("a port that is taken is wrong usage", async (t) => {
  const { server } = await open(t);
  const { port } = new URL(server.url);
  assertFailed(await run(["dev-server", "--port", port]), 2, /port \d+ cannot be had \(EADDRINUSE\)/);
});

test("without a command there is the help, as a complaint", async () => {
  const { code, stdout, stderr } = await run([]);
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(stderr, /^Usage: hairtrigger <command>/);
  const group = await run(["runs"]);
  assert.deepEqual([group.code, group.stdout], [2, ""]);
  assert.match(group.stderr, /runs watch +Follows a run until it is over\./);
});

test("help names every command, and asks for no credential", async () => {
  const results = await Promise.all([["--help"], ["help"], ["-h"]].map((words) => run(words)));
  for (const { code, stdout, stderr } of results) {
    assert.deepEqual([code, stderr], [0, ""]);
    for (const name of Object.keys(commands)) assert.match(stdout, new RegExp(`^  ${name} +\\S.*\\.$`, "m"));
    assert.match(stdout, /Exit codes: 0 done, /);
  }
  assert.match((await run(["envvars", "--help"])).stdout, /envvars unset/);
});

test("each command has help with all of its options", async () => {
  const names = Object.keys(commands);
  const results = await Promise.all(names.map((name) => run([...name.split(" "), "--help"])));
  for (const [index, { code, stdout }] of results.entries()) {
    const { options = {}, summary } = commands[names[index]]();
    assert.equal(code, 0);
    assert.ok(stdout.startsWith(`Usage: hairtrigger ${names[index]} `));
    assert.ok(stdout.includes(summary));
    for (const option of [...Object.keys(options), "json", "help"])
      assert.match(stdout, new RegExp(`^  (-\\w, |    )--${option} `, "m"));
  }
});

test("the version is the package's", async () => {
  for (const word of ["--version", "-v", "version"]) {
    const { stdout } = await run([word]);
    assert.equal(stdout.trim(), require("../../package.json").version);
  }
});

test("help for a command may come first, and so may options", async (t) => {
  const world = await open(t);
  assert.equal((await run(["help", "runs", "list"])).stdout, (await run(["runs", "list", "--help"])).stdout);
  assert.equal((await run(["help", "runs"])).stdout, (await run(["runs", "--help"])).stdout);
  const { id } = world.prod.seedRun({ status: "FAILED" });
  for (const words of [
    ["--json", "runs", "list"],
    ["-e", "prod", "--json", "runs", "list"],
    ["runs", "list", "--json", "-e", "prod"],
  ]) {
    assert.equal(JSON.parse((await world.run(words)).stdout)[0].id, id, words.join(" "));
  }
});

test("colours are forced where somebody says so, and never against NO_COLOR", async (t) => {
  const world = await open(t);
  world.prod.seedRun({ status: "FAILED" });
  const list = async (env) =>
    (await world.run(["runs", "list"], { env: { ...world.prod.processEnvironment, ...env } })).stdout;
  assert.ok((await list({ FORCE_COLOR: "1" })).includes("\u001b["));
  for (const env of [{}, { FORCE_COLOR: "0" }, { FORCE_COLOR: "1", NO_COLOR: "1" }]) {
    assert.ok(!(await list(env)).includes("\u001b["));
  }
});

test("a task is triggered, its payload from an option or standard input", async (t) => {
  const world = await open(t);
  const words = ["tasks", "trigger", "send", "--tag", "a", "--idempotency-key", "k", "--payload"];
  const { code, stdout } = await world.run([...words, '{"order":17}']);
  assert.equal(code, 0);
  const id = /^triggered send as (run_\w+)\n$/.exec(stdout)[1];
  assert.deepEqual([world.prod.run(id).taskIdentifier, world.prod.run(id).tags], ["send", ["a"]]);
  const again = await world.run([...words, "-", "--json"], { input: '{"order":18}' });
  assert.equal(JSON.parse(again.stdout).id, id, "the key is the same");
});

test("bash completes commands and options", { skip: process.platform === "win32" }, async () => {
  const { spawnSync } = require("node:child_process");
  const script = (await run(["completion", "bash"])).stdout;
  const complete = (...words) => {
    const line = words.map((word) => `"${word}"`).join(" ");
    const program = `${script}\nCOMP_WORDS=(hairtrigger ${line}); COMP_CWORD=${words.length}; _hairtrigger; echo "\${COMPREPLY[@]}"`;
    return spawnSync("bash", ["-c", program], { encoding: "utf8" }).stdout.trim();
  };
  assert.equal(complete("ru"), "runs");
  assert.equal(complete("runs", "ca"), "cancel");
  assert.equal(complete("envvars", "sync", ".env", "--pr"), "--project --prune");
  for (const shell of ["zsh", "fish"]) assert.match((await run(["completion", shell])).stdout, /hairtrigger/);
});
