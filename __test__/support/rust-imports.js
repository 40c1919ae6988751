"use strict";

// Which files of a Rust crate import which: from `use` lines and from paths within the code.

const { readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");

/** The files of a crate, `{ "retry/backoff.rs": text }`; its unit tests, in files of their own, left out. */
function filesOf(folder) {
  const names = readdirSync(folder, { recursive: true }).map((name) => name.replaceAll("\\", "/"));
  const files = names.filter((name) => name.endsWith(".rs") && !name.endsWith("_tests.rs"));
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

/** The code of a file: no comments, and not its tests. */
function codeOf(text) {
  return text.replace(/^#\[cfg\(test\)\][\s\S]*/m, "").replace(/\/\/.*$/gm, "");
}

/** The paths that a file names, each as `["crate", "retry", "Backoff"]` or `["super", "partition", …]`. */
function pathsIn(code) {
  const paths = [];
  for (const [statement] of code.matchAll(/\buse\s+[^;]+;/g)) {
    paths.push(...expand(statement.replace(/^use\s+|;$/g, "").replace(/\s+as\s+\w+|\s+/g, "")));
  }
  for (const [path] of code.matchAll(/\b(?:crate|super|hairtrigger_core)(?:::\w+)+/g)) {
    paths.push(path.split("::"));
  }
  return paths;
}

/** `a::{b, c::{d, e}}` as `a::b`, `a::c::d`, `a::c::e`. */
function expand(tree) {
  const open = tree.indexOf("{");
  if (open === -1) return [tree.split("::")];
  const parts = [];
  let depth = 0;
  let start = open + 1;
  for (let index = open; index < tree.length; index += 1) {
    if (tree[index] === "{") depth += 1;
    if (tree[index] === "}") depth -= 1;
    if ((tree[index] === "," && depth === 1) || depth === 0) {
      parts.push(tree.slice(start, index));
      start = index + 1;
      if (depth === 0) break;
    }
  }
  const before = tree.slice(0, open);
  return parts.filter(Boolean).flatMap((part) => expand(before + part));
}

/** The room of a file: its first folder, or the file's own name at the top. */
function roomOf(name) {
  return name.split("/")[0].replace(/\.rs$/, "");
}

/** The arrows between rooms, each `{ from, to, file }`. */
function arrowsBetweenRooms(files) {
  return Object.entries(files).flatMap(([file, text]) => {
    const from = roomOf(file);
    if (from === "lib" || from === "mod") return [];
    const rooms = pathsIn(codeOf(text)).filter(([root, room]) => root === "crate" && room !== undefined);
    return [...new Set(rooms.map(([, room]) => room))]
      .filter((to) => to !== from)
      .map((to) => ({ from, to, file }));
  });
}

/** The files that a file imports within its own folder. */
function siblings(file, text, files) {
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  const names = pathsIn(codeOf(text))
    .filter(([root]) => root === "super")
    .map(([, name]) => `${folder}${name}.rs`);
  return [...new Set(names)].filter((name) => name in files && name !== file);
}

/** The first circle of files that import each other, or undefined. */
function circleIn(files) {
  const done = new Set();
  const visit = (file, trail) => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of siblings(file, files[file], files)) {
      const circle = visit(next, [...trail, file]);
      if (circle !== undefined) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of Object.keys(files).filter((name) => !name.endsWith("mod.rs"))) {
    const circle = visit(file, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

module.exports = { arrowsBetweenRooms, circleIn, codeOf, filesOf, roomOf };
