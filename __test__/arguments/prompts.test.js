"use strict";

const { refuses, refusesIds } = require("./refusals.js");

const ids = {
  "prompts.resolve: slug": (id) => (api) => api.prompts.resolve(id),
  "prompts.versions: slug": (id) => (api) => api.prompts.versions(id),
  "prompts.promote: slug": (id) => (api) => api.prompts.promote(id, 1),
  "prompts.createOverride: slug": (id) => (api) => api.prompts.createOverride(id, { textContent: "" }),
  "prompts.updateOverride: slug": (id) => (api) => api.prompts.updateOverride(id, {}),
  "prompts.removeOverride: slug": (id) => (api) => api.prompts.removeOverride(id),
  "prompts.reactivateOverride: slug": (id) => (api) => api.prompts.reactivateOverride(id, 1),
};
for (const [argument, callWith] of Object.entries(ids)) refusesIds(argument, callWith);

const resolving =
  (...args) =>
  (api) =>
    api.prompts.resolve("hello", ...args);

refuses("variables null", resolving(null), /^prompts\.resolve: variables must be an object, got null$/);
refuses("variables a text", resolving("x"), /variables must be an object, got "x"$/);
refuses("variables a Map", resolving(new Map([["a", 1]])), /variables must be a plain object/);
refuses("a label that is none", resolving({}, { label: "" }), /label must not be empty/);
refuses(
  "a version that is none",
  resolving({}, { version: 0 }),
  /version must be a positive integer, got the/,
);
refuses("an unknown option", resolving({}, { nope: 1 }), /nope is not known here; known are label, version$/);
// The official SDK takes them there, and drops them.
refuses(
  "request options among the options",
  resolving({}, { label: "a", requestOptions: {} }),
  /requestOptions is not known here/,
);
refuses(
  "an option and a request option in one object",
  resolving({}, { label: "a", timeoutInMs: 5 }),
  /label is a parameter and timeoutInMs a request option/,
);
refuses("one argument too many", resolving({}, {}, {}, {}), /takes at most 4 arguments, got 5/);

for (const verb of ["promote", "reactivateOverride"]) {
  for (const [version, got] of [
    [undefined, "undefined"],
    ["1", '"1"'],
    [1.5, "the number 1.5"],
    [{ timeoutInMs: 1 }, "an object"],
  ]) {
    refuses(
      `prompts.${verb} of the version ${got}`,
      (api) => api.prompts[verb]("hello", version),
      new RegExp(`^prompts\\.${verb}: version must be a positive integer, got ${got}$`),
    );
  }
}

const creating = (params) => (api) => api.prompts.createOverride("hello", params);
refuses("no override", creating(), /^prompts\.createOverride: params must be an object, got undefined$/);
refuses("an override without text", creating({ model: "m" }), /textContent must be a string, got undefined$/);
refuses("an empty model", creating({ textContent: "x", model: "" }), /model must not be empty/);
refuses(
  "an unknown field of an override",
  (api) => api.prompts.updateOverride("hello", { source: "x" }),
  /source is not known here; known are textContent, model, commitMessage$/,
);
