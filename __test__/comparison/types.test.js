"use strict";

// Moving the types is a change of the import: the same program compiles against both packages.

const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { test } = require("node:test");

const root = join(__dirname, "..", "..");
const program = join(__dirname, "types", "moving.mts");

/** Compiles the program with its import from a package. */
function compileFrom(source) {
  const folder = join(root, "target", "moving");
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(__dirname, "types"), folder, { recursive: true });
  symlinkSync(join(__dirname, "node_modules"), join(folder, "node_modules"), "junction");
  const text = readFileSync(program, "utf8");
  writeFileSync(join(folder, "moving.mts"), text.replace('from "@trigger.dev/sdk"', `from "${source}"`));
  const compilerOptions = {
    // The official typings do not compile by themselves under these options.
    skipLibCheck: true,
    typeRoots: [join(root, "node_modules", "@types")],
    paths: { hairtrigger: [join(root, "index.d.ts")] },
  };
  const project = {
    extends: join(root, "__test__", "types", "tsconfig.json"),
    compilerOptions,
    include: ["*.mts"],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(project));
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  return spawnSync(process.execPath, [compiler, "--project", folder], { encoding: "utf8" });
}

for (const source of ["@trigger.dev/sdk", "hairtrigger"]) {
  test(`the types of the official SDK, imported from ${source}`, () => {
    const { status, stdout } = compileFrom(source);
    assert.equal(status, 0, stdout);
  });
}

/** The names of types that a page of typings has in its last section. */
function aliases() {
  const [, section] = readFileSync(join(root, "index.d.ts"), "utf8").split(
    /^\/\/ Names of the official SDK.*$/m,
  );
  return Array.from(section.matchAll(/^export type (\w+)/gm), ([, name]) => name);
}

test("the program uses every name that is there for its sake, and docs/moving.md has it", () => {
  const [text, table] = [program, join(root, "docs", "moving.md")].map((file) => readFileSync(file, "utf8"));
  assert.ok(aliases().length > 20);
  for (const name of aliases()) {
    assert.match(text, new RegExp(`^ {2}type ${name},$`, "m"));
    assert.ok(table.includes(`\`${name}\``), `${name} is missing in docs/moving.md`);
  }
});
