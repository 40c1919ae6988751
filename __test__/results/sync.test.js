"use strict";

// What envvars.sync makes of an environment, and in how many calls.

const { BRANCH, rejection, start } = require("../support/scopes.js");

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { ArgumentError, ConfigurationError, VariableSyncError, withAuth } = require("hairtrigger");

const once = { retry: { maxAttempts: 1 } };
const nothing = { create: [], update: [], unknown: [], unchanged: [], delete: [] };
const undone = { created: [], updated: [], deleted: [], inherited: [] };

/** A project with some variables in prod, and the function under test in it. */
async function open(t) {
  const { server, alpha } = await start(t);
  const prod = alpha.environment("prod");
  prod.setVariable("SAME", "1");
  prod.setVariable("OLD", "1");
  prod.setVariable("HUSH", "1", { isSecret: true });
  prod.setVariable("EXTRA", "1");
  const { envvars } = withAuth(alpha.config());
  const sync = (...args) => envvars.sync(alpha.ref, "prod", ...args);
  return { server, alpha, prod, sync, envvars };
}

/** The requests a server has seen, without what all have in common. */
function calls({ requests }) {
  return requests.map(({ method, path, body }) => {
    const call = `${method} ${path.replace(/^.*\/envvars\/\w+/, "")}`.trim();
    return body === undefined ? call : [call, body];
  });
}

function values(environment) {
  return Object.fromEntries(
    Array.from(environment.variables(), ([name, { value, isSecret }]) => [
      name,
      isSecret ? { value, isSecret } : value,
    ]),
  );
}

test("what differs is imported in one call, and deleted one by one", async (t) => {
  const { server, prod, sync } = await open(t);
  const desired = { SAME: "1", OLD: "2", NEW: "1", HUSH: { value: "2" } };
  const { plan, done } = await sync(desired, { prune: true });
  assert.deepEqual(plan, {
    create: ["NEW"],
    update: ["OLD"],
    unknown: ["HUSH"],
    unchanged: ["SAME"],
    delete: ["EXTRA"],
  });
  assert.deepEqual(done, { created: ["NEW"], updated: ["OLD", "HUSH"], deleted: ["EXTRA"], inherited: [] });
  assert.deepEqual(calls(server), [
    "GET",
    ["POST /import", { variables: { OLD: "2", NEW: "1" }, override: true }],
    ["POST /import", { variables: { HUSH: "2" }, override: true, isSecret: true }],
    "DELETE /EXTRA",
  ]);
  assert.deepEqual(values(prod), { SAME: "1", OLD: "2", NEW: "1", HUSH: { value: "2", isSecret: true } });
});

test("without prune nothing is deleted, and a dry run only reads", async (t) => {
  const { server, prod, sync } = await open(t);
  const before = values(prod);
  const desired = { SAME: "2", NEW: "1" };
  const dry = await sync(desired, { dryRun: true, prune: true });
  assert.deepEqual(dry, {
    plan: { ...nothing, create: ["NEW"], update: ["SAME"], delete: ["OLD", "HUSH", "EXTRA"] },
    done: undone,
  });
  assert.deepEqual([values(prod), calls(server)], [before, ["GET"]]);
  const { plan } = await sync(desired);
  assert.deepEqual(plan.delete, []);
  assert.deepEqual(values(prod), { ...before, SAME: "2", NEW: "1" });
});

test("nothing is written when nothing differs", async (t) => {
  const { server, sync } = await open(t);
  const { plan, done } = await sync({ SAME: "1", OLD: { value: "1", isSecret: false } }, once);
  assert.deepEqual(plan, { ...nothing, unchanged: ["SAME", "OLD"] });
  assert.deepEqual([done, calls(server)], [undone, ["GET"]]);
});

test("a variable becomes secret, and ceases to be", async (t) => {
  const { server, prod, sync } = await open(t);
  const { plan } = await sync({
    SAME: { value: "1", isSecret: true },
    HUSH: { value: "1", isSecret: false },
    NEW: { value: "1", isSecret: true },
    OTHER: { value: "1", isSecret: false },
  });
  assert.deepEqual(plan, { ...nothing, create: ["NEW", "OTHER"], update: ["SAME", "HUSH"] });
  assert.equal(calls(server).length, 4);
  const secret = { value: "1", isSecret: true };
  assert.deepEqual(values(prod), { OLD: "1", EXTRA: "1", SAME: secret, NEW: secret, HUSH: "1", OTHER: "1" });
});

