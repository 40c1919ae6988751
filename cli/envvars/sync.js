"use strict";

const { ADDRESS } = require("../command-line.js");
const { connect, readAddress } = require("../connection.js");
const { desire, readVariables } = require("./file.js");

/** What was done, in the order it happens. */
const MEANINGS = {
  created: "created",
  updated: "updated",
  deleted: "removed",
  inherited: "kept (inherited)",
};

async function run({ options, positionals: [path], output }) {
  const { project, env } = readAddress(options);
  const { prune = false, secret = false } = options;
  const desired = desire(readVariables(path, output), secret);
  const { envvars } = connect(options);
  try {
    const { plan, done } = await envvars.sync(project, env, desired, { prune });
    output.result({ plan, done }, () => [...show(done), `unchanged: ${plan.unchanged.length}`]);
  } catch (error) {
    // What was done before one call failed is done all the same.
    if (error.name === "VariableSyncError") {
      output.result({ plan: error.plan, done: error.done }, () => show(error.done));
    }
    throw error;
  }
}

function show(done) {
  return Object.entries(MEANINGS).flatMap(([kind, meaning]) =>
    done[kind].map((name) => `${meaning} ${name}`),
  );
}

module.exports = {
  summary: "Makes the variables of an environment those of an .env file.",
  arguments: "<.env file>",
  count: [1, 1],
  options: {
    ...ADDRESS,
    prune: { type: "boolean", help: "removes what is not in the file" },
    secret: { type: "boolean", help: "makes them secrets, whose values cannot be read back" },
  },
  notes: [
    "TRIGGER_SECRET_KEY, TRIGGER_API_URL and TRIGGER_ACCESS_TOKEN are left out. Secrets are written each\n" +
      "time, because their values cannot be compared. envvars diff shows beforehand what it does.",
  ],
  run,
};
