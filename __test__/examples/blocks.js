"use strict";

// The code blocks of the documents, and what of a js block is changed to run it.

const { readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..", "..");
const documents = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

const FENCE = /^(?:<!-- example: (?<name>[\w -]+) -->\n)?```(?<language>\w*)\n(?<code>.*?)^```$/gms;
const IMPORT = /^import (?:(\{[^}]*\})|\* as (\w+)) from "([^"]+)";$/gm;
const CHECKED = /^( *)(.+); \/\/ → (.+)$/gm;

/** The blocks of a document: language, code, line, and the name that a comment just before it gives. */
function blocksOf(document) {
  const text = readFileSync(join(root, document), "utf8");
  const blocks = [...text.matchAll(FENCE)].map(({ index, groups }) => {
    const line = text.slice(0, index).split("\n").length + (groups.name === undefined ? 0 : 1);
    return { document, line, language: groups.language, name: groups.name, code: groups.code };
  });
  const fences = text.match(/^```/gm) ?? [];
  if (fences.length !== 2 * blocks.length) throw new Error(`${document}: a block is not closed`);
  return blocks;
}

/** The import declarations of a block. */
function importsOf({ code }) {
  return [...code.matchAll(IMPORT)].map(([, names, namespace, source]) => ({
    names: names ?? namespace,
    source,
  }));
}

/**
 * Makes the body of an async function of a js block. `import` becomes `load`; a line that says `; // → …` what
 * comes of its expression becomes a call of `check`.
 */
function runnable({ code, document, line }) {
  const body = code.replace(IMPORT, load).replace(CHECKED, checked);
  if (/\/\/ →|^import /m.test(body)) throw new Error(`${document}:${line}: not a statement this can run`);
  return body;
}

function load(_, names, namespace, source) {
  return `const ${declared(names ?? namespace)} = load("${source}");`;
}

function checked(_, indent, expression, expected) {
  const [, verb, error] = /^(rejects|throws) with (\w+)$/.exec(expected) ?? [];
  const promised = expression.replace(/^await /, "");
  if (verb === "rejects") return `${indent}await checkRejection(() => (${promised}), "${error}");`;
  if (verb === "throws") return `${indent}await checkThrow(() => (${expression}), "${error}");`;
  return `${indent}await check(async () => (${expression}), ${expected});`;
}

/** Names as a declaration has them: `{ a as b }` is `{ a: b }` there. */
function declared(names) {
  return names.replaceAll(" as ", ": ");
}

module.exports = { blocksOf, declared, documents, importsOf, root, runnable };
