"use strict";

const { after, options, row } = require("../row.js");

const path = "/api/v1/sessions";
const one = `${path}/session_1`;
const least = { type: "chat.agent", taskIdentifier: "chat", triggerConfig: { basePayload: {} } };
const triggerConfig = {
  basePayload: { chatId: "c", at: after },
  machine: "small-1x",
  queue: "mine",
  concurrency: ["a", "b"],
  concurrencyKey: "key",
  tags: ["a"],
  maxAttempts: 3,
  maxDuration: 60,
  lockToVersion: "20261121.1",
  externalDeploymentId: "abc",
  region: "eu",
  idleTimeoutInSeconds: 30,
  ttl: "10m",
};
const whole = {
  ...least,
  externalId: "chat/1",
  triggerConfig,
  tags: ["x", "y"],
  metadata: { a: [1, null] },
  expiresAt: after,
};
const sent = {
  ...whole,
  triggerConfig: { ...triggerConfig, basePayload: { chatId: "c", at: after.toISOString() } },
  expiresAt: after.toISOString(),
};

const session = (name, call, method, to, body) =>
  row(`sessions.${name}`, call, method, to, { body, answer: { id: "session_1" } });

const changes = [
  session("start", (api) => api.sessions.start(least), "POST", path, least),
  session("start", (api) => api.sessions.start(whole, options), "POST", path, sent),
  session(
    "start",
    (api) =>
      api.sessions.start({
        ...least,
        triggerConfig: { basePayload: {}, externalDeploymentId: null, ttl: 60 },
        expiresAt: "2026-11-01",
      }),
    "POST",
    path,
    { ...least, triggerConfig: { basePayload: {}, ttl: 60 }, expiresAt: "2026-11-01" },
  ),
  session("retrieve", (api) => api.sessions.retrieve("session_1"), "GET", one),
  session("retrieve", (api) => api.sessions.retrieve("a/b é", options), "GET", `${path}/a%2Fb%20%C3%A9`),
  session(
    "update",
    (api) => api.sessions.update("session_1", { tags: [], metadata: { a: 1 }, externalId: "mine" }, options),
    "PATCH",
    one,
    { tags: [], metadata: { a: 1 }, externalId: "mine" },
  ),
  session(
    "update",
    (api) => api.sessions.update("session_1", { metadata: null, externalId: null }),
    "PATCH",
    one,
    { metadata: null, externalId: null },
  ),
  session("close", (api) => api.sessions.close("session_1"), "POST", `${one}/close`, {}),
  session("close", (api) => api.sessions.close("a/b", options), "POST", `${path}/a%2Fb/close`, {}),
  session(
    "close",
    (api) => api.sessions.close("session_1", { reason: "done", callingRunId: "run_1" }, options),
    "POST",
    `${one}/close`,
    { reason: "done", callingRunId: "run_1" },
  ),
];

const list = (call, query) => row("sessions.list", call, "GET", path, { query });
const lists = [
  list((api) => api.sessions.list()),
  list((api) => api.sessions.list(options)),
  list((api) => api.sessions.list({}, options)),
  list((api) => api.sessions.list({ type: "a,b" }), "filter%5Btype%5D=a%2Cb"),
  list((api) => api.sessions.list({ type: ["chat.agent"] }), "filter%5Btype%5D=chat.agent"),
  list((api) => api.sessions.list({ tag: "red" }), "filter%5Btags%5D=red"),
  list((api) => api.sessions.list({ taskIdentifier: "chat" }), "filter%5BtaskIdentifier%5D=chat"),
  list((api) => api.sessions.list({ externalId: "a b" }), "filter%5BexternalId%5D=a+b"),
  list((api) => api.sessions.list({ status: ["ACTIVE", "CLOSED"] }), "filter%5Bstatus%5D=ACTIVE%2CCLOSED"),
  list((api) => api.sessions.list({ period: "1d" }), "filter%5BcreatedAt%5D%5Bperiod%5D=1d"),
  list(
    (api) => api.sessions.list({ from: after, to: 1.8e12 }),
    `filter%5BcreatedAt%5D%5Bfrom%5D=${after.getTime()}&filter%5BcreatedAt%5D%5Bto%5D=1800000000000`,
  ),
  list((api) => api.sessions.list({ limit: 5, after: "c" }), "page%5Bsize%5D=5&page%5Bafter%5D=c"),
  list((api) => api.sessions.list({ before: "c" }), "page%5Bbefore%5D=c"),
];

module.exports = [...changes, ...lists];
