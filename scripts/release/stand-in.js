"use strict";

// A copy of this checkout in which what is published stands in for its sources: the tests there, which ask for the
// package by its name or by the paths of its entries, test what users get.

const { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } = require("node:fs");
const { join } = require("node:path");

const { makePublished } = require("./published.js");
const { root } = require("../steps.js");

/** Named as the folder of an installed package. */
const folder = join(root, "target", "published", "hairtrigger");

const LEFT_OUT = new Set([".git", "node_modules", "target"]);

/** Makes it, with the packages that are installed here. */
async function makeStandIn() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(root)) {
    if (!LEFT_OUT.has(name)) cpSync(join(root, name), join(folder, name), { recursive: true, filter: isOwn });
  }
  for (const path of ["", "__test__/comparison", "__test__/packaging"]) {
    const modules = join(root, path, "node_modules");
    if (existsSync(modules)) symlinkSync(modules, join(folder, path, "node_modules"), "junction");
  }
  await makePublished(folder, []);
  // The manifests differ in what is about the checkout, which tests ask for too.
  copyFileSync(join(root, "package.json"), join(folder, "package.json"));
}

function isOwn(path) {
  return !/[/\\](node_modules|target)$/.test(path);
}

module.exports = { folder, makeStandIn };
