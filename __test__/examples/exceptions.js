"use strict";

// What is not checked of the documents, with the reason.

const configuration = "part of a configuration, which documents.test.js compares with the tested file";

/** The blocks that are neither run nor compiled; the first line tells which it is. */
const blocks = {
  "docs/bundlers.md": {
    '  serverExternalPackages: ["hairtrigger"],': configuration,
    '  platform: "node",': configuration,
    '  external: ["hairtrigger-*"],': configuration,
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

/** The commands of sh blocks that are no scripts of package.json. */
const commands = {
  "export TRIGGER_SECRET_KEY=tr_prod_…": "a command of the shell",
  "npm install hairtrigger": "a command of npm's own, for a package that is published",
  "npm install --cpu=x64 --os=linux --libc=musl hairtrigger": "the same, for another platform",
};

module.exports = { blocks, commands };
