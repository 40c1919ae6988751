"use strict";

const at = new Date("2026-11-20T10:00:00.000Z");

const filters = [
  { status: "FAILED" },
  { status: ["QUEUED", "EXECUTING"] },
  { taskIdentifier: ["hello-world", "other task"], version: "20261121.1" },
  { tag: ["red", "blue"], isTest: false },
  { from: at, to: new Date("2026-11-20T23:00:00.000Z") },
  { from: at.getTime() },
  { period: "1h", region: ["us-east-1", "eu"] },
  { queue: { type: "task", name: "hello-world" }, machine: "small-1x" },
  { queue: [{ type: "custom", name: "mine" }], schedule: "sched_1" },
  { bulkAction: "bulk_1", batch: "batch_1" },
];

const selections = [
  ...filters.flatMap((filter) =>
    ["cancel", "replay"].map((verb) => ({
      name: `runs.bulk.${verb} by ${JSON.stringify(filter)}`,
      call: ({ runs }) => runs.bulk[verb]({ filter }),
    })),
  ),
  {
    name: "runs.bulk.cancel by ids, then retrieve",
    call: async ({ runs }, { runIds }) => {
      const { id } = await runs.bulk.cancel({ runIds: runIds.slice(0, 3), name: "mine" });
      return [await runs.bulk.retrieve(id), await runs.retrieve(runIds[1])];
    },
  },
  {
    name: "runs.bulk.replay by ids into a region",
    call: ({ runs }, { runIds }) =>
      runs.bulk.replay({ runIds: [runIds[0]], targetRegion: "eu" }, { retry: { maxAttempts: 2 } }),
  },
  { name: "runs.bulk.cancel of nothing", call: ({ runs }) => runs.bulk.cancel({}), fails: true },
  {
    name: "runs.bulk.cancel by no filter",
    call: ({ runs }) => runs.bulk.cancel({ filter: {} }),
    fails: true,
  },
  {
    name: "runs.bulk.replay by filter and ids",
    call: ({ runs }) => runs.bulk.replay({ filter: { tag: "red" }, runIds: ["run_1"] }),
    fails: true,
  },
  {
    name: "runs.bulk.cancel under a key that only reads",
    as: "readingKey",
    call: ({ runs }) => runs.bulk.cancel({ runIds: ["run_1"] }),
    fails: true,
  },
];

/** Makes a bulk action of nothing and answers its id. */
async function make({ runs }) {
  return (await runs.bulk.cancel({ runIds: ["run_nope"] })).id;
}

/** Bulk actions with ids of their own: their cursors must not differ between two worlds. */
function seed({ prod }) {
  for (const name of ["1", "2", "3", "4", "5"]) {
    const action = prod.bulkActions.create({ type: "CANCEL", name, runs: [] });
    Object.assign(action, { internalId: `seeded${name}`, id: `bulk_seeded${name}` });
  }
}

const lists = [
  {
    name: "runs.bulk.list, its pages and its items",
    prepare: seed,
    call: async (api) => {
      const page = await api.runs.bulk.list({ limit: 2 });
      const next = await page.getNextPage();
      const names = [];
      for await (const { name } of api.runs.bulk.list({ limit: 2 })) names.push(name);
      // Not back again: there the official SDK sends both cursors, which this listing answers with a 500.
      return { pages: [page.data, next.data], hasPrevious: next.hasPreviousPage(), names };
    },
  },
  { name: "runs.bulk.list of none", call: ({ runs }) => runs.bulk.list().then(({ data }) => data) },
  { name: "runs.bulk.list of too many", call: ({ runs }) => runs.bulk.list({ limit: 101 }), fails: true },
];

const single = [
  {
    name: "runs.bulk.abort",
    prepare: ({ prod }) => (prod.bulkActions.isHeld = true),
    call: async (api) => {
      const id = await make(api);
      return [await api.runs.bulk.abort(id), await api.runs.bulk.retrieve(id)];
    },
  },
  {
    name: "runs.bulk.abort of one that is completed",
    call: async (api) => api.runs.bulk.abort(await make(api)),
    fails: true,
  },
  {
    name: "runs.bulk.abort of an unknown one",
    call: ({ runs }) => runs.bulk.abort("bulk_nope"),
    fails: true,
  },
  {
    name: "runs.bulk.retrieve of an unknown one",
    call: ({ runs }) => runs.bulk.retrieve("bulk_nope"),
    fails: true,
  },
  {
    name: "runs.bulk.poll of one that ends meanwhile",
    // Nothing goes wrong here: the matcher sees every request before it is answered.
    prepare({ server, prod }) {
      prod.bulkActions.isHeld = true;
      let asked = 0;
      const match = ({ method }) => {
        if (method === "GET" && (asked += 1) === 3) prod.bulkActions.release();
        return false;
      };
      server.fault({ match, status: 500 });
    },
    call: async (api) => api.runs.bulk.poll(await make(api), { pollIntervalMs: 1 }),
  },
  {
    name: "runs.bulk.poll of one that is aborted",
    prepare: ({ prod }) => (prod.bulkActions.isHeld = true),
    call: async (api) => {
      const id = await make(api);
      await api.runs.bulk.abort(id);
      return api.runs.bulk.poll(id, { pollIntervalMs: 1 }, { retry: { maxAttempts: 2 } });
    },
  },
];

module.exports = [...selections, ...lists, ...single].map((row) => ({ as: "key", ...row }));
