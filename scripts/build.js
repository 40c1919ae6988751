"use strict";

// Builds the addon in release mode and writes index.d.ts from the Rust doc comments.

const { spawnSync } = require("node:child_process");
const { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } = require("node:fs");
const { dirname, join } = require("node:path");

const root = join(__dirname, "..");
const typings = join(root, "index.d.ts");
/** What Rust cannot say, a file for each concept. */
const written = join(root, "js", "typings");
const header = join(root, "target", "header.d.ts");
const TITLE = `// Typings of hairtrigger. Generated from the Rust doc comments and js/typings/ by \`npm run build\`;
// do not edit.
`;

function build() {
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
  writeFileSync(header, [TITLE, ...handWritten()].join("\n"));
  const options = ["build", "--release", ...process.argv.slice(2)];
  const built = spawnSync(process.execPath, [cli, ...options], { cwd: root, stdio: "inherit" });
  if (built.status !== 0) fail("The build failed; the compiler's messages are above.");
  writeFileSync(typings, tidy(readFileSync(typings, "utf8")));
}

function handWritten() {
  return readdirSync(written)
    .sort()
    .map((file) => readFileSync(join(written, file), "utf8"));
}

/** A doc comment that passes through a Rust macro arrives as the raw string literal it became. */
function tidy(text) {
  return text
    .replace(/^(\s*(?:\/\*\*|\*)) r#*" ?/gm, "$1 ")
    .replace(/"#+( \*\/)?$/gm, "$1")
    .replace(/^(\s*\*) +$/gm, "$1");
}

function fail(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

build();
