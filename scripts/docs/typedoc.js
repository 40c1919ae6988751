"use strict";

// `npm run reference`: the reference of everything that index.d.ts and testing/index.d.ts declare, with the
// documents, as pages in target/reference. TypeDoc needs an earlier TypeScript than ours, so it has a folder of its
// own. Fails at a warning, and at a link that leads nowhere.

const { existsSync, readFileSync, readdirSync } = require("node:fs");
const { join, resolve } = require("node:path");

const { root, run, install, runSteps } = require("../steps.js");

const folder = join(root, "docs", "reference");
const pages = join(root, "target", "reference");

function generate() {
  const typedoc = join(folder, "node_modules", "typedoc", "bin", "typedoc");
  return run("typedoc", process.execPath, [typedoc], { cwd: folder });
}

/** Follows every link of every page to a file, and to an anchor in it. */
function followLinks() {
  const broken = [];
  let count = 0;
  for (const name of readdirSync(pages, { recursive: true }).filter((file) => file.endsWith(".html"))) {
    const page = join(pages, name);
    for (const [, href] of readFileSync(page, "utf8").matchAll(/ (?:href|src)="([^"]*)"/g)) {
      if (/^(https?|data):/.test(href)) continue;
      count += 1;
      if (!leadsSomewhere(page, href)) broken.push(`${name}: ${href}`);
    }
  }
  if (broken.length > 0) throw new Error(`links that lead nowhere:\n${[...new Set(broken)].join("\n")}`);
  console.log(`${count} links lead to what they name`);
}

function leadsSomewhere(page, href) {
  const [path, anchor] = href.split("#");
  const target = path === "" ? page : resolve(page, "..", decodeURIComponent(path));
  if (!existsSync(target)) return false;
  if (!anchor || !target.endsWith(".html")) return true;
  return idsOf(target).has(decodeURIComponent(anchor));
}

const known = new Map();

function idsOf(page) {
  if (!known.has(page)) {
    const ids = [...readFileSync(page, "utf8").matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    known.set(page, new Set(ids));
  }
  return known.get(page);
}

/** The core's own pages, for those who work on it: a link between its comments that leads nowhere fails too. */
function documentCore() {
  const args = ["doc", "--quiet", "--package", "hairtrigger-core", "--no-deps", "--document-private-items"];
  return run("cargo doc", "cargo", args, { env: { ...process.env, RUSTDOCFLAGS: "-D warnings" } });
}

runSteps([
  ["Install TypeDoc", () => install(folder)],
  ["Generate the reference", generate],
  ["Follow its links", followLinks],
  ["The pages of the core", documentCore],
]);
