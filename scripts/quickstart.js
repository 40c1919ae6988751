"use strict";

// From a fresh clone to the main job: installs, builds, and runs examples/quickstart.js.

const { join } = require("node:path");

const { root, run, install, runSteps } = require("./steps.js");

const node = process.execPath;

runSteps([
  ["Install the npm packages", () => install()],
  [
    "Build the addon (the first time takes a few minutes)",
    () => run("build", node, [join(__dirname, "build.js")]),
  ],
  ["Run the quickstart", () => run("quickstart", node, [join(root, "examples", "quickstart.js")])],
]);
