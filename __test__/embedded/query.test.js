"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { NOW, createClient, start } = require("./client.js");

const path = "/api/v1/query";
const query = "SELECT run_id, triggered_at FROM runs";
const hour = 3_600_000;
const ago = (hours) => new Date(NOW - hours * hour).toISOString();

/** A server whose prod has rows of today and of last month, and whose staging has one more. */
async function startWithRows(t) {
  const world = await start(t);
  const { server, prod, staging } = world;
  prod.seedQuery(query, [
    { run_id: "run_1", triggered_at: ago(1) },
    { run_id: "run_2", triggered_at: ago(30 * 24) },
  ]);
  staging.seedQuery(query, [{ run_id: "run_3", triggered_at: ago(2) }]);
  const client = createClient(server, prod.secretKey);
  const find = async (options) => {
    const { status, body } = await client.post(path, { query, ...options });
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(body.format, "json");
    return body.results.map(({ run_id: id }) => id);
  };
  return { ...world, client, find };
}

test("a query covers the last seven days unless it says otherwise", async (t) => {
  const { find } = await startWithRows(t);
  assert.deepEqual(await find(), ["run_1"]);
  assert.deepEqual(await find({ period: "60d" }), ["run_1", "run_2"]);
  assert.deepEqual(await find({ from: ago(31 * 24), to: ago(24) }), ["run_2"]);
  assert.deepEqual(await find({ from: ago(31 * 24) }), ["run_1", "run_2"]);
  // A period beats dates.
  assert.deepEqual(await find({ period: "2h", from: ago(31 * 24), to: ago(24) }), ["run_1"]);
});

test("a wider scope sees the other environments", async (t) => {
  const { find } = await startWithRows(t);
  assert.deepEqual((await find({ scope: "project" })).sort(), ["run_1", "run_3"]);
});

test("rows come as CSV too", async (t) => {
  const { client, prod } = await startWithRows(t);
  prod.seedQuery("SELECT 1", [
    { a: 'x,"y"', b: null, c: { d: 1 } },
    { a: "line\nbreak", b: 2, c: true },
  ]);
  const { body } = await client.post(path, { query: "SELECT 1", format: "csv" });
  assert.deepEqual(body, {
    format: "csv",
    results: 'a,b,c\n"x,""y""",,"{""d"":1}"\n"line\nbreak",2,true',
  });
});

test("what is no query is refused", async (t) => {
  const { client } = await startWithRows(t);
  const refused = [
    [{}, 'Validation error: Required at "query"'],
    [{ query: 1 }, 'Validation error: Expected string, received number at "query"'],
    [
      { query, scope: "planet" },
      "Validation error: Invalid enum value. " +
        "Expected 'organization' | 'project' | 'environment', received 'planet' at \"scope\"",
    ],
    [{ query, from: 5 }, 'Validation error: Expected string, received number at "from"'],
    [{ query: "SELECT nope" }, "No rows are seeded for this query: SELECT nope"],
  ];
  for (const [body, error] of refused) {
    const answer = await client.post(path, body);
    assert.deepEqual([answer.status, answer.body], [400, { error }]);
  }
  assert.equal((await client.post(path, { query, period: null, from: null, to: null })).status, 200);
});

test("the schema names tables and columns", async (t) => {
  const { client } = await startWithRows(t);
  const { tables } = (await client.get(`${path}/schema`)).body;
  assert.deepEqual(
    tables.map(({ name, timeColumn, columns }) => [name, timeColumn, columns.length]),
    [
      ["runs", "triggered_at", 3],
      ["metrics", "bucket_start", 3],
      ["llm_metrics", "start_time", 3],
      ["llm_models", "minute", 3],
    ],
  );
  const [runId] = tables[0].columns;
  assert.deepEqual([runId.name, runId.type, runId.coreColumn], ["run_id", "String", true]);
});

test("scopes are those of queries and their tables", async (t) => {
  const { server, project, prod } = await startWithRows(t);
  const ask = async (token) => {
    const client = createClient(server, token);
    const answers = [await client.post(path, { query }), await client.get(`${path}/schema`)];
    return answers.map(({ status }) => status);
  };
  const token = (scope) => prod.createPublicToken({ scopes: [scope] });
  assert.deepEqual(await ask(token("read:query")), [200, 200]);
  assert.deepEqual(await ask(token("read:query:runs")), [200, 403]);
  assert.deepEqual(await ask(token("read:query:metrics")), [403, 403]);
  assert.deepEqual(await ask(token("read:runs")), [403, 403]);
  assert.deepEqual(await ask(prod.createAdditionalKey({ scopes: ["read:runs"] })), [403, 403]);
  assert.deepEqual(await ask(server.createPersonalAccessToken({ projects: [project] })), [401, 401]);
});

test("a dashboard goes through its life", async (t) => {
  const { client, prod, staging, server } = await startWithRows(t);
  const dashboards = `${path}/dashboards`;
  const builtIn = (await client.get(dashboards)).body.dashboards;
  assert.deepEqual(
    builtIn.map(({ key, type }) => [key, type]),
    [
      ["overview", "builtIn"],
      ["llm", "builtIn"],
    ],
  );
  const made = await client.post(dashboards, {
    title: "Mine",
    widgets: [{ id: "a", title: "A", query, display: { type: "table" } }],
  });
  const { id, revision } = made.body;
  const at = `${dashboards}/${id}`;
  assert.deepEqual(made.body.widgets, [
    {
      ...{ id: "a", title: "A", query },
      display: { type: "table", prettyFormatting: true, sorting: [] },
      position: { x: 0, y: 0, w: 12, h: 8 },
    },
  ]);
  // The organization's dashboards are the same in every environment.
  const elsewhere = createClient(server, staging.secretKey);
  assert.deepEqual((await elsewhere.get(at)).body, made.body);
  assert.deepEqual((await elsewhere.get(dashboards)).body.dashboards.at(-1), {
    ...{ key: id, title: "Mine", type: "custom", description: "" },
    widgets: [{ id: "a", title: "A", query, type: "table" }],
  });

  const added = await client.post(`${at}/widgets`, { title: "B", display: { type: "title" }, revision });
  assert.deepEqual(added.body.dashboard.widgets[1].position, { x: 0, y: 8, w: 12, h: 8 });
  assert.equal(added.body.widgetId, added.body.dashboard.widgets[1].id);
  const late = await client.post(`${at}/widgets`, { title: "C", display: { type: "title" }, revision });
  assert.equal(late.status, 412);

  const replaced = await client.put(at, {
    title: "Yours",
    widgets: [{ id: "a", title: "A2", display: { type: "title" } }],
  });
  assert.deepEqual(
    [replaced.body.title, replaced.body.widgets.length, replaced.body.widgets[0].position.y],
    ["Yours", 1, 0],
  );
  assert.deepEqual((await client.del(`${at}/widgets/a`)).body.widgets, []);
  assert.deepEqual((await client.del(`${at}/widgets/a`)).body, { error: "Widget not found" });
  assert.deepEqual((await client.del(at)).body, { id });
  assert.deepEqual((await client.get(at)).body, { error: "Dashboard not found" });
  assert.equal(prod.project.dashboards.list().length, 2);
});
