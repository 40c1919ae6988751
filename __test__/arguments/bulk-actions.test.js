"use strict";

const { refuses, refusesIds } = require("./refusals.js");

refusesIds("runs.bulk.retrieve: bulkActionId", (id) => (api) => api.runs.bulk.retrieve(id));
refusesIds("runs.bulk.abort: bulkActionId", (id) => (api) => api.runs.bulk.abort(id));
refusesIds("runs.bulk.poll: bulkActionId", (id) => (api) => api.runs.bulk.poll(id));

const cancel = (params) => (api) => api.runs.bulk.cancel(params);
const filter = (fields) => cancel({ filter: fields });

refuses("no parameters", cancel(), /^runs\.bulk\.cancel: params must be an object, got undefined$/);
refuses(
  "an unknown parameter",
  cancel({ ids: ["run_1"] }),
  /ids is not known here; known are filter, runIds, name/,
);
refuses(
  "a region to cancel in",
  cancel({ runIds: ["run_1"], targetRegion: "eu" }),
  /targetRegion is not known/,
);
refuses(
  "ids that are no list",
  cancel({ runIds: "run_1" }),
  /runIds must be an array of strings, got "run_1"/,
);
refuses("no ids", cancel({ runIds: [] }), /runIds must not be an empty array/);
refuses("an empty id", cancel({ runIds: ["run_1", ""] }), /runIds\[1\] must not be empty/);
refuses("an id that is no text", cancel({ runIds: [7] }), /runIds\[0\] must be a string, got the number 7/);
refuses("a filter that is none", filter("red"), /filter must be an object, got "red"/);
refuses("an unknown filter", filter({ limit: 5 }), /filter\.limit is not known here; known are status, /);
// The server would take each of them for no filter at all, and select more.
refuses("an empty filter", filter({ status: "FAILED", tag: "" }), /filter\.tag must not be empty/);
refuses("an empty list", filter({ status: "FAILED", tag: [] }), /filter\.tag must not be an empty array/);
refuses(
  "a filter that is unset",
  filter({ status: "QUEUED", tag: undefined }),
  /filter\.tag is named but undefined, and without it more would be selected/,
);
for (const period of ["yesterday", "1 hour", "24", ""]) {
  refuses(
    `the period ${JSON.stringify(period)}`,
    filter({ period }),
    /filter\.period must be a duration such as "24h"/,
  );
}
refuses("no queue", filter({ status: "FAILED", queue: [] }), /filter\.queue must not be an empty array/);
refuses("a queue that is none", filter({ queue: "q" }), /filter\.queue must be an object \{ type, name \}/);
refuses(
  "a queue of another type",
  filter({ queue: [{ type: "x", name: "q" }] }),
  /filter\.queue\[0\]\.type must be "task" or "custom"/,
);
refuses(
  "an invalid date",
  filter({ from: new Date("x") }),
  /filter\.from must be a Date .* got an invalid Date/,
);
refuses("a date as text", filter({ to: "2026-01-01" }), /filter\.to must be a Date .* got "2026-01-01"/);
refuses("no number", filter({ from: Number.POSITIVE_INFINITY }), /filter\.from must be a Date/);
refuses("a flag that is none", filter({ isTest: 1 }), /filter\.isTest must be a boolean/);
refuses(
  "two cursors",
  (api) => api.runs.bulk.list({ after: "a", before: "b" }),
  /after and before cannot be combined/,
);
refuses("a filter of a list", (api) => api.runs.bulk.list({ status: "PENDING" }), /status is not known here/);
refuses(
  "an interval that is none",
  (api) => api.runs.bulk.poll("bulk_1", { pollIntervalMs: 0 }),
  /pollIntervalMs must be a positive number of milliseconds/,
);
refuses(
  "polls that share a request",
  (api) => api.runs.bulk.poll("bulk_1", {}, { dedupe: true }),
  /requestOptions\.dedupe is for calls that read once/,
);
