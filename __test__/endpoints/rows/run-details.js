"use strict";

const { after, options, row } = require("../row.js");

const path = "/api/v1/runs/run_1";

/** A call that takes a run and no more, with and without options. */
function ofRun(verb, suffix) {
  const name = `runs.${verb}`;
  return [
    row(name, (api) => api.runs[verb]("run_1"), "GET", path + suffix),
    row(name, (api) => api.runs[verb]("run_1", options), "GET", path + suffix),
  ];
}

/** An update of metadata, and the body it becomes. */
function update(params, body = params, ...rest) {
  const call = (api) => api.runs.updateMetadata("run_1", params, ...rest);
  return row("runs.updateMetadata", call, "PUT", `${path}/metadata`, { body });
}

const operations = [
  { type: "set", key: "$.a.b", value: null },
  { type: "delete", key: "c" },
  { type: "append", key: "d", value: { e: [1] } },
  { type: "remove", key: "d", value: 1 },
  { type: "increment", key: "f", value: -1.5 },
  { type: "update", value: {} },
];

const rows = [
  ...ofRun("retrieveResult", "/result"),
  ...ofRun("listEvents", "/events"),
  ...ofRun("retrieveTrace", "/trace"),
  ...ofRun("retrieveMetadata", "/metadata"),
  row("runs.retrieveSpan", (api) => api.runs.retrieveSpan("run_1", "abc"), "GET", `${path}/spans/abc`),
  row(
    "runs.retrieveSpan",
    (api) => api.runs.retrieveSpan("run_1", "a/b", options),
    "GET",
    `${path}/spans/a%2Fb`,
  ),
  row("runs.addTags", (api) => api.runs.addTags("run_1", "a"), "POST", `${path}/tags`, {
    body: { tags: "a" },
  }),
  row("runs.addTags", (api) => api.runs.addTags("run_1", ["a", " é,b "], options), "POST", `${path}/tags`, {
    body: { tags: ["a", " é,b "] },
  }),
  row("runs.addTags", (api) => api.runs.addTags("run_1", []), "POST", `${path}/tags`, { body: { tags: [] } }),
  update({ metadata: {} }),
  update({ metadata: { at: after, none: undefined } }, { metadata: { at: "2026-11-01T00:00:00.000Z" } }),
  update(
    { metadata: { text: '{"a":1}' }, operations: undefined },
    { metadata: { text: '{"a":1}' } },
    options,
  ),
  update({ operations }),
];

module.exports = rows.map((each) => ({ ...each, answer: {} }));
