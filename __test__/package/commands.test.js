"use strict";

// What a document tells people to type is there: the script with its options, the command with its own, the file.

const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const { existsSync, readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");
const { test } = require("node:test");

const { commandFirst, parse } = require("../../cli/command-line.js");
const { findCommand } = require("../../cli/commands.js");
const { scripts } = require("../../package.json");

const root = join(__dirname, "..", "..");
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...readdirSync(join(root, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

/** npm's own commands, which do not come from here. */
const OF_NPM = /^npm (init|install|pkg set|view)\b/;

/** The commands for npm, npx and node in the blocks for a shell, and between the backticks of a text. */
function commandsOf(document) {
  const text = readFileSync(join(root, document), "utf8");
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, code]) => code.split("\n"));
  const inline = [...text.replace(/^```.*?^```$/gms, "").matchAll(/`([^`\n]+)`/g)].map(([, code]) => code);
  return [...blocks, ...inline]
    .flatMap((line) => line.replace(/ +# .*$/, "").split(/ && | \| | > | < |xargs /))
    .map((command) => command.replace(/^[A-Z_]+=\S+ /, "").trim())
    .filter((command) => /^(npm|npx|node) /.test(command));
}

/** What is wrong with a command; undefined where nothing is. */
function faultOf(command) {
  if (OF_NPM.test(command)) return undefined;
  const [program, ...words] = command.split(/ +/);
  if (program === "npm") return faultOfScript(words);
  if (program === "npx") return words[0] === "hairtrigger" ? faultOfLine(words.slice(1)) : undefined;
  return faultOfFile(words);
}

function faultOfScript(words) {
  const name = words[0] === "run" ? words[1] : words[0];
  if (!(name in scripts)) return `there is no script ${name}`;
  const file = /[\w/-]+\.js/.exec(scripts[name])?.[0] ?? ".ci/run";
  return faultOfOptions(words.slice(words.indexOf("--") + 1), file);
}

function faultOfFile(words) {
  const file = words.find((word) => !word.startsWith("-"));
  // A program of the reader's, or one that is given in the line.
  if (file === undefined || !/^(scripts|examples|benches|__test__)\//.test(file)) return undefined;
  if (!existsSync(join(root, file))) return `there is no ${file}`;
  return faultOfOptions(words.slice(words.indexOf(file) + 1), file);
}

/** A script reads its options by name. */
function faultOfOptions(words, file) {
  const text = readFileSync(join(root, file), "utf8");
  const unknown = words
    .filter((word) => word.startsWith("--") && word.length > 2)
    .find((word) => !new RegExp(`\\b${word.slice(2)}: \\{|"${word}"`).test(text));
  return unknown && `${file} has no option ${unknown}`;
}

/** A line for the command line is read as that reads it. */
function faultOfLine(given) {
  try {
    const words = commandFirst(given);
    if ([undefined, "help", "version", "--help", "--version", "-v", "-h"].includes(words[0]))
      return undefined;
    const { name, command, rest } = findCommand(words);
    if (command !== undefined) parse(name, command, rest);
    return undefined;
  } catch (error) {
    // A text may speak of a command without what it takes.
    return / is missing; /.test(error.message) ? undefined : error.message;
  }
}

for (const document of documents) {
  test(`what ${document} tells people to type is there`, () => {
    const faults = commandsOf(document)
      .map((command) => [command, faultOf(command)])
      .filter(([, fault]) => fault !== undefined);
    assert.deepEqual(faults, []);
  });
}

test("what npm run quickstart runs last, once all is built, works", () => {
  const options = { cwd: root, encoding: "utf8" };
  const { status, stderr } = spawnSync(process.execPath, [join(root, "examples", "quickstart.js")], options);
  assert.equal(status, 0, stderr);
});

test("the documents have commands, and what is not there is found", () => {
  assert.ok(documents.flatMap(commandsOf).length > 40);
  assert.equal(faultOf("npm run nothing"), "there is no script nothing");
  assert.match(faultOf("npm run build -- --nothing"), /scripts\/build\.js has no option --nothing/);
  assert.match(faultOf("node scripts/nothing.js"), /there is no scripts\/nothing\.js/);
  assert.match(faultOf("npx hairtrigger runs lst"), /lst/);
  assert.match(faultOf("npx hairtrigger runs list --nothing"), /nothing/);
});
