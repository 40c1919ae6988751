"use strict";

// The typings read like a page: each name is declared once, in an order one can rely on, under a comment that says
// what it is.

const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { test } = require("node:test");

const { declarationsIn, membersOf } = require("../../scripts/declarations.js");
const { format, legacyPage, page } = require("../../scripts/typings.js");

const root = join(__dirname, "..", "..");
const read = (name) => readFileSync(join(root, name), "utf8");
const pages = { "index.d.ts": page, "legacy.d.ts": legacyPage };
const files = [...Object.keys(pages), "testing/index.d.ts"];

/** What the lines that are not indented declare, exported or not. */
function declaredIn(text) {
  const lines = text.matchAll(
    /^(export )?(?:declare )?(class|const|enum|function|interface|namespace|type) ([\w.]+)/gm,
  );
  return [...lines].map(([, exported, keyword, name]) => ({ exported, keyword, name }));
}

/** The lines inside each namespace, one level further out. */
function namespacesOf(text) {
  const found = [...text.matchAll(/^export (?:declare )?namespace (\w+) \{\n(.*?)\n\}$/gms)];
  return found.map(([, name, inside]) => ({ name, inside: inside.replace(/^ {2}/gm, "") }));
}

/** Every name is declared once; a function as often as it has overloads, which stand together. */
function assertOnce(text, where) {
  const declared = declaredIn(text);
  assert.ok(declared.length > 0, where);
  const seen = new Map();
  for (const [index, { exported, keyword, name }] of declared.entries()) {
    assert.ok(exported, `${where}: ${name} is not exported`);
    const isOverload = keyword === "function" && seen.get(name) === index - 1;
    assert.ok(isOverload || !seen.has(name), `${where}: ${name} is declared twice`);
    seen.set(name, index);
  }
  for (const { name, inside } of namespacesOf(text)) assertOnce(inside, `${where}, ${name}`);
}

for (const file of files) {
  test(`${file} declares every exported name once`, () => assertOnce(read(file), file));
}

test("a name that is declared twice is found, and a namespace in parts", () => {
  const twice = "export interface A {\n  a: string;\n}\n\nexport interface A {\n  b: string;\n}\n";
  assert.throws(() => assertOnce(twice, "page"), /A is declared twice/);
  const parts = "export declare namespace a {\n  export const b: 1;\n}\n";
  assert.throws(() => assertOnce(parts + parts, "page"), /a is declared twice/);
  assert.throws(() => page(declarationsIn(twice)), /A is declared twice/);
});

test("a handle of a run has what a trigger answers, and a run of a span has a name of its own", () => {
  const bodyOf = (name) =>
    new RegExp(`^export interface ${name} \\{\n(.*?)^\\}`, "ms").exec(read("index.d.ts"))[1];
  const fieldsOf = (name) => Array.from(bodyOf(name).matchAll(/^ {2}(\w+)\??:/gm), ([, field]) => field);
  assert.deepEqual(fieldsOf("TriggeredRun"), ["id", "isCached", "publicAccessToken"]);
  assert.deepEqual(fieldsOf("SpanTriggeredRun"), ["runId", "taskIdentifier", "status", "createdAt"]);
});

test("index.d.ts begins with the scopes, then come the areas, the types by area, and the errors", () => {
  const text = read("index.d.ts");
  const [areas, ...sections] = text.split(/^\/\/ (?=Types|Errors|Names)/m);
  const names = [...new Set(declaredIn(areas).map(({ name }) => name))];
  assert.deepEqual(names.slice(0, 9), [
    "configure",
    "withAuth",
    "TriggerClient",
    "BoundAuth",
    "RequestOptions",
    "ClientConfig",
    "Configuration",
    "ScopeRequestOptions",
    "RetryOptions",
  ]);
  assert.deepEqual(names.slice(9), names.slice(9).sort());
  const keywords = declaredIn(areas).filter(({ name }) => names.indexOf(name) >= 9);
  for (const { keyword, name } of keywords) assert.match(keyword, /^(namespace|function)$/, name);

  const titles = sections.map((section) => section.split("\n")[0]);
  assert.equal(titles[0], "Types of several areas");
  const topics = titles.slice(1, -2).map((title) => /^Types of (\w+)$/.exec(title)[1]);
  assert.deepEqual(
    topics,
    names.slice(9).filter((name) => topics.includes(name)),
  );
  assert.deepEqual(titles.slice(-2), ["Errors", "Names of the official SDK for types of this package"]);
  for (const [index, section] of sections.entries()) {
    const types = declaredIn(section);
    const sorted = types.filter(({ keyword }) => keyword !== "class").map(({ name }) => name);
    assert.deepEqual(sorted, sorted.toSorted(), titles[index]);
    for (const { keyword, name } of types) assert.match(keyword, /^(interface|type|class)$/, name);
  }
});

test("legacy.d.ts begins with the client, then come the functions and the types, by name", () => {
  const names = [...new Set(declaredIn(read("legacy.d.ts")).map(({ name }) => name))];
  assert.deepEqual(names.slice(0, 3), ["LegacyClient", "LegacyConfig", "LegacyRequestOptions"]);
  const [functions, types] = [/^[a-z]/, /^[A-Z]/].map((form) =>
    names.slice(3).filter((name) => form.test(name)),
  );
  assert.deepEqual(names.slice(3), [...functions.sort(), ...types.sort()]);
});

for (const [file, arrange] of Object.entries(pages)) {
  test(`${file} is what is made of it once more, and formatted`, async () => {
    const text = read(file);
    assert.equal(await arrange(declarationsIn(text)), text);
    assert.equal(await format(text), text);
  });
}

/** How a comment may not begin: with a word that leaves open what is meant. */
const RIDDLE =
  /^(What|Whether|Which|How|Why|Where|When|Whose|Who|Whom|Whoever|Nothing|The same|That|Of|With|Those|They|It|Under|Until|As|There|If|In|Same)\b/;

/** The text of a doc comment. */
function wordsOf(comment) {
  const lines = comment.replace(/^\s*\/\*\*|\*\/\s*$/g, "").replace(/^\s*\* ?/gm, "");
  return lines.trim().replace(/^\*\*/, "");
}

for (const file of files) {
  test(`every declaration of ${file} says what it is, a function by a verb`, () => {
    const check = (declarations) => {
      for (const declaration of declarations) {
        const { doc, keyword, name } = declaration;
        if (keyword === "namespace") check(membersOf(declaration));
        else if (keyword === "function") assert.match(wordsOf(doc), /^[A-Z][a-z]+s\b/, name);
        else if (keyword !== "import") assert.match(wordsOf(doc), /^["`A-Z]/, name);
      }
    };
    check(declarationsIn(read(file)));
  });

  test(`no comment of ${file} begins with a riddle or has a word of the inside`, () => {
    const comments = read(file)
      .match(/\/\*\*.*?\*\//gs)
      .map(wordsOf);
    assert.ok(comments.length > 20);
    for (const comment of comments) {
      assert.doesNotMatch(comment, RIDDLE);
      assert.doesNotMatch(comment, /\b(lanes?|part(y|ies)|breakage|verdict|shape of the wire|passage)\b/i);
    }
  });
}
