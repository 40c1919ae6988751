"use strict";

// Builds the addon, as it is released unless a `--profile` says otherwise, and writes index.d.ts and legacy.d.ts
// from the Rust doc comments.

const { spawnSync } = require("node:child_process");
const { existsSync, mkdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
/** What the build tool makes of the doc comments, and typings.js the pages of. */
const generated = join("target", "generated.d.ts");
/**
 * The build tool forces its first build by this variable, with the time as its value, and Cargo takes the lack of it for a
 * change the second time: for Cargo it is always the same.
 */
const UNFORCED = ['value = "always"', "force = true"].flatMap((setting) => [
  "--config",
  `env.NAPI_FORCE_BUILD_HAIRTRIGGER.${setting}`,
]);

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
  mkdirSync(join(root, "target"), { recursive: true });
  const options = ["--dts", generated, "--no-dts-header", ...process.argv.slice(2)];
  if (!options.includes("--profile")) options.push("--release");
  const built = spawnSync(process.execPath, [cli, "build", ...options, "--", ...UNFORCED], {
    cwd: root,
    stdio: "inherit",
  });
  if (built.status !== 0) fail("The build failed; the compiler's messages are above.");
  // Not before: what it needs is installed with the build tools.
  const { writeTypings } = require("./typings.js");
  await writeTypings(readFileSync(join(root, generated), "utf8"));
}

function fail(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

build();
