"use strict";

// Colours and widths, which only a terminal gets.

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { Output } = require("../../cli/output.js");
const { renderTable } = require("../../cli/table.js");
const { open } = require("./world.js");

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
