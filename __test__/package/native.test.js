"use strict";

// js/native.d.ts says what the facade asks of the addon: the compiler believes it, and this holds it to the addon.

const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { test } = require("node:test");

const js = join(__dirname, "..", "..", "js");
const native = require(join(js, "native.js"));

const declared = [...readFileSync(join(js, "native.d.ts"), "utf8").matchAll(/^ {2}(\w+)\(/gm)].map(
  ([, name]) => name,
);

test("every private function that is declared is there", () => {
  assert.ok(declared.length > 20);
  for (const name of declared) assert.equal(typeof native[name], "function", name);
});

test("every private function that is there is declared", () => {
  const own = Object.keys(native).filter((name) => typeof native[name] === "function");
  assert.deepEqual(
    own.filter((name) => !declared.includes(name)),
    ["request"],
    "what users call has its types in index.d.ts",
  );
});