test("a blank value is set where the variable is there, as no import would", async (t) => {
  const { server, prod, sync } = await open(t);
  await sync({ SAME: "", HUSH: " " });
  assert.deepEqual(calls(server), ["GET", ["PUT /SAME", { value: "" }], ["PUT /HUSH", { value: " " }]]);
  assert.deepEqual([prod.variable("SAME").value, prod.variable("HUSH").value], ["", " "]);
  assert.deepEqual((await sync({ SAME: "" })).plan, { ...nothing, unchanged: ["SAME"] });
  server.clearRequests();
  for (const desired of [{ SAME: "3", NEW: " " }, { OLD: { value: "", isSecret: true } }]) {
    const error = await rejection(sync(desired));
    assert.ok(error instanceof ArgumentError, String(error));
    assert.match(error.message, /^envvars\.sync: desired\.(NEW|OLD) is blank/);
  }
  assert.deepEqual(calls(server), ["GET", "GET"]);
});

test("a preview branch keeps what it inherits", async (t) => {
  const { server, alpha } = await start(t);
  const preview = alpha.environment("preview");
  preview.setVariable("PARENT", "1");
  preview.setVariable("SHARED", "1");
  preview.setVariable("HUSH", "1", { isSecret: true });
  alpha.branch.setVariable("SHARED", "2");
  alpha.branch.setVariable("OWN", "1");
  const { envvars } = withAuth(alpha.personalConfig({ previewBranch: BRANCH }));
  const { plan, done } = await envvars.sync(
    alpha.ref,
    "preview",
    { PARENT: "1", HUSH: "2" },
    { prune: true },
  );
  assert.deepEqual(plan, { ...nothing, unchanged: ["PARENT"], unknown: ["HUSH"], delete: ["SHARED", "OWN"] });
  assert.deepEqual(done, { ...undone, updated: ["HUSH"], deleted: ["SHARED", "OWN"] });
  assert.deepEqual(values(alpha.branch), { HUSH: { value: "2", isSecret: true } });
  const again = await envvars.sync(alpha.ref, "preview", { HUSH: "2" }, { prune: true });
  assert.deepEqual(again.done, { ...undone, updated: ["HUSH"], inherited: ["PARENT", "SHARED"] });
  assert.deepEqual(values(preview), { PARENT: "1", SHARED: "1", HUSH: { value: "1", isSecret: true } });
  assert.ok(server.requests.every(({ headers }) => headers["x-trigger-branch"] === BRANCH));
});

test("what somebody else has deleted meanwhile is deleted", async (t) => {
  const { server, alpha, prod, sync } = await open(t);
  alpha.environment("dev").setVariable("OLD", "1");
  // Between the list and the deletions: one is gone from the project, one is left in another environment.
  server.fault({ method: "DELETE", times: 1, match: () => (prod.values.own.clear(), false) });
  const { done } = await sync({ SAME: "1" }, { prune: true });
  assert.deepEqual(done.deleted, ["OLD", "HUSH", "EXTRA"]);
});

test("a failure half-way says what was done, and the same call goes on from there", async (t) => {
  const { server, prod, sync } = await open(t);
  const desired = { OLD: "2", NEW: { value: "1", isSecret: true } };
  const fault = server.fault({ method: "DELETE", path: /HUSH/, status: 403, body: { error: "no" } });
  const error = await rejection(sync(desired, { prune: true }, once));
  assert.ok(error instanceof VariableSyncError && error instanceof Error);
  assert.equal(error.name, "VariableSyncError");
  assert.equal(error.cause.status, 403);
  assert.match(error.message, /^envvars\.sync: 3 of 5 variables are done, then: envvars\.del: 403 no/);
  assert.deepEqual(error.plan.delete, ["SAME", "HUSH", "EXTRA"]);
  assert.deepEqual(error.done, { ...undone, created: ["NEW"], updated: ["OLD"], deleted: ["SAME"] });
  assert.deepEqual([error.open, error.left], [["HUSH"], ["EXTRA"]]);
  fault.remove();
  const { done } = await sync(desired, { prune: true }, once);
  assert.deepEqual(done, { ...undone, updated: ["NEW"], deleted: ["HUSH", "EXTRA"] });
  assert.deepEqual(values(prod), { OLD: "2", NEW: { value: "1", isSecret: true } });
});

