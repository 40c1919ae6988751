"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { ArgumentError, ConfigurationError } = require("hairtrigger");
const { refusal, refuses, refusesIds, sent, token } = require("./refusals.js");

class Hostile {
  get limit() {
    return "ten";
  }
}

const ids = {
  "runs.cancel: runId": (id) => (api) => api.runs.cancel(id),
  "runs.replay: runId": (id) => (api) => api.runs.replay(id),
  "runs.reschedule: runId": (id) => (api) => api.runs.reschedule(id, { delay: "1h" }),
  "runs.retrieve: runId": (id) => (api) => api.runs.retrieve(id),
  "runs.poll: runId": (id) => (api) => api.runs.poll(id),
  "envvars.list: projectRef": (id) => (api) => api.envvars.list(id, "dev"),
  "envvars.upload: projectRef": (id) => (api) => api.envvars.upload(id, "dev", { variables: {} }),
  "envvars.create: projectRef": (id) => (api) => api.envvars.create(id, "dev", { name: "A", value: "" }),
  "envvars.retrieve: name": (id) => (api) => api.envvars.retrieve("proj_a", "dev", id),
  "envvars.update: name": (id) => (api) => api.envvars.update("proj_a", "dev", id, { value: "" }),
  "envvars.del: name": (id) => (api) => api.envvars.del("proj_a", "dev", id),
};

for (const [argument, callWith] of Object.entries(ids)) refusesIds(argument, callWith);

test("ids beyond what a path usually holds arrive as one path segment", async () => {
  for (const id of ["\ud800", "x".repeat(8_000)]) {
    const { path, query } = await sent((api) => api.runs.retrieve(id));
    assert.equal(path.split("/").length, 5, path);
    assert.equal(query, "");
    assert.equal(
      decodeURIComponent(path.split("/")[4]),
      id.toWellFormed?.() ?? id.replace("\ud800", "\ufffd"),
    );
  }
});

const variable = (params) => (api) => api.envvars.update("proj_a", "dev", "A", params);
refuses("value missing", variable({}), /^envvars\.update: value must be a string, got undefined$/);
refuses("value a number", variable({ value: 1 }), /value must be a string, got the number 1/);
refuses("params missing", variable(), /params must be an object, got undefined/);
refuses("params a text", variable("x"), /params must be an object, got "x"/);
refuses(
  "an unknown field",
  variable({ value: "x", isSecret: true }),
  /isSecret is not known here; known are value/,
);
refuses(
  "no environment",
  (api) => api.envvars.list("proj_a"),
  /env must be one of dev, staging, prod, preview, got undefined/,
);
refuses("an unknown environment", (api) => api.envvars.list("proj_a", "production"), /got "production"/);
refuses("a token for an environment", (api) => api.envvars.list("proj_a", token), /looks like a token/);
refuses("the form of running tasks", (api) => api.envvars.retrieve("NAME"), /env must be one of/);
refuses(
  "the other form of running tasks",
  (api) => api.envvars.list(),
  /projectRef must be a string, got undefined/,
);
refuses(
  "variables that are no texts",
  (api) => api.envvars.upload("p", "dev", { variables: { A: 1 } }),
  /variables\.A must be a string/,
);
refuses(
  "no variables",
  (api) => api.envvars.upload("p", "dev", {}),
  /variables must be an object of strings/,
);

const list =
  (params, ...rest) =>
  (api) =>
    api.runs.list(params, ...rest);
refuses("an unknown filter", list({ nope: 1 }), /^runs\.list: nope is not known here; known are status, /);
refuses("env without a project", list({ env: "dev" }), /env is not known here/);
refuses("a number as parameters", list(7), /params must be an object, got the number 7/);
refuses("null as parameters", list(null), /params must be an object, got null/);
refuses("a list as parameters", list([]), /params must be an object, got an array/);
refuses("a limit of 0", list({ limit: 0 }), /limit must be a positive integer, got the number 0/);
refuses("a broken limit", list({ limit: 2.5 }), /limit must be a positive integer/);
refuses("a limit as text", list({ limit: "5" }), /limit must be a positive integer, got "5"/);
refuses(
  "a limit behind a getter of a class",
  list(new Hostile()),
  /limit must be a positive integer, got "ten"/,
);
refuses("an empty filter", list({ tag: "" }), /tag must not be empty/);
refuses("an empty list of values", list({ status: [] }), /status must not be an empty array/);
refuses("a value with a comma", list({ tag: ["a", "b,c"] }), /tag\[1\] must not contain a comma/);
refuses("a value that is no text", list({ tag: ["a", 1] }), /tag\[1\] must be a string/);
refuses("an invalid date", list({ from: new Date("x") }), /from must be a Date .* got an invalid Date/);
refuses("a date as text", list({ to: "2026-01-01" }), /to must be a Date/);
refuses("a flag that is none", list({ isTest: "true" }), /isTest must be a boolean/);
refuses("a queue as text", list({ queue: "a" }), /queue must be an object \{ type, name \}/);
refuses(
  "a queue of another type",
  list({ queue: { type: "x", name: "a" } }),
  /queue\.type must be "task" or "custom"/,
);
refuses("two cursors", list({ after: "a", before: "b" }), /after and before cannot be combined/);
refuses(
  "parameters mixed with request options",
  list({ limit: 1, timeoutInMs: 5 }),
  /limit is a parameter and timeoutInMs a request option/,
);
refuses("surplus arguments", list({}, {}, {}), /takes at most 2 arguments, got 3/);
refuses(
  "several environments",
  (api) => api.runs.list("p", { env: ["dev", "prod"] }),
  /env must name one environment/,
);
refuses(
  "two projects",
  (api) => api.runs.list("p", { projectRef: "q" }),
  /projectRef names one project before/,
);

