"use strict";

// The calls that are made through both packages, written once. `as` names the world's identity they run
// under, `prepare` sets the state they need before each side.

const at = new Date("2026-11-20T10:00:00.000Z");

function row(name, call, rest = {}) {
  return { name, call, as: "key", ...rest };
}

async function dataOf(listing) {
  const { data, pagination } = await listing;
  return { data, pagination };
}

async function allOf(listing) {
  const all = [];
  for await (const item of listing) all.push(item);
  return all;
}

const filters = [
  undefined,
  { limit: 3 },
  { status: "COMPLETED" },
  { status: ["QUEUED", "EXECUTING"] },
  { taskIdentifier: "hello-world" },
  { taskIdentifier: ["hello-world", "other task"] },
  { version: "20261121.1" },
  { version: ["20261121.1", "20261121.2"] },
  { tag: "red" },
  { tag: ["red", "blue", "é:1"] },
  { isTest: true },
  { isTest: false },
  { from: at },
  { from: at.getTime(), to: new Date("2026-11-20T23:00:00.000Z") },
  { period: "30d" },
  { bulkAction: "bulk_1" },
  { schedule: "sched_1" },
  { batch: "batch_1" },
  { queue: { type: "task", name: "hello-world" } },
  {
    queue: [
      { type: "custom", name: "mine" },
      { type: "task", name: "hello-world" },
    ],
  },
  { machine: "small-1x" },
  { machine: ["micro", "small-1x"] },
  { region: "us-east-1" },
  { region: ["us-east-1", "eu"] },
];

const lists = [
  ...filters.map((filter) =>
    row(`runs.list(${JSON.stringify(filter) ?? ""})`, ({ runs }) => dataOf(runs.list(filter))),
  ),
  row("runs.list, every page", ({ runs }) => allOf(runs.list({ limit: 3 }))),
  row("runs.list, forth and back", async ({ runs }) => {
    const first = await runs.list({ limit: 3 });
    const second = await first.getNextPage();
    const back = await second.getPreviousPage();
    return [first, second, back].map(({ data }) => data);
  }),
  row("runs.list of a project", ({ runs }, { ref }) => dataOf(runs.list(ref, { env: "prod", limit: 3 })), {
    as: "token",
  }),
  row(
    "runs.list of a project, filtered",
    ({ runs }, { ref }) => dataOf(runs.list(ref, { env: ["prod"], tag: "red" })),
    {
      as: "token",
    },
  ),
  row(
    "runs.list of a project, every page",
    ({ runs }, { ref }) => allOf(runs.list(ref, { env: "prod", limit: 4 })),
    {
      as: "token",
    },
  ),
  row("runs.list under the wrong credential", ({ runs }) => runs.list(), { as: "token" }),
  row("runs.list with too large a page", ({ runs }) => runs.list({ limit: 101 })),
];

const payloads = {
  plain: { text: "a", list: [1, null, true], nested: { "a.b": 1 } },
  text: "just text",
  dates: { at, list: [at] },
  collections: { map: new Map([["a", 1]]), set: new Set([1, 2]) },
  numbers: { big: 10n, none: undefined, nan: Number.NaN, zero: -0, infinite: Number.POSITIVE_INFINITY },
  pattern: /a+/gi,
  buffer: { bytes: Buffer.from([1, 2]) },
  paths: { "a.b\\c": at },
  error: { failed: new Error("mine") },
  shared: (() => {
    const one = { a: 1 };
    return { first: one, second: one };
  })(),
  json: { date: { toJSON: () => "written" } },
};

