"use strict";

const retry = { retry: { maxAttempts: 2 } };

const reads = [
  { name: "concurrencyLimits.list", call: ({ concurrencyLimits }) => items(concurrencyLimits.list()) },
  {
    name: "concurrencyLimits.list of a page",
    call: ({ concurrencyLimits }) => items(concurrencyLimits.list({ page: 2, perPage: 2 }, retry)),
  },
  {
    name: "concurrencyLimits.list of few at a time, every one",
    call: async ({ concurrencyLimits }) => {
      const found = [];
      for await (const limit of concurrencyLimits.list({ perPage: 1 })) found.push(limit);
      return found;
    },
  },
  {
    name: "concurrencyLimits.list of too many at a time",
    call: ({ concurrencyLimits }) => concurrencyLimits.list({ perPage: 101 }),
    fails: true,
  },
  {
    name: "concurrencyLimits.list under a token",
    as: "token",
    call: ({ concurrencyLimits }) => concurrencyLimits.list(),
    fails: true,
  },
];

async function items(list) {
  const { data, pagination } = await list;
  return { data, pagination };
}

/** Overrides a limit, and what it is for one key. */
function overrideAll({ prod }) {
  const limit = prod.limits.find("openai");
  Object.assign(limit.total, { base: 20, value: 5, overriddenAt: 1 });
  limit.keys.set("k 1", { value: 9, expiresAt: Date.parse("2026-11-22T00:00:00.000Z") });
}

const calls = {
  'retrieve("openai")': (limits) => limits.retrieve("openai"),
  'retrieve("a/b")': (limits) => limits.retrieve("a/b"),
  'retrieve("task/my task") with request options': (limits) => limits.retrieve("task/my task", retry),
  "retrieve of a key": (limits) => limits.retrieve("openai", { concurrencyKey: "k 1" }),
  "retrieve of another key": (limits) => limits.retrieve("openai", { concurrencyKey: "k&2" }, retry),
  "override of one bound": (limits) => limits.override("openai", { total: 0 }),
  "override of both bounds": (limits) => limits.override("a/b", { perKey: 1, total: 2 }, retry),
  "override of a key": (limits) => limits.override("openai", { concurrencyKey: "k", perKey: 3 }),
  "override of a key for a time": (limits) =>
    limits.override("openai", { concurrencyKey: "k", perKey: 0, ttl: "1h" }, retry),
  "override of a key for some seconds": (limits) =>
    limits.override("openai", { concurrencyKey: "k", perKey: 0, ttl: 60 }),
  reset: (limits) => limits.reset("openai"),
  "reset with request options": (limits) => limits.reset("openai", retry),
  "reset of a key": (limits) => limits.reset("openai", { concurrencyKey: "k 1" }),
  "pause, then resume": async (limits) => [await limits.pause("openai"), await limits.resume("openai")],
  "pause and resume with request options": async (limits) => [
    await limits.pause("a/b", retry),
    await limits.resume("a/b", retry),
  ],
};

const failures = {
  "retrieve of an unknown one": (limits) => limits.retrieve("nope"),
  "override of an unknown one": (limits) => limits.override("nope", { total: 1 }),
  "override of nothing": (limits) => limits.override("openai", {}),
  "override above what is possible": (limits) => limits.override("openai", { total: 100_001 }),
  "override above the environment's limit": (limits) => limits.override("openai", { total: 101 }),
  "override of a key for too long": (limits) =>
    limits.override("openai", { concurrencyKey: "k", perKey: 1, ttl: "31d" }),
  "reset of one that is not overridden": (limits) => limits.reset("a/b"),
  "reset of a key that is not overridden": (limits) => limits.reset("openai", { concurrencyKey: "k" }),
  "reset of an unknown one": (limits) => limits.reset("nope"),
  "pause of an unknown one": (limits) => limits.pause("nope"),
  "resume of an unknown one": (limits) => limits.resume("nope"),
};

const rowsOf = (calls, more) =>
  Object.entries(calls).map(([what, call]) => ({
    name: `concurrencyLimits.${what}`,
    prepare: overrideAll,
    call: ({ concurrencyLimits }) => call(concurrencyLimits),
    ...more,
  }));

module.exports = [...reads, ...rowsOf(calls), ...rowsOf(failures, { fails: true })].map((row) => ({
  as: "key",
  ...row,
}));
