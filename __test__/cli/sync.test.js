"use strict";

const assert = require("node:assert/strict");
const { mkdtempSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { test } = require("node:test");

const { assertFailed, open } = require("./world.js");

/** Writes an .env file for one test. */
function write(t, text) {
  const folder = mkdtempSync(join(tmpdir(), "hairtrigger-cli-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, ".env");
  writeFileSync(path, text);
  return path;
}

const FILE = `# what the service needs
SAME=1
CHANGED=new # a remark
NEW="two
lines"
HIDDEN=hush
`;

/** Starts a server whose environment is not what the file says. */
async function start(t) {
  const world = await open(t);
  world.prod.setVariable("SAME", "1");
  world.prod.setVariable("CHANGED", "old");
  world.prod.setVariable("SURPLUS", "1");
  world.prod.setVariable("HIDDEN", "other", { isSecret: true });
  return { ...world, path: write(t, FILE) };
}

const values = (environment) =>
  Object.fromEntries([...environment.variables()].map(([name, { value }]) => [name, value]));

test("envvars diff shows what sync would do, and changes nothing", async (t) => {
  const { prod, variables, path } = await start(t);
  const before = values(prod);
  const { code, stdout } = await variables(["diff", path]);
  assert.equal(code, 6);
  assert.deepEqual(stdout.split("\n"), [
    "+  NEW      is not there",
    "~  CHANGED  has another value",
    "?  HIDDEN   is a secret, whose value cannot be compared",
    "",
  ]);
  const pruned = await variables(["diff", path, "--prune", "--json"]);
  assert.deepEqual(JSON.parse(pruned.stdout).delete, ["SURPLUS"]);
  assert.deepEqual(values(prod), before);
});

test("envvars diff ends with 0 where there is no difference, or none that can be told", async (t) => {
  const { variables } = await start(t);
  const same = await variables(["diff", write(t, "SAME=1")]);
  assert.deepEqual([same.code, same.stdout], [0, "no differences\n"]);
  assert.equal((await variables(["diff", write(t, "SAME=1\nHIDDEN=x")])).code, 0);
  assert.equal((await variables(["diff", write(t, "SAME=1"), "--prune"])).code, 6);
  assert.equal((await variables(["diff", write(t, "SAME=1"), "--secret"])).code, 6);
});

test("envvars sync makes an environment what the file says", async (t) => {
  const { prod, variables, path } = await start(t);
  const { code, stdout } = await variables(["sync", path]);
  assert.equal(code, 0);
  assert.equal(stdout, "created NEW\nupdated CHANGED\nupdated HIDDEN\nunchanged: 1\n");
  assert.deepEqual(values(prod), {
    SAME: "1",
    CHANGED: "new",
    SURPLUS: "1",
    HIDDEN: "hush",
    NEW: "two\nlines",
  });
  const pruned = JSON.parse((await variables(["sync", path, "--prune", "--yes", "--json"])).stdout);
  assert.deepEqual(pruned.done.deleted, ["SURPLUS"]);
  assert.equal(prod.variable("SURPLUS"), undefined);
  assert.equal(prod.variable("NEW").isSecret, false);
  await variables(["sync", path, "--secret"]);
  assert.ok([...prod.variables().values()].every(({ isSecret }) => isSecret));
});

test("our own credential in the file stays out of the environment, and is said to", async (t) => {
  const { prod, variables } = await open(t);
  const path = write(t, "A=1\nTRIGGER_SECRET_KEY=x\nTRIGGER_ACCESS_TOKEN=y\n");
  const { code, stderr } = await variables(["sync", path]);
  assert.deepEqual(
    [code, stderr],
    [0, "left out: TRIGGER_SECRET_KEY, TRIGGER_ACCESS_TOKEN\nproject proj_shop, prod\n"],
  );
  assert.deepEqual(values(prod), { A: "1" });
});

test("a file that cannot be read, or says nothing, is wrong usage", async (t) => {
  const { server, variables } = await open(t);
  assertFailed(await variables(["sync", "nowhere.env"]), 2, /nowhere\.env cannot be read \(ENOENT\)/);
  assertFailed(await variables(["diff", write(t, "# nothing\n")]), 2, /there are no variables in /);
  assert.equal(server.requests.length, 0);
});

test("a sync that fails half-way says what was done", async (t) => {
  const { server, variables, path } = await start(t);
  server.fault({ method: "DELETE", status: 403 });
  const { code, stdout, stderr } = await variables(["sync", path, "--prune", "--yes"]);
  assert.equal(code, 3);
  assert.equal(stdout, "created NEW\nupdated CHANGED\nupdated HIDDEN\n");
  assert.match(
    stderr,
    /^project proj_shop, prod\nhairtrigger: envvars\.sync: 3 of 4 variables are done, then: /,
  );
  assert.equal(stderr.trimEnd().split("\n").length, 2);
  assert.doesNotMatch(stderr, /hush/);
});

const MALFORMED = {
  "no assignment": [
    "A=1\nDATABASE_URL postgres://user:hush@host\n",
    /:2 is no assignment, .* it begins with DATABASE_URL;/,
  ],
  "a name that is none": ["1A=1\n", /:1 does not begin with the name of a variable: "1A"/],
  "an invisible character in a name": ["A=1\nB\u200b=1\n", /:2 does not begin with .*: "B\?"/],
  "a byte order mark within the file": ["A=1\n\ufeffB=1\n", /:2 does not begin with/],
  "no name": ["=1\n", /:1 does not begin with/],
  "a quote that is never closed": ['A="1\nB=2\n', /:1 opens a quote that is never closed, after A=/],
};

for (const [what, [text, message]] of Object.entries(MALFORMED)) {
  test(`a file with ${what} ends a sync before anything is sent`, async (t) => {
    const { server, variables } = await open(t);
    const result = await variables(["sync", write(t, text), "--prune", "--yes"]);
    assertFailed(result, 2, message);
    assert.ok(!result.stderr.includes("hush"));
    assert.equal(server.requests.length, 0);
  });
}

test("what Node's parser takes is taken: exports, quotes of several lines, remarks, a mark at the beginning", async (t) => {
  const { prod, variables } = await open(t);
  const text = "\ufeffexport A=1\r\n\r\n  # a remark\r\nB = 'x # y'\nC=`one\ntwo=2\nthree`\nD=a=b\n";
  assert.equal((await variables(["sync", write(t, text)])).code, 0);
  assert.deepEqual(values(prod), { A: "1", B: "x # y", C: "one\ntwo=2\nthree", D: "a=b" });
});

test("--prune asks, and where nobody can be asked --yes has to be said", async (t) => {
  const { prod, variables, path } = await start(t);
  const result = await variables(["sync", path, "--prune"]);
  assert.equal(result.code, 2);
  assert.match(result.stderr, /--prune removes 1 of the variables: SURPLUS; say --yes to that/);
  assert.equal(values(prod).CHANGED, "old");
  assert.equal(
    (await variables(["sync", write(t, "SAME=1\nCHANGED=old\nSURPLUS=1\nHIDDEN=x"), "--prune"])).code,
    0,
  );
});

test("--dry-run changes nothing and says what it would do, --skip-blank leaves out what is blank", async (t) => {
  const { prod, variables } = await start(t);
  const path = write(t, "SAME=1\nCHANGED=new\nBLANK=\n");
  const { code, stdout } = await variables(["sync", path, "--prune", "--dry-run", "--skip-blank"]);
  assert.equal(code, 0);
  assert.equal(
    stdout,
    "would have updated CHANGED\nwould have removed SURPLUS\nwould have removed HIDDEN\nunchanged: 1\n",
  );
  assert.equal(values(prod).CHANGED, "old");
  const before = values(prod);
  assert.deepEqual(
    JSON.parse((await variables(["sync", path, "--dry-run", "--skip-blank", "--json"])).stdout).plan.update,
    ["CHANGED"],
  );
  assert.deepEqual(values(prod), before);
});

test("what is blank is named with its line before anything is sent, and left out on request", async (t) => {
  const { server, variables } = await start(t);
  const path = write(t, "SAME=1\n# a remark\nBLANK=''\n");
  const sent = server.requests.length;
  for (const command of ["sync", "diff"]) {
    const { code, stderr } = await variables([command, path]);
    assert.equal(code, 2);
    assert.match(stderr, /:3 BLANK is blank: give it a value, or leave it out with --skip-blank/);
  }
  assert.equal(server.requests.length, sent);
  const { stdout, code } = await variables(["diff", path, "--skip-blank"]);
  assert.deepEqual([stdout, code], ["no differences\n", 0]);
});

test("what looks like an assignment within a value is none", async (t) => {
  const { prod, variables } = await open(t);
  const path = write(t, 'A=1\nTEXT="one\nA=2\nB=\nthree"\nB=3\nBLANK=\n');
  assert.match((await variables(["sync", path])).stderr, /:7 BLANK is blank/);
  const { stderr } = await variables(["sync", path, "--skip-blank"]);
  assert.doesNotMatch(stderr, /once more/);
  assert.deepEqual(values(prod), { A: "1", TEXT: "one\nA=2\nB=\nthree", B: "3" });
});

test("a name that is there twice is said to be", async (t) => {
  const { prod, variables } = await open(t);
  const { stderr } = await variables(["sync", write(t, "A=1\nB=2\nA=3\n")]);
  assert.match(stderr, /:3 has A once more: the last one counts/);
  assert.deepEqual(values(prod), { A: "3", B: "2" });
});

test("a file is read from standard input", async (t) => {
  const { prod, variables } = await open(t);
  assert.equal((await variables(["sync", "-"], { input: "A=1\n" })).code, 0);
  assert.deepEqual(values(prod), { A: "1" });
});
