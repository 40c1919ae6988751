"use strict";

// The folder that is published: the bundles, the typings, the documents of the package's page, and a manifest that
// names what users need of the checkout's.

const { copyFileSync, mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { dirname, join } = require("node:path");

const { bundle } = require("./bundle.js");
const { noticesOfPackages } = require("./notices.js");
const { root } = require("../steps.js");
const manifest = require("../../package.json");

const COPIED = ["index.d.ts", "legacy.d.ts", "testing/index.d.ts", "LICENSE"];
const DOCUMENTS = ["README.md", "CHANGELOG.md"];

/** The fields of the manifest that are about the checkout. */
const OWN_FIELDS = ["private", "scripts", "napi", "devDependencies"];

/** Fills a folder. `platforms` are the names of the packages with addons that come with it. */
async function makePublished(folder, platforms) {
  mkdirSync(folder, { recursive: true });
  const sources = await bundle(folder);
  for (const file of COPIED) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(root, file), join(folder, file));
  }
  for (const file of DOCUMENTS) {
    writeFileSync(join(folder, file), withFullLinks(readFileSync(join(root, file), "utf8")));
  }
  writeFileSync(join(folder, "THIRD-PARTY-NOTICES.txt"), noticesOfPackages(packagesOf(sources)));
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifestFor(platforms), null, 2)}\n`);
}

function manifestFor(platforms) {
  const fields = Object.entries(manifest).filter(([name]) => !OWN_FIELDS.includes(name));
  const optionalDependencies = Object.fromEntries(platforms.map((name) => [name, manifest.version]));
  return { ...Object.fromEntries(fields), optionalDependencies };
}

/** Where a document links a file of the checkout, the page of a package has none: it links that of the version. */
function withFullLinks(text) {
  const repository = manifest.repository.url.replace(/^git\+|\.git$/g, "");
  const tag = `v${manifest.version}`;
  return text
    .replace(/(!\[[^\]]*\]\()(?!https?:|#)([^)]+)\)/g, `$1${repository}/raw/${tag}/$2)`)
    .replace(/((?<!!)\[[^\]]*\]\()(?!https?:|#)([^)]+)\)/g, `$1${repository}/blob/${tag}/$2)`);
}

/** The folders of the packages that the bundles hold. */
async function bundledPackages() {
  return packagesOf(await bundle(join(root, "target", "package")));
}

function packagesOf(sources) {
  const names = sources.map((path) => /^(node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(names)].filter(Boolean).map((name) => join(root, name));
}

module.exports = { bundledPackages, makePublished };
