"use strict";

// The rooms of the house keep to themselves, and an arrow between them runs down.

const assert = require("node:assert/strict");
const { readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");
const { test } = require("node:test");

const { arrowsBetweenScripts, roomOfScript, scriptsOf } = require("./support/js-imports.js");
const { arrowsBetweenRooms, circleIn, codeOf, filesOf, roomOf } = require("./support/rust-imports.js");

const root = join(__dirname, "..");
const core = filesOf(join(root, "src", "core"));

/** From top to bottom: a room may import what stands below it. */
const STAIRCASE = [
  "engine",
  "subscription",
  "flows",
  "attempt",
  "outcome",
  "call",
  "decode",
  "operation",
  "retry",
  "identity",
  "transport",
];
/** What every step stands on; these import nothing of ours but each other. */
const GROUND = ["invalid", "time", "wording", "digest"];

/** What is wrong with the arrows of these files, a line for each. */
function faultsOf(files, staircase = STAIRCASE) {
  const height = (room) => {
    if (GROUND.includes(room)) return Infinity;
    return staircase.includes(room) ? staircase.indexOf(room) : undefined;
  };
  const homeless = [...new Set(Object.keys(files).map(roomOf))]
    .filter((room) => room !== "lib" && height(room) === undefined)
    .map((room) => `${room} has no place on the staircase`);
  const rising = arrowsBetweenRooms(files)
    .filter(({ from, to }) => height(from) > height(to))
    .map(({ file, to }) => `${file} imports ${to}, which stands above it`);
  const circle = circleIn(files);
  return [...homeless, ...rising, ...(circle ? [`a circle: ${circle.join(" → ")}`] : [])];
}

test("an arrow between the rooms of the core runs down, and none in a circle", () => {
  assert.ok(Object.keys(core).length > 60);
  assert.deepEqual(faultsOf(core), []);
});

test("a planted import is found", () => {
  const planted = { ...core, "retry/planted.rs": "use crate::{attempt::Network, digest};\n" };
  assert.deepEqual(faultsOf(planted), ["retry/planted.rs imports attempt, which stands above it"]);
  const inCode = { ...core, "transport/planted.rs": "fn f() { crate::identity::Secret::new(x) }\n" };
  assert.deepEqual(faultsOf(inCode), ["transport/planted.rs imports identity, which stands above it"]);
  const onGround = { ...core, "time.rs": "use crate::retry::Hints;\n" };
  assert.deepEqual(faultsOf(onGround), ["time.rs imports retry, which stands above it"]);
});

test("a room without a place on the staircase is found", () => {
  const shorter = STAIRCASE.filter((room) => room !== "retry");
  assert.ok(faultsOf(core, shorter).includes("retry has no place on the staircase"));
});

test("a planted circle is found", () => {
  const planted = {
    "retry/one.rs": "use super::two::Two;\n",
    "retry/two.rs": "use super::{one, three};\n",
    "retry/three.rs": "// use super::one::One;\n",
  };
  assert.deepEqual(faultsOf(planted), ["a circle: retry/one.rs → retry/two.rs → retry/one.rs"]);
});

test("no file bears the name of its room, and each room says what it is for", () => {
  const binding = filesOf(join(root, "src", "binding"));
  for (const [name, text] of Object.entries({ ...core, ...binding })) {
    const [room, file] = name.split("/");
    if (file === undefined) continue;
    assert.notEqual(`${room}.rs`, file);
    if (file === "mod.rs") assert.match(text, /^\/\/! .{30}/, name);
  }
});

/** The files of a room of the addon whose code has something in it. */
function offenders(room, pattern) {
  return Object.entries(filesOf(join(root, "src", room)))
    .filter(([, text]) => pattern.test(codeOf(text)))
    .map(([name]) => `${room}/${name}`);
}

test("the core knows nothing of Node-API", () => {
  assert.deepEqual(offenders("core", /napi/), []);
});

test("only the binding names Env's raw parts, sys and unsafe", () => {
  for (const room of ["api", "model"]) assert.deepEqual(offenders(room, /\bunsafe\b|\bsys::/), []);
  assert.deepEqual(offenders("core", /\bunsafe\s*[{(]|\bsys::/), []);
});

test("the binding knows no endpoint", () => {
  assert.deepEqual(offenders("binding", /crate::(api|model)|\/api\/v\d/), []);
});

test("what reads arguments knows nothing of how a call is sent", () => {
  assert.deepEqual(offenders("binding/arguments", /\b(Realm|ScopeHandle|Prepared|Engine)\b/), []);
});

/** The rooms of JavaScript, from top to bottom too; what stands at the bottom imports nothing of ours but each other. */
const SCRIPTED = {
  testing: [
    "index",
    "server",
    "areas",
    "realtime",
    "project",
    "streams",
    "runs",
    "access",
    "answers",
    "time",
    "ids",
  ],
  scripts: [
    "quickstart",
    "test",
    "suites",
    "measure",
    "release",
    "docs",
    "build",
    "typings",
    "declarations",
    "cargo-tools",
    "rust-tests",
    "steps",
  ],
};

/** What is wrong with the arrows of a folder's scripts, a line for each. */
function scriptFaultsOf(files, staircase) {
  const height = (room) => staircase.indexOf(room);
  const homeless = [...new Set(Object.keys(files).map(roomOfScript))]
    .filter((room) => height(room) === -1)
    .map((room) => `${room} has no place on the staircase`);
  const rising = arrowsBetweenScripts(files)
    .filter(({ from, to }) => height(from) > height(to))
    .map(({ file, to }) => `${file} requires ${to}, which stands above it`);
  return [...homeless, ...rising];
}

for (const [folder, staircase] of Object.entries(SCRIPTED)) {
  test(`an arrow between the rooms of ${folder} runs down`, () => {
    const files = scriptsOf(join(root, folder));
    assert.ok(Object.keys(files).length > 20);
    assert.deepEqual(scriptFaultsOf(files, staircase), []);
    const [top, below] = staircase.slice(-2);
    const planted = { ...files, [`${below}/planted.js`]: `require("../${top}.js");` };
    assert.deepEqual(scriptFaultsOf(planted, staircase), [
      `${below}/planted.js requires ${top}, which stands above it`,
    ]);
  });
}

test("the facade knows no endpoint", () => {
  const facade = join(root, "js");
  for (const name of readdirSync(facade).filter((file) => file.endsWith(".js"))) {
    const text = readFileSync(join(facade, name), "utf8");
    // The reader of a stream is no endpoint.
    assert.doesNotMatch(text, /\/api\/v\d|(?<!reader)\.(retrieve|cancel|replay|upload)\(/, name);
  }
});

test("the command line knows the package as its users do", () => {
  const folder = join(root, "cli");
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
