"use strict";

// `npm run pack`: what is published, as tarballs in target/tarballs, which install into an empty folder.
// `npm run pack -- --artifacts <folder>`: the same with the addons of other machines, by their platforms' names.

const { join, relative } = require("node:path");
const { parseArgs } = require("node:util");

const { install, root, run, runSteps } = require("../steps.js");

const folder = join(root, "target", "tarballs");
const { values } = parseArgs({ options: { artifacts: { type: "string" } } });
const build = () => run("build", process.execPath, [join(root, "scripts", "build.js")]);

async function packAll() {
  // Not before: what it needs is installed by an earlier step.
  const { pack } = require("./packed.js");
  const tarballs = await pack(folder, values.artifacts);
  const paths = tarballs.map((path) => path);
  console.log(`\nIn the folder of a project:\n\n  npm install ${paths.join(" ")}\n`);
}

runSteps([
  ["Install the npm packages", () => install()],
  ...(values.artifacts === undefined ? [["Build the addon", build]] : []),
  ["Pack", packAll],
]);
