"use strict";

const { COMMON } = require("./command-line.js");
const { commands } = require("./commands.js");

const CREDENTIALS = `The credential comes from the environment: TRIGGER_SECRET_KEY, or TRIGGER_ACCESS_TOKEN for a
personal access token; a self-hosted server from TRIGGER_API_URL.`;
const CODES = `Exit codes: 0 done, 1 refused by the API, 2 wrong usage, 3 no or wrong credential, 4 not found,
5 no answer, 6 the answer is no (a watched run did not succeed, a diff found differences).`;

/** Returns lines of two columns. */
function align(rows) {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`);
}

function summaries(names) {
  return align(names.map((name) => [name, commands[name]().summary]));
}

/** Returns the help of the whole. */
function describeAll() {
  return [
    "Usage: hairtrigger <command> [options]",
    "",
    ...summaries(Object.keys(commands)),
    "",
    "hairtrigger <command> --help says more about one of them.",
    CREDENTIALS,
    CODES,
  ].join("\n");
}

/** Returns the help of commands that share their first word. */
function describeGroup(group) {
  const names = Object.keys(commands).filter((name) => name.startsWith(`${group} `));
  const advice = `hairtrigger ${group} <command> --help says more about one of them.`;
  return [`Usage: hairtrigger ${group} <command> [options]`, "", ...summaries(names), "", advice].join("\n");
}

/** Returns the help of one command. */
function describeCommand(name, command) {
  const options = Object.entries({ ...command.options, ...COMMON }).map(
    ([option, { short, value, help }]) => [
      `${short ? `-${short}, ` : "    "}--${option}${value ? ` <${value}>` : ""}`,
      help,
    ],
  );
  const words = ["hairtrigger", name, command.arguments, "[options]"].filter(Boolean);
  const examples = command.examples
    ? ["", "For example:", ...command.examples.map((each) => `  ${each}`)]
    : [];
  const notes = (command.notes ?? []).flatMap((note) => ["", note]);
  return [
    `Usage: ${words.join(" ")}`,
    "",
    command.summary,
    "",
    ...align(options),
    ...examples,
    ...notes,
  ].join("\n");
}

module.exports = { describeAll, describeCommand, describeGroup };
