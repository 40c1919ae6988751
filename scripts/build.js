"use strict";

// Builds the addon, as it is released unless a `--profile` says otherwise, and writes index.d.ts and legacy.d.ts from the Rust doc comments.

const { spawnSync } = require("node:child_process");
const { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } = require("node:fs");
const { dirname, join } = require("node:path");

const root = join(__dirname, "..");
const typings = join(root, "index.d.ts");
/** What Rust cannot say, a file for each concept. */
const written = join(root, "js", "typings");
const header = join(root, "target", "header.d.ts");
const legacyTypings = join(root, "legacy.d.ts");
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
  writeFileSync(header, [TITLE, ...handWritten(written)].join("\n"));
  const options = process.argv.slice(2);
  if (!options.includes("--profile")) options.push("--release");
  const built = spawnSync(process.execPath, [cli, "build", ...options], { cwd: root, stdio: "inherit" });
  if (built.status !== 0) fail("The build failed; the compiler's messages are above.");
  const { main, legacy } = split(tidy(readFileSync(typings, "utf8")));
  writeFileSync(typings, main);
  writeFileSync(legacyTypings, [TITLE, ...handWritten(join(written, "legacy")), legacy].join("\n"));
}

function handWritten(folder) {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".d.ts"))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8"));
}

/** Tells the declarations of the main entry from those of the other one, which its namespace and names begin. */
function split(text) {
  const declarations = text.trimEnd().split(/\n\n(?=\/\*\*|export )/);
  const isLegacy = (declaration) =>
    /^export (declare namespace legacy|interface Legacy\w+) \{/m.test(declaration);
  const legacy = declarations.filter(isLegacy).map(unwrap);
  const main = declarations.filter((declaration) => !isLegacy(declaration));
  return { main: `${main.join("\n\n")}\n`, legacy: `${legacy.join("\n\n")}\n` };
}

/** The functions of a namespace by themselves. */
function unwrap(declaration) {
  const inside = /^export declare namespace \w+ \{\n(.*)\n\}$/s.exec(declaration)?.[1];
  return (
    inside?.replace(/^ {2}/gm, "").replace(/^export function/gm, "export declare function") ?? declaration
  );
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
