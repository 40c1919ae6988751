"use strict";

// Every code block of the documents works: js runs against the embedded API, ts compiles under the options of
// __test__/types, and the npm scripts of sh are there.

const { blocksOf, declared, documents, importsOf, root, runnable } = require("./blocks.js");
const exceptions = require("./exceptions.js");
const { modules, surroundings } = require("./surroundings.js");
const { openWorld } = require("./world.js");

const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { test } = require("node:test");

const { commands } = require("../../cli/commands.js");
const { scripts } = require("../../package.json");

const AsyncFunction = (async () => undefined).constructor;
const blocks = documents.flatMap(blocksOf);
const isException = ({ document, code }) => firstLine(code) in (exceptions.blocks[document] ?? {});
const inLanguage = (language) => blocks.filter((block) => block.language === language && !isException(block));

function firstLine(code) {
  return code.slice(0, code.indexOf("\n"));
}

/** Runs a block; what earlier blocks of its document import is there as in one program. */
async function execute(t, block) {
  const world = await openWorld(t);
  const { surround, then } = surroundings[block.name] ?? {};
  const more = { ...world.variables, ...(await surround?.(world.variables, world)) };
  const load = modules(t);
  const earlier = inLanguage("js")
    .filter(({ document, line }) => document === block.document && line < block.line)
    .flatMap(importsOf)
    .map(({ names, source }) => `var ${declared(names)} = load("${source}");`);
  const variables = { load, require: load, check, checkRejection, checkThrow, ...more };
  // A block of its own, so that an example may declare what is around it.
  const body = `${earlier.join("\n")}\n{\n${runnable(block)}\n}`;
  const names = Object.keys(variables);
  await new AsyncFunction(...names, body)(...Object.values(variables));
  await then?.({ ...world, ...world.variables }, more);
}

async function check(action, expected) {
  assert.deepEqual(await action(), expected);
}

/** A call rejects; what throws at once is another thing. */
async function checkRejection(action, name) {
  await assert.rejects(action(), named(name));
}

async function checkThrow(action, name) {
  assert.throws(action, named(name));
}

function named(name) {
  return (error) => {
    assert.equal(error.constructor.name, name, error.stack);
    return true;
  };
}

for (const block of inLanguage("js")) {
  const title = `${block.document}:${block.line}${block.name === undefined ? "" : ` (${block.name})`} runs`;
  test(title, (t) => execute(t, block));
}

test("the ts blocks and the examples in TypeScript compile under the options of the type tests", () => {
  const folder = join(root, "target", "examples");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { document, line, code } of inLanguage("ts")) {
    writeFileSync(join(folder, `${document.replace(/\W/g, "-")}-${line}.mts`), code);
  }
  for (const path of readdirSync(join(root, "examples"), { recursive: true })) {
    if (!path.endsWith(".ts") || path.includes("node_modules")) continue;
    copyFileSync(join(root, "examples", path), join(folder, path.replace(/\W/g, "-").replace(/ts$/, ".mts")));
  }
  copyFileSync(join(__dirname, "ambient.d.ts"), join(folder, "ambient.d.ts"));
  const project = { extends: "../../__test__/types/tsconfig.json", include: ["*.mts", "*.d.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(project));
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const { status, stdout } = spawnSync(process.execPath, [compiler, "--project", folder], {
    encoding: "utf8",
  });
  assert.equal(status, 0, stdout);
});

test("the npm scripts and the commands of the sh blocks are there", () => {
  for (const { document, line, code } of inLanguage("sh")) {
    for (const command of code.split("\n").filter((text) => text.trim())) {
      if (command in exceptions.commands || isOfCommandLine(command)) continue;
      const [, script] = /^npm (?:run )?([\w:-]+)/.exec(command) ?? [];
      assert.ok(script in scripts, `${document}:${line}: ${command}`);
    }
  }
});

/** Whether every `npx hairtrigger` of the line calls a command that is there. */
function isOfCommandLine(line) {
  const called = [...line.matchAll(/npx hairtrigger ([\w-]+)(?: ([\w-]+))?/g)];
  return (
    called.length > 0 && called.every(([, noun, verb]) => noun in commands || `${noun} ${verb}` in commands)
  );
}

test("every block is run, compiled or an exception, and every exception is there", () => {
  const checked = ["js", "ts", "sh"];
  for (const block of blocks) {
    assert.ok(checked.includes(block.language) || isException(block), `${block.document}:${block.line}`);
  }
  for (const [document, firstLines] of Object.entries(exceptions.blocks)) {
    const there = blocksOf(document).map(({ code }) => firstLine(code));
    for (const line of Object.keys(firstLines)) assert.ok(there.includes(line), `${document}: ${line}`);
  }
});

test("every name of an example has surroundings, and these have their example", () => {
  const names = blocks.map(({ name }) => name).filter((name) => name !== undefined);
  assert.deepEqual([...new Set(names)].sort(), Object.keys(surroundings).sort());
});
