"use strict";

// What TypeScript says of a misspelt field: of a function with overloads it shows the error of the last one, which is
// therefore the one that people mean.

const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const { mkdirSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { before, test } = require("node:test");

const { declarationsIn, membersOf } = require("../../scripts/declarations.js");

const root = join(__dirname, "..", "..");
const folder = join(root, "target", "messages");

/** A mistake for each function that has overloads: the call, the field, and the type whose field it would be. */
const mistakes = {
  "auth.verify": ['auth.verify({ secretkey: "a" })', "secretkey", "ClientConfig"],
  "concurrencyLimits.list": [
    "concurrencyLimits.list({ perpage: 1 })",
    "perpage",
    "ListConcurrencyLimitsParams",
  ],
  "concurrencyLimits.override": [
    'concurrencyLimits.override("c", { totl: 1 })',
    "totl",
    "KeyOverride | LimitOverride",
  ],
  "concurrencyLimits.reset": [
    'concurrencyLimits.reset("c", { concurrencykey: "k" })',
    "concurrencykey",
    "ConcurrencyLimitKeyParams",
  ],
  "concurrencyLimits.retrieve": [
    'concurrencyLimits.retrieve("c", { concurrencykey: "k" })',
    "concurrencykey",
    "ConcurrencyLimitKeyParams",
  ],
  "envvars.sync": ['envvars.sync("p", "dev", {}, { dryrun: true })', "dryrun", "SyncVariablesOptions"],
  "prompts.resolve": ['prompts.resolve("p", {}, { lable: "a" })', "lable", "ResolvePromptOptions"],
  "query.dashboards.widgets.del": [
    'query.dashboards.widgets.del("d", "w", { revison: "r" })',
    "revison",
    "DeleteDashboardWidgetOptions",
  ],
  "query.execute": ['query.execute("SELECT 1", { perod: "1d" })', "perod", "QueryOptions"],
  "queues.list": ["queues.list({ perpage: 1 })", "perpage", "ListQueuesParams"],
  "queues.retrieveMetrics": [
    'queues.retrieveMetrics({ type: "task", name: "a" }, { perod: "1h" })',
    "perod",
    "QueueMetricsParams",
  ],
  "runs.bulk.list": ["runs.bulk.list({ limt: 1 })", "limt", "ListBulkActionsParams"],
  "runs.bulk.poll": ['runs.bulk.poll("b", { pollInterval: 1 })', "pollInterval", "PollOptions"],
  "runs.list": ['runs.list({ statsu: "FAILED" })', "statsu", "ListRunsParams"],
  "runs.poll": ['runs.poll("run_1", { pollInterval: 1 })', "pollInterval", "PollOptions"],
  "runs.replay": ['runs.replay("run_1", { payloda: 1 })', "payloda", "ReplayRunOptions"],
  "schedules.list": ["schedules.list({ perpage: 1 })", "perpage", "ListSchedulesParams"],
  "schedules.timezones": ["schedules.timezones({ excludeUTC: true })", "excludeUTC", "TimezonesParams"],
  "sessions.close": ['sessions.close("s", { reson: "a" })', "reson", "CloseSessionParams"],
  "sessions.list": ['sessions.list({ statsu: "ACTIVE" })', "statsu", "ListSessionsParams"],
  "streams.append": ['streams.append("k", "part", { tarjet: "run_1" })', "tarjet", "AppendStreamOptions"],
  "streams.pipe": [
    'streams.pipe("k", new ReadableStream<string>(), { tarjet: "run_1" })',
    "tarjet",
    "PipeStreamOptions",
  ],
  "streams.read": ['streams.read("run_1", "k", { untill: "timeout" })', "untill", "ReadStreamOptions"],
  "streams.writer": [
    'streams.writer("k", { execute() {}, tarjet: "run_1" })',
    "tarjet",
    "WriterStreamOptions",
  ],
  withAuth: ['withAuth({ secretkey: "a" }, () => 1)', "secretkey", "ClientConfig"],
  sendEvent: ['sendEvent({ name: "a", payloda: 1 })', "payloda", "LegacyEvent"],
};

/** The messages of the compiler, by the function they are about. */
const messages = new Map();

before(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, [call]] of Object.entries(mistakes)) {
    const [area] = name.split(".");
    const source = area === "sendEvent" ? "hairtrigger/legacy" : "hairtrigger";
    writeFileSync(join(folder, `${name}.mts`), `import { ${area} } from "${source}";\n${call};\n`);
  }
  const project = { extends: "../../__test__/types/tsconfig.json", include: ["*.mts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(project));
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const { stdout } = spawnSync(process.execPath, [compiler, "--pretty", "false", "--project", folder], {
    encoding: "utf8",
  });
  for (const part of stdout.split(/^(?=\S)/m)) {
    const name = /([\w.]+)\.mts\(\d/.exec(part)?.[1];
    messages.set(name, (messages.get(name) ?? "") + part);
  }
});

for (const [name, [call, field, type]] of Object.entries(mistakes)) {
  test(`of ${call} the compiler names ${field} and ${type}`, () => {
    const message = messages.get(name);
    assert.ok(message?.includes(`'${field}' does not exist in type '${type}`), message);
  });
}

/** The functions that are declared more than once, by their full names. */
function overloadedIn(declarations, path = []) {
  const functions = declarations.filter(({ keyword }) => keyword === "function").map(({ name }) => name);
  const overloaded = functions.filter((name, index) => functions.indexOf(name) < index);
  const nested = declarations
    .filter(({ keyword }) => keyword === "namespace")
    .flatMap((each) => overloadedIn(membersOf(each), [...path, each.name]));
  return [...overloaded.map((name) => [...path, name].join(".")), ...nested];
}

test("every function with overloads has a mistake here", () => {
  const overloaded = ["index.d.ts", "legacy.d.ts"].flatMap((file) =>
    overloadedIn(declarationsIn(readFileSync(join(root, file), "utf8"))),
  );
  assert.deepEqual([...new Set(overloaded)].sort(), Object.keys(mistakes).sort());
});
