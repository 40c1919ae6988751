"use strict";

// Runs that are watched by the thousand: hairtrigger beside the official SDK and a loop of fetch, each in a process of its
// own, all of them alive at the same time and asked in turns.

const { setTimeout: sleep } = require("node:timers/promises");

const { Side, protocolsOf } = require("./realtime/side.js");
const { startServer } = require("./server.js");

const OURS = "hairtrigger (HTTP/2)";
const EVERYBODY = [OURS, "hairtrigger (HTTP/1.1)", "@trigger.dev/sdk", "fetch"];
const WATCHED = 1_000;
const LARGE = 300;
const MANY = 10_000;
const BESIDE = 5_000;
const ROUNDS = 5;
const SINGLE_UPDATES = 200;
const CALLS = 1_000;
/** Longer than the server holds a feed: each is answered and asked for again at least once. */
const IDLE_IN_MS = 30_000;

/** Runs a measurement with sides of these names, each with a port of its own, and stops them all. */
async function withSides(names, measure) {
  const server = await startServer(protocolsOf(names));
  const sides = names.map((name, index) => new Side(name, server, index));
  try {
    for (const side of sides) await side.create();
    return await measure(sides);
  } finally {
    await Promise.all(sides.map((side) => side.stop()));
    server.stop();
  }
}

/** Begins to watch, and says what that takes for each run: CPU in microseconds, memory in bytes, and sockets in all. */
async function setUp(side, count) {
  // The first one loads what all need.
  await side.watch("plain", 0, 1);
  const before = await side.ask("held");
  const { process } = await side.cost(() => side.watch("plain", 1, count + 1));
  const after = await side.ask("held");
  return {
    setUpMicroseconds: process / count,
    bytes: (after.rss - before.rss) / count,
    heapBytes: (after.heapUsed - before.heapUsed) / count,
    sockets: after.sockets,
  };
}

/** What watching takes for each run and minute while nothing happens, in microseconds of CPU; and of one core. */
async function idle(sides, count) {
  // The messages of the measurement are work too, and everything is none where nothing else is.
  const messages = [];
  for (const side of sides) messages.push(await side.cost(() => {}));
  const costs = await Promise.all(sides.map((side) => side.cost(() => sleep(IDLE_IN_MS))));
  const each = (microseconds) => (Math.max(0, microseconds) / count / IDLE_IN_MS) * 60_000;
  return costs.map(({ main, process }, index) => ({
    idleMainMicroseconds: main && each(main - messages[index].main),
    idleProcessMicroseconds: each(process - messages[index].process),
    idleShareOfCore: process / (IDLE_IN_MS * 1_000),
  }));
}

/** Changes all runs at once, and says what each change takes until it was seen and the feed is held again. */
async function updateAll(side, from, to) {
  const { main, process, answer } = await side.cost(async () => {
    const lag = await side.update(from, to);
    await side.isHeld(to);
    return lag;
  });
  const each = (microseconds) => microseconds && microseconds / (to - from);
  return { main: each(main), process: each(process), ...answer };
}

/** What each side measures in so many rounds in which they take turns. */
async function inTurns(sides, rounds, act) {
  const measured = sides.map(() => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, side] of sides.entries()) {
      const figures = await act(side, round);
      // The first round is for the compilers.
      if (round > 0) measured[index].push(figures);
    }
  }
  return measured;
}

/** The median of each figure, or another quantile of them. */
function quantiles(rounds, share = 0.5) {
  return Object.fromEntries(
    Object.keys(rounds[0]).map((key) => {
      const values = rounds.map((figures) => figures[key]).sort((a, b) => a - b);
      return [key, values[Math.min(values.length - 1, Math.floor(values.length * share))]];
    }),
  );
}

/** A thousand runs of each side. */
function compared(names) {
  return withSides(names, async (sides) => {
    const figures = [];
    for (const side of sides) figures.push(await setUp(side, WATCHED));
    const idling = await idle(sides, WATCHED);
    const all = await inTurns(sides, ROUNDS, (side) => updateAll(side, 1, WATCHED + 1));
    const single = await inTurns(sides, SINGLE_UPDATES, (side, round) => side.update(round + 1, round + 2));
    const figuresOf = (index) => {
      const { main, process, p50, p99 } = quantiles(all[index]);
      return {
        ...figures[index],
        ...idling[index],
        updateMainMicroseconds: main,
        updateProcessMicroseconds: process,
        allSeenMilliseconds: p50,
        lastSeenMilliseconds: p99,
        oneSeenMilliseconds: quantiles(single[index]).p50,
        oneSeenP99Milliseconds: quantiles(single[index], 0.99).p50,
      };
    };
    return Object.fromEntries(sides.map(({ name }, index) => [name, figuresOf(index)]));
  });
}

/** Runs with a large payload, which stays as it is. */
function comparedLarge(names) {
  return withSides(names, async (sides) => {
    for (const side of sides) await side.watch("large", 0, LARGE);
    const all = await inTurns(sides, ROUNDS, (side) => updateAll(side, 0, LARGE));
    const figuresOf = (index) => {
      const { main, process } = quantiles(all[index]);
      return { largeMainMicroseconds: main, largeProcessMicroseconds: process };
    };
    return Object.fromEntries(sides.map(({ name }, index) => [name, figuresOf(index)]));
  });
}

/** Ten thousand, over HTTP/2. */
function many() {
  return withSides([OURS], async ([side]) => {
    const figures = await setUp(side, MANY);
    const [idling] = await idle([side], MANY);
    return { ...figures, ...idling };
  });
}

/** An ordinary call beside five thousand that are watched, and beside none: milliseconds. */
function callsBeside() {
  return withSides([OURS, OURS], async ([busy, free]) => {
    await busy.watch("plain", 0, BESIDE);
    const calls = await inTurns([busy, free], ROUNDS, (side) => side.ask("call", { count: CALLS }));
    const [beside, alone] = calls.map((rounds) => quantiles(rounds));
    return { beside, alone };
  });
}

/** All of it. */
async function measureRealtime() {
  const figures = await compared(EVERYBODY);
  const large = await comparedLarge(EVERYBODY);
  for (const name of EVERYBODY) Object.assign(figures[name], large[name]);
  return { figures, many: await many(), calls: await callsBeside() };
}

module.exports = { compared, comparedLarge, measureRealtime, many, callsBeside, OURS };
