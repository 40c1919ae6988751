"use strict";

const { text: readAll } = require("node:stream/consumers");

const { ADDRESS, UsageError } = require("../command-line.js");
const { connect, readAddress } = require("../connection.js");
const { printable } = require("../output.js");

/** Names that Trigger.dev sets itself. It would leave them out without a word. */
const RESERVED = ["TRIGGER_SECRET_KEY", "TRIGGER_API_URL"];

async function run({ options, positionals, output }) {
  const { project, env } = readAddress(options);
  const variables = await readVariables(positionals);
  const { secret } = options;
  const { envvars } = connect(options);
  await envvars.upload(project, env, { variables, override: true, ...(secret && { isSecret: true }) });
  const names = Object.keys(variables);
  output.result({ project, env, names }, () => names.map((name) => printable(`set ${name}`)));
}

/** Reads NAME=value pairs, or a single NAME whose value is on standard input. */
async function readVariables(words) {
  const isOnInput = words.length === 1 && !words[0].includes("=");
  const pairs = isOnInput ? [[words[0], await readInput(words[0])]] : words.map(split);
  for (const [name, value] of pairs) check(name, value);
  return Object.fromEntries(pairs);
}

async function readInput(name) {
  if (process.stdin.isTTY) {
    throw new UsageError(`${name} has no value: write ${name}=…, or pipe the value in`, "envvars set");
  }
  // What echo or an editor put at the end is not meant.
  return (await readAll(process.stdin)).replace(/\r?\n$/, "");
}

function split(word) {
  const end = word.indexOf("=");
  if (end === -1)
    throw new UsageError(`${JSON.stringify(word)} has no value: write NAME=value`, "envvars set");
  return [word.slice(0, end), word.slice(end + 1)];
}

function check(name, value) {
  if (name === "") throw new UsageError("a variable has no name", "envvars set");
  if (value === "")
    throw new UsageError(`${name} is empty, and Trigger.dev keeps no empty value`, "envvars set");
  if (RESERVED.includes(name)) throw new UsageError(`${name} is set by Trigger.dev itself`, "envvars set");
}

module.exports = {
  summary: "Sets variables, be they there or not.",
  arguments: "<NAME=value>... | <NAME>",
  count: [1, Infinity],
  options: {
    ...ADDRESS,
    secret: { type: "boolean", help: "makes them secrets, whose values cannot be read back" },
  },
  examples: ["hairtrigger envvars set LOG_LEVEL=debug --project proj_1234 --env staging"],
  notes: [
    "A NAME alone takes its value from standard input, which keeps it out of the shell's history:\n" +
      "  hairtrigger envvars set DATABASE_URL < url.txt",
    "All are set, or none.",
  ],
  run,
};
