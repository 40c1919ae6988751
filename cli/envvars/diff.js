"use strict";

const { ADDRESS } = require("../command-line.js");
const { connect, readAddress } = require("../connection.js");
const { EXIT } = require("../failures.js");
const { SKIP_BLANK, desire, readVariables } = require("./file.js");

/** What there is to do, by the name the plan has for it. */
const MARKS = {
  create: ["+", "green", "is not there"],
  update: ["~", "yellow", "has another value"],
  unknown: ["?", "dim", "is a secret, whose value cannot be compared"],
  delete: ["-", "red", "is not in the file"],
};
const DIFFERENCES = ["create", "update", "delete"];

async function run({ options, positionals: [path], output }) {
  const { project, env } = readAddress(options);
  const { prune = false, secret = false } = options;
  const desired = desire(readVariables(path, options, output), secret);
  output.remark(`project ${project}, ${env}${options.branch ? `, branch ${options.branch}` : ""}`);
  const { plan } = await connect(options).envvars.sync(project, env, desired, { dryRun: true, prune });
  output.result(plan, () => show(plan, output));
  return DIFFERENCES.some((name) => plan[name].length > 0) ? EXIT.no : EXIT.done;
}

function show(plan, output) {
  const rows = Object.entries(MARKS).flatMap(([kind, [mark, style, meaning]]) =>
    plan[kind].map((name) => [{ text: mark, style }, name, { text: meaning, style: "dim" }]),
  );
  // The heads of a table would be in the way of a diff.
  return rows.length === 0 ? ["no differences"] : output.table(["", "NAME", ""], rows).slice(1);
}

module.exports = {
  summary: "Compares the variables of an environment with an .env file.",
  arguments: "<.env file>",
  count: [1, 1],
  options: {
    ...ADDRESS,
    prune: { type: "boolean", help: "shows what is not in the file too" },
    ...SKIP_BLANK,
    secret: { type: "boolean", help: "what is not a secret differs" },
  },
  notes: ["It is what envvars sync would do. Exit code 6 says that there are differences."],
  run,
};
