"use strict";

const { options, row } = require("../row.js");

const self = "/realtime/v1/streams/run_1/self";
const stream = `${self}/tokens`;
const target = "run_1";
/** A server without a store: what is written goes to the API itself. */
const answer = { version: "v1", ok: true };
const written = (call, name, key) => {
  const path = `${self}/${key}`;
  return row(name, call, "PUT", path, {
    answer,
    more: [
      {
        method: "POST",
        path,
        body: [{ a: 1 }],
        headers: { "x-resume-from-chunk": "0", "x-stream-version": "v1" },
        made: ["x-client-id"],
        answer,
      },
    ],
  });
};

async function* parts() {
  yield { a: 1 };
}

const execute = ({ write }) => write({ a: 1 });

const session = "/realtime/v1/sessions/chat%2F1";
const made = ["x-part-id"];

module.exports = [
  row(
    "streams.append",
    (api) => api.streams.append('{"a":1}', { target }),
    "POST",
    "/realtime/v1/streams/run_1/self/default/append",
    { body: { a: 1 }, made },
  ),
  row(
    "streams.append",
    (api) => api.streams.append("tokens", '{"a":1}', { target, requestOptions: options }),
    "POST",
    `${stream}/append`,
    { body: { a: 1 }, made },
  ),
  row(
    "streams.input",
    (api) => api.streams.input({ id: "a/b" }).send("run_1", { a: 1 }, options),
    "POST",
    "/realtime/v1/streams/run_1/input/a%2Fb",
    { body: { data: { a: 1 } } },
  ),
  written(
    (api) => api.streams.define({ id: "tokens" }).append({ a: 1 }, { target }),
    "streams.define",
    "tokens",
  ),
  written(
    (api) => api.streams.pipe("piped", parts(), { target, requestOptions: options }).waitUntilComplete(),
    "streams.pipe",
    "piped",
  ),
  written(
    (api) => api.streams.writer("written", { target, execute }).waitUntilComplete(),
    "streams.writer",
    "written",
  ),
  row(
    "sessions.open",
    (api) => api.sessions.open("chat/1").in.send({ a: 1 }, options),
    "POST",
    `${session}/in/append`,
    { body: { a: 1 }, made },
  ),
  row(
    "sessions.open",
    (api) => api.sessions.open("chat/1").channel("side").in.send('{"a":1}'),
    "POST",
    `${session}/channels/side/in/append`,
    { body: { a: 1 }, made },
  ),
  row(
    "sessions.open",
    (api) => api.sessions.open("chat/1").out.records({ afterEventId: 3 }),
    "GET",
    `${session}/out/records`,
    { query: "afterEventId=3", answer: { records: [] } },
  ),
  row(
    "sessions.open",
    (api) => api.sessions.open("chat/1").channel("side").in.records(),
    "GET",
    `${session}/channels/side/in/records`,
    { answer: { records: [] } },
  ),
  row("sessions.defineChannel", (api) => api.sessions.defineChannel("side"), undefined, undefined, {
    result: { name: "side" },
  }),
];
