"use strict";

// `node scripts/measure/package.js`: packs what this checkout has built, installs it into an empty folder, and writes what
// that takes into docs/package.json and README.md.

const { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

const root = join(__dirname, "..", "..");
const json = join(root, "docs", "package.json");
const readme = join(root, "README.md");
const MARKED = /(<!-- measured: package -->\n\n).*?(\n\n<!-- \/measured -->)/s;

/** What an installation of tarballs takes: sizes in bytes, files, and packages beside ours and its addon's. */
function measure(tarballs, installed) {
  const files = filesBelow(join(installed, "node_modules")).filter((path) => !path.includes(".package-lock"));
  const sizes = files.map((path) => statSync(path).size);
  const packages = readdirSync(join(installed, "node_modules")).filter((name) => !name.startsWith("."));
  return {
    packedBytes: sum(tarballs.map((path) => statSync(path).size)),
    unpackedBytes: sum(sizes),
    addonBytes: sum(files.filter((path) => path.endsWith(".node")).map((path) => statSync(path).size)),
    files: files.length,
    dependencies: packages.filter((name) => !/^hairtrigger(-|$)/.test(name)).length,
  };
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

/** README.md with the figures in it. */
function readmeWith(figures) {
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
  const { packedBytes, unpackedBytes, addonBytes, files, dependencies } = figures;
  const rows = [
    ["downloaded", megabytes(packedBytes)],
    ["installed", `${megabytes(unpackedBytes)}, of which the addon is ${megabytes(addonBytes)}`],
    ["files", files],
    ["dependencies", dependencies],
  ];
  const table = [
    "| the package | |",
    "| --- | --- |",
    ...rows.map(([what, much]) => `| ${what} | ${much} |`),
  ];
  return readFileSync(readme, "utf8").replace(MARKED, `$1${table.join("\n")}$2`);
}

async function main() {
  const { installInto, pack } = require("../release/packed.js");
  const folder = mkdtempSync(join(tmpdir(), "hairtrigger-measure-"));
  try {
    const tarballs = await pack(join(folder, "tarballs"));
    const installed = join(folder, "installed");
    await installInto(installed, tarballs);
    const figures = measure(tarballs, installed);
    writeFileSync(json, `${JSON.stringify(figures, null, 2)}\n`);
    writeFileSync(readme, readmeWith(figures));
    console.log(figures);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (require.main === module) main();

module.exports = { json, measure, readme, readmeWith };
