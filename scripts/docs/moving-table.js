"use strict";

// `npm run api-table` too: writes the table of docs/moving.md, between its markers, from what the official SDK and
// hairtrigger export.

const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { createRequire } = require("node:module");

const hairtrigger = require("../..");

const root = join(__dirname, "..", "..");
const document = join(root, "docs", "moving.md");
const MARKERS = /(<!-- areas -->\n).*?(<!-- \/areas -->)/s;

/** The functions of an area, nested ones included, by their name in it. */
function functionsOf(area, path = []) {
  return Object.entries(area ?? {}).flatMap(([name, value]) => {
    if (typeof value === "function") return [[...path, name].join(".")];
    return typeof value === "object" && value !== null ? functionsOf(value, [...path, name]) : [];
  });
}

function areasOf(api) {
  return Object.keys(api).filter(
    (name) => typeof api[name] === "object" && functionsOf(api[name]).length > 0,
  );
}

function cell(names) {
  return names
    .sort()
    .map((name) => `\`${name}\``)
    .join(", ");
}

function table(official) {
  const lines = areasOf(hairtrigger).map((area) => {
    const [theirs, ours] = [official, hairtrigger].map((api) => functionsOf(api[area]));
    const same = ours.filter((name) => theirs.includes(name));
    const staying = theirs.filter((name) => !ours.includes(name));
    const added = ours.filter((name) => !theirs.includes(name));
    return `| \`${area}\` | ${cell(same)} | ${cell(staying)} | ${cell(added)} |`;
  });
  const heads = ["Area", "Change the import", "Stays with the official SDK", "New"];
  return [`| ${heads.join(" | ")} |`, `| ${heads.map(() => "---").join(" | ")} |`, ...lines].join("\n");
}

/** What docs/moving.md has to hold. */
function movingDocument() {
  const official = createRequire(join(root, "__test__", "comparison", "package.json"))("@trigger.dev/sdk");
  const text = readFileSync(document, "utf8");
  if (!MARKERS.test(text)) throw new Error("docs/moving.md has no markers for its table");
  return text.replace(MARKERS, (_, start, end) => `${start}\n${table(official)}\n\n${end}`);
}

if (require.main === module) writeFileSync(document, movingDocument());

module.exports = { document, movingDocument };
