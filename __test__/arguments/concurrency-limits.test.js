"use strict";

const { refusesExactly, refusesIds } = require("./refusals.js");

const verbs = { retrieve: [], override: [{ total: 1 }], reset: [], pause: [], resume: [] };

for (const [verb, args] of Object.entries(verbs)) {
  refusesIds(
    `concurrencyLimits.${verb}: name`,
    (name) => (api) => api.concurrencyLimits[verb](name, ...args),
  );
}

// A key that was looked up and not found must not make it a call about the whole limit.
for (const [concurrencyKey, message] of [
  [undefined, "concurrencyKey must be a string, got undefined"],
  [null, "concurrencyKey must be a string, got null"],
  ["", "concurrencyKey must not be empty"],
  [7, "concurrencyKey must be a string, got the number 7"],
]) {
  const params = { concurrencyKey };
  for (const verb of ["retrieve", "reset"]) {
    refusesExactly(
      ({ concurrencyLimits }) => concurrencyLimits[verb]("openai", params),
      `concurrencyLimits.${verb}: ${message}`,
    );
  }
  refusesExactly(
    ({ concurrencyLimits }) => concurrencyLimits.override("openai", { ...params, perKey: 1 }),
    `concurrencyLimits.override: ${message}`,
  );
}

const override = (params, message) =>
  refusesExactly(
    ({ concurrencyLimits }) => concurrencyLimits.override("openai", params),
    `concurrencyLimits.override: ${message}`,
    JSON.stringify(params),
  );

override(undefined, "params must be an object, got undefined");
override({ total: "1" }, 'total must be a number, 0 or more, got "1"');
override({ total: -1 }, "total must be a number, 0 or more, got the number -1");
override({ perKey: Number.NaN }, "perKey must be a number, 0 or more, got the number NaN");
override({ perKey: 1, ttl: "1h" }, "ttl is not known here; known are perKey, total");
override({ concurrencyKey: "k" }, "perKey must be a number, 0 or more, got undefined");
override(
  { concurrencyKey: "k", perKey: 1, total: 1 },
  "total is not known here; known are concurrencyKey, perKey, ttl",
);
override(
  { concurrencyKey: "k", perKey: 1, ttl: -1 },
  'ttl must be a duration such as "10m" or a whole number of seconds, got the number -1',
);
refusesExactly(
  ({ concurrencyLimits }) => concurrencyLimits.list({ name: "openai" }),
  "concurrencyLimits.list: name is not known here; known are perPage, page",
);
refusesExactly(
  ({ concurrencyLimits }) => concurrencyLimits.retrieve("openai", { key: "k" }),
  "concurrencyLimits.retrieve: requestOptions.key is not known here; known are retry, additionalHeaders, " +
    "timeoutInMs, maxResponseBytes, signal, clientConfig, prefetch, dedupe",
);
refusesExactly(
  ({ concurrencyLimits }) => concurrencyLimits.reset("openai", { concurrencyKey: "k", signal: undefined }),
  "concurrencyLimits.reset: concurrencyKey is a parameter and signal a request option; pass the request " +
    "options as an object of their own, after the parameters",
);