test("an import that fails deletes nothing, and leaves open what it has set", async (t) => {
  const { server, prod, sync } = await open(t);
  const before = values(prod);
  server.fault({ path: /import/, status: 500, body: { error: "no" } });
  const error = await rejection(sync({ OLD: "2", NEW: "1" }, { prune: true }, once));
  assert.deepEqual([error.done, error.open], [undone, ["OLD", "NEW"]]);
  assert.deepEqual(error.left, ["SAME", "HUSH", "EXTRA"]);
  assert.deepEqual(values(prod), before);
});

test("a list that fails is that failure, and an aborted call its reason", async (t) => {
  const { server, alpha, sync, envvars } = await open(t);
  const wrong = await rejection(envvars.sync("proj_other", "prod", { A: "1" }, once));
  assert.deepEqual([wrong.status, wrong.operation], [400, "envvars.list"]);
  const other = await rejection(envvars.sync(alpha.ref, "dev", { A: "1" }));
  assert.ok(other instanceof ConfigurationError);
  const reason = new Error("enough");
  assert.equal(await rejection(sync({ A: "1" }, {}, { signal: AbortSignal.abort(reason) })), reason);
  const controller = new AbortController();
  server.fault({ path: /import/, match: () => (controller.abort(reason), false) });
  const error = await rejection(sync({ A: "1" }, {}, { signal: controller.signal }));
  assert.deepEqual([error.cause, error.open], [reason, ["A"]]);
});

test("its calls are made as the first one was, whatever becomes of the objects it was given", async (t) => {
  const { server, alpha, prod, sync } = await open(t);
  const beta = alpha.server.createProject();
  const desired = { NEW: { value: "1" }, OLD: "2" };
  const clientConfig = { secretKey: alpha.secretKey, baseURL: server.url };
  const requestOptions = { clientConfig };
  const synced = sync(desired, { prune: true }, requestOptions);
  clientConfig.secretKey = beta.environment("prod").secretKey;
  desired.NEW.value = "7";
  delete desired.OLD;
  await synced;
  assert.deepEqual(values(prod), { NEW: "1", OLD: "2" });
  assert.equal(beta.environment("prod").variables().size, 0);
});

