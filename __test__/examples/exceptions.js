"use strict";

// The blocks that are neither run nor compiled, each with the reason; the first line tells which it is.

const configuration = "part of a configuration, which documents.test.js compares with the tested file";

module.exports = {
  "docs/bundlers.md": {
    '  serverExternalPackages: ["hairtrigger"],': configuration,
    '  platform: "node",': configuration,
    '    externals: { hairtrigger: "module hairtrigger" },': configuration,
    '  ssr: { noExternal: true, external: ["hairtrigger"] },': configuration,
  },
  "docs/telemetry.md": {
    "HAIRTRIGGER 4711: runs.list https://api.trigger.dev [tr_prod_…a1B2 #9f86d081] 503 (0.0 + 31.2 + 0.1 ms) 200 (0.0 + 28.9 + 0.4 ms)":
      "what is printed, not code",
  },
  "docs/testing.md": {
    "nobody expected POST /api/v2/runs/run_gone/cancel: nobody seeded it in prod of proj_abc (404 Resource not found)":
      "what is printed, not code",
  },
};
