"use strict";

// `npm run api-table`: writes the table of docs/api.md, between its markers, from the addon's table of operations.

const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { createRequire } = require("node:module");

const compound = require("../../js/compound.js");
const native = require("../../js/native.js");
const { rows } = require("../../__test__/endpoints/table.js");

const root = join(__dirname, "..", "..");
const document = join(root, "docs", "api.md");
const MARKERS = /(<!-- functions -->\n).*?(<!-- \/functions -->)/s;

/** What servers of 4.5.12 do not have, by how the path begins; the rest is at least as old. */
const LATER = ["/api/v1/concurrency-limits", "/api/v1/query/dashboards/"];

function since(request) {
  return LATER.some((path) => request.includes(path)) ? "later than 4.5.12" : "";
}

/** The rows of the addon's table by the function they are of; any request is that of no operation. */
function nativeFunctions() {
  const table = JSON.parse(native.operationTable()).filter(({ name }) => name !== "request");
  return new Map(table.map(({ name }) => [name, table.filter((row) => row.name === name)]));
}

/** The row of a function that makes no call. */
const LOCAL = { request: "", others: [], accepts: "", repeat: "", kind: "local" };

/** The functions that are made of others, with the rows of what their calls begin with. */
async function compoundFunctions(functions) {
  const found = new Map();
  for (const [path, area] of Object.entries(compound.areas)) {
    for (const [verb, compose] of Object.entries(area)) {
      const name = `${path}.${verb}`;
      found.set(name, functions.get(await firstCall(compose, path, callOf(name))) ?? [LOCAL]);
    }
  }
  return found;
}

/** The call of what has tests of its own, beside the rows. */
const calls = {
  "streams.read": (api) => api.streams.read("run_1"),
  "tasks.triggerAndSubscribe": (api) => api.tasks.triggerAndSubscribe("a"),
};

function callOf(name) {
  if (calls[name] !== undefined) return calls[name];
  const row = rows.find((each) => each.name === name);
  if (row === undefined) throw new Error(`__test__/endpoints/rows has no row for ${name}`);
  return row.call;
}

/** Which function of its area a compound one calls first. */
async function firstCall(compose, path, call) {
  let first;
  const area = recordArea(path, (name) => async () => {
    first ??= name;
    throw new Error("recorded only");
  });
  const areas = { [path]: area, runs: {}, under: () => ({ areas, signal: undefined }) };
  const composed = new Proxy(
    {},
    {
      get:
        () =>
        (...args) =>
          compose(areas, ...args),
    },
  );
  try {
    await call({ [path]: composed });
  } catch (error) {
    if (error.message !== "recorded only" && error.cause?.message !== "recorded only") throw error;
  }
  return first;
}

/** An area, and those below it, whose functions do something else. */
function recordArea(path, recording) {
  const area = Object.fromEntries(
    Object.keys(native[path]).map((verb) => [verb, recording(`${path}.${verb}`)]),
  );
  const start = `${path}.`;
  for (const other of Object.keys(native).filter((name) => name.startsWith(start))) {
    area[other.slice(start.length)] = recordArea(other, recording);
  }
  return area;
}

function line(name, isOfficial, { request, accepts, repeat, kind, others }) {
  const requests = [request, ...others].map((each) => `\`${each}\``).join("<br>");
  const cells = {
    function: `\`${name}\``,
    requests: kind === "local" ? "none" : requests,
    credentials: kind === "local" ? "none" : short(accepts),
    repeatable: kind === "local" ? "" : ["yes", "no"].includes(repeat) ? repeat : `with \`${repeat}\``,
    since: since(request),
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
  const single = nativeFunctions();
  const functions = [...single, ...(await compoundFunctions(single))];
  const sdk = createRequire(join(root, "__test__", "comparison", "package.json"))("@trigger.dev/sdk");
  const isOfficial = (name) => name.split(".").reduce((area, each) => area?.[each], sdk) !== undefined;
  const lines = functions
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, found]) => found.map((operation) => line(name, isOfficial(name), operation)));
  const heads = ["Function", "Requests", "Credentials", "Repeatable", "Since", "Official SDK"];
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
