"use strict";

// Makes index.d.ts and legacy.d.ts of what the addon's functions are generated as and of js/typings/: each name
// declared once, in the order in which a page is read, formatted.

const { readFileSync, readdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
const written = join(root, "js", "typings");
const TITLE = `// Typings of hairtrigger. Generated from the Rust doc comments and js/typings/ by \`npm run build\`;
// do not edit.
`;
/** What a reader looks for first. */
const FIRST = ["configure", "withAuth", "TriggerClient", "RequestOptions", "ClientConfig", "Configuration"];
const DECLARATION =
  /^(?:export )?(?:declare )?(?:abstract )?(interface|type|class|const|function|namespace|enum) ([\w.]+)/;

/** Reads what napi has written, and writes both files. */
async function writeTypings() {
  const generated = await format(tidy(readFileSync(join(root, "index.d.ts"), "utf8")));
  const { main, legacy } = split(statements(generated));
  await write("index.d.ts", await handWritten(written), main);
  await write("legacy.d.ts", await handWritten(join(written, "legacy")), legacy);
}

async function write(file, byHand, generated) {
  const page = arrange([...byHand, ...generated]);
  writeFileSync(join(root, file), await format([TITLE, ...page].join("\n\n")));
}

async function format(text) {
  // Loaded here, so that a build that needs no typings needs no formatter.
  const prettier = require("prettier");
  const options = await prettier.resolveConfig(join(root, "index.js"));
  return prettier.format(text, { ...options, parser: "typescript" });
}

async function handWritten(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith(".d.ts"));
  const texts = files.sort().map((file) => format(readFileSync(join(folder, file), "utf8")));
  return (await Promise.all(texts)).flatMap(statements);
}

/** A doc comment that passes through a Rust macro arrives as the raw string literal it became. */
function tidy(text) {
  return text
    .replace(/^(\s*(?:\/\*\*|\*)) r#*" ?/gm, "$1 ")
    .replace(/"#+( \*\/)?$/gm, "$1")
    .replace(/^(\s*\*) +$/gm, "$1");
}

const COMMENT = /^(?:\/\*\*|\/\/)/;
const CODE = /^(?:export|declare|interface|type|class|function|abstract|import)\b/;

/** The statements of a formatted text, each with its comment: `{ kind, name, text }`. */
function statements(text) {
  const found = [];
  let lines = [];
  const end = () => {
    const code = lines.find((line) => CODE.test(line));
    if (code !== undefined) {
      const [, kind = "other", name = code] = DECLARATION.exec(code) ?? [];
      found.push({ kind, name, text: lines.join("\n").trim() });
      lines = [];
    }
  };
  for (const line of text.split("\n")) {
    // Only a comment or another statement begins at the margin.
    if (COMMENT.test(line) || CODE.test(line)) end();
    lines.push(line);
  }
  end();
  return found;
}

/** Puts statements in the order of a page, with what is said of one namespace in several places in one. */
function arrange(all) {
  refuseTwins(all);
  const functions = all.filter(({ kind }) => kind === "function");
  const namespaces = merge(all.filter(({ kind }) => kind === "namespace"));
  const types = all.filter(({ kind }) => !["function", "namespace"].includes(kind)).sort(byName);
  const rest = [...functions.sort(byName), ...namespaces, ...types];
  const first = FIRST.flatMap((name) => rest.filter((statement) => statement.name === name));
  return [...first, ...rest.filter((statement) => !first.includes(statement))].map(({ text }) => text);
}

/** Two interfaces of one name would merge without a word. */
function refuseTwins(all) {
  const single = all.filter(({ kind }) => !["function", "namespace", "other"].includes(kind));
  const twin = single.find(({ name }, index) => single.findIndex((other) => other.name === name) !== index);
  if (twin !== undefined) throw new Error(`typings: ${twin.name} is declared twice`);
}

/** Namespaces by name, each once: of overloads the generated one, which most callers mean, comes last. */
function merge(namespaces) {
  const names = [...new Set(namespaces.map(({ name }) => name))].sort();
  return names.map((name) => {
    const inside = namespaces.filter((each) => each.name === name).flatMap(({ text }) => membersOf(text));
    const members = inside.map((member, index) => ({ ...member, index })).sort(byNameThenIndex);
    const body = members.map(({ text }) => text.replace(/^(?=.)/gm, "  ")).join("\n\n");
    return { kind: "namespace", name, text: `export declare namespace ${name} {\n${body}\n}` };
  });
}

/** The statements within a namespace's braces. */
function membersOf(text) {
  const lines = text.slice(text.indexOf("{\n") + 2, text.lastIndexOf("\n}")).split("\n");
  return statements(lines.map((line) => line.replace(/^ {2}/, "")).join("\n")).map(exported);
}

/** An overload that takes what the others do not has to come after the generated one; it says so. */
const LAST = /^\/\/ Last: .*\n/;

/** All of a namespace is exported, whether a declaration says so or not. */
function exported({ text, ...member }) {
  return {
    ...member,
    isLast: LAST.test(text),
    text: text.replace(LAST, "").replace(/^(?=function )/m, "export "),
  };
}

const byName = ({ name: one }, { name: other }) => (one < other ? -1 : Number(one > other));
const byNameThenIndex = (one, other) =>
  byName(one, other) || Number(one.isLast) - Number(other.isLast) || one.index - other.index;

/** Tells the declarations of the main entry from those of the other one, which its namespace and names begin. */
function split(all) {
  const isLegacy = ({ name }) => name === "legacy" || name.startsWith("Legacy");
  const legacy = all.filter(isLegacy).flatMap((statement) => {
    if (statement.kind !== "namespace") return [statement];
    return membersOf(statement.text).map((member) => ({
      ...member,
      text: member.text.replace(/^export function/m, "export declare function"),
    }));
  });
  return { main: all.filter((statement) => !isLegacy(statement)), legacy };
}

module.exports = { arrange, statements, writeTypings };
