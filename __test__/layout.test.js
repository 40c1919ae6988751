"use strict";

// The rooms of the house keep to themselves.

const assert = require("node:assert/strict");
const { readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");
const { test } = require("node:test");

const source = join(__dirname, "..", "src");

function filesOf(room) {
  return readdirSync(join(source, room)).map((name) => [
    `${room}/${name}`,
    readFileSync(join(source, room, name), "utf8"),
  ]);
}

function offenders(room, pattern) {
  return filesOf(room)
    .filter(([, text]) => pattern.test(text))
    .map(([name]) => name);
}

test("the core knows nothing of Node-API and imports nothing of ours", () => {
  assert.deepEqual(offenders("core", /napi/), []);
});

test("only the binding names Env's raw parts, sys and unsafe", () => {
  for (const room of ["api", "core", "model"]) assert.deepEqual(offenders(room, /\bunsafe\b|\bsys::/), []);
});

test("the binding knows no endpoint", () => {
  assert.deepEqual(offenders("binding", /crate::(api|model)|\/api\/v\d/), []);
});

test("the facade knows no endpoint", () => {
  const facade = join(source, "..", "js");
  for (const name of readdirSync(facade).filter((file) => file.endsWith(".js"))) {
    const text = readFileSync(join(facade, name), "utf8");
    assert.doesNotMatch(text, /\/api\/v\d|\.(retrieve|cancel|replay|upload)\(/, name);
  }
});

test("the command line knows the package as its users do", () => {
  const folder = join(source, "..", "cli");
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".js"));
  assert.ok(files.length > 10);
  for (const name of files) {
    const text = readFileSync(join(folder, name), "utf8");
    assert.doesNotMatch(
      text,
      /require\("[./]+\/(js\/|src\/|testing\/(?!index\.js")|hairtrigger\.node)/,
      name,
    );
    assert.doesNotMatch(text, /\/api\/v\d/, name);
  }
});
