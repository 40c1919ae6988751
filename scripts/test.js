"use strict";

// `npm test`: everything a fresh clone needs to be tested, and every test that runs in minutes.
// `npm test -- <pattern…>`: builds in parts, then runs the tests of files, folders or words of titles.
// `npm test -- --published [pattern…]`: the same, or all of them, of what is published in place of its sources.
// `npm test -- --rust [pattern…]`: the Rust tests alone.

const { existsSync, readdirSync, statSync } = require("node:fs");
const { availableParallelism } = require("node:os");
const { join, relative, sep } = require("node:path");
const { parseArgs } = require("node:util");

const { testRust } = require("./rust-tests.js");
const { root, run, install, runSteps } = require("./steps.js");

const node = process.execPath;
const tests = join(root, "__test__");
const comparison = join(tests, "comparison");
const packaging = join(tests, "packaging");
/** Tests of the checkout and of how it is packed. */
const OF_CHECKOUT = ["documents.test.js", "layout.test.js", "package"];
/** Folders with packages of their own, or of suites. */
const APART = ["comparison", "packaging", "browser", "bundlers", "runtimes", "slow"];

/** Test files below a folder; Node's own search differs between its versions. */
function testFiles(folder, isIncluded = () => true) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".test.js") && !name.includes("node_modules") && isIncluded(name))
    .map((name) => join(folder, name))
    .sort();
}

/** The tests of the package, in a checkout. */
function ownTests(checkout) {
  const others = [...APART, ...OF_CHECKOUT];
  return testFiles(join(checkout, "__test__"), (name) => !others.includes(name.split(sep)[0]));
}

const checkoutTests = () => testFiles(tests, (name) => OF_CHECKOUT.includes(name.split(sep)[0]));

/** A checkout with what is published in place of its sources; what makes it is installed by an earlier step. */
const standIn = () => require("./release/stand-in.js");

/** Tests wait for events as long as they compute; by itself Node.js runs one file fewer than there are processors. */
const CONCURRENCY = 2 * availableParallelism();

function runTests(step, files, options = []) {
  return run(step, node, ["--test", `--test-concurrency=${CONCURRENCY}`, ...options, ...files]);
}

function checkTypes() {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  return run("tsc", node, [compiler, "--project", "__test__/types"]);
}

function publishedTests(checkout) {
  return [...testFiles(join(checkout, "__test__", "comparison")), ...ownTests(checkout)];
}

async function installApart() {
  for (const folder of [comparison, packaging]) await install(folder);
}

/** What the build has written is what was committed: where changes are judged, and not where they are made. */
function checkTypings() {
  if (!process.env.CI) return console.log("that is for what is committed");
  return run(
    "index.d.ts or legacy.d.ts is stale: run npm run build and commit what it writes; git diff",
    "git",
    ["diff", "--exit-code", "--stat", "index.d.ts", "legacy.d.ts"],
  );
}

const build = (...options) => run("build", node, [join(__dirname, "build.js"), ...options]);

const everything = [
  ["Install the npm packages", () => install()],
  // Side by side: a release is linked by one processor alone, and packages are waited for.
  [
    "Build the addon, run the Rust tests, and install the official SDK and what judges the package",
    () => Promise.all([build(), testRust([], { output: "held" }), installApart()]),
  ],
  ["The typings that are committed", checkTypings],
  ["Type tests", checkTypes],
  ["Node tests of the checkout", () => runTests("node --test", checkoutTests())],
  ["Put what is published in place of its sources", () => standIn().makeStandIn()],
  // At once, as the package's are one long file. They build anew, so none of the checkout may run beside them.
  [
    "Node tests of the package as it is published, of the same calls through the official SDK, and all others",
    () => runTests("node --test", [...testFiles(packaging), ...publishedTests(standIn().folder)]),
  ],
];

/** The files a pattern names: itself, those of a folder, or those whose path holds it; undefined for a title. */
function filesOf(pattern, checkout) {
  const folder = join(checkout, "__test__");
  // A room of the sources may bear the name of its tests' folder.
  const paths = [join(folder, pattern), join(checkout, pattern)].filter(existsSync);
  const named = paths.map((path) => (statSync(path).isFile() ? [path] : testFiles(path)));
  const given = named.find((files) => files.length > 0);
  if (given !== undefined) return given;
  const found = testFiles(folder).filter((file) =>
    relative(checkout, file).split(sep).join("/").includes(pattern),
  );
  return found.length > 0 ? found : undefined;
}

/** Tests of some files; words that name no file are those of titles. */
function runSome(patterns, checkout) {
  const found = patterns.map((pattern) => ({ pattern, files: filesOf(pattern, checkout) }));
  const files = found.flatMap(({ files }) => files ?? []);
  const titles = found.filter(({ files }) => files === undefined);
  const options = titles.flatMap(({ pattern }) => ["--test-name-pattern", pattern]);
  const all = checkout === root ? [...checkoutTests(), ...ownTests(root)] : ownTests(checkout);
  return runTests("node --test", files.length > 0 ? [...new Set(files)] : all, options);
}

const { values, positionals } = parseArgs({
  options: {
    rust: { type: "boolean", default: false },
    published: { type: "boolean", default: false },
  },
  allowPositionals: true,
});

if (values.rust) {
  runSteps([["Rust tests", () => testRust(positionals)]]);
} else if (values.published) {
  runSteps([
    ["Install the npm packages", () => install()],
    ["Build the addon", () => build("--profile", "fast")],
    ["Put what is published in place of its sources", () => standIn().makeStandIn()],
    ["Tests of what is published", () => runSome(positionals, standIn().folder)],
  ]);
} else if (positionals.length > 0) {
  runSteps([
    ["Install the npm packages", () => install()],
    ["Build the addon", () => build("--profile", "fast")],
    ["Some tests", () => runSome(positionals, root)],
  ]);
} else {
  runSteps(everything);
}
