"use strict";

// `node scripts/docs/report-runtimes.js`: writes what `npm run test:matrix` found last, docs/runtimes.json, into
// docs/runtimes.md, between its markers.

const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const { limits } = require("../../__test__/runtimes/limits.js");

const [reportFile, document] = ["json", "md"].map((ending) =>
  join(__dirname, "..", "..", "docs", `runtimes.${ending}`),
);

function row(cells) {
  return `| ${cells.join(" | ")} |`;
}

/** A table of the cases in one thread, a column for each runtime. */
function describeThread([thread, cases], names) {
  const mark = (works) => (works ? "works" : "**no**");
  const rows = Object.entries(cases).map(([title, found]) =>
    row([title, ...names.map((name) => mark(found[name]))]),
  );
  const head = [row([`In the ${thread}`, ...names]), row(Array(names.length + 1).fill("---"))];
  return [...head, ...rows].join("\n");
}

function describeFound({ found, versions }) {
  const names = Object.keys(versions);
  return Object.entries(found)
    .map((entry) => describeThread(entry, names))
    .join("\n\n");
}

function describeVersions({ platform, versions }) {
  const list = Object.entries(versions).map(([name, version]) => `${name} (${version})`);
  return `Found on ${platform}: ${list.join(", ")}.`;
}

function describeLimits() {
  if (limits.length === 0) return "Nothing is known not to work.";
  return limits
    .map(({ runtime, thread, title, why }) => `- ${runtime}, ${thread}, ${title}: ${why}`)
    .join("\n");
}

/** What the report says does not work, and what the limits say, each as `runtime, thread, title`. */
function disagreement() {
  const { found } = JSON.parse(readFileSync(reportFile, "utf8"));
  const reported = Object.entries(found).flatMap(([thread, cases]) =>
    Object.entries(cases).flatMap(([title, runtimes]) =>
      Object.keys(runtimes)
        .filter((runtime) => !runtimes[runtime])
        .map((runtime) => `${runtime}, ${thread}, ${title}`),
    ),
  );
  const said = limits.map(({ runtime, thread, title }) => `${runtime}, ${thread}, ${title}`);
  return { reported: reported.sort(), said: said.sort() };
}

/** What stands between the markers of each name. */
const blocks = { versions: describeVersions, found: describeFound, limits: describeLimits };

/** What docs/runtimes.md has to hold: its text, with the blocks as they follow from the report. */
function runtimesDocument() {
  const report = JSON.parse(readFileSync(reportFile, "utf8"));
  return readFileSync(document, "utf8").replace(
    /(<!-- found: (\w+) -->\n).*?(<!-- \/found -->)/gs,
    (_, start, name, end) => `${start}\n${blocks[name](report)}\n\n${end}`,
  );
}

function writeReport() {
  writeFileSync(document, runtimesDocument());
}

if (require.main === module) writeReport();

module.exports = { disagreement, document, reportFile, runtimesDocument, writeReport };
