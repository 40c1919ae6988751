"use strict";

const { ADDRESS } = require("../command-line.js");
const { checkRunsAddress, connect } = require("../connection.js");
const { jsonOf, printable, showDate } = require("../output.js");
const { listOf, showDuration, showStatus } = require("./status.js");

const DATES = ["createdAt", "startedAt", "finishedAt", "delayedUntil", "expiredAt"];
const TEXTS = ["version", "idempotencyKey", "ttl", "batchId", "region"];

async function run({ options, positionals: [id], output }) {
  checkRunsAddress(options);
  const found = await connect(options).runs.retrieve(id);
  output.result(found, () => show(found, output));
}

/** Returns the lines for people: what is known, in the order they ask for it. */
function show(run, output) {
  const { text, style } = showStatus(printable(run.status));
  const rows = [
    ["id", run.id],
    ["status", output.style(text, style)],
    ["task", run.taskIdentifier],
    ...DATES.filter((name) => run[name]).map((name) => [name, showDate(run[name])]),
    ["duration", showDuration(run.durationMs)],
    ...TEXTS.filter((name) => run[name]).map((name) => [name, run[name]]),
    ["tags", listOf(run.tags)],
    ["attempts", String(run.attemptCount ?? "")],
  ].filter(([, value]) => value !== "");
  const lines = rows.map(
    ([name, value]) => `${output.style(name.padEnd(14), "bold")}  ${clean(name, value)}`,
  );
  return [...lines, ...showError(run.error, output), ...showValues(run, output)];
}

/** Makes a value harmless for the terminal, but for the colour of the status. */
function clean(name, value) {
  return name === "status" ? value : printable(value);
}

function showError(error, output) {
  if (!error) return [];
  const said = [error.name, error.message].filter(Boolean).join(": ");
  const stack = error.stackTrace ? String(error.stackTrace).split("\n") : [];
  return ["", output.style("error", "bold"), ...[said, ...stack].map((line) => `  ${printable(line)}`)];
}

function showValues(run, output) {
  return ["metadata", "payload", "output"]
    .filter((name) => run[name] !== undefined)
    .flatMap((name) => {
      const lines = jsonOf(run[name]).split("\n");
      return ["", output.style(name, "bold"), ...lines.map((line) => `  ${printable(line)}`)];
    });
}

module.exports = {
  summary: "Shows a run: what it was given, what came of it, and why it failed.",
  arguments: "<run id>",
  count: [1, 1],
  options: ADDRESS,
  run,
};
