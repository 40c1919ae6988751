"use strict";

// `npm run api-table`: writes the table of docs/api.md, between its markers, from what the addon knows of every
// call of the endpoint rows.

const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { createRequire } = require("node:module");

const compound = require("../../js/compound.js");
const native = require("../../js/native.js");
const { realm } = require("../../js/realm.js");
const { rows } = require("../../__test__/endpoints/table.js");

const root = join(__dirname, "..", "..");
const document = join(root, "docs", "api.md");
const MARKERS = /(<!-- functions -->\n).*?(<!-- \/functions -->)/s;

/** A scope that calls are described in, and never sent. */
const scope = native.deriveScope(
  native.environmentScope(realm(), []),
  { secretKey: "tr_dev_x" },
  "api-table",
);

/** The functions of an area as they are called; each tells `seen` what its call is, and rejects. */
function describing(seen, path) {
  const area = {};
  for (const [verb, prepare] of Object.entries(native[path])) area[verb] = describe(prepare, seen);
  for (const [verb, compose] of Object.entries(compound[path] ?? {})) {
    area[verb] = (...args) => compose(area, ...args);
  }
  for (const other of Object.keys(native)) {
    const name = other.slice(path.length + 1);
    if (other.startsWith(`${path}.`) && !name.includes(".")) area[name] = describing(seen, other);
  }
  return area;
}

function describe(prepare, seen) {
  return async (...args) => {
    seen(JSON.parse(native.describeCall(prepare(scope, [0, ...args]))));
    throw new Error("described only");
  };
}

function everything(seen) {
  const areas = Object.keys(native).filter((path) => typeof native[path] === "object" && !path.includes("."));
  const described = areas.map((path) => [path, describing(seen, path)]);
  return { ...Object.fromEntries(described), request: describe(native.request, seen) };
}

/** What each function may come to, over all its overloads: by its name, then by what is known of them. */
async function operations() {
  const functions = new Map();
  for (const { name, call, isLegacy } of rows) {
    const found = functions.get(name) ?? new Map();
    functions.set(name, found);
    const seen = ({ request, others, accepts, repeat, kind }) => {
      const key = [request, accepts, repeat].join();
      const known = found.get(key) ?? { request, accepts, repeat, kind, others: new Set() };
      for (const other of others) known.others.add(other);
      found.set(key, known);
    };
    const api = everything(seen);
    await exhaust(call(isLegacy ? api.legacy : api));
  }
  const missing = namesOf(everything()).filter((name) => !functions.has(name));
  if (missing.length > 0) throw new Error(`__test__/endpoints/rows has no row for ${missing.join(", ")}`);
  return functions;
}

/** The functions of areas, nested ones included, by their full name. */
function namesOf(area, path = []) {
  return Object.entries(area).flatMap(([name, value]) =>
    typeof value === "function" ? [[...path, name].join(".")] : namesOf(value, [...path, name]),
  );
}

/** Waits for a described call to be rejected. */
async function exhaust(promise) {
  await promise.catch((error) => {
    if (error.message !== "described only" && error.cause?.message !== "described only") throw error;
  });
}

function line(name, isOfficial, { request, accepts, repeat, kind, others }) {
  const requests = [request, ...others].map((each) => `\`${each}\``).join("<br>");
  const cells = {
    function: `\`${name}\``,
    requests: kind === "local" ? "none" : requests,
    credentials: kind === "local" ? "none" : short(accepts),
    repeatable: kind === "local" ? "" : ["yes", "no"].includes(repeat) ? repeat : `with \`${repeat}\``,
    official: isOfficial ? "yes" : "no",
  };
  return `| ${Object.values(cells).join(" | ")} |`;
}

/** The accepted credentials without what an error says about each. */
function short(accepts) {
  return accepts
    .replace(/ \([^)]*\)| with the scope for it/g, "")
    .replace(/, | or /g, ", ")
    .replace(/\ban? /g, "");
}

async function table() {
  const functions = await operations();
  const sdk = createRequire(join(root, "__test__", "comparison", "package.json"))("@trigger.dev/sdk");
  const isOfficial = (name) => name.split(".").reduce((area, each) => area?.[each], sdk) !== undefined;
  // Any request is that of no operation.
  functions.delete("request");
  const lines = [...functions]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, found]) =>
      [...found.values()].map((operation) => line(name, isOfficial(name), operation)),
    );
  const heads = ["Function", "Requests", "Credentials", "Repeatable", "Official SDK"];
  return [`| ${heads.join(" | ")} |`, `| ${heads.map(() => "---").join(" | ")} |`, ...lines].join("\n");
}

/** What docs/api.md has to hold. */
async function apiDocument() {
  const text = readFileSync(document, "utf8");
  if (!MARKERS.test(text)) throw new Error("docs/api.md has no markers for its table");
  const lines = await table();
  return text.replace(MARKERS, (_, start, end) => `${start}\n${lines}\n\n${end}`);
}

if (require.main === module) apiDocument().then((text) => writeFileSync(document, text));

module.exports = { apiDocument, document };
