"use strict";

// What the benchmark of watched runs says: a table of everybody's figures, and one of what we aim at.

const { round } = require("../round.js");

const KILO = 1_024;
const ours = ({ figures }) => figures["hairtrigger (HTTP/2)"];

/** What is told of each, by what it is called where it was measured, and by how much that is divided. */
const ROWS = [
  ["set-up to the first state, CPU µs each", "setUpMicroseconds"],
  ["memory, kB each", "bytes", KILO],
  ["of that the heap of JavaScript, kB each", "heapBytes", KILO],
  ["sockets for 1,000", "sockets"],
  ["idle, main thread, µs a minute each", "idleMainMicroseconds"],
  ["idle, process, µs a minute each", "idleProcessMicroseconds"],
  ["an update, main thread, µs", "updateMainMicroseconds"],
  ["an update, process, µs", "updateProcessMicroseconds"],
  ["an update beside 100 kB of payload, main thread, µs", "largeMainMicroseconds"],
  ["an update beside 100 kB of payload, process, µs", "largeProcessMicroseconds"],
  ["1,000 updates at once until seen, median ms", "allSeenMilliseconds"],
  ["1,000 updates at once until seen, p99 ms", "lastSeenMilliseconds"],
  ["one update until seen, median ms", "oneSeenMilliseconds"],
  ["one update until seen, p99 ms", "oneSeenP99Milliseconds"],
];

/** What we aim at: the most that a figure may be. */
const TARGETS = [
  ["1,000 over HTTP/2: memory, kB each", 16, (report) => ours(report).bytes / KILO],
  // No work at all, as far as a message that costs a little more or less can tell.
  [
    "1,000 over HTTP/2, idle: main thread, µs a minute each",
    1,
    (report) => ours(report).idleMainMicroseconds,
  ],
  [
    "1,000 over HTTP/2, idle: process, µs a minute each",
    800,
    (report) => ours(report).idleProcessMicroseconds,
  ],
  ["set-up to the first state, CPU µs each", 700, (report) => ours(report).setUpMicroseconds],
  ["an update: main thread, µs", 15, (report) => ours(report).updateMainMicroseconds],
  ["an update: process, µs", 150, (report) => ours(report).updateProcessMicroseconds],
  ["an update beside 100 kB of payload: main thread, µs", 15, (report) => ours(report).largeMainMicroseconds],
  ["an update beside 100 kB of payload: process, µs", 400, (report) => ours(report).largeProcessMicroseconds],
  ["one update until seen: median, ms", 2, (report) => ours(report).oneSeenMilliseconds],
  ["one update until seen: p99, ms", 10, (report) => ours(report).oneSeenP99Milliseconds],
  [
    "1,000 over HTTP/1.1: memory, kB each",
    45,
    ({ figures }) => figures["hairtrigger (HTTP/1.1)"].bytes / KILO,
  ],
  ["10,000 over HTTP/2: memory above the base, MB", 180, ({ many }) => (many.bytes * 10_000) / KILO / KILO],
  ["10,000 over HTTP/2: set-up, CPU µs each", 1_000, ({ many }) => many.setUpMicroseconds],
  ["10,000 over HTTP/2, idle: % of a core", 10, ({ many }) => many.idleShareOfCore * 100],
  [
    "p99 of an ordinary call beside 5,000, times its own",
    1.2,
    ({ calls }) => calls.beside.p99 / calls.alone.p99,
  ],
];

/** Figures of watched runs, as lines of cells with the names of those who watch at the head. */
function figureLines({ figures }) {
  const names = Object.keys(figures);
  const rows = ROWS.map(([title, key, divisor = 1]) => {
    const values = names.map((name) => figures[name][key]);
    return [title, ...values.map((value) => round(value && value / divisor))];
  });
  return [["", ...names], ...rows];
}

/** What we aim at, and what came of it. */
function targetLines(report) {
  const rows = TARGETS.map(([title, most, read]) => {
    const figure = read(report);
    return [title, String(most), round(figure), figure <= most ? "met" : "missed"];
  });
  return [["", "at most", "measured", ""], ...rows];
}

/** What a watched run takes of the SDK's, in a sentence. */
function compare({ figures }) {
  const sdk = figures["@trigger.dev/sdk"];
  const mine = figures["hairtrigger (HTTP/2)"];
  const to = (key) => `1 / ${round(sdk[key] / mine[key])}`;
  return [
    "HTTP/2, ours to the SDK's:",
    `memory ${to("bytes")}, sockets ${to("sockets")}, set-up ${to("setUpMicroseconds")},`,
    `an update ${to("updateMainMicroseconds")} on the main thread and ${to("updateProcessMicroseconds")} in all,`,
    `idling ${to("idleProcessMicroseconds")}.`,
  ].join(" ");
}

module.exports = { compare, figureLines, targetLines };
