"use strict";

// What the benchmark of streams says: a table of everybody's figures, and one of what we aim at.

const { round } = require("../round.js");

const ROWS = [
  ["a part, main thread, µs", "mainMicroseconds"],
  ["a part, process, µs", "processMicroseconds"],
  ["100,000 parts until the last was seen, ms", "milliseconds"],
];

/** The most that a part may take of the main thread, in microseconds. */
const MOST = 1.5;

/** Figures of a stream that is read, as lines of cells with the names of those who read at the head. */
function streamLines({ figures }) {
  const names = Object.keys(figures);
  return [
    ["", ...names],
    ...ROWS.map(([title, key]) => [title, ...names.map((name) => round(figures[name][key]))]),
  ];
}

/** What we aim at, and what came of it. */
function streamTargetLines({ figures }) {
  const rows = ["HTTP/2", "HTTP/1.1"].map((protocol) => {
    const { mainMicroseconds } = figures[`hairtrigger (${protocol})`];
    const isMet = mainMicroseconds <= MOST;
    return [
      `a part over ${protocol}: main thread, µs`,
      String(MOST),
      round(mainMicroseconds),
      isMet ? "met" : "missed",
    ];
  });
  return [["", "at most", "measured", ""], ...rows];
}

/** What a part takes of the SDK's, in a sentence. */
function compareStreams({ figures }) {
  const sdk = figures["@trigger.dev/sdk"];
  const mine = figures["hairtrigger (HTTP/2)"];
  const to = (key) => `1 / ${round(sdk[key] / mine[key])}`;
  return `HTTP/2, ours to the SDK's: main thread ${to("mainMicroseconds")}, process ${to("processMicroseconds")}, until the last ${to("milliseconds")}.`;
}

module.exports = { compareStreams, streamLines, streamTargetLines };
