"use strict";

const unknown = "queue_doesnotexist";

/** What is done with a queue: the function, and what it takes besides the queue. */
const verbs = [
  ["retrieve"],
  ["pause"],
  ["resume"],
  ["overrideConcurrencyLimit", 3],
  ["overrideConcurrencyLimit", 0],
  ["resetConcurrencyLimit"],
];

const named = [
  ["by its id", "queue_compare01"],
  ["by its name", { type: "custom", name: "mine" }],
  ["of a task", { type: "task", name: "hello-world" }],
  ["of a name to encode", { type: "custom", name: "a/b c" }],
];

/** A limit can be reset that is overridden. */
function overrideAll({ prod }) {
  for (const queue of prod.queues.list()) Object.assign(queue, { base: 1, overriddenAt: 1 });
}

const verbRows = verbs.flatMap(([verb, ...args]) => [
  ...named.map(([how, queue]) => ({
    name: `queues.${verb}(${args}) ${how}`,
    ...(verb.startsWith("reset") && { prepare: overrideAll }),
    call: ({ queues }) => queues[verb](queue, ...args),
  })),
  {
    name: `queues.${verb}(${args}) with request options`,
    prepare: overrideAll,
    call: ({ queues }) => queues[verb]("queue_compare01", ...args, { retry: { maxAttempts: 2 } }),
  },
  {
    name: `queues.${verb}(${args}) of an unknown queue`,
    call: ({ queues }) => queues[verb](unknown, ...args),
    fails: true,
  },
]);

const lists = [
  { name: "queues.list", call: ({ queues }) => items(queues.list()) },
  {
    name: "queues.list of a page",
    call: ({ queues }) => items(queues.list({ page: 2, perPage: 2 })),
  },
  {
    name: "queues.list of few at a time, every one",
    call: ({ queues }) => all(queues.list({ perPage: 2 })),
  },
  {
    name: "queues.list, the next page and back",
    call: async ({ queues }) => {
      const page = await queues.list({ perPage: 2 });
      const next = await page.getNextPage();
      const back = await next.getPreviousPage();
      return [page, next, back].map((each) => [each.data, each.hasNextPage(), each.hasPreviousPage()]);
    },
  },
  {
    name: "queues.list under a key that may read runs only",
    as: "readingKey",
    call: ({ queues }) => queues.list(),
    fails: true,
  },
  { name: "queues.list under a token", as: "token", call: ({ queues }) => queues.list(), fails: true },
];

async function items(list) {
  const { data, pagination } = await list;
  return { data, pagination };
}

async function all(list) {
  const found = [];
  for await (const item of list) found.push(item);
  return found;
}

const sequences = [
  {
    name: "queues.overrideConcurrencyLimit, then retrieve, then reset",
    call: async ({ queues }) => [
      await queues.overrideConcurrencyLimit("queue_compare01", 2),
      await queues.retrieve("queue_compare01"),
      await queues.resetConcurrencyLimit("queue_compare01"),
    ],
  },
  {
    name: "queues.overrideConcurrencyLimit above what is possible",
    call: ({ queues }) => queues.overrideConcurrencyLimit("queue_compare01", 100_001),
    fails: true,
  },
  {
    name: "queues.resetConcurrencyLimit where nothing is overridden",
    call: ({ queues }) => queues.resetConcurrencyLimit("queue_compare01"),
    fails: true,
  },
];

module.exports = [...verbRows, ...lists, ...sequences].map((row) => ({ as: "key", ...row }));
