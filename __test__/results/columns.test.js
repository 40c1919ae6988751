"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { execFile } = require("node:child_process");
const { randomInt } = require("node:crypto");
const { test } = require("node:test");
const { promisify } = require("node:util");

const { withAuth } = require("hairtrigger");
const { answerOf, openRawServer } = require("../support/raw-server.js");
const { seededRandom } = require("../support/tenants.js");

const PAGES = 1_500;
const DATES = ["createdAt", "updatedAt", "startedAt", "finishedAt", "delayedUntil", "expiredAt"];

/** Texts as they stand in JSON, without their quotes. */
const TEXTS = [
  "",
  "a",
  "run_1",
  "caf\u00e9",
  '\\u00e9\\n\\"',
  "\ud83d\ude80",
  "\\ud83d",
  "x".repeat(300),
  "null",
];
const NUMBERS = [
  "0",
  "-0",
  "1",
  "0.1",
  "1e400",
  "-1e-400",
  "9007199254740993",
  "123456789.123456789",
  "5e-324",
  "1E3",
];
const TIMES = [
  "2026-11-21T07:16:55.000Z",
  "1969-12-31T23:59:59.999Z",
  "2024-02-29T24:00:00.000Z",
  "2026-02-30T00:00:00.000Z",
  "2016-12-31T23:59:60.000Z",
  "0000-01-01T00:00:00.000Z",
  "2026-11-21T07:16:55Z",
  "2026-11-21 07:16:55.000Z",
  "2026-11-21T07:16:55.000+",
  "+275760-09-13T00:00:00.000Z",
  "soon",
  "",
];

/** JSON texts made at random, of what the API sends and of what it never would. */
class Generator {
  constructor(seed) {
    this.random = seededRandom(seed);
  }

  chance(share) {
    return this.random() < share;
  }

  pick(list) {
    return list[Math.floor(this.random() * list.length)];
  }

  text() {
    return `"${this.pick(TEXTS)}"`;
  }

  date() {
    return this.chance(0.7)
      ? `"2026-11-21T07:16:${10 + Math.floor(this.random() * 50)}.123Z"`
      : `"${this.pick(TIMES)}"`;
  }

  anything(depth = 0) {
    const makers = [
      () => this.text(),
      () => this.pick(NUMBERS),
      () => this.pick(["true", "false", "null"]),
      () => this.date(),
    ];
    if (depth < 3)
      makers.push(
        () => this.list(depth),
        () => this.object(depth),
      );
    return this.pick(makers)();
  }

  list(depth) {
    const one = this.chance(0.5) ? () => this.text() : () => this.anything(depth + 1);
    return `[${Array.from({ length: Math.floor(this.random() * 13) }, one).join(", ")}]`;
  }

  object(depth) {
    const names = [
      "id",
      "name",
      "createdAt",
      "7",
      "__proto__",
      "constructor",
      "caf\u00e9",
      "a b",
      "toJSON",
      "\\u0061",
    ];
    const members = names
      .filter(() => this.chance(0.25))
      .map((name) => `"${name}": ${this.anything(depth + 1)}`);
    return `{${members.join(",")}}`;
  }

  /** Items that have most of their fields in common, as those of a page do. */
  page() {
    const shape = this.itemFields();
    const items = Array.from({ length: Math.floor(this.random() * 14) }, () => this.item(shape));
    const members = [`"data": [${items.join(",")}]`, `"pagination": {"next":${this.pick(['"n"', "null"])}}`];
    if (this.chance(0.3)) members.push(`"more": ${this.anything()}`);
    return this.chance(0.5) ? `{${members.join(",")}}` : ` { ${members.reverse().join(" , ")} } `;
  }

  itemFields() {
    const fields = {
      id: () => this.text(),
      status: () => this.pick(['"COMPLETED"', '"FAILED"']),
      durationMs: () => this.pick(NUMBERS),
      isTest: () => this.pick(["true", "false"]),
      env: () => (this.chance(0.8) ? `{"id":${this.text()},"name":"prod"}` : this.anything()),
      tags: () => `[${Array.from({ length: Math.floor(this.random() * 4) }, () => this.text()).join(",")}]`,
      metadata: () => this.object(1),
    };
    for (const name of DATES) fields[name] = () => this.date();
    if (this.chance(0.3)) fields.unknown = () => this.anything();
    if (this.chance(0.05)) fields.__extra = () => this.anything();
    return Object.entries(fields)
      .filter(() => this.chance(0.85))
      .sort(() => this.random() - 0.5);
  }

  item(shape) {
    const members = shape
      .filter(() => this.chance(0.95))
      .map(([name, make]) => `"${name}":${this.chance(0.03) ? this.anything() : make()}`);
    if (this.chance(0.02)) members.push(this.object(0).slice(1, -1) || '"x":1');
    return `{${members.join(",")}}`;
  }
}

/** What JSON.parse makes of a body, with the dates of its items. */
function plainly(body) {
  const page = JSON.parse(body);
  for (const item of page.data) {
    for (const name of DATES) {
      if (typeof item[name] !== "string") continue;
      const date = new Date(item[name]);
      if (!Number.isNaN(date.getTime())) item[name] = date;
    }
  }
  return page;
}

