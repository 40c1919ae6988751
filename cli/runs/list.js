"use strict";

const { ADDRESS, readCount, readDate } = require("../command-line.js");
const { connect, readRunsAddress } = require("../connection.js");
const { showDate } = require("../output.js");
const { listOf, showDuration, showStatus } = require("./status.js");

const DEFAULT_LIMIT = 20;
const LARGEST_PAGE = 100;
const TITLES = ["ID", "STATUS", "TASK", "CREATED", "DURATION", "TAGS"];

const several = (value, help) => ({
  type: "string",
  multiple: true,
  value,
  help: `${help}; several mean any`,
});

const options = {
  ...ADDRESS,
  status: several("status", "for example FAILED"),
  task: several("id", "the task"),
  tag: several("tag", "a tag"),
  version: several("version", "the deployed version"),
  period: { type: "string", value: "length", help: "created within the last, for example 24h; default 7d" },
  from: { type: "string", value: "date", help: "created at or after" },
  to: { type: "string", value: "date", help: "created at or before" },
  limit: { type: "string", value: "count", help: `how many at most; default ${DEFAULT_LIMIT}` },
};

async function run({ options, output }) {
  const limit = readCount("limit", options.limit) ?? DEFAULT_LIMIT;
  const { project, env } = readRunsAddress(options);
  const { runs } = connect(options);
  const filters = readFilters(options, limit);
  const listing = project
    ? runs.list(project, /** @type {any} */ ({ ...filters, env }))
    : runs.list(filters, {});
  const { found, hasMore } = await take(listing, limit);
  output.result(found, () => (found.length > 0 ? output.table(TITLES, found.map(showRow)) : []));
  if (found.length === 0) output.remark(explainNone(options));
  if (hasMore && !options.json) output.remark(`${found.length}, and there are more: --limit ${5 * limit}`);
}

function readFilters({ status, task, tag, version, period, from, to }, limit) {
  const filters = {
    status: status?.map((each) => each.toUpperCase()),
    taskIdentifier: task,
    tag,
    version,
    period,
    from: readDate("from", from),
    to: readDate("to", to),
    limit: Math.min(limit, LARGEST_PAGE),
  };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}

/** Takes the first items of a list, asks for no page that nobody needs, and tells whether there are more. */
async function take(listing, count) {
  const found = [];
  let page = await listing;
  for (;;) {
    const missing = count - found.length;
    found.push(...page.data.slice(0, missing));
    const hasMore = page.data.length > missing || page.hasNextPage();
    if (found.length >= count || !hasMore) return { found, hasMore };
    page = await page.getNextPage();
  }
}

function showRow({ id, status, taskIdentifier, createdAt, durationMs, tags }) {
  const duration = durationMs > 0 ? showDuration(durationMs) : "";
  return [id, showStatus(status), taskIdentifier, showDate(createdAt), duration, listOf(tags)];
}

function explainNone({ period, from, to }) {
  const isDefault = [period, from, to].every((each) => each === undefined);
  return isDefault ? "no runs in the last 7 days; --period 30d looks further back" : "no runs";
}

module.exports = {
  summary: "Lists runs, newest first.",
  options,
  examples: [
    "hairtrigger runs list --status FAILED --period 24h",
    "hairtrigger runs list --json | jq -r '.[].id'",
  ],
  run,
};
