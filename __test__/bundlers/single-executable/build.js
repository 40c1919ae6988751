"use strict";

const { execFileSync } = require("node:child_process");
const { writeFileSync } = require("node:fs");

const { buildSync } = require("esbuild");

buildSync({
  stdin: {
    contents: `
      const { withAuth } = require("hairtrigger");
      const { config, runId } = JSON.parse(process.env.HAIRTRIGGER_WORLD).plain;
      withAuth(config, (client) => client.runs.retrieve(runId)).then((run) => console.log(run.id));`,
    resolveDir: __dirname,
  },
  bundle: true,
  platform: "node",
  outfile: "dist/program.cjs",
  external: ["hairtrigger-*"],
});

writeFileSync(
  "dist/sea.json",
  JSON.stringify({ main: "dist/program.cjs", output: "dist/program", disableExperimentalSEAWarning: true }),
);
execFileSync("node_modules/node-current/bin/node", ["--build-sea", "dist/sea.json"], { stdio: "ignore" });
