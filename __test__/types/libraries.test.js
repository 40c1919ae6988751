"use strict";

// The typings of hairtrigger/testing compile with libraries that know no `await using`, and with those that do.

const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const { mkdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { test } = require("node:test");

const root = join(__dirname, "..", "..");
const compiler = join(root, "node_modules", "typescript", "bin", "tsc");

const PROGRAM = `import { createTestServer } from "${join(root, "testing", "index.js").replaceAll("\\", "/")}";
const server = await createTestServer();
const url: string = server.url;
await server[Symbol.asyncDispose]();
export { url };
`;

const LIBRARIES = {
  "older than await using, without Node's": { lib: ["es2022", "dom"], types: [] },
  "older than await using": { lib: ["es2022"], types: ["node"] },
  "that know await using": { lib: ["es2022", "esnext.disposable", "dom"], types: [] },
  newest: { lib: ["esnext"], types: ["node"] },
};

for (const [index, [name, options]] of Object.entries(LIBRARIES).entries()) {
  test(`a program that uses a test server compiles with libraries ${name}`, () => {
    const folder = join(root, "target", "libraries", String(index));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "program.mts"), PROGRAM);
    const compilerOptions = {
      ...options,
      ...{ strict: true, noEmit: true, skipLibCheck: false, target: "es2022", module: "nodenext" },
      typeRoots: [join(root, "node_modules", "@types")],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["program.mts"] }));
    const { status, stdout } = spawnSync(process.execPath, [compiler, "--project", folder], {
      encoding: "utf8",
    });
    assert.equal(stdout, "");
    assert.equal(status, 0);
  });
}
