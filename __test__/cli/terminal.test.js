"use strict";

// Colours and widths, which only a terminal gets.

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { explain } = require("../../cli/failures.js");
const { Output, printable, showDate } = require("../../cli/output.js");
const { openServer, json } = require("../hostile/server.js");
const { renderTable } = require("../../cli/table.js");
const { open, start } = require("./world.js");

const paint = (text, style) => (style ? `<${text}>` : text);
const cells = (...texts) => texts.map((text) => ({ text }));

test("columns are as wide as their widest cell", () => {
  const rows = [cells("A", "B", "C"), cells("aaa", "b", "c"), cells("a", "bbb", "")];
  assert.deepEqual(renderTable(rows, Infinity, paint), ["A    B    C", "aaa  b    c", "a    bbb"]);
});

test("lines end at the edge of the terminal, and colours where they began", () => {
  const rows = [
    [{ text: "NAME", style: "bold" }, { text: "VALUE" }],
    [{ text: "abc", style: "red" }, { text: "0123456789" }],
  ];
  assert.deepEqual(renderTable(rows, 10, paint), ["<NAME>  VAL…", "<abc>   012…"]);
});

test("a pipe gets no colours and no cuts", async (t) => {
  const { prod, run } = await open(t);
  prod.seedRun({ tags: ["long".repeat(100)] });
  const env = { ...prod.processEnvironment, COLUMNS: "20", TERM: "xterm" };
  const { stdout } = await run(["runs", "list"], { env });
  assert.doesNotMatch(stdout, /\u001b/);
  assert.match(stdout, /(long){100}/);
});

/** Returns what is written to a terminal of 20 columns, or to something else. */
function written(use, { isTTY = true, json, environment = { TERM: "xterm" } } = {}) {
  let text = "";
  const stream = { isTTY, columns: 20, write: (more) => (text += more) };
  use(new Output({ json, stream, environment }));
  return text;
}

const show = (output) =>
  output.result([1], () => output.table(["A"], [[{ text: "x".repeat(30), style: "red" }]]));

test("a terminal gets colours, unless it or its user wants none", () => {
  const cut = `${"x".repeat(19)}…`;
  assert.equal(written(show), `\u001b[1mA\u001b[0m\n\u001b[31m${cut}\u001b[0m\n`);
  assert.equal(written(show, { environment: { TERM: "xterm", NO_COLOR: "1" } }), `A\n${cut}\n`);
  assert.equal(written(show, { environment: { TERM: "dumb" } }), `A\n${cut}\n`);
  assert.equal(written(show, { isTTY: false }), `A\n${"x".repeat(30)}\n`);
  assert.equal(written(show, { json: true }), "[\n  1\n]\n");
});

test("progress is shown on a terminal only, and makes room for lines", () => {
  const use = (output) => {
    output.line("one");
    output.progress("… for 1 s");
    output.progress();
    output.line("two");
  };
  const clear = "\r\u001b[K";
  const plain = { TERM: "dumb" };
  assert.equal(written(use, { environment: plain }), `${clear}one\n${clear}… for 1 s${clear}${clear}two\n`);
  assert.equal(written(use, { isTTY: false }), "one\ntwo\n");
  assert.equal(written(use, { json: true }), "");
});

test("what cannot be seen does not stand in what is shown", () => {
  assert.equal(printable("a\u{e0041}\u{e007f}\u{e0100}\u3164\u034fb"), "a?????b");
  assert.equal(printable("\u{1f44d}é字"), "\u{1f44d}é字");
  const shown = written((output) => output.result({ tag: "\u{e0041}\u202e" }, () => []), { json: true });
  assert.equal(shown, '{\n  "tag": "\\udb40\\udc41\\u202e"\n}\n');
  assert.deepEqual(JSON.parse(shown), { tag: "\u{e0041}\u202e" });
});

test("a date that is none is shown as what it is", () => {
  assert.equal(showDate("soon\u001b[2J"), "soon?[2J");
  assert.equal(showDate(new Date(Number.NaN)), "Invalid Date");
  assert.equal(showDate(undefined), "");
});

test("keys of the older products are not repeated either", () => {
  for (const key of [
    "trigger_live_0123456789abcdef",
    "tr_prod_0123456789abcdef",
    "trigger_dev_0123456789abcdef",
  ]) {
    assert.doesNotMatch(explain(new Error(`no ${key} here`)), /0123456789/);
  }
});

test("whatever a task has put out is shown", () => {
  const circle = { big: 12n, set: new Set([1, new Map([["a", 2n]])]) };
  circle.self = { circle };
  const shown = JSON.parse(written((output) => output.result([circle, circle], () => []), { json: true }));
  const expected = { big: "12", set: [1, [["a", "2"]]], self: { circle: "(contains itself)" } };
  assert.deepEqual(shown, [expected, expected]);
});

/** What every answer of a server holds that means no good. */
const HOSTILE = "\u001b]0;owned\u0007\u009b2J";
const COMMANDS = {
  "runs get run_1": /status/,
  "runs list": /run_1/,
  "runs cancel run_1": /cancelled run_1/,
  "runs replay run_1": /replayed run_1 as run_1/,
  "tasks trigger t": /triggered t as run_1/,
  "envvars list -p proj_x --reveal": /N/,
  whoami: /status/,
};

for (const [words, expected] of Object.entries(COMMANDS)) {
  test(`${words}: nothing that a server answers steers the terminal`, async (t) => {
    const text = (before) => before + HOSTILE;
    const run = {
      id: text("run_1"),
      status: text("COMPLETED"),
      taskIdentifier: text("t"),
      createdAt: text("soon"),
      updatedAt: text("soon"),
      tags: text("tag"),
      version: text("v"),
      error: { message: text("m"), stackTrace: [text("s")] },
    };
    const server = await openServer(t, ({ url, method }, response) => {
      if (/envvars/.test(url))
        return json(response, [{ name: text("N"), value: text("v"), isSecret: false }]);
      if (method === "GET" && /runs(\?|$)/.test(url)) return json(response, { data: [run], pagination: {} });
      if (method === "POST") return json(response, { id: text("run_1") });
      return json(response, run);
    });
    const env = { TRIGGER_SECRET_KEY: "tr_prod_0123456789", TRIGGER_API_URL: server.url };
    const { stdout, stderr } = await start(words.split(" "), { env }).result;
    assert.match(stdout + stderr, expected);
    assert.doesNotMatch(stdout + stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
}

test("a revealed value is as it is for a pipe, and steers no terminal", () => {
  const { showValue } = require("../../cli/envvars/get.js");
  const value = `one${HOSTILE}\ntwo`;
  assert.deepEqual(showValue(value, { isTerminal: false }), [value]);
  assert.deepEqual(showValue(value, { isTerminal: true }), ["one?]0;owned??2J", "two"]);
});
