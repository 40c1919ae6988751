#!/usr/bin/env node
"use strict";

// `npx hairtrigger`: finds the command, runs it, and ends with the exit code of docs/cli.md.

const { commandFirst, parse, UsageError } = require("./command-line.js");
const { findCommand } = require("./commands.js");
const { EXIT, explain, exitCodeOf } = require("./failures.js");
const { describeAll, describeCommand, describeGroup } = require("./help.js");
const { Output, printable } = require("./output.js");

async function main(given) {
  const words = commandFirst(given);
  const first = words[0];
  if (first === undefined) return printHelp(describeAll(), EXIT.usage);
  if (["--help", "-h"].includes(first)) return printHelp(describeAll(), EXIT.done);
  if (first === "help")
    return words.length === 1 ? printHelp(describeAll(), EXIT.done) : main([...words.slice(1), "--help"]);
  if (["version", "--version", "-v", "-V"].includes(first))
    return printHelp(require("../package.json").version, EXIT.done);
  const { name, command, group, rest } = findCommand(words);
  if (group) return printHelp(describeGroup(group), rest.includes("--help") ? EXIT.done : EXIT.usage);
  const { options, positionals } = parse(name, command, rest);
  if (options.help) return printHelp(describeCommand(name, command), EXIT.done);
  const output = new Output({ json: options.json === true });
  return (await command.run({ options, positionals, output })) ?? EXIT.done;
}

/** Help that was asked for is a result; help in place of one is a complaint. */
function printHelp(text, code) {
  (code === EXIT.done ? process.stdout : process.stderr).write(`${text}\n`);
  return code;
}

// Whoever reads only the beginning, as `head` does, has what they wanted.
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(EXIT.done);
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    const isUsage = error instanceof UsageError;
    process.stderr.write(`hairtrigger: ${printable(explain(error))}\n`);
    process.exitCode = isUsage ? EXIT.usage : exitCodeOf(error);
  },
);
