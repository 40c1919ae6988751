"use strict";

// What the benchmark says, for people. Every line that compares says on which machine.

const { compare, figureLines, targetLines } = require("./realtime/report.js");
const { round } = require("./round.js");
const { compareStreams, streamLines, streamTargetLines } = require("./streams/report.js");

const columns = {
  callsPerSecond: "calls/s",
  latencyMicroseconds: "median µs",
  loopMicroseconds: "loop µs/call",
  threadMicroseconds: "main thread CPU µs/call",
  processMicroseconds: "process CPU µs/call",
};

/** Lines text in columns: the first to the left, numbers to the right. */
function align(lines) {
  const widths = lines[0].map((_, index) => Math.max(...lines.map((line) => line[index].length)));
  return lines
    .map((line) => line.map((cell, index) => pad(cell, index, widths[index])).join("  "))
    .map((line) => `  ${line}`.trimEnd())
    .join("\n");
}

function pad(cell, index, width) {
  return index === 0 ? cell.padEnd(width) : cell.padStart(width);
}

/** A table of one case, and below it what each of ours is to each of the others. */
function describeCase(title, { rounds, callsPerRound, figures }, contenders, machine) {
  const keys = Object.keys(columns);
  const head = ["", ...Object.values(columns)];
  const rows = contenders.map(({ name }) => [name, ...keys.map((key) => round(figures[name][key]))]);
  const ours = contenders.filter((each) => each.ours);
  const theirs = contenders.filter((each) => !each.ours);
  const ratios = ours.flatMap((mine) =>
    theirs.map((other) => [
      `${mine.name} / ${other.name}`,
      ...keys.map((key) => ratio(figures[mine.name][key], figures[other.name][key])),
    ]),
  );
  const means = `medians of ${rounds} rounds of ${callsPerRound} calls; ${machine}`;
  return `${title} (${means})\n${align([head, ...rows, ...ratios])}\n`;
}

function ratio(ours, theirs) {
  return ours === undefined ? "not known" : `× ${(ours / theirs).toPrecision(2)}`;
}

/** One figure of every contender in a line each, with what ours are to the others. */
function describeFigures(title, figures, contenders) {
  const rows = contenders.map(({ name }) => [name, round(figures[name])]);
  const theirs = contenders.filter((each) => !each.ours);
  const ratios = contenders
    .filter((each) => each.ours)
    .flatMap((mine) =>
      theirs.map((other) => [`${mine.name} / ${other.name}`, ratio(figures[mine.name], figures[other.name])]),
    );
  return `${title}\n${align([...rows, ...ratios])}\n`;
}

/** What watched runs take, what ours take of the SDK's, and what we aim at. */
function describeRealtime(report, machine) {
  const parts = [align(figureLines(report)), compare(report), align(targetLines(report))];
  return `runs that are watched (medians; ${machine})\n${parts.join("\n\n")}\n`;
}

/** What a part of a stream takes, what ours take of the SDK's, and what we aim at. */
function describeStreams(report, machine) {
  const { parts, rounds } = report;
  const tables = [align(streamLines(report)), compareStreams(report), align(streamTargetLines(report))];
  return `a stream of ${parts} parts that is read (medians of ${rounds} rounds; ${machine})\n${tables.join("\n\n")}\n`;
}

function describeImports(times, processes, machine) {
  const [[, mine], [, others]] = Object.entries(times);
  const each = Object.entries(times).map(([name, milliseconds]) => `${name} ${round(milliseconds)} ms`);
  const line = `${each.join(", ")}, ${ratio(mine, others)}`;
  return `import in a fresh process: ${line} (medians of ${processes}; ${machine})`;
}

module.exports = { describeCase, describeFigures, describeImports, describeRealtime, describeStreams };
