"use strict";

// Programs for cargo that a script needs and not every machine has: they are installed into target/tools.

const { spawnSync } = require("node:child_process");
const { delimiter, join } = require("node:path");

const { root, run } = require("./steps.js");

const tools = join(root, "target", "tools");

/** The environment in which cargo finds them. */
const environment = { ...process.env, PATH: `${join(tools, "bin")}${delimiter}${process.env.PATH}` };

/** Installs the program behind `cargo <name>`, unless there is one. */
async function provide(name) {
  if (spawnSync("cargo", [name, "--version"], { env: environment }).status === 0) return;
  await run("cargo install", "cargo", [
    "install",
    `cargo-${name}`,
    "--locked",
    "--debug",
    "--quiet",
    "--root",
    tools,
  ]);
}

module.exports = { environment, provide };
