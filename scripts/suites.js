"use strict";

// `npm run suites [-- --all]`: the suites that are too slow for `npm test`, each when a file it covers has
// changed since it last passed. What passed is kept in suites.json beside this file, to be committed.

const { createHash } = require("node:crypto");
const { readFileSync, readdirSync, statSync, writeFileSync } = require("node:fs");
const { join, relative, sep } = require("node:path");
const { parseArgs } = require("node:util");

const { root, run, runSteps } = require("./steps.js");

const node = process.execPath;
const kept = join(__dirname, "suites.json");
const { values } = parseArgs({ options: { all: { type: "boolean", default: false } } });

/** What makes a package and installs it. */
const PACKED = ["scripts/packed.js", "js/platforms.js", "js/loading.js"];

const suites = [
  {
    name: "idle and silent connections",
    covers: ["Cargo.lock", "src/core", "src/binding", "js", "__test__/slow"],
    run: (name) => run(name, node, ["--test", "--test-concurrency=4", ...filesOf("__test__/slow")]),
  },
  {
    name: "memory checks",
    covers: [
      "Cargo.lock",
      "Cargo.toml",
      "src",
      "scripts/sanitize.js",
      "scripts/smoke.js",
      "scripts/system-package.js",
    ],
    run: (name) => run(name, node, ["scripts/sanitize.js"]),
  },
  {
    name: "fuzz targets",
    covers: ["Cargo.lock", "src/core", "fuzz/Cargo.toml", "fuzz/targets", "fuzz/seeds"],
    run: (name) => run(name, node, ["scripts/fuzz.js", "--seconds", "20"]),
  },
  {
    name: "runtimes",
    covers: [
      "index.js",
      "js",
      "package.json",
      "src/binding",
      "__test__/runtimes",
      ...PACKED,
      "scripts/matrix.js",
    ],
    run: (name) => run(name, node, ["scripts/matrix.js"]),
  },
  {
    name: "bundlers",
    covers: [
      "index.js",
      "js/native.js",
      "js/unavailable.js",
      "package.json",
      "__test__/bundlers",
      ...PACKED,
      "scripts/bundlers.js",
    ],
    run: (name) => run(name, node, ["scripts/bundlers.js"]),
  },
  {
    name: "the connect page in a browser",
    covers: [
      "index.js",
      "js",
      "src/api/auth.rs",
      "src/core/connection.rs",
      "testing",
      "examples/tenants",
      "e2e/connect.test.js",
      "e2e/package-lock.json",
      "e2e/support.js",
      "scripts/e2e.js",
      "scripts/system-package.js",
    ],
    run: (name) => run(name, node, ["scripts/e2e.js"]),
  },
];

/** Every file a path stands for, in an order that is the same everywhere. */
function filesOf(path) {
  const absolute = join(root, path);
  if (statSync(absolute).isFile()) return [absolute];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function fingerprint(paths) {
  const hash = createHash("sha256");
  for (const file of paths.flatMap(filesOf)) {
    hash
      .update(relative(root, file).split(sep).join("/"))
      .update("\0")
      .update(readFileSync(file))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}

function passed() {
  try {
    return JSON.parse(readFileSync(kept, "utf8"));
  } catch {
    return {};
  }
}

async function runSuite({ name, covers, run }) {
  const current = fingerprint(covers);
  if (!values.all && passed()[name] === current) {
    console.log("nothing it covers has changed since it passed");
    return;
  }
  await run(name);
  writeFileSync(kept, `${JSON.stringify({ ...passed(), [name]: current }, null, 2)}\n`);
}

runSteps(suites.map((suite) => [`Suite: ${suite.name}`, () => runSuite(suite)]));
