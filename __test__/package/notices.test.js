"use strict";

// Every package has the notices of what it holds of other people's.

const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const { join } = require("node:path");
const { test } = require("node:test");

const { noticesOfAddon, noticesOfPackages } = require("../../scripts/release/notices.js");
const { napi } = require("../../package.json");

const root = join(__dirname, "..", "..");

/** What the notices list, and the names above each text. */
function read(notices) {
  const [list] = notices.split("Their licenses and notices:");
  const listed = [...list.matchAll(/^ {2}(\S+) (\S+) \(.+\)$/gm)].map(
    ([, name, version]) => `${name} ${version}`,
  );
  const [, ...parts] = notices.split(/\n-{80}\n(.+)\n-{80}\n/);
  const texts = parts.flatMap((names, index) =>
    index % 2 === 0 ? [{ names: names.split(", "), text: parts[index + 1] }] : [],
  );
  return { listed, texts };
}

/** The crates below ours that cargo links for a target, from its tree with a line for each. */
function linkedCrates(target) {
  const args = [
    "tree",
    "--package",
    "hairtrigger",
    "--locked",
    "--target",
    target,
    "--edges",
    "no-dev,no-build,no-proc-macro",
  ];
  const printed = execFileSync("cargo", [...args, "--prefix", "none"], { cwd: root, encoding: "utf8" });
  const crates = [...printed.matchAll(/^(\S+) v([\w.+-]+)/gm)].map(
    ([, name, version]) => `${name} ${version}`,
  );
  return [...new Set(crates)].filter((crate) => !/^hairtrigger(-core)? /.test(crate));
}

for (const target of napi.targets) {
  test(`the notices for ${target} have every crate that is linked, with a text`, () => {
    const { listed, texts } = read(noticesOfAddon(target));
    const crates = linkedCrates(target);
    assert.ok(crates.length > 80);
    assert.deepEqual(
      crates.filter((crate) => !listed.includes(crate)),
      [],
    );
    const withText = new Set(texts.filter(({ text }) => text.length > 100).flatMap(({ names }) => names));
    for (const crate of listed) assert.ok(withText.has(crate.split(" ")[0]), crate);
  });
}

test("the roots of Mozilla, the cryptography and the standard library are among them", () => {
  const { texts } = read(noticesOfAddon(napi.targets[0]));
  const has = (name, pattern) => texts.some(({ names, text }) => names.includes(name) && pattern.test(text));
  assert.ok(has("webpki-roots", /Community Data License Agreement/));
  assert.ok(has("ring", /BoringSSL|OpenSSL/));
  assert.ok(has("std", /The Rust Project Developers/));
});

test("where nothing is bundled that is said", () => {
  assert.match(noticesOfPackages([]), /holds nothing of other people's/);
});

test("packages in the bundle are among those of the package", () => {
  const folders = ["superjson", "copy-anything", "is-what"].map((name) => join(root, "node_modules", name));
  const { listed, texts } = read(noticesOfPackages(folders));
  assert.deepEqual(
    listed.map((each) => each.split(" ")[0]),
    ["superjson", "copy-anything", "is-what"],
  );
  for (const { text } of texts) assert.match(text, /MIT License[^]+Copyright \(c\)/);
});
