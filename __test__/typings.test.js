"use strict";

// index.d.ts reads like a page: what is looked for first comes first, and each name is declared once.

const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { test } = require("node:test");

const { arrange, statements } = require("../scripts/typings.js");

const root = join(__dirname, "..");
const page = statements(readFileSync(join(root, "index.d.ts"), "utf8"));
const legacy = statements(readFileSync(join(root, "legacy.d.ts"), "utf8"));

test("the page begins with what everybody needs, then has the namespaces by name", () => {
  const names = [...new Set(page.map(({ name }) => name))];
  assert.deepEqual(names.slice(0, 4), ["configure", "withAuth", "TriggerClient", "RequestOptions"]);
  const namespaces = page.filter(({ kind }) => kind === "namespace").map(({ name }) => name);
  assert.ok(namespaces.length > 15);
  assert.deepEqual(namespaces, [...namespaces].sort());
});

test("no name is declared twice, apart from the overloads of a function", () => {
  for (const declared of [page, legacy]) {
    const names = declared.filter(({ kind }) => kind !== "function").map(({ name }) => name);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  }
});

test("two interfaces of one name are refused, for they would merge without a word", () => {
  const twins = statements(
    "export interface A {\n  a: string;\n}\n\nexport interface A {\n  b: string;\n}\n",
  );
  assert.throws(() => arrange(twins), /A is declared twice/);
});

test("what is said of a namespace in two places is in one, the generated overload last", () => {
  const written = statements("export declare namespace runs {\n  function list(a: string): void;\n}\n");
  const generated = statements(
    "export declare namespace runs {\n  export function list(b: number): void;\n}\n",
  );
  const [text] = arrange([...written, ...generated]);
  assert.match(
    text,
    /^export declare namespace runs \{\n {2}export function list\(a.*\n\n {2}export function list\(b/,
  );
});

/** What TypeScript says of a program against the package. */
function errorsOf(t, program) {
  const folder = mkdtempSync(join(__dirname, "types-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "program.mts"), program);
  const config = { extends: "../types/tsconfig.json", include: ["*.mts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  return spawnSync(process.execPath, [compiler, "--project", folder], { encoding: "utf8" }).stdout;
}

test("the error of a misspelt filter names the filter, and not another overload", (t) => {
  const errors = errorsOf(t, 'import { runs } from "hairtrigger";\nawait runs.list({ statsu: "FAILED" });\n');
  assert.match(errors, /'statsu' does not exist in type 'ListRunsParams'/);
});

test("the handle of a trigger has what the server answers, and nothing else", (t) => {
  const program =
    'import { tasks } from "hairtrigger";\nconst run = await tasks.trigger("task", 1);\nrun.id;\nrun.status;\n';
  assert.match(errorsOf(t, program), /Property 'status' does not exist on type/);
});
