"use strict";

const keys = ["a", "a-b", "é 😀\ud800", "x".repeat(64), ["a"], ["a", "b"], ["a", ""], ["", ""], ["é", "😀"]];
const made = { scope: "run", parentRunId: "run_1" };

/** Gives a run the key that the official SDK and hairtrigger both send. */
function own(key) {
  return ({ prod }) => prod.seedRun({ id: "run_keyed01", idempotencyKey: key });
}

// SHA-256 of mine, mine-run_1 and mine-run_1-2.
const GLOBAL = "3fd30542fe3f61b14bd4a4b2dc0b6fb30fa6f63ebce52dd1778aaa8c4dc02cff";
const OF_RUN = "f89ff70498e61889ad5201d2f8601f43507391f49e6007ffed1ee162c7e9a4e0";
const OF_ATTEMPT = "354a00af4006cc232d16d0419b610878b2fae3827782c499b85c096c81f04720";

const rows = [
  ...keys.map((key) => ({
    name: `idempotencyKeys.create(${JSON.stringify(key).slice(0, 30)})`,
    call: async ({ idempotencyKeys }) => [
      await idempotencyKeys.create(key),
      await idempotencyKeys.create(key, {}),
      await idempotencyKeys.create(key, { scope: "global" }),
    ],
  })),
  ...[undefined, { scope: "global" }].map((options) => ({
    name: `tasks.trigger with a key of idempotencyKeys.create(${JSON.stringify(options) ?? ""}), whose scope is recorded`,
    call: async ({ idempotencyKeys, tasks }) => {
      const idempotencyKey = await idempotencyKeys.create("recorded", options);
      const { id } = await tasks.trigger("hello-world", 1, { idempotencyKey });
      return typeof id;
    },
  })),
  {
    name: "idempotencyKeys.create without any credential",
    as: undefined,
    call: ({ idempotencyKeys }) => idempotencyKeys.create("a"),
  },
  {
    name: "idempotencyKeys.reset of a key that was made",
    prepare: own(GLOBAL),
    call: async ({ idempotencyKeys }) =>
      idempotencyKeys.reset("hello-world", await idempotencyKeys.create("mine", { scope: "global" })),
  },
  {
    name: "idempotencyKeys.reset of a key that was made, and its scope",
    prepare: own(GLOBAL),
    call: async ({ idempotencyKeys }) => {
      const key = await idempotencyKeys.create("mine", { scope: "global" });
      return idempotencyKeys.reset("hello-world", key, { scope: "global" }, { retry: { maxAttempts: 2 } });
    },
  },
  {
    name: "idempotencyKeys.reset of a global key",
    prepare: own(GLOBAL),
    call: ({ idempotencyKeys }) => idempotencyKeys.reset("hello-world", "mine", { scope: "global" }),
  },
  {
    name: "idempotencyKeys.reset of a key in parts",
    call: ({ idempotencyKeys }) => idempotencyKeys.reset("hello-world", ["a", "b"], { scope: "global" }),
    fails: true,
  },
  {
    name: "idempotencyKeys.reset of a run's key",
    prepare: own(OF_RUN),
    call: ({ idempotencyKeys }) => idempotencyKeys.reset("hello-world", "mine", made),
  },
  {
    name: "idempotencyKeys.reset of a run's key, the scope left out",
    prepare: own(OF_RUN),
    call: ({ idempotencyKeys }) => idempotencyKeys.reset("hello-world", "mine", { parentRunId: "run_1" }),
  },
  {
    name: "idempotencyKeys.reset of an attempt's key",
    prepare: own(OF_ATTEMPT),
    call: ({ idempotencyKeys }) =>
      idempotencyKeys.reset("hello-world", "mine", { ...made, scope: "attempt", attemptNumber: 2 }),
  },
  {
    name: "idempotencyKeys.reset of a text of 64 characters",
    prepare: own("y".repeat(64)),
    call: ({ idempotencyKeys }) => idempotencyKeys.reset("hello-world", "y".repeat(64)),
  },
  {
    name: "idempotencyKeys.reset of a text of 64 characters, for a run that nobody names",
    prepare: own("z".repeat(64)),
    call: ({ idempotencyKeys }) => idempotencyKeys.reset("hello-world", "z".repeat(64), { scope: "run" }),
  },
  {
    name: "idempotencyKeys.reset of a key that no run has",
    call: ({ idempotencyKeys }) => idempotencyKeys.reset("hello-world", "nope", { scope: "global" }),
    fails: true,
  },
];

module.exports = rows.map((row) => ({ as: "key", ...row }));
