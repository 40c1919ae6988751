"use strict";

const text = "SELECT run_id, tags FROM runs";
const more = { retry: { maxAttempts: 2 } };
const from = new Date("2026-11-20T10:00:00.000Z");

function seed({ prod, staging }) {
  const at = (day) => `2026-11-${day}T12:00:00.000Z`;
  prod.seedQuery(text, [
    { run_id: "run_1", tags: ["a", "b"], triggered_at: at(20), cost: 0.5, empty: null },
    { run_id: "run_2", tags: [], triggered_at: at("01"), cost: 1, empty: null },
  ]);
  staging.seedQuery(text, [{ run_id: "run_3", tags: [], triggered_at: at(20) }]);
}

const options = [
  undefined,
  {},
  { scope: "environment" },
  { scope: "project" },
  { scope: "organization", period: "30d" },
  { from, to: from.getTime() + 86_400_000 },
  { from: 0 },
  { format: "json" },
  { format: "csv" },
  { format: "csv", period: "60d", scope: "project" },
];

const queries = [
  ...options.map((each) => ({
    name: `query.execute, ${JSON.stringify(each)}`,
    call: ({ query }) => query.execute(text, each),
  })),
  {
    name: "query.execute, every option undefined",
    call: ({ query }) =>
      query.execute(text, {
        ...{ scope: undefined, format: undefined },
        ...{ period: undefined, from: undefined, to: undefined },
      }),
  },
  {
    name: "query.execute with request options",
    call: ({ query }) => query.execute(text, { period: "1d" }, more),
  },
  {
    name: "query.execute of what is no query",
    call: ({ query }) => query.execute("SELEC 1"),
    fails: true,
  },
  {
    name: "query.execute under a public token for runs",
    as: "publicToken",
    call: ({ query }) => query.execute(text),
    fails: true,
  },
];

const widget = { id: "w", title: "Runs", query: text, display: { type: "table" } };
const chart = {
  type: "chart",
  chartType: "bar",
  xAxisColumn: "day",
  yAxisColumns: ["runs"],
  groupByColumn: null,
  stacked: false,
  sortByColumn: null,
  sortDirection: "asc",
  aggregation: "sum",
};
const position = { x: 1, y: 2, w: 3, h: 4 };

/** A dashboard without what is random in it. */
function show({ id: made, revision, ...dashboard }) {
  return { ...dashboard, has: [typeof made, typeof revision] };
}

const id = "dashboard_seeded";
const seedDashboard = ({ prod }) =>
  prod.project.dashboards.create({ id, title: "Seeded", widgets: [widget] });
const onDashboard = (name, call, rest) => ({
  name: `query.dashboards.${name}`,
  call: ({ query: { dashboards } }, world) => call(dashboards, world),
  prepare: seedDashboard,
  ...rest,
});

const dashboards = [
  onDashboard("list", (all) => all.list()),
  onDashboard("list with request options", (all) => all.list(more)),
  onDashboard("list under a token", (all) => all.list(), { as: "token", fails: true }),
  onDashboard("retrieve", async (all) => show(await all.retrieve(id, more))),
  onDashboard("retrieve of an unknown one", (all) => all.retrieve("nope"), { fails: true }),
  onDashboard("create", async (all) => show(await all.create({ title: "Mine" }))),
  onDashboard("create with widgets", async (all) =>
    show(
      await all.create(
        {
          title: "Mine",
          description: "For me",
          widgets: [widget, { id: "x", title: "X", query: text, display: chart, fillGaps: true, position }],
        },
        more,
      ),
    ),
  ),
  onDashboard("update", async (all) => show(await all.update(id, { title: "Other", description: "" }))),
  onDashboard("update of an older revision", (all) => all.update(id, { title: "O", revision: "r" }, more), {
    fails: true,
  }),
  onDashboard("replace", async (all) =>
    show(await all.replace(id, { widgets: [{ ...widget, title: "New" }] }, more)),
  ),
  onDashboard("del", async (all) => [await all.del(id), (await all.list()).dashboards.length]),
  onDashboard("del of an unknown one", (all) => all.del("nope"), { fails: true }),
  onDashboard("widgets.add", async (all) => {
    const added = await all.widgets.add(id, { ...widget, id: "y", display: chart, position }, more);
    return { ...added, dashboard: show(added.dashboard) };
  }),
  onDashboard("widgets.update", async (all) =>
    show(await all.widgets.update(id, "w", { title: "Changed", display: chart, position }, more)),
  ),
  onDashboard("widgets.update of an unknown one", (all) => all.widgets.update(id, "nope", {}), {
    fails: true,
  }),
  onDashboard("widgets.del", async (all) => show(await all.widgets.del(id, "w"))),
  onDashboard(
    "widgets.del of an older revision",
    (all) => all.widgets.del(id, "w", { revision: "r" }, more),
    { fails: true },
  ),
];

module.exports = [...queries, ...dashboards].map((row) => ({ as: "key", prepare: seed, ...row }));
