"use strict";

const { refuses, refusesIds } = require("./refusals.js");

for (const verb of ["retrieveResult", "listEvents", "retrieveTrace", "retrieveMetadata"]) {
  refusesIds(`runs.${verb}: runId`, (id) => (api) => api.runs[verb](id));
}
refusesIds("runs.retrieveSpan: runId", (id) => (api) => api.runs.retrieveSpan(id, "span"));
refusesIds("runs.retrieveSpan: spanId", (id) => (api) => api.runs.retrieveSpan("run_1", id));
refusesIds("runs.addTags: runId", (id) => (api) => api.runs.addTags(id, "a"));
refusesIds("runs.updateMetadata: runId", (id) => (api) => api.runs.updateMetadata(id, { metadata: {} }));

const addTags = (tags) => (api) => api.runs.addTags("run_1", tags);
refuses("no tags", addTags(), /^runs\.addTags: tags must be a string or an array of strings, got undefined$/);
refuses("an empty tag", addTags(""), /tags must not be empty/);
refuses("an empty tag among others", addTags(["a", ""]), /tags\[1\] must not be empty/);
refuses("a blank tag", addTags(" \t"), /tags must not hold a blank tag/);
refuses("a blank tag among others", addTags(["a", " "]), /tags must not hold a blank tag/);
refuses("a tag that is no text", addTags(["a", 7]), /tags\[1\] must be a string, got the number 7/);
refuses("tags that are options", addTags({ timeoutInMs: 5 }), /tags must be a string or an array of strings/);

const update = (params) => (api) => api.runs.updateMetadata("run_1", params);
refuses("no update", update(), /params must be an object, got undefined/);
refuses("an empty update", update({}), /params must have either metadata or operations/);
refuses(
  "both updates",
  update({ metadata: {}, operations: [] }),
  /of both the server would take the operations/,
);
refuses("metadata itself", update({ a: 1 }), /a is not known here; known are metadata, operations/);
// The server would store it as a text.
refuses("metadata as text", update({ metadata: '{"a":1}' }), /metadata must be an object, got "/);
refuses("metadata that is a list", update({ metadata: [] }), /metadata must be an object/);
refuses(
  "metadata that is a Map",
  update({ metadata: new Map([["a", 1]]) }),
  /metadata must be a plain object/,
);
refuses("metadata that is null", update({ metadata: null }), /metadata must be an object, got null/);
