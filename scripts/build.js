"use strict";

// Builds the addon, as it is released unless a `--profile` says otherwise, and writes its typings.

const { spawnSync } = require("node:child_process");
const { existsSync, mkdirSync, writeFileSync } = require("node:fs");
const { dirname, join } = require("node:path");

const { writeTypings } = require("./typings.js");

const root = join(__dirname, "..");
/** napi puts a header before what it generates: none, since the typings are arranged afterwards. */
const header = join(root, "target", "header.d.ts");

async function build() {
  const toolchain = spawnSync("cargo", ["--version"], { encoding: "utf8" });
  if (toolchain.error !== undefined || toolchain.status !== 0) {
    fail(
      "hairtrigger is built with Rust, and `cargo` was not found. Install Rust 1.89 or newer from\n" +
        "https://rustup.rs, open a new terminal, and run this command again.",
    );
  }
  const cli = join(root, "node_modules", "@napi-rs", "cli", "dist", "cli.js");
  if (!existsSync(cli)) fail("The build tools are not installed; run `npm install` first.");
  mkdirSync(dirname(header), { recursive: true });
  writeFileSync(header, "");
  const options = process.argv.slice(2);
  if (!options.includes("--profile")) options.push("--release");
  const built = spawnSync(process.execPath, [cli, "build", ...options], { cwd: root, stdio: "inherit" });
  if (built.status !== 0) fail("The build failed; the compiler's messages are above.");
  await writeTypings();
}

function fail(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

build();