const withOptions = (options) => (api) => api.runs.cancel("run_1", options);
refuses("an unknown option", withOptions({ timeout: 5 }), /requestOptions\.timeout is not known here/);
refuses("options that are no object", withOptions("x"), /requestOptions must be an object/);
refuses(
  "a timeout that is none",
  withOptions({ timeoutInMs: -1 }),
  /requestOptions\.timeoutInMs must be a positive number/,
);
refuses(
  "attempts that are none",
  withOptions({ retry: { maxAttempts: 0 } }),
  /requestOptions\.retry\.maxAttempts must be a positive integer/,
);
refuses(
  "an unknown retry option",
  withOptions({ retry: { retries: 1 } }),
  /requestOptions\.retry\.retries is not known/,
);
refuses(
  "a factor below 1",
  withOptions({ retry: { factor: 0.5 } }),
  /retry\.factor must be a number of at least 1/,
);
refuses(
  "a signal that is none",
  withOptions({ signal: {} }),
  /requestOptions\.signal must be an AbortSignal/,
);
refuses(
  "a header that is no text",
  withOptions({ additionalHeaders: { a: 1 } }),
  /additionalHeaders\.a must be a string/,
);
refuses("a header that is none", withOptions({ additionalHeaders: { "a b": "1" } }), /additionalHeaders/);
refuses(
  "a header with a line break",
  withOptions({ additionalHeaders: { a: "1\r\nb: 2" } }),
  /cannot stand in an HTTP header/,
);
refuses(
  "someone else's token",
  withOptions({ additionalHeaders: { Authorization: token } }),
  /may not name authorization/,
);
refuses(
  "headers that cannot be read",
  withOptions({ additionalHeaders: new Headers({ a: "1" }) }),
  /requestOptions\.additionalHeaders must be a plain object/,
);
refuses("parameters that cannot be read", list(new Map()), /must be a plain object/);
refuses(
  "a clientConfig that is none",
  withOptions({ clientConfig: null }),
  /clientConfig must be a config object, got null/,
);
refuses(
  "a clientConfig with an unset token",
  withOptions({ clientConfig: { secretKey: undefined } }),
  /secretKey is named but undefined/,
  ConfigurationError,
);
refuses(
  "a clientConfig with an unknown key",
  withOptions({ clientConfig: { token } }),
  /clientConfig: token is not known here/,
  ConfigurationError,
);

refuses(
  "a payload's options unknown",
  (api) => api.runs.replay("run_1", { nope: 1 }),
  /nope is not known here/,
);
refuses(
  "metadata that is no object",
  (api) => api.runs.replay("run_1", { metadata: "x" }),
  /metadata must be an object/,
);
refuses("a ttl that is none", (api) => api.runs.replay("run_1", { ttl: -1 }), /ttl must be a duration/);
refuses("no delay", (api) => api.runs.reschedule("run_1", {}), /delay must be a duration .* got undefined/);
refuses("a delay that is a number", (api) => api.runs.reschedule("run_1", { delay: 60 }), /delay must be/);
refuses(
  "an interval that is none",
  (api) => api.runs.poll("run_1", { pollIntervalMs: 0 }),
  /pollIntervalMs must be a positive number/,
);

test("what a caller's own code throws is what the call rejects with", async () => {
  const mine = new RangeError("mine");
  const fail = () => {
    throw mine;
  };
  const thrown = [
    list({
      get limit() {
        return fail();
      },
    }),
    list(new Proxy({}, { ownKeys: fail })),
    (api) => api.runs.replay("run_1", { payload: { toJSON: fail } }),
    (api) => api.runs.replay("run_1", { metadata: { toJSON: fail } }),
    (api) => api.envvars.update("p", "dev", "A", new Proxy({ value: "" }, { get: fail })),
  ];
  for (const call of thrown) assert.equal(await refusal(call), mine);
});

test("the promise of a refused list is still iterable", async () => {
  const iterate = async (api) => {
    for await (const run of api.runs.list({ nope: 1 })) void run;
  };
  assert.ok((await refusal(iterate)) instanceof ArgumentError);
});
