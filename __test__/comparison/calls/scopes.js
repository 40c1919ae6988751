"use strict";

const { branchName } = require("../world.js");

const first = (runs) => runs.list({ limit: 1 }).then(({ data }) => data);

/** Answers a path with a prefix, as a reverse proxy in front of the API would. */
function serveBelow(prefix) {
  return ({ server }) =>
    server.fault({ path: `${prefix}/api/`, body: { data: [], pagination: { next: "more" } } });
}

module.exports = [
  { name: "a token as accessToken", as: "keyAsToken", call: ({ runs }) => first(runs) },
  { name: "a key with a branch", as: "keyWithBranch", call: ({ runs }) => first(runs) },
  {
    name: "auth.configure",
    call: ({ auth, runs }, { config }) => {
      auth.configure(config("key"));
      return first(runs);
    },
  },
  {
    name: "configure twice",
    as: "keyWithBranch",
    // What the first configuration says of a branch is gone: the second replaces it.
    call: ({ configure, runs }, { config }) => {
      configure(config("otherKey"));
      return first(runs);
    },
  },
  {
    // A key that was configured as accessToken would win over this one in the official SDK.
    name: "withAuth under a configuration",
    as: "key",
    call: ({ withAuth, runs }, { config }) => withAuth(config("otherKey"), () => first(runs)),
  },
  {
    name: "withAuth under none",
    call: ({ withAuth, runs }, { config }) => withAuth(config("key"), () => first(runs)),
  },
  {
    name: "auth.withAuth",
    call: ({ auth, runs }, { config }) => auth.withAuth(config("key"), () => first(runs)),
  },
  {
    name: "withAuth within withAuth",
    call: ({ withAuth, runs }, { config }) =>
      withAuth(config("keyAsToken"), async () => [
        await withAuth(config("otherKey"), () => first(runs)),
        await first(runs),
      ]),
  },
  {
    name: "withAuth that names a branch alone",
    as: "key",
    call: ({ withAuth, runs }) => withAuth({ previewBranch: branchName }, () => first(runs)),
  },
  {
    name: "withAuth, and the configuration again after it",
    as: "key",
    call: async ({ withAuth, runs }, { config }) => [
      await withAuth(config("otherKey"), () => first(runs)),
      await first(runs),
    ],
  },
  {
    name: "withAuth, a page turned after it",
    as: "key",
    call: async ({ withAuth, runs }, { config }) => {
      const page = await withAuth(config("keyAsToken"), () => runs.list({ limit: 2 }));
      return (await page.getNextPage()).data;
    },
  },
  {
    name: "withAuth that throws",
    as: "key",
    call: async ({ withAuth, runs }, { config }) => {
      const thrown = await withAuth(config("otherKey"), async () => {
        throw new RangeError("mine");
      }).catch(({ name }) => name);
      return [thrown, await first(runs)];
    },
  },
  {
    name: "TriggerClient",
    call: ({ TriggerClient }, { config }) => first(new TriggerClient(config("key")).runs),
  },
  {
    name: "TriggerClient under a configuration",
    as: "keyWithBranch",
    call: ({ TriggerClient }, { config }) => first(new TriggerClient(config("otherKey")).runs),
  },
  {
    name: "TriggerClient with a branch",
    call: ({ TriggerClient }, { config, ref }) => {
      const { envvars, runs } = new TriggerClient(config("previewKey"));
      return Promise.all([envvars.list(ref, "preview"), first(runs)]);
    },
    unordered: true,
  },
  {
    name: "TriggerClients beside each other",
    call: async ({ TriggerClient }, { config }) => {
      const clients = ["key", "otherKey"].map((name) => new TriggerClient(config(name)));
      return [await first(clients[0].runs), await first(clients[1].runs), await first(clients[0].runs)];
    },
  },
  ...["/behind/a proxy", "/behind/a%20proxy/", "/"].map((path) => ({
    name: `a base URL that ends in ${path}`,
    as: "key",
    config: { path },
    prepare: serveBelow(path === "/" ? "" : "/behind/a%20proxy"),
    call: ({ runs }) => runs.list({ tag: "red" }).then(({ data, pagination }) => ({ data, pagination })),
  })),
  {
    name: "a base URL with a path, under withAuth",
    call: ({ withAuth, runs }, { config }) =>
      withAuth(config("key", { path: "/behind" }), () => runs.list().then(({ data }) => data)),
    prepare: serveBelow("/behind"),
  },
  {
    name: "headers of a configuration",
    as: "key",
    config: { requestOptions: { additionalHeaders: { "x-theirs": "1", "X-Upper": "a b" } } },
    call: ({ runs }, { runIds }) => Promise.all([first(runs), runs.cancel(runIds[1])]),
    unordered: true,
  },
  {
    name: "headers of withAuth",
    call: ({ withAuth, runs }, { config }) =>
      withAuth(config("key", { requestOptions: { additionalHeaders: { "x-theirs": "1" } } }), () =>
        first(runs),
      ),
  },
  {
    name: "headers of a TriggerClient",
    call: ({ TriggerClient }, { config }) =>
      first(
        new TriggerClient(config("key", { requestOptions: { additionalHeaders: { "x-theirs": "1" } } })).runs,
      ),
  },
  {
    name: "a source of its own among the headers of a configuration",
    as: "key",
    config: { requestOptions: { additionalHeaders: { "x-trigger-source": "mine" } } },
    call: ({ runs }) => first(runs),
  },
];