const singles = [
  row("runs.retrieve", ({ runs }, { runIds }) => runs.retrieve(runIds[0])),
  row("runs.retrieve of a handle", ({ runs }, { runIds }) => runs.retrieve({ id: runIds[1] })),
  row(
    "runs.retrieve of every run",
    ({ runs }, { runIds }) => Promise.all(runIds.slice(2).map((id) => runs.retrieve(id))),
    {
      unordered: true,
    },
  ),
  row("runs.retrieve with packets elsewhere", ({ runs }, { offloaded }) => runs.retrieve(offloaded), {
    ignores: ["payloadPresignedUrl", "outputPresignedUrl"],
  }),
  row("runs.retrieve of an unknown run", ({ runs }) => runs.retrieve("run_doesnotexist0000000000000")),
  row(
    "runs.retrieve with a header of its own",
    ({ runs }, { runIds }) => runs.retrieve(runIds[0], { additionalHeaders: { "x-mine": "1" } }),
    { perCallHeader: "x-mine" },
  ),
  row("runs.retrieve under an unknown key", ({ runs }, { runIds }) => runs.retrieve(runIds[0]), {
    as: "unknown",
  }),
  row("runs.poll", ({ runs }, { completed }) => runs.poll(completed, { pollIntervalMs: 1 })),
  row("runs.cancel", ({ runs }, { runIds }) => runs.cancel(runIds[1])),
  row("runs.cancel of an unknown run", ({ runs }) => runs.cancel("run_doesnotexist0000000000000")),
  row("runs.replay", ({ runs }, { runIds }) => runs.replay(runIds[0]), { newRun: true }),
  row("runs.replay with nothing changed", ({ runs }, { runIds }) => runs.replay(runIds[0], {}), {
    newRun: true,
  }),
  ...Object.entries(payloads).map(([name, payload]) =>
    row(
      `runs.replay with a payload: ${name}`,
      ({ runs }, { runIds }) => runs.replay(runIds[0], { payload }),
      {
        newRun: true,
      },
    ),
  ),
  row(
    "runs.replay with options",
    ({ runs }, { runIds }) =>
      runs.replay(runIds[0], {
        tags: ["a", "b"],
        metadata: { at },
        delay: at,
        ttl: "10m",
        priority: 3,
        maxAttempts: 2,
      }),
    { newRun: true },
  ),
  row("runs.reschedule", ({ runs }, { delayed }) => runs.reschedule(delayed, { delay: "1h" })),
  row("runs.reschedule to a date", ({ runs }, { delayed }) =>
    runs.reschedule(delayed, { delay: new Date("2031-05-05T10:00:00.000Z") }),
  ),
  row("runs.reschedule of a run that is not delayed", ({ runs }, { completed }) =>
    runs.reschedule(completed, { delay: "1h" }),
  ),
];

const seedVariables = ({ prod, branch }) => {
  prod.setVariable("A", "1");
  prod.setVariable("HIDDEN", "2", { isSecret: true });
  branch.setVariable("A", "branch");
};

const variables = [
  row("envvars.list", ({ envvars }, { ref }) => envvars.list(ref, "prod")),
  row("envvars.list under a token", ({ envvars }, { ref }) => envvars.list(ref, "prod"), { as: "token" }),
  row("envvars.list of a branch", ({ envvars }, { ref }) => envvars.list(ref, "preview"), { as: "branch" }),
  row("envvars.list of dev under a key with a branch", ({ envvars }, { ref }) => envvars.list(ref, "prod"), {
    as: "keyWithBranch",
  }),
  row(
    "envvars.list of an unknown project",
    ({ envvars }) => envvars.list("proj_doesnotexist00000000", "prod"),
    {
      as: "token",
    },
  ),
  row("envvars.retrieve", ({ envvars }, { ref }) => envvars.retrieve(ref, "prod", "A")),
  row("envvars.retrieve of a secret", ({ envvars }, { ref }) => envvars.retrieve(ref, "prod", "HIDDEN")),
  row("envvars.retrieve of an unknown one", ({ envvars }, { ref }) => envvars.retrieve(ref, "prod", "NOPE")),
  row("envvars.create", ({ envvars }, { ref }) => envvars.create(ref, "prod", { name: "B", value: "1" })),
  row("envvars.create of a secret", ({ envvars }, { ref }) =>
    envvars.create(ref, "prod", { name: "C", value: "1", isSecret: true }),
  ),
  row("envvars.create of a reserved name", ({ envvars }, { ref }) =>
    envvars.create(ref, "prod", { name: "TRIGGER_SECRET_KEY", value: "1" }),
  ),
  row("envvars.upload", ({ envvars }, { ref }) =>
    envvars.upload(ref, "prod", { variables: { A: "1", B: "2" }, override: true, isSecret: false }),
  ),
  row("envvars.upload over what exists", ({ envvars }, { ref }) =>
    envvars.upload(ref, "prod", { variables: { A: "1" } }),
  ),
  row("envvars.del", ({ envvars }, { ref }) => envvars.del(ref, "prod", "A")),
  row("envvars.del of an unknown one", ({ envvars }, { ref }) => envvars.del(ref, "prod", "NOPE")),
  row("envvars.update", ({ envvars }, { ref }) => envvars.update(ref, "preview", "A", { value: "2" }), {
    as: "branch",
    officialThrows: "ReferenceError",
    request: { method: "PUT", body: { value: "2" }, branch: "feature/x" },
  }),
].map((variable) => ({ ...variable, prepare: seedVariables }));

const scopes = [
  row(
    "withAuth",
    ({ withAuth, runs }, { config }) => withAuth(config("otherKey"), () => dataOf(runs.list())),
    {
      as: "configuredKey",
    },
  ),
  row("TriggerClient", ({ TriggerClient }, { config }) =>
    dataOf(new TriggerClient(config("otherKey")).runs.list()),
  ),
  row("headers of a config", ({ runs }) => dataOf(runs.list({ limit: 1 })), { as: "keyWithHeaders" }),
];

module.exports = { rows: [...lists, ...singles, ...variables, ...scopes] };
