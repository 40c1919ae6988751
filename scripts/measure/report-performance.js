"use strict";

// `node scripts/measure/report-performance.js`: writes what `npm run bench -- --json docs/performance.json` has measured
// into docs/performance.md and README.md, between their markers, and draws docs/performance.svg.

const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const { compare: compareRealtime, figureLines, targetLines } = require("../../benches/realtime/report.js");
const { round } = require("../../benches/round.js");
const { compareStreams, streamLines, streamTargetLines } = require("../../benches/streams/report.js");
const { drawChart } = require("./chart.js");

const root = join(__dirname, "..", "..");
const [json, markdown, chart] = ["json", "md", "svg"].map((ending) =>
  join(root, "docs", `performance.${ending}`),
);
const readme = join(root, "README.md");

/** The columns of a case, by what they are called where it was measured. */
const columns = {
  callsPerSecond: "calls/s",
  latencyMicroseconds: "median latency, µs",
  threadMicroseconds: "main thread CPU, µs",
  processMicroseconds: "process CPU, µs",
};

/** What stands between the markers of each name in docs/performance.md. */
const blocks = {
  machine: ({ machine, versions }) =>
    `Machine of the figures below: ${machine}; @trigger.dev/sdk ${versions["@trigger.dev/sdk"]}, undici ${versions.undici}.`,
  calls: ({ cases }) => Object.entries(cases).map(describeCase).join("\n\n"),
  "hand-over": ({ handOver }) => table(["µs"], [handOver]),
  iterating: ({ prefetching }) => table(["ms"], [prefetching]),
  processes: ({ peakMemoryInMB, firstPageInMs }) =>
    table(
      ["peak RSS with 1,000 calls in flight, MB", "from start to the first page, ms above an empty process"],
      [peakMemoryInMB, firstPageInMs],
    ),
  watching: ({ realtime }) => sideBySide(realtime, figureLines, compareRealtime, targetLines),
  reading: ({ streams }) => sideBySide(streams, streamLines, compareStreams, streamTargetLines),
  package: ({ importInMs, addonInBytes }) => {
    const imports = Object.entries(importInMs).map(([name, ms]) => `${name} ${round(ms)} ms`);
    const bytes = addonInBytes.toLocaleString("en-US");
    return `\`import\` in a fresh process: ${imports.join(", ")}. The addon has ${bytes} bytes.`;
  },
};

/** What several sides took, how they compare, and what was aimed at. */
function sideBySide(report, linesOf, compare, targetsOf) {
  return [
    `Machine of these figures: ${report.machine}.`,
    markdownOf(linesOf(report)),
    compare(report),
    markdownOf(targetsOf(report)),
  ].join("\n\n");
}

/** What stands between those of README.md. */
const summary = {
  summary({ importInMs, cases, peakMemoryInMB, realtime, versions }) {
    const watching = (read) =>
      ["@trigger.dev/sdk", "hairtrigger (HTTP/2)"].map((name) => read(realtime.figures[name]));
    const mainThread = (title, protocol) => {
      const { figures } = cases[title];
      return [figures["@trigger.dev/sdk"], figures[`hairtrigger (${protocol})`]].map(
        ({ threadMicroseconds }) => `${round(threadMicroseconds)} µs`,
      );
    };
    const rows = [
      ["`import`", ...["@trigger.dev/sdk", "hairtrigger"].map((name) => `${round(importInMs[name])} ms`)],
      ["main thread, a page of 20 runs", ...mainThread("runs.list of 20, 64 in flight", "HTTP/2")],
      ["main thread, a small call", ...mainThread("small body, 64 in flight", "HTTP/2")],
      [
        "peak memory, 1,000 calls in flight",
        ...["@trigger.dev/sdk", "hairtrigger (HTTP/2)"].map((name) => `${round(peakMemoryInMB[name])} MB`),
      ],
      [
        "main thread, a change of one of 1,000 watched runs",
        ...watching(({ updateMainMicroseconds }) => `${round(updateMainMicroseconds)} µs`),
      ],
      [
        "memory, 1,000 watched runs that idle",
        ...watching(({ bytes }) => `${round((bytes * 1_000) / 1_024 / 1_024)} MB`),
      ],
    ];
    const heads = [
      "each on one machine, over TLS",
      `\`@trigger.dev/sdk\` ${versions["@trigger.dev/sdk"]}`,
      "hairtrigger",
    ];
    return markdownOf([heads, ...rows]);
  },
};

/** A row for each name that the figures have, which are given by column. */
function table(heads, figures) {
  const rows = Object.keys(figures[0]).map((name) => [name, ...figures.map((column) => round(column[name]))]);
  return markdownOf([["", ...heads], ...rows]);
}

/** Lines of cells, the first of which is the head. */
function markdownOf([head, ...rows]) {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function describeCase([title, { figures }]) {
  const pick = (key) =>
    Object.fromEntries(Object.entries(figures).map(([name, measured]) => [name, measured[key]]));
  const byColumn = Object.keys(columns).map(pick);
  return [`### ${title}`, table(Object.values(columns), byColumn), compare(figures)].join("\n\n");
}

/** Over HTTP/1.1, which all of them speak. */
function compare(figures) {
  const to = (name, key) =>
    Number((figures["hairtrigger (HTTP/1.1)"][key] / figures[name][key]).toPrecision(2));
  const undici = (key) => to("undici.request", key);
  const sdk = (key) => to("@trigger.dev/sdk", key);
  return [
    "HTTP/1.1, ours to theirs:",
    `main thread ${undici("threadMicroseconds")} of undici and ${sdk("threadMicroseconds")} of the SDK,`,
    `process ${undici("processMicroseconds")} and ${sdk("processMicroseconds")},`,
    `calls per second ${undici("callsPerSecond")} and ${sdk("callsPerSecond")}.`,
  ].join(" ");
}

/** A document with its blocks written anew; what stands outside of them stays. */
function fill(path, blocks, report) {
  const document = readFileSync(path, "utf8");
  const missing = new Set(Object.keys(blocks));
  const filled = document.replace(
    /(<!-- figures: ([\w-]+) -->\n).*?(<!-- \/figures -->)/gs,
    (_, start, name, end) => {
      if (!missing.delete(name)) throw new Error(`${path}: ${name} is no block, or stands there twice`);
      return `${start}\n${blocks[name](report)}\n\n${end}`;
    },
  );
  if (missing.size > 0) throw new Error(`${path}: no markers for ${[...missing].join(", ")}`);
  return filled;
}

/** What both files have to hold, by their paths. */
function performanceFiles() {
  const report = JSON.parse(readFileSync(json, "utf8"));
  return {
    [markdown]: fill(markdown, blocks, report),
    [readme]: fill(readme, summary, report),
    [chart]: drawChart(report),
  };
}

if (require.main === module) {
  for (const [path, content] of Object.entries(performanceFiles())) writeFileSync(path, content);
}

module.exports = { performanceFiles };
