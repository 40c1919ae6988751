"use strict";

const { ADDRESS } = require("../command-line.js");
const { connect, readAddress } = require("../connection.js");
const { printable } = require("../output.js");

async function run({ options, positionals, output }) {
  const { project, env } = readAddress(options);
  const { envvars } = connect(options);
  const removed = [];
  try {
    for (const name of new Set(positionals)) {
      await envvars.del(project, env, name);
      removed.push(name);
    }
  } finally {
    // What was removed before one failed is gone all the same.
    output.result({ project, env, names: removed }, () =>
      removed.map((name) => printable(`removed ${name}`)),
    );
  }
}

module.exports = {
  summary: "Removes variables.",
  arguments: "<name>...",
  count: [1, Infinity],
  options: ADDRESS,
  notes: ["It stops at the first that cannot be removed, and prints those that were."],
  run,
};
