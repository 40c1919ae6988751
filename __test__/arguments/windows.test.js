"use strict";

// A window that nothing can lie in is a mistake, and an empty list would hide it.

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { refusesExactly, sent } = require("./refusals.js");

const [early, late] = [new Date("2026-11-01T00:00:00.000Z"), new Date("2026-11-02T00:00:00.000Z")];
const seconds = 1_793_491_200;

const windows = {
  "runs.list": (api, window) => api.runs.list(window),
  "runs.list of a project": (api, window) => api.runs.list("proj_a", { env: "prod", ...window }),
  "runs.bulk.cancel": (api, filter) => api.runs.bulk.cancel({ filter }),
  "errors.list": (api, window) => api.errors.list(window),
  "sessions.list": (api, window) => api.sessions.list(window),
  "wait.listTokens": (api, window) => api.wait.listTokens(window),
  "query.execute": (api, window) => api.query.execute("SELECT 1", window),
};

for (const [title, call] of Object.entries(windows)) {
  const [operation] = title.split(" ");
  const prefix = operation === "runs.bulk.cancel" ? "filter." : "";
  const refused = `${operation}: ${prefix}from must not be after ${prefix}to: nothing lies between them`;
  refusesExactly((api) => call(api, { from: late, to: early }), refused, `${title} by dates`);
  refusesExactly((api) => call(api, { from: late, to: +early }), refused, `${title} by milliseconds`);
  for (const end of ["from", "to"]) {
    refusesExactly(
      (api) => call(api, { [end]: seconds }),
      `${operation}: ${prefix}${end} is a number of milliseconds since 1970, and this one looks like seconds; ` +
        "multiply them by 1,000, or pass a Date",
      `${title} ${end} seconds`,
    );
  }
  test(`${title}: a window of one moment, and one of small numbers, go out`, async () => {
    await sent((api) => call(api, { from: early, to: early }));
    await sent((api) => call(api, { from: 0, to: 1 }));
  });
}

const deployments = (window) => (api) => api.deployments.list(window);
const refused = "deployments.list: from must not be after to: nothing lies between them";
refusesExactly(deployments({ from: "2026-11-02", to: "2026-11-01" }), refused, "deployments by days");
refusesExactly(deployments({ from: "2026-11-02", to: early }), refused, "deployments by a day and a date");

test("texts that only the server can read are left to it", async () => {
  const { query } = await sent(deployments({ from: "2026-W45", to: "2026-11-01" }));
  assert.equal(query, "from=2026-W45&to=2026-11-01");
});
