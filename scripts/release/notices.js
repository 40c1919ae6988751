"use strict";

// The notices that the licenses of other people's code ask for, of the npm packages that a bundle holds, and of the
// crates and the standard library that an addon is linked of.

const { execFileSync } = require("node:child_process");
const { existsSync, readFileSync, readdirSync } = require("node:fs");
const { dirname, join } = require("node:path");

const { root } = require("../steps.js");

/** What a license asks to be handed on with the code stands in files of these names. */
const LICENSE_FILE = /^(licen[cs]e|copying|notice|unlicense|copyright)/i;

/** Crates that are published without the license of the repository they are from, and where it is found. */
const BORROWED = {
  "alloc-stdlib": (crates) => crates.get("alloc-no-stdlib"),
  napi: () => join(root, "node_modules", "@napi-rs", "cli"),
  "napi-sys": () => join(root, "node_modules", "@napi-rs", "cli"),
};

/** Of the standard library's crates, those for its own build and tests, and for platforms that have no addon. */
const NOT_LINKED =
  /^(cc|dlmalloc|fortanix-.*|getopts|hermit-.*|moto-.*|r-efi.*|rand.*|shlex|vex-.*|wasi|wit-.*)$/;

const RULE = "-".repeat(80);

/** Writes the notices of npm packages, each given by its folder. */
function noticesOfPackages(folders) {
  if (folders.length === 0) {
    return "The JavaScript of this package holds nothing of other people's: it depends on no package, and none is bundled.\n";
  }
  const works = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return { name, version, license, texts: textsIn(folder, license) };
  });
  return print("The JavaScript of this package holds these packages:", works);
}

/** Writes the notices of what is linked into the addon for a target. */
function noticesOfAddon(target) {
  const works = [...cratesOf(target), ...standardLibrary()];
  return print(
    "The addon in this package is linked of these crates and the standard library of Rust:",
    works,
  );
}

function print(title, works) {
  const names = works.map(({ name, version, license }) => `  ${name} ${version} (${license})`);
  const byText = new Map();
  for (const { name, texts } of works) {
    for (const text of texts) byText.set(text, [...(byText.get(text) ?? []), name]);
  }
  const parts = [...byText].map(([text, names]) => `${RULE}\n${names.join(", ")}\n${RULE}\n\n${text}\n`);
  return `${title}\n\n${names.join("\n")}\n\nTheir licenses and notices:\n\n${parts.join("\n")}`;
}

/** The crates that are linked into the addon for a target. */
function cratesOf(target) {
  const folders = foldersOfCrates(target);
  return listCrates(target).map(({ name, version, license }) => {
    const folder = folders.get(`${name} ${version}`);
    const texts = textsIn(folder, license);
    const found = texts.length > 0 ? texts : textsIn(borrowedFolder(name, folders), license);
    if (found.length === 0)
      throw new Error(`${name} ${version} brings no license: scripts/release/notices.js`);
    return { name, version, license, texts: found };
  });
}

function borrowedFolder(name, folders) {
  const byName = new Map([...folders].map(([crate, folder]) => [crate.split(" ")[0], folder]));
  return BORROWED[name]?.(byName) ?? "";
}

/** What `cargo tree` has for a target, without our own crates and what runs in the compiler alone. */
function listCrates(target) {
  const edges = ["--edges", "normal,no-proc-macro", "--package", "hairtrigger"];
  const form = ["--prefix", "none", "--no-dedupe", "--format", "{p}|{l}"];
  const lines = cargo("tree", ...edges, ...form, "--target", target, "--locked")
    .trim()
    .split("\n");
  return [...new Set(lines)]
    .map((line) => /^(\S+) v(\S+)( \(\/.*\)| \([A-Z]:.*\))?\|(.*)$/.exec(line))
    .filter(([, , , isOurs]) => isOurs === undefined)
    .map(([, name, version, , license]) => ({ name, version, license }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function foldersOfCrates(target) {
  const { packages } = JSON.parse(
    cargo("metadata", "--format-version", "1", "--locked", "--filter-platform", target),
  );
  return new Map(packages.map((crate) => [`${crate.name} ${crate.version}`, dirname(crate.manifest_path)]));
}

function cargo(...args) {
  return execFileSync("cargo", args, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 28 });
}

/** What a folder has to be handed on; where the MIT license may be chosen, the texts of that one. */
function textsIn(folder, license) {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => LICENSE_FILE.test(file));
  const mayChoose = / OR |\//.test(license) && !/ AND /.test(license) && license.includes("MIT");
  const isOther = (file) => mayChoose && /apache|zlib|bsd|unlicense|boost/i.test(file);
  const chosen = files.some((file) => /mit/i.test(file)) ? files.filter((file) => !isOther(file)) : files;
  return chosen.sort().map((file) => readFileSync(join(folder, file), "utf8").replace(/\r\n/g, "\n").trim());
}

/** The standard library, and the crates it is made of: a toolchain brings the notices as a page. */
function standardLibrary() {
  const sysroot = execFileSync("rustc", ["--print", "sysroot"], { encoding: "utf8" }).trim();
  const documents = join(sysroot, "share", "doc", "rust");
  const page = join(documents, "COPYRIGHT-library.html");
  if (!existsSync(page)) {
    throw new Error(
      `${page} is missing, which has the notices of Rust's library: take a toolchain of rustup`,
    );
  }
  const [own, ...parts] = readFileSync(page, "utf8").split("<h3>");
  const version = execFileSync("rustc", ["--version"], { encoding: "utf8" }).split(" ")[1];
  const holders = [...own.matchAll(/<b>Copyright:<\/b> (.+?)<\/p>/g)].map(
    ([, holder]) => `Copyright (c) ${holder}`,
  );
  const licenses = ["MIT", "Unicode-3.0"].map((name) =>
    readFileSync(join(documents, "licenses", `${name}.txt`), "utf8").trim(),
  );
  const library = {
    name: "std",
    version,
    license: "MIT OR Apache-2.0, with tables under Unicode-3.0",
    texts: [[...new Set(holders)].join("\n"), ...licenses],
  };
  return [library, ...parts.map(crateOnPage).filter(({ name }) => !NOT_LINKED.test(name))];
}

function crateOnPage(part) {
  const [, name, version] = /^\W*(\S+?)-(\d\S*?)<\/h3>/.exec(part);
  const [, license] = /<b>License:<\/b> (.+?)<\/p>/.exec(part);
  const files = [...part.matchAll(/<summary><code>(.+?)<\/code>.*?<pre>(.*?)<\/pre>/gs)];
  const hasMit = files.some(([, file]) => /mit/i.test(file));
  const texts = files
    .filter(([, file]) => !hasMit || !/apache|zlib|unlicense/i.test(file))
    .map(([, , text]) => unescape(text).trim());
  return { name, version, license, texts };
}

function unescape(text) {
  return text
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&");
}

module.exports = { noticesOfAddon, noticesOfPackages };