/** Asserts that two values are the same, in the order of their keys too, and share nothing within. */
function assertSame(actual, expected, path, seen = new Set()) {
  assert.equal(typeof actual, typeof expected, path);
  if (typeof expected !== "object" || expected === null) return assert.ok(Object.is(actual, expected), path);
  assert.ok(!seen.has(actual), `${path} is an object that stands elsewhere too`);
  seen.add(actual);
  assert.equal(Object.getPrototypeOf(actual), Object.getPrototypeOf(expected), path);
  if (expected instanceof Date) return assert.equal(actual.getTime(), expected.getTime(), path);
  assert.deepEqual(Reflect.ownKeys(actual), Reflect.ownKeys(expected), path);
  for (const key of Object.keys(expected)) assertSame(actual[key], expected[key], `${path}.${key}`, seen);
}

async function assertPages(list, bodies, expected) {
  for (let index = 0; index < expected; index += 1) {
    const { data, pagination } = await list();
    const plain = plainly(bodies[index]);
    assertSame({ data, pagination }, { data: plain.data, pagination: plain.pagination }, "page");
  }
}

test("pages are what JSON.parse makes of them, with dates", async (t) => {
  const seed = randomInt(2 ** 31);
  const generator = new Generator(seed);
  const bodies = [];
  const server = await openRawServer(t, ({ connection }) => {
    bodies.push(generator.page());
    connection.send(answerOf(Buffer.from(bodies.at(-1))));
  });
  const { runs } = withAuth({ secretKey: "tr_dev_columns", baseURL: server.url });
  try {
    await assertPages(() => runs.list(), bodies, PAGES);
  } catch (error) {
    error.message = `seed ${seed}: ${error.message}\n${bodies.at(-1)}`;
    throw error;
  }
});

const ITEM = {
  id: "run_1",
  createdAt: "2026-11-21T07:16:55.000Z",
  tags: ["a"],
  env: { id: "e" },
  costInCents: 0.1,
};
const manyItems = (count) => Array.from({ length: count }, (_, index) => ({ ...ITEM, id: `run_${index}` }));

test("a page larger than what is kept for rows comes whole, also beside others", async (t) => {
  const body = JSON.stringify({ data: manyItems(5_000), pagination: {} });
  const server = await openRawServer(t, ({ connection }) => connection.send(answerOf(Buffer.from(body))));
  const { runs } = withAuth({ secretKey: "tr_dev_columns", baseURL: server.url });
  const pages = await Promise.all(Array.from({ length: 8 }, () => runs.list()));
  for (const { data } of pages) assertSame(data, plainly(body).data, "data");
});

test("the body of a page can be read as it came when it was asked for at once", async (t) => {
  const body = JSON.stringify({ data: manyItems(20), pagination: {} });
  const server = await openRawServer(t, ({ connection }) => connection.send(answerOf(Buffer.from(body))));
  const { runs } = withAuth({ secretKey: "tr_dev_columns", baseURL: server.url });
  const [page, { data, response }, others] = await Promise.all([
    runs.list(),
    runs.list().withResponse(),
    runs.list().asResponse(),
  ]);
  assertSame(data.data, page.data, "data");
  assert.equal(await response.text(), body);
  assert.equal(await others.text(), body);
});

test("more layouts than are kept are read all the same", async (t) => {
  let number = 0;
  const server = await openRawServer(t, ({ connection }) => {
    const data = manyItems(5).map((item) => ({ ...item, [`field${(number += 1)}`]: number }));
    connection.send(answerOf({ data, pagination: {} }));
  });
  const program = `
    const { runs } = require("hairtrigger").withAuth({ secretKey: "tr_dev_columns", baseURL: process.argv[1] });
    (async () => {
      for (let page = 0; page < 150; page += 1) {
        const { data } = await runs.list();
        data.forEach((run, index) => {
          const number = page * 5 + index + 1;
          if (run["field" + number] !== number || !(run.createdAt instanceof Date)) process.exit(1);
        });
      }
    })();`;
  await promisify(execFile)(process.execPath, ["--eval", program, server.url], { cwd: __dirname });
});

test("a process that allows no code made at run time gets the same pages", async (t) => {
  const generator = new Generator(1);
  const bodies = Array.from({ length: 100 }, () => generator.page());
  const server = await openRawServer(t, ({ number, connection }) =>
    connection.send(answerOf(Buffer.from(bodies[(number - 1) % bodies.length]))),
  );
  const { runs } = withAuth({ secretKey: "tr_dev_columns", baseURL: server.url });
  const shown = [];
  for (const _ of bodies) shown.push((await runs.list()).data);
  const program = `
    const { runs } = require("hairtrigger").withAuth({ secretKey: "tr_dev_columns", baseURL: process.argv[1] });
    (async () => {
      const pages = [];
      for (let page = 0; page < 100; page += 1) pages.push((await runs.list()).data);
      console.log(JSON.stringify(pages));
    })();`;
  const args = ["--disallow-code-generation-from-strings", "--eval", program, server.url];
  const options = { cwd: __dirname, maxBuffer: 2 ** 28 };
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  assert.equal(stdout.trim(), JSON.stringify(shown));
});
