"use strict";

const inTime = new Date("2030-01-01T00:00:00.900Z");
const scopes = {
  read: { runs: ["run_1", "run_2"], tags: "a:b", batch: "batch_1" },
  write: { tasks: ["t"] },
  trigger: { tasks: "t" },
};

const asked = {
  "no scopes": [{ expirationTime: "1h" }],
  scopes: [{ scopes }],
  "a whole action": [{ scopes: { read: true, admin: true } }],
  "all of a type": [{ scopes: { read: { runs: true, tags: false } } }],
  "no scope at all": [{ scopes: {} }],
  "a life in words": [{ scopes, expirationTime: "2 hours" }],
  "a life of days": [{ scopes, expirationTime: "7d" }],
  "a date": [{ scopes, expirationTime: inTime }],
  "epoch seconds": [{ scopes, expirationTime: 1_893_456_000 }],
  "columns to skip": [{ scopes, realtime: { skipColumns: ["payload", "output"] } }],
};

/** What additional keys may ask the server for: not for less than one scope, nor for more than a month. */
const mintable = ["scopes", "all of a type", "a life in words", "a life of days", "columns to skip"];

const triggering = {
  "one task": ["my-task"],
  "several tasks": [["a", "b:c"]],
  "more than one use": ["my-task", { multipleUse: true }],
  "one use": ["my-task", { multipleUse: false }],
  "a life": ["my-task", { expirationTime: "1h", realtime: { skipColumns: ["payload"] } }],
};

const run = ({ runs }, { runIds }) => runs.retrieve(runIds[0]);

module.exports = [
  { name: "auth.createPublicToken", call: ({ auth }) => auth.createPublicToken() },
  ...Object.entries(asked).map(([name, args]) => ({
    name: `auth.createPublicToken with ${name}`,
    call: ({ auth }) => auth.createPublicToken(...args),
  })),
  ...mintable.map((name) => ({
    name: `auth.createPublicToken under an additional key, with ${name}`,
    as: "adminKey",
    call: ({ auth }) => auth.createPublicToken(...asked[name]),
  })),
  {
    name: "auth.createPublicToken under an additional key that may not",
    as: "readingKey",
    call: ({ auth }) => auth.createPublicToken({ scopes: { write: { runs: true } } }),
    fails: true,
  },
  {
    name: "auth.createPublicToken under an unknown key",
    as: "unknown",
    call: ({ auth }) => auth.createPublicToken({ scopes }),
    fails: true,
  },
  {
    name: "auth.createPublicToken under a branch",
    as: "previewKey",
    call: ({ auth }) => auth.createPublicToken({ scopes }),
  },
  ...["createTriggerPublicToken", "createBatchTriggerPublicToken"].flatMap((verb) =>
    Object.entries(triggering).flatMap(([name, args]) => [
      { name: `auth.${verb} with ${name}`, call: ({ auth }) => auth[verb](...args) },
      {
        name: `auth.${verb} under an additional key, with ${name}`,
        as: "adminKey",
        call: ({ auth }) => auth[verb](...args),
      },
    ]),
  ),
  {
    name: "a created token reads what it may",
    call: async (api, world) => {
      const { baseURL } = world.config("key");
      const accessToken = await api.auth.createPublicToken({ scopes: { read: { runs: world.runIds[0] } } });
      return api.withAuth({ baseURL, accessToken }, () => run(api, world));
    },
  },
  {
    name: "auth.withPublicToken",
    call: async (api, world) => {
      let found;
      await api.auth.withPublicToken({ scopes: { read: { runs: world.runIds[0] } } }, async () => {
        found = await run(api, world);
      });
      return found;
    },
  },
  {
    name: "auth.withTriggerPublicToken",
    call: async (api) => {
      let handle;
      await api.auth.withTriggerPublicToken("my-task", {}, async () => {
        handle = await api.tasks.trigger("my-task", 1);
      });
      return handle;
    },
  },
  {
    name: "auth.withBatchTriggerPublicToken",
    call: async (api) => {
      let handle;
      await api.auth.withBatchTriggerPublicToken("my-task", {}, async () => {
        handle = await api.tasks.batchTrigger("my-task", [{ payload: 1 }]);
      });
      return handle;
    },
  },
].map((row) => ({ as: "key", ...row }));
