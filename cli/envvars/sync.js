"use strict";

const { createInterface } = require("node:readline/promises");

const { ADDRESS, UsageError } = require("../command-line.js");
const { connect, readAddress } = require("../connection.js");
const { printable } = require("../output.js");
const { SKIP_BLANK, desire, readVariables } = require("./file.js");

/** What was done, in the order it happens. */
const MEANINGS = {
  created: "created",
  updated: "updated",
  deleted: "removed",
  inherited: "kept (inherited)",
};

async function run({ options, positionals: [path], output }) {
  const { project, env } = readAddress(options);
  const { prune = false, secret = false, "dry-run": dryRun = false } = options;
  const desired = desire(readVariables(path, options, output), secret);
  output.remark(`project ${project}, ${env}${options.branch ? `, branch ${options.branch}` : ""}`);
  const { envvars } = connect(options);
  if (prune && !dryRun && !options.yes) {
    const { plan } = await envvars.sync(project, env, desired, { dryRun: true, prune });
    if (plan.delete.length > 0) await confirm(plan.delete, path);
  }
  try {
    const { plan, done } = await envvars.sync(project, env, desired, { dryRun, prune });
    if (dryRun) return output.result({ plan }, () => showPlan(plan));
    output.result({ plan, done }, () => [...show(done), `unchanged: ${plan.unchanged.length}`]);
  } catch (error) {
    // What was done before one call failed is done all the same.
    if (error.name === "VariableSyncError") {
      output.result({ plan: error.plan, done: error.done }, () => show(error.done));
    }
    throw error;
  }
}

/** What would be done, in the words of what is. */
function showPlan(plan) {
  const done = {
    created: plan.create,
    updated: [...plan.update, ...plan.unknown],
    deleted: plan.delete,
    inherited: [],
  };
  return [...show(done).map((line) => `would have ${line}`), `unchanged: ${plan.unchanged.length}`];
}

/** Asks before variables are removed; where nobody can be asked, --yes has to say so. */
async function confirm(names, path) {
  const what = `--prune removes ${names.length} of the variables: ${names.join(", ")}`;
  if (!process.stdin.isTTY || path === "-")
    throw new UsageError(`${what}; say --yes to that`, "envvars sync");
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await asking.question(`${printable(what)}. Remove them? [y/N] `);
  asking.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new UsageError("nothing was changed", "envvars sync");
}

function show(done) {
  return Object.entries(MEANINGS).flatMap(([kind, meaning]) =>
    done[kind].map((name) => printable(`${meaning} ${name}`)),
  );
}

module.exports = {
  summary: "Makes the variables of an environment those of an .env file.",
  arguments: "<.env file>",
  count: [1, 1],
  options: {
    ...ADDRESS,
    prune: { type: "boolean", help: "removes what is not in the file, after asking" },
    yes: { type: "boolean", help: "does not ask" },
    "dry-run": { type: "boolean", help: "changes nothing, and says what it would do" },
    ...SKIP_BLANK,
    secret: { type: "boolean", help: "makes them secrets, whose values cannot be read back" },
  },
  examples: [
    "hairtrigger envvars sync .env.production --project proj_1234 --env prod --dry-run",
    "hairtrigger envvars sync .env.production -p proj_1234 -e prod --prune --yes",
  ],
  notes: [
    "TRIGGER_SECRET_KEY, TRIGGER_API_URL and TRIGGER_ACCESS_TOKEN are left out. Secrets are written each\n" +
      "time, because their values cannot be compared. envvars diff shows beforehand what it does.",
  ],
  run,
};
