"use strict";

// `npm run test:matrix [-- --runtime Bun] [--case scopes]`: the cases of __test__/runtimes in every runtime, in
// its main thread and in a worker thread, against the packed package. A whole run writes docs/runtimes.json
// and the tables of docs/runtimes.md; it fails when something fails that is not known to, or the reverse.

const { spawn } = require("node:child_process");
const { cpSync, readdirSync, readFileSync, writeFileSync } = require("node:fs");
const { availableParallelism } = require("node:os");
const { join } = require("node:path");
const { parseArgs } = require("node:util");

const { installInto, pack } = require("../release/packed.js");
const { reportFile, writeReport } = require("../docs/report-runtimes.js");
const { root, runSteps } = require("../steps.js");
const { limits } = require("../../__test__/runtimes/limits.js");
const { binaryOf, runtimes, versionOf } = require("../../__test__/runtimes/runtimes.js");
const { openWorld } = require("../../__test__/runtimes/world.js");

/** How long a case may take before it counts as one that hangs. */
const PATIENCE = 60_000;
const THREADS = ["main thread", "worker thread"];
/** Files beside the cases that are none. */
const HELPERS = new Set(["world.mjs", "thread.mjs", "in-thread.cjs"]);

const home = join(root, "target", "runtimes");
const project = join(home, "project");
const source = join(root, "__test__", "runtimes", "cases");
const { values } = parseArgs({ options: { runtime: { type: "string" }, case: { type: "string" } } });

/** Every case by its file, with its title, which is the file's first comment. */
const cases = readdirSync(source)
  .filter((file) => !HELPERS.has(file))
  .map((file) => ({ file, title: /^\/\/ (.+)/.exec(readFileSync(join(source, file), "utf8"))[1] }));

const chosen = {
  runtimes: runtimes.filter(({ name }) => values.runtime === undefined || name === values.runtime),
  cases: cases.filter(({ file }) => values.case === undefined || file.startsWith(`${values.case}.`)),
};

async function installAll() {
  if (chosen.runtimes.length === 0 || chosen.cases.length === 0) throw new Error("No such runtime or case");
  const sources = chosen.runtimes.map(({ alias, source }) => `${alias}@${source}`);
  await installInto(home, sources);
  await installInto(project, await pack(join(home, "tarballs")));
  cpSync(source, join(project, "cases"), { recursive: true });
}

/** Runs a program to its end: undefined when it says what it should, else what was wrong. */
function attempt(command, args, env, expected) {
  const child = spawn(command, args, { cwd: project, env, stdio: ["ignore", "pipe", "pipe"] });
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => (printed[name] += text));
  }
  let isHanging = false;
  const hangs = setTimeout(() => (isHanging = child.kill("SIGKILL")), PATIENCE);
  return new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code, signal) => {
      clearTimeout(hangs);
      const isFine = code === 0 && printed.stdout.trim() === expected;
      const how = isHanging ? `did not end in ${PATIENCE} ms` : `ended with ${signal ?? code}`;
      resolve(isFine ? undefined : `${how}: ${printed.stdout}${printed.stderr}`);
    });
  });
}

async function runCase({ runtime, thread, file, title }, env) {
  const program = join(project, "cases", file);
  const args = thread === "main thread" ? [program] : [join(project, "cases", "in-thread.cjs"), program];
  const expected = `works in ${versionOf(runtime, home)}, ${thread}`;
  const failure = await attempt(binaryOf(runtime, home), [...runtime.args, ...args], env, expected);
  return { runtime: runtime.name, thread, file, title, failure };
}

function known({ runtime, thread, title }) {
  return limits.find(
    (limit) => limit.runtime === runtime && limit.thread === thread && limit.title === title,
  );
}

/** Says what is not as it is known to be; whether there is any. */
function judge(outcomes) {
  const surprises = outcomes.filter(
    (outcome) => (outcome.failure !== undefined) !== (known(outcome) !== undefined),
  );
  for (const { runtime, thread, title, failure } of surprises) {
    const what = failure ?? "works, and __test__/runtimes/limits.js says that it does not";
    console.error(`\n${runtime}, ${thread}: ${title}\n${what}`);
  }
  const failed = outcomes.filter(({ failure }) => failure !== undefined).length;
  console.log(`${outcomes.length} cases: ${outcomes.length - failed} work, ${failed} do not`);
  return surprises.length > 0;
}

/** What is kept: the versions, and for each thread and case the runtimes in which it works. */
function summarize(outcomes) {
  const versions = Object.fromEntries(runtimes.map((runtime) => [runtime.name, versionOf(runtime, home)]));
  const found = {};
  for (const thread of THREADS) {
    found[thread] = {};
    for (const { file, title } of cases) {
      const own = outcomes.filter((outcome) => outcome.thread === thread && outcome.file === file);
      found[thread][title] = Object.fromEntries(
        own.map(({ runtime, failure }) => [runtime, failure === undefined]),
      );
    }
  }
  return { platform: `${process.platform}-${process.arch}`, versions, found };
}

async function runCases() {
  const world = await openWorld();
  const env = { ...process.env, HAIRTRIGGER_WORLD: JSON.stringify(world.facts), NO_COLOR: "1" };
  const waiting = chosen.runtimes.flatMap((runtime) =>
    THREADS.flatMap((thread) => chosen.cases.map((each) => ({ runtime, thread, ...each }))),
  );
  const outcomes = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) outcomes.push(await runCase(next, env));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  await world.close();
  const isSurprising = judge(outcomes);
  if (chosen.runtimes.length === runtimes.length && chosen.cases.length === cases.length) {
    writeFileSync(reportFile, `${JSON.stringify(summarize(outcomes), null, 2)}\n`);
    writeReport();
  }
  if (isSurprising) throw new Error("The runtimes do not do what docs/runtimes.md says");
}

runSteps([
  ["Install the runtimes and the packed package", installAll],
  ["Run the cases", runCases],
]);
