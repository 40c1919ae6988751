"use strict";

// One stream that is read to its end: hairtrigger beside the official SDK and a loop of fetch, each in a process of its own,
// all of them alive at the same time and asked in turns.

const { Side, protocolsOf } = require("./realtime/side.js");
const { median } = require("./measure.js");
const { startServer } = require("./server.js");

const EVERYBODY = ["hairtrigger (HTTP/2)", "hairtrigger (HTTP/1.1)", "@trigger.dev/sdk", "fetch"];
const PARTS = 100_000;
const ROUNDS = 7;

/** Reads a stream to its end, and says what each of its parts takes, in microseconds, and all of them, in milliseconds. */
async function read(side) {
  const { main, process, answer } = await side.cost(() => side.ask("read", { parts: PARTS }));
  return {
    mainMicroseconds: main && main / PARTS,
    processMicroseconds: process / PARTS,
    milliseconds: answer.milliseconds,
  };
}

/** The medians of each who reads. */
async function measureStreams() {
  const server = await startServer(protocolsOf(EVERYBODY));
  const sides = EVERYBODY.map((name, index) => new Side(name, server, index));
  const measured = sides.map(() => []);
  try {
    for (const side of sides) await side.create();
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const [index, side] of sides.entries()) {
        const figures = await read(side);
        // The first round is for the compilers.
        if (round > 0) measured[index].push(figures);
      }
    }
  } finally {
    await Promise.all(sides.map((side) => side.stop()));
    server.stop();
  }
  const medianOf = (rounds, key) => median(rounds.map((figures) => figures[key]));
  const figuresOf = (rounds) =>
    Object.fromEntries(Object.keys(rounds[0]).map((key) => [key, medianOf(rounds, key)]));
  return {
    parts: PARTS,
    rounds: ROUNDS,
    figures: Object.fromEntries(sides.map(({ name }, index) => [name, figuresOf(measured[index])])),
  };
}

module.exports = { measureStreams };
