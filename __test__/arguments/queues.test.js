"use strict";

const { refusesExactly, refusesIds } = require("./refusals.js");

const verbs = {
  retrieve: [],
  pause: [],
  resume: [],
  overrideConcurrencyLimit: [1],
  resetConcurrencyLimit: [],
};

for (const [verb, args] of Object.entries(verbs)) {
  refusesIds(`queues.${verb}: queue`, (id) => (api) => api.queues[verb](id, ...args));
}

const mine = { type: "custom", name: "mine" };

refusesExactly(
  ({ queues }) => queues.retrieve({}),
  "queues.retrieve: queue.name must be a string, got undefined",
);
refusesExactly(
  ({ queues }) => queues.retrieve({ ...mine, name: "" }),
  "queues.retrieve: queue.name must not be empty",
);
refusesExactly(
  ({ queues }) => queues.pause({ ...mine, name: ".." }),
  'queues.pause: queue must be one path segment, got "..", which would change the request\'s path',
);
refusesExactly(
  ({ queues }) => queues.pause({ ...mine, type: "id" }),
  'queues.pause: queue.type must be "task" or "custom"',
);
refusesExactly(
  ({ queues }) => queues.resume({ ...mine, id: "queue_1" }),
  "queues.resume: queue.id is not known here; known are type, name",
);
refusesExactly(
  ({ queues }) => queues.retrieveMetrics("queue_1"),
  'queues.retrieveMetrics: queue must be an object { type, name }, got "queue_1"',
);
refusesExactly(
  ({ queues }) => queues.retrieveMetrics(mine, { period: 60 }),
  "queues.retrieveMetrics: period must be a string, got the number 60",
);
refusesExactly(
  ({ queues }) => queues.retrieveMetrics(mine, { type: "task" }),
  "queues.retrieveMetrics: type is not known here; known are period",
);
refusesExactly(
  ({ queues }) => queues.retrieveMetrics(mine, { period: "1h", signal: undefined }),
  "queues.retrieveMetrics: period is a parameter and signal a request option; pass the request options " +
    "as an object of their own, after the parameters",
);
for (const [limit, got] of [
  [undefined, "undefined"],
  [null, "null"],
  ["3", '"3"'],
  [-1, "the number -1"],
  [Number.NaN, "the number NaN"],
  [Infinity, "the number inf"],
]) {
  refusesExactly(
    ({ queues }) => queues.overrideConcurrencyLimit("queue_1", limit),
    `queues.overrideConcurrencyLimit: concurrencyLimit must be a number, 0 or more, got ${got}`,
  );
}
refusesExactly(
  ({ queues }) => queues.list({ page: 0 }),
  "queues.list: page must be a positive integer, got the number 0",
);
refusesExactly(
  ({ queues }) => queues.list({ perPage: 1.5 }),
  "queues.list: perPage must be a positive integer, got the number 1.5",
);
// The server overlooks it and lists them all.
refusesExactly(
  ({ queues }) => queues.list({ type: "task" }),
  "queues.list: type is not known here; known are perPage, page",
);
refusesExactly(({ queues }) => queues.list({}, {}, {}), "queues.list: takes at most 2 arguments, got 3");
