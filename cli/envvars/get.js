"use strict";

const { ADDRESS } = require("../command-line.js");
const { connect, readAddress } = require("../connection.js");
const { printable } = require("../output.js");
const { REVEAL, hide, showRow } = require("./masking.js");

const TITLES = ["NAME", "VALUE", ""];

async function run({ options, positionals: [name], output }) {
  const { project, env } = readAddress(options);
  const { reveal = false } = options;
  const variable = await connect(options).envvars.retrieve(project, env, name);
  output.result(hide(variable, reveal), () =>
    reveal ? showValue(variable.value, output) : output.table(TITLES, [showRow(variable, reveal)]),
  );
  if (reveal && variable.isSecret) {
    output.remark(`${name} is a secret, and what Trigger.dev shows of it is not its value`);
  }
}

/** The bare value is what $(…) takes, so a pipe gets it as it is; on a terminal it steers nothing. */
function showValue(value, { isTerminal }) {
  return isTerminal ? String(value).split("\n").map(printable) : [value];
}

module.exports = {
  summary: "Shows a variable; with --reveal its value and nothing else.",
  arguments: "<name>",
  count: [1, 1],
  options: { ...ADDRESS, ...REVEAL },
  run,
  showValue,
};