const wrong = [
  [[], /desired must be a plain object, got undefined/],
  [[null], /desired must be a plain object, got null/],
  [["A=1"], /desired must be a plain object, got string/],
  [[[["A", "1"]]], /desired must be a plain object, got an array/],
  [[new Map([["A", "1"]])], /desired must be a plain object, got object/],
  [[{ A: undefined }], /desired\.A must be a string or \{ value, isSecret \}, got undefined/],
  [[{ tr_prod_abc: 7 }], /desired\.\(a name that looks like a token\) must be a string/],
  [[{ A: 7 }], /desired\.A must be a string .* got number/],
  [[{ A: {} }], /desired\.A\.value must be a string, got undefined/],
  [[{ A: { value: null } }], /desired\.A\.value must be a string, got null/],
  [[{ A: { value: "1", isSecret: "yes" } }], /desired\.A\.isSecret must be a boolean, got string/],
  [[{ A: { value: "1", secret: true } }], /desired\.A\.secret is not known here; known are value, isSecret/],
  [[{ "": "1" }], /desired holds a variable without a name/],
  [[{ "  ": "1" }], /desired holds a variable without a name/],
  [[{ TRIGGER_SECRET_KEY: "1" }], /desired\.TRIGGER_SECRET_KEY is set by Trigger\.dev itself/],
  [[{ OK: "1", TRIGGER_API_URL: "1" }], /desired\.TRIGGER_API_URL is set by Trigger\.dev itself/],
  [[{ "A=B": "1" }], /desired holds "A=B", which can be no variable's name/],
  [[{ "A\nB": "1" }], /desired holds "A\\nB", which/],
  [[{ "..": "1" }], /desired holds "\.\.", which/],
  [[{ A: "1" }, { prune: "yes" }], /options\.prune must be a boolean, got string/],
  [[{ A: "1" }, { prune: true, signal: null }], /options\.signal is not known here; known are dryRun, prune/],
  [[{ A: "1" }, { nope: true }, {}], /options\.nope is not known here/],
  [[{ A: "1" }, { nope: true }], /options\.nope is not known here/],
  [[{ A: "1" }, 7], /options must be an object, got number/],
  [[{ A: "1" }, {}, 7], /requestOptions must be an object, got the number 7/],
  [[{ A: "1" }, {}, {}, {}], /takes at most 5 arguments, got 6/],
  [[{}, { prune: true }], /desired is empty, and prune would delete every variable/],
];
for (const [args, message] of wrong) {
  test(`it is refused before anything is sent: ${message.source.slice(0, 70)}`, async (t) => {
    const { server, sync } = await open(t);
    const error = await rejection(sync(...args));
    assert.ok(error instanceof ArgumentError, String(error));
    assert.match(error.message, message);
    assert.deepEqual(server.requests, []);
  });
}

/** Numbers that look random, the same ones in every run. */
function createRandom(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const NAMES = ["A", "B", "C", "D", "E", "__proto__", "constructor", "a b", "É"];

function someVariables(random, values) {
  return NAMES.filter(() => random(2) === 0).map((name) => {
    const isSecret = [undefined, true, false][random(3)];
    return [name, { value: values[random(values.length)], isSecret }];
  });
}

test("whatever there was, there is what is desired, and the second time nothing differs", async (t) => {
  const { server, alpha } = await start(t);
  const { envvars } = withAuth(alpha.config());
  const prod = alpha.environment("prod");
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = createRandom(seed);
    prod.values.own.clear();
    for (const [name, { value, isSecret }] of someVariables(random, ["1", "2", ""])) {
      prod.setVariable(name, value, { isSecret });
    }
    const before = prod.variables();
    const wanted = someVariables(random, ["1", "2"]);
    const prune = wanted.length > 0 && random(2) === 0;
    server.clearRequests();
    const { plan, done } = await envvars.sync(alpha.ref, "prod", Object.fromEntries(wanted), { prune });
    const after = prod.variables();
    const what = `seed ${seed}`;
    for (const [name, { value, isSecret }] of wanted) {
      const expected = { value, isSecret: isSecret ?? before.get(name)?.isSecret ?? false };
      assert.deepEqual(after.get(name), expected, what);
    }
    const names = new Set(wanted.map(([name]) => name));
    for (const [name, variable] of before) {
      if (!names.has(name)) assert.deepEqual(after.get(name), prune ? undefined : variable, what);
    }
    assert.equal(after.size, new Set([...names, ...(prune ? [] : before.keys())]).size, what);
    const planned = Object.values(plan).flat();
    assert.equal(planned.length, new Set(planned).size, what);
    const sorted = (...lists) => lists.map((names) => [...names].sort());
    assert.deepEqual(
      sorted(done.created, done.updated, done.deleted),
      sorted(plan.create, [...plan.update, ...plan.unknown], plan.delete),
      what,
    );
    const imports = server.requests.filter(({ method }) => method === "POST");
    assert.ok(
      imports.length <= 3 && server.requests.length === 1 + imports.length + plan.delete.length,
      what,
    );
    const written = imports.flatMap(({ body }) => Object.keys(body.variables));
    assert.ok(
      plan.unchanged.every((name) => !written.includes(name)),
      what,
    );
    const again = await envvars.sync(alpha.ref, "prod", Object.fromEntries(wanted), { prune, dryRun: true });
    assert.deepEqual([again.plan.create, again.plan.update, again.plan.delete], [[], [], []], what);
  }
});
