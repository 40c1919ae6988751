"use strict";

const { refusesExactly, refusesIds } = require("./refusals.js");

const least = { task: "nightly", cron: "0 9 * * 1" };
const create = (wrong) => (api) => api.schedules.create({ ...least, deduplicationKey: "k", ...wrong });
const update = (wrong) => (api) => api.schedules.update("sched_1", { ...least, ...wrong });

for (const verb of ["retrieve", "activate", "deactivate", "del"]) {
  refusesIds(`schedules.${verb}: scheduleId`, (id) => (api) => api.schedules[verb](id));
}
refusesIds("schedules.update: scheduleId", (id) => (api) => api.schedules.update(id, least));

for (const [verb, call] of Object.entries({ create, update })) {
  const cron = 'must be a cron expression of five fields separated by spaces, such as "0 9 * * 1"';
  const wrong = [
    [{ task: undefined }, "task must be a string, got undefined"],
    [{ task: "" }, "task must not be empty"],
    [{ cron: undefined }, `cron ${cron}, got undefined`],
    [{ cron: null }, `cron ${cron}, got null`],
    [{ cron: "" }, `cron ${cron}, got ""`],
    [{ cron: "@daily" }, `cron ${cron}, got "@daily"`],
    [{ cron: "1 1 * *" }, `cron ${cron}, got "1 1 * *"`],
    // Tabs would hide from the server that the first field means seconds.
    [{ cron: "* *\t* * * *" }, `cron ${cron}, got "* *\\t* * * *"`],
    [{ cron: { pattern: "0 9 * * 1" } }, `cron ${cron}, got an object`],
    // The server stores it, and can then neither show nor list it.
    [{ timezone: "" }, "timezone must not be empty"],
    [{ timezone: null }, "timezone must be a string, got null"],
    [{ externalId: "" }, "externalId must not be empty"],
    [{ externalId: 7 }, "externalId must be a string, got the number 7"],
    [{ window: 30 }, "window must be a string, got the number 30"],
  ];
  for (const [fields, message] of wrong) {
    refusesExactly(call(fields), `schedules.${verb}: ${message}`, JSON.stringify(fields));
  }
}

// Without a key every call would make another schedule.
refusesExactly(
  create({ deduplicationKey: undefined }),
  "schedules.create: deduplicationKey must be a string, got undefined",
);
refusesExactly(create({ deduplicationKey: "" }), "schedules.create: deduplicationKey must not be empty");
refusesExactly(
  create({ active: false }),
  "schedules.create: active is not known here; known are task, cron, deduplicationKey, externalId, " +
    "timezone, window",
);
refusesExactly(
  update({ deduplicationKey: "k" }),
  "schedules.update: deduplicationKey is not known here; known are task, cron, externalId, timezone, window",
);
refusesExactly((api) => api.schedules.create(), "schedules.create: params must be an object, got undefined");
refusesExactly(
  (api) => api.schedules.update("sched_1"),
  "schedules.update: params must be an object, got undefined",
);
refusesExactly(
  (api) => api.schedules.list({ page: "2" }),
  'schedules.list: page must be a positive integer, got "2"',
);
refusesExactly(
  (api) => api.schedules.timezones({ excludeUtc: "true" }),
  'schedules.timezones: excludeUtc must be a boolean, got "true"',
);
refusesExactly(
  (api) => api.schedules.timezones(true),
  "schedules.timezones: params must be an object, got true",
);
