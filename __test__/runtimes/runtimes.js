"use strict";

// The runtimes of the suite, as the packages that bring their binaries: nothing is downloaded by a script.

const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const { arch, platform } = process;
const system = platform === "win32" ? "win" : platform;
const ending = platform === "win32" ? ".exe" : "";
const oven = `${platform === "win32" ? "windows" : platform}-${arch === "arm64" ? "aarch64" : arch}`;
const deno = `${platform}-${arch}${{ linux: "-glibc", win32: "-msvc" }[platform] ?? ""}`;

function node(name, version, ...args) {
  return {
    name,
    alias: `node-${version}`,
    source: `npm:node-${system}-${arch}@${version}`,
    binary: join("bin", `node${ending}`),
    args,
  };
}

const PERMISSIONS = [
  "--permission",
  "--allow-addons",
  "--allow-fs-read=*",
  "--allow-worker",
  "--disable-warning=SecurityWarning",
];

/** `args` come before the program's path; `source` is what npm installs under `alias`. */
const runtimes = [
  node("Node 20.0", "20.0.0"),
  node("Node 20", "20"),
  node("Node 22", "22"),
  node("Node 24", "24"),
  node("Node current", "latest"),
  node("Node current, with permissions", "latest", ...PERMISSIONS),
  {
    name: "Bun",
    alias: "bun",
    source: `npm:@oven/bun-${oven}@latest`,
    binary: join("bin", `bun${ending}`),
    args: ["run"],
  },
  {
    name: "Deno",
    alias: "deno",
    source: `npm:@deno/${deno}@latest`,
    binary: `deno${ending}`,
    // What docs/runtimes.md says that it needs.
    args: "run --allow-ffi --allow-net --allow-read --allow-env --node-modules-dir=manual --quiet".split(" "),
  },
];

/** Where a runtime's program is, below the folder they are installed into. */
function binaryOf({ alias, binary }, folder) {
  return join(folder, "node_modules", alias, binary);
}

function versionOf({ alias }, folder) {
  const manifest = readFileSync(join(folder, "node_modules", alias, "package.json"), "utf8");
  // Older packages of Node.js have the tag.
  return JSON.parse(manifest).version.replace(/^v/, "");
}

module.exports = { binaryOf, runtimes, versionOf };
