"use strict";

const unknown = "run_doesnotexist0000000000000";

const retrievals = [
  { name: "runs.retrieve", call: ({ runs }, { runIds }) => runs.retrieve(runIds[0]) },
  { name: "runs.retrieve of a handle", call: ({ runs }, { runIds }) => runs.retrieve({ id: runIds[1] }) },
  {
    name: "runs.retrieve of a handle with more to it",
    call: ({ runs }, { runIds }) =>
      runs.retrieve({ id: runIds[1], publicAccessToken: "t", taskIdentifier: "hello-world" }),
  },
  {
    name: "runs.retrieve of every run",
    call: ({ runs }, { runIds }) => Promise.all(runIds.slice(2).map((id) => runs.retrieve(id))),
    unordered: true,
  },
  {
    name: "runs.retrieve of a run with relatives and a schedule",
    call: ({ runs }, { related }) => runs.retrieve(related.id),
  },
  {
    name: "runs.retrieve with payload and output elsewhere",
    call: ({ runs }, { offloaded }) => runs.retrieve(offloaded.id),
  },
  {
    name: "runs.retrieve with the payload elsewhere",
    call: ({ runs }, { halfOffloaded }) => runs.retrieve(halfOffloaded.id),
  },
  {
    name: "runs.retrieve with request options",
    call: ({ runs }, { runIds }) => runs.retrieve(runIds[0], { retry: { maxAttempts: 2 } }),
  },
  {
    name: "runs.retrieve with a header of its own",
    call: ({ runs }, { runIds }) => runs.retrieve(runIds[0], { additionalHeaders: { "x-mine": "1" } }),
    callHeader: ["x-mine", "1"],
  },
  {
    name: "runs.retrieve with its response",
    call: async ({ runs }, { runIds }) => {
      const { data, response } = await runs.retrieve(runIds[0]).withResponse();
      return { data, ...(await describe(response)) };
    },
  },
  {
    name: "runs.retrieve, its response alone",
    call: async ({ runs }, { runIds }) => describe(await runs.retrieve(runIds[0]).asResponse()),
  },
  { name: "runs.retrieve of an unknown run", call: ({ runs }) => runs.retrieve(unknown), fails: true },
  {
    name: "runs.retrieve under a public token",
    as: "publicToken",
    call: ({ runs }, { runIds }) => runs.retrieve(runIds[0]),
  },
  {
    name: "runs.retrieve with a status nobody knows",
    prepare: ({ runIds, prod }) => (prod.runs.get(runIds[0]).status = "MEDITATING"),
    call: ({ runs }, { runIds }) => runs.retrieve(runIds[0]),
    officialThrows: "ApiSchemaValidationError",
    value: { status: "MEDITATING", payload: { index: 0 } },
  },
];

/** What of a response both sides have: their clocks and connections differ. */
async function describe(response) {
  const { status, ok, url, headers } = response;
  const plain = response.constructor === Response;
  return { plain, status, ok, url, type: headers.get("content-type"), body: await response.json() };
}

const polls = [
  {
    name: "runs.poll of a run that has ended",
    call: ({ runs }, { runIds }) => runs.poll(runIds[0], { pollIntervalMs: 1 }),
  },
  {
    name: "runs.poll of a handle",
    call: ({ runs }, { runIds }) => runs.poll({ id: runIds[0] }, { pollIntervalMs: 1 }),
  },
  {
    name: "runs.poll of a run that ends meanwhile",
    // Nothing goes wrong here: the matcher sees every request before it is answered.
    prepare({ server, executing }) {
      let asked = 0;
      const match = () => {
        asked += 1;
        if (asked === 3) Object.assign(executing, { status: "COMPLETED_SUCCESSFULLY", finishedAt: 1 });
        return false;
      };
      server.fault({ match, status: 500 });
    },
    call: ({ runs }, { executing }) => runs.poll(executing.id, { pollIntervalMs: 1 }),
  },
  {
    name: "runs.poll with request options",
    call: ({ runs }, { runIds }) =>
      runs.poll(runIds[0], { pollIntervalMs: 1 }, { retry: { maxAttempts: 2 } }),
  },
  {
    name: "runs.poll of an unknown run",
    call: ({ runs }) => runs.poll(unknown, { pollIntervalMs: 1 }),
    fails: true,
  },
];

const changes = [
  { name: "runs.cancel", call: ({ runs }, { runIds }) => runs.cancel(runIds[1]) },
  { name: "runs.cancel of a run that has ended", call: ({ runs }, { runIds }) => runs.cancel(runIds[0]) },
  {
    name: "runs.cancel with request options",
    call: ({ runs }, { runIds }) => runs.cancel(runIds[1], { retry: { maxAttempts: 2 } }),
  },
  { name: "runs.cancel of an unknown run", call: ({ runs }) => runs.cancel(unknown), fails: true },
  {
    name: "runs.cancel, then retrieve",
    call: async ({ runs }, { runIds }) => [await runs.cancel(runIds[1]), await runs.retrieve(runIds[1])],
  },
  { name: "runs.reschedule", call: ({ runs }, { delayed }) => runs.reschedule(delayed.id, { delay: "1h" }) },
  {
    name: "runs.reschedule to a date as text",
    call: ({ runs }, { delayed }) => runs.reschedule(delayed.id, { delay: "2031-05-05T10:00:00.000Z" }),
  },
  {
    name: "runs.reschedule to a date",
    call: ({ runs }, { delayed }) =>
      runs.reschedule(delayed.id, { delay: new Date("2031-05-05T10:00:00.000Z") }),
  },
  {
    name: "runs.reschedule with request options",
    call: ({ runs }, { delayed }) =>
      runs.reschedule(delayed.id, { delay: "1h" }, { retry: { maxAttempts: 2 } }),
  },
  {
    name: "runs.reschedule to a date that has passed",
    call: ({ runs }, { delayed }) => runs.reschedule(delayed.id, { delay: "2001-01-01T00:00:00.000Z" }),
    fails: true,
  },
  {
    name: "runs.reschedule of a run that is not delayed",
    call: ({ runs }, { runIds }) => runs.reschedule(runIds[0], { delay: "1h" }),
    fails: true,
  },
  {
    name: "runs.reschedule of an unknown run",
    call: ({ runs }) => runs.reschedule(unknown, { delay: "1h" }),
    fails: true,
  },
];

module.exports = [...retrievals, ...polls, ...changes].map((row) => ({ as: "key", ...row }));
