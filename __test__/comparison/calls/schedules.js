"use strict";

const unknown = "sched_doesnotexist";
const least = { task: "nightly", cron: "15 10 * * 1-5" };
const most = { ...least, timezone: "America/New_York", externalId: "user_2", window: "10%" };

const reads = [
  { name: "schedules.list", call: ({ schedules }) => items(schedules.list()) },
  {
    name: "schedules.list of another environment",
    as: "devKey",
    call: ({ schedules }) => items(schedules.list()),
  },
  {
    name: "schedules.list of a page",
    call: ({ schedules }) => items(schedules.list({ page: 2, perPage: 2 })),
  },
  {
    name: "schedules.list of few at a time, every one",
    call: async ({ schedules }) => {
      const found = [];
      for await (const schedule of schedules.list({ perPage: 1 })) found.push(schedule);
      return found;
    },
  },
  {
    name: "schedules.list with request options",
    call: ({ schedules }) => items(schedules.list({ perPage: 2 }, { retry: { maxAttempts: 2 } })),
  },
  {
    name: "schedules.list under a token",
    as: "token",
    call: ({ schedules }) => schedules.list(),
    fails: true,
  },
  {
    name: "schedules.list with one that cannot be shown",
    prepare: ({ prod }) => prod.createSchedule({ ...least, timezone: "" }),
    call: ({ schedules }) => schedules.list(),
    fails: true,
  },
  ...[1, 2, 3].map((number) => ({
    name: `schedules.retrieve of schedule ${number}`,
    call: ({ schedules }) => schedules.retrieve(`sched_compare0${number}`),
  })),
  {
    name: "schedules.retrieve of another environment's",
    call: ({ schedules }) => schedules.retrieve("sched_compare04"),
    fails: true,
  },
];

async function items(list) {
  const { data, pagination } = await list;
  return { data, pagination };
}

const writes = [
  {
    name: "schedules.create",
    call: ({ schedules }) => schedules.create({ ...least, deduplicationKey: "new" }),
  },
  {
    name: "schedules.create with all there is",
    call: ({ schedules }) =>
      schedules.create({ ...most, deduplicationKey: "new" }, { retry: { maxAttempts: 2 } }),
  },
  {
    name: "schedules.create of a key that exists, then retrieve",
    call: async ({ schedules }) => [
      await schedules.create({ ...least, deduplicationKey: "k1" }),
      await schedules.retrieve("sched_compare01"),
    ],
  },
  ...Object.entries({
    "a cron expression with seconds": { cron: "0 * * * * *" },
    "a cron expression out of range": { cron: "61 * * * *" },
    "an unknown timezone": { timezone: "Mars/Base" },
    "an unknown task": { task: "not-there" },
    "a task that is not scheduled": { task: "hello-world" },
    "what is no window": { window: "soon" },
  }).map(([what, wrong]) => ({
    name: `schedules.create with ${what}`,
    call: ({ schedules }) => schedules.create({ ...least, ...wrong, deduplicationKey: "new" }),
    fails: true,
  })),
  {
    name: "schedules.update with all there is",
    call: ({ schedules }) => schedules.update("sched_compare01", most, { retry: { maxAttempts: 2 } }),
  },
  {
    name: "schedules.update, which resets what it leaves out",
    call: ({ schedules }) => schedules.update("sched_compare01", least),
  },
  {
    name: "schedules.update of an unknown one, which makes one",
    call: async ({ schedules }) => {
      // When it runs in fact depends on its id, which is random.
      const { id, task, generator, timezone } = await schedules.update(unknown, least);
      return { id, task, generator, timezone };
    },
  },
  ...["activate", "deactivate", "del"].flatMap((verb) => [
    {
      name: `schedules.${verb}, then list`,
      call: async ({ schedules }) => [
        await schedules[verb]("sched_compare02"),
        await items(schedules.list()),
      ],
    },
    {
      name: `schedules.${verb} with request options`,
      call: ({ schedules }) => schedules[verb]("sched_compare01", { retry: { maxAttempts: 2 } }),
    },
  ]),
  ...["retrieve", "activate", "deactivate", "del"].map((verb) => ({
    name: `schedules.${verb} of an unknown one`,
    call: ({ schedules }) => schedules[verb](unknown),
    fails: true,
  })),
];

const timezones = [
  { name: "schedules.timezones", call: ({ schedules }) => schedules.timezones() },
  ...[true, false].map((excludeUtc) => ({
    name: `schedules.timezones with excludeUtc ${excludeUtc}`,
    call: ({ schedules }) => schedules.timezones({ excludeUtc }),
  })),
];

module.exports = [...reads, ...writes, ...timezones].map((row) => ({ as: "key", ...row }));
