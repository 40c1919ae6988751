"use strict";

// The typings: what the addon's build generates and what js/typings/ says, as the pages index.d.ts and legacy.d.ts,
// in which every name is declared once and the declarations stand in the order in which one reads them.

const { readFileSync, readdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const prettier = require("prettier");

const { byName, declarationsIn, membersOf, print, unite } = require("./declarations.js");

const root = join(__dirname, "..");
/** What Rust cannot say, a file for each concept. */
const written = join(root, "js", "typings");
const TITLE = `// Typings of hairtrigger. Generated from the Rust doc comments and js/typings/ by \`npm run build\`;
// do not edit.`;

/** What one reads first, in this order. */
const BEGINNING = [
  "configure",
  "withAuth",
  "TriggerClient",
  "BoundAuth",
  "RequestOptions",
  "ClientConfig",
  "Configuration",
  "ScopeRequestOptions",
  "RetryOptions",
];
/** The sections of types that are not those of one area. */
const SHARED = "Types of several areas";
const ERRORS = "Errors";
const ALIASES = "Names of the official SDK for types of this package";
const LEGACY_BEGINNING = ["LegacyClient", "LegacyConfig", "LegacyRequestOptions"];

/** Writes the pages, of the declarations that the addon's build generated. */
async function writeTypings(generated) {
  const declarations = declarationsIn(await format(tidy(generated)));
  const isLegacy = ({ name }) => /^legacy$|^Legacy/.test(name);
  const main = declarations.filter((declaration) => !isLegacy(declaration));
  const legacy = declarations
    .filter(isLegacy)
    .flatMap((each) => (each.name === "legacy" ? membersOf(each) : [each]));
  writeFileSync(join(root, "index.d.ts"), await page([...(await handWritten(written)), ...main]));
  const older = [...(await handWritten(join(written, "legacy"))), ...legacy];
  writeFileSync(join(root, "legacy.d.ts"), await legacyPage(older));
}

/** A doc comment that passes through a Rust macro arrives as the raw string literal it became. */
function tidy(generated) {
  return generated
    .replace(/^(\s*(?:\/\*\*|\*)) r#*" ?/gm, "$1 ")
    .replace(/"#+( \*\/)?$/gm, "$1")
    .replace(/\bArray<(\w+)>/g, "$1[]");
}

async function handWritten(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith(".d.ts"));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), "utf8"));
  return declarationsIn(await format(texts.join("\n")));
}

async function format(text) {
  const options = await prettier.resolveConfig(join(root, "index.d.ts"));
  return prettier.format(text, { ...options, parser: "typescript" });
}

/** The page of the main entry: the beginning, the areas, the types by the areas they are of, the errors. */
function page(declarations) {
  const all = unite(declarations);
  const beginning = BEGINNING.flatMap((name) => all.filter((each) => each.name === name));
  const rest = all.filter((each) => !beginning.includes(each));
  const areas = rest.filter(isArea).sort(byName);
  const errors = rest.filter(isError);
  const types = rest.filter((each) => !isArea(each) && !isError(each)).sort(byName);
  const sections = [["", [...beginning, ...areas]], ...byTopic(types, areas, errors)];
  return format(
    [TITLE, ...sections.flatMap(([title, each]) => [title && `// ${title}`, ...each.map(print)])].join(
      "\n\n",
    ),
  );
}

/** The sections of types: those that one area alone comes to, area by area, and around them the others. */
function byTopic(types, areas, errors) {
  const names = new Set(areas.map(({ name }) => name));
  const usedBy = new Map(types.map(({ name }) => [name, []]));
  for (const name of names) {
    const parts = areas.filter((area) => area.name === name);
    for (const used of reach(parts, types)) usedBy.get(used).push(name);
  }
  const ofErrors = reach(errors, types);
  const topicOf = ({ name }) => {
    const [area, ...others] = usedBy.get(name);
    if (others.length > 0) return SHARED;
    if (area !== undefined) return typesOf(area);
    return ofErrors.has(name) ? ERRORS : ALIASES;
  };
  const typesOf = (area) => `Types of ${area}`;
  const titles = [SHARED, ...[...names].map(typesOf), ERRORS, ALIASES];
  const under = (title) => types.filter((type) => topicOf(type) === title);
  return titles
    .map((title) => [title, [...(title === ERRORS ? errors : []), ...under(title)]])
    .filter(([, section]) => section.length > 0);
}

/** The names of the types that declarations mention, or that types mention which they mention, and so on. */
function reach(declarations, types) {
  const reached = new Set();
  const open = [...declarations];
  for (const declaration of open) {
    const words = new Set(mentioned(declaration));
    const next = types.filter(({ name }) => words.has(name) && !reached.has(name));
    for (const type of next) reached.add(type.name);
    open.push(...next);
  }
  return reached;
}

/** The words of the code, and of the links in its comments. */
function mentioned({ doc, code, members }) {
  if (members !== undefined) return members.flatMap(mentioned);
  const links = [...`${doc}${code}`.matchAll(/\{@link (\w+)/g)].map(([, name]) => name);
  const bare = code.replace(/\/\*\*.*?\*\//gs, "");
  return [...links, ...(bare.match(/\w+/g) ?? [])];
}

function isArea({ keyword }) {
  return keyword === "namespace" || keyword === "function";
}

function isError({ keyword, code }) {
  return keyword === "class" && /^class \w+ extends \w*Error\b/.test(code);
}

/** The page of the second entry: the beginning, the functions, the types. */
function legacyPage(declarations) {
  const all = unite(declarations);
  const imports = all.filter(({ keyword }) => keyword === "import");
  const beginning = LEGACY_BEGINNING.flatMap((name) => all.filter((each) => each.name === name));
  const rest = all.filter((each) => !imports.includes(each) && !beginning.includes(each)).sort(byName);
  const functions = rest.filter(isArea);
  const types = rest.filter((each) => !isArea(each));
  const inOrder = [...imports, ...beginning, ...functions, ...types];
  return format([TITLE, ...inOrder.map(print)].join("\n\n"));
}

module.exports = { LEGACY_BEGINNING, BEGINNING, format, legacyPage, page, writeTypings };
