"use strict";

const { LegacyClient } = require("hairtrigger/legacy");
const { refuses, refusesIds } = require("./refusals.js");

const client = (baseURL) => new LegacyClient({ apiKey: "trigger_live_abcdefghijklmnopqrst", baseURL });
const legacy =
  (verb, ...args) =>
  (_, url) =>
    client(url)[verb](...args);

const ids = {
  getEvent: "eventId",
  getRuns: "jobSlug",
  getRun: "runId",
  cancelRun: "runId",
  invokeJob: "jobId",
};
for (const [verb, argument] of Object.entries(ids)) {
  refusesIds(`legacy.${verb}: ${argument}`, (id) => legacy(verb, id));
}

const send = (...args) => legacy("sendEvent", ...args);
refuses("no event", send(), /^legacy\.sendEvent: event must be an object, got undefined$/);
refuses("an event without a name", send({ payload: 1 }), /name must be a string, got undefined/);
refuses(
  "an unknown field",
  send({ name: "a", delay: { seconds: 1 } }),
  /delay is not known here; known are name/,
);
refuses(
  "a time that is none",
  send({ name: "a", timestamp: 5 }),
  /timestamp must be a Date or an ISO 8601 date/,
);
refuses(
  "two times to deliver at",
  send({ name: "a" }, { deliverAt: new Date(), deliverAfter: 5 }),
  /deliverAt and deliverAfter cannot be combined; the server would follow deliverAt alone/,
);
refuses("an id without an event", send("e1"), /event must be an object, got undefined/);
refuses("an empty id", send("", { name: "a" }), /id must not be empty/);
refuses("an id in both places", send("e1", { name: "a", id: "e2" }), /id is not known here/);
// The server would follow the first it knows of several.
for (const delay of [{}, { seconds: 1, minutes: 1 }, { seconds: undefined }]) {
  refuses(
    `a delay of ${JSON.stringify(delay)}`,
    send("e1", { name: "a", delay }),
    /delay must be an object with one of seconds, minutes, hours, days, until/,
  );
}
refuses("a delay in weeks", send("e1", { name: "a", delay: { weeks: 1 } }), /delay\.weeks is not known here/);

const sendAll = (...args) => legacy("sendEvents", ...args);
refuses(
  "an event that is no list",
  sendAll({ name: "a" }),
  /events must be an array of events, got an object/,
);
refuses("a list of texts", sendAll(["a"]), /events\[0\] must be an object, got "a"/);
refuses(
  "an event among others",
  sendAll([{ name: "a" }, {}]),
  /events\[1\]\.name must be a string, got undefined/,
);

refuses("too little", legacy("getRuns", "job", { take: 0 }), /take must be a positive integer/);
refuses("a flag that is none", legacy("getRun", "run", { subtasks: 1 }), /subtasks must be a boolean/);
refuses(
  "a payload that is none",
  legacy("invokeJob", "job", () => {}),
  /payload must be a value that JSON can/,
);
refuses(
  "a key that is none",
  legacy("invokeJob", "job", 1, { idempotencyKey: 7 }),
  /idempotencyKey must be a string/,
);
refuses("a key no header holds", legacy("invokeJob", "job", 1, { idempotencyKey: "a\nb" }), /idempotencyKey/);
refuses(
  "another scope for one call",
  legacy("getRun", "run", { clientConfig: { secretKey: "tr_dev_a" } }),
  /clientConfig is for today's API; make a new LegacyClient instead/,
);
