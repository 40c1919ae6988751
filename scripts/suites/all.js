"use strict";

// `npm run suites [-- --all]`: the suites that are too slow for `npm test`, each when a file it covers was changed
// within a day before the last commit, or is not committed, and has not passed as it is now; with `--all` each of them,
// the fuzz targets too. What passed where is kept in target/.

const { spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } = require("node:fs");
const { availableParallelism } = require("node:os");
const { dirname, join, relative, sep } = require("node:path");
const { parseArgs } = require("node:util");

const { root, run, runSteps } = require("../steps.js");
const { CHROMIUM, VALGRIND, provide } = require("./system-packages.js");

const kept = join(root, "target", "suites.json");
const { values } = parseArgs({ options: { all: { type: "boolean", default: false } } });

/** What makes a package and installs it. */
const PACKED = ["scripts/release", "js/platforms.js", "js/loading.js"];

const suites = [
  {
    name: "idle and silent connections",
    covers: ["Cargo.lock", "src/core", "src/binding", "js", "__test__/slow"],
    args: ["--test", "--test-concurrency=4", ...filesOf("__test__/slow")],
  },
  {
    name: "memory checks",
    needs: VALGRIND,
    covers: [
      "Cargo.lock",
      "Cargo.toml",
      "src",
      "scripts/rust-tests.js",
      "scripts/suites/sanitize.js",
      "scripts/suites/smoke.js",
      "scripts/suites/system-packages.js",
    ],
    args: ["scripts/suites/sanitize.js", "--after-tests"],
  },
  {
    name: "fuzz targets",
    // To compile them takes longer than all other suites; fuzz/replay.rs has their checks in the Rust tests.
    onlyWithAll: true,
    covers: ["fuzz/Cargo.toml", "fuzz/checks", "fuzz/seeds", "fuzz/targets"],
    args: ["scripts/suites/fuzz.js", "--seconds", "10"],
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
      "scripts/suites/runtimes.js",
    ],
    args: ["scripts/suites/runtimes.js"],
  },
  {
    name: "bundlers",
    covers: [
      "index.js",
      "js/frames.js",
      "js/native.js",
      "js/unavailable.js",
      "package.json",
      "__test__/bundlers",
      ...PACKED,
      "scripts/suites/bundlers.js",
    ],
    args: ["scripts/suites/bundlers.js"],
  },
  {
    name: "examples",
    covers: [
      "index.js",
      "js",
      "testing",
      "package.json",
      "examples",
      ...PACKED,
      "scripts/suites/examples.js",
    ],
    args: ["scripts/suites/examples.js"],
  },
  {
    name: "the pages of the examples in a browser",
    needs: CHROMIUM,
    covers: [
      "index.js",
      "js",
      "src/api/auth.rs",
      "src/core/identity/connect_form.rs",
      "testing",
      "examples/chat",
      "examples/tenants",
      "__test__/browser/chat.test.js",
      "__test__/browser/connect.test.js",
      "__test__/browser/package-lock.json",
      "__test__/browser/support.js",
      "scripts/suites/browser.js",
      "scripts/suites/system-packages.js",
    ],
    args: ["scripts/suites/browser.js"],
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

const DAY_IN_S = 24 * 60 * 60;

function git(...args) {
  const { status, stdout } = spawnSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 28 });
  return status === 0 ? stdout.split("\n").filter(Boolean) : undefined;
}

/** The files that were changed lately; undefined where there is no history to tell. */
function changedFiles() {
  const [committedAt] = git("log", "-1", "--format=%ct") ?? [];
  if (committedAt === undefined) return undefined;
  const [base] = git("rev-list", "-1", `--before=${Number(committedAt) - DAY_IN_S}`, "HEAD") ?? [];
  if (base === undefined) return undefined;
  return [...git("diff", "--name-only", base), ...git("ls-files", "--others", "--exclude-standard")];
}

const changed = changedFiles();

function isChanged(covers) {
  return changed?.some((file) => covers.some((path) => file === path || file.startsWith(`${path}/`))) ?? true;
}

/** Why a suite need not run; undefined when it has to. */
function reasonToSkip({ name, covers, onlyWithAll }) {
  if (values.all) return undefined;
  if (onlyWithAll) return "that is for -- --all";
  if (!isChanged(covers)) return "nothing it covers has changed for a day";
  return passed()[name] === fingerprint(covers) ? "it has passed as it is now" : undefined;
}

async function runSuite({ name, covers, args }) {
  const current = fingerprint(covers);
  await run(name, process.execPath, args, { output: "held" });
  mkdirSync(dirname(kept), { recursive: true });
  writeFileSync(kept, `${JSON.stringify({ ...passed(), [name]: current }, null, 2)}\n`);
}

/** One after the other: the system's package manager lets in one at a time. */
async function provideAll(packages) {
  for (const each of packages) await provide(each);
}

async function runSuites() {
  const due = [];
  for (const suite of suites) {
    const reason = reasonToSkip(suite);
    if (reason === undefined) due.push(suite);
    else console.log(`Not needed: ${suite.name}: ${reason}`);
  }
  const needed = due.map(({ needs }) => needs).filter(Boolean);
  await runSteps([["What the suites need of the system", () => provideAll(needed)]]);
  const steps = due.map((suite) => [`Suite: ${suite.name}`, () => runSuite(suite)]);
  await runSteps(steps, { lanes: availableParallelism() });
}

runSuites();
