"use strict";

// The packed tarball, installed into an empty folder and used from CommonJS, ESM and TypeScript.

const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { after, before, test } = require("node:test");

const root = join(__dirname, "..", "..");
const npm = ["npm", { shell: process.platform === "win32" }];
let folder;

function run(command, args, options = {}) {
  return execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: "pipe", ...options });
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), "hairtrigger-package-"));
  run(npm[0], ["pack", "--pack-destination", folder], { ...npm[1], cwd: root });
  const [tarball] = readdirSync(folder);
  writeFileSync(join(folder, "package.json"), '{ "private": true }');
  run(npm[0], ["install", "--no-audit", "--no-fund", "--prefer-offline", `./${tarball}`], npm[1]);
});

after(() => rmSync(folder, { recursive: true, force: true }));

const program = `
const seen = [];
const server = http.createServer((request, response) => {
  seen.push(request.method + " " + request.url + " " + request.headers.authorization);
  response.setHeader("content-type", "application/json").end('{"success":true}');
}).listen(0, "127.0.0.1", async () => {
  configure({ baseURL: "http://127.0.0.1:" + server.address().port, ambient: false });
  await withAuth({ secretKey: "tr_dev_packed" }, () => envvars.update("proj_a", "dev", "A", { value: "1" }));
  const failure = await runs.list().catch((error) => error);
  console.log(JSON.stringify({ seen, failed: failure instanceof ConfigurationError }));
  server.close();
});
`;
const names = "configure, withAuth, envvars, runs, ConfigurationError";
const expected = {
  seen: ["PUT /api/v1/projects/proj_a/envvars/dev/A Bearer tr_dev_packed"],
  failed: true,
};

test("the packed package works from CommonJS", () => {
  const source = `const http = require("node:http"); const { ${names} } = require("hairtrigger");${program}`;
  writeFileSync(join(folder, "program.cjs"), source);
  assert.deepEqual(JSON.parse(run(process.execPath, ["program.cjs"])), expected);
});

test("the packed package works from ESM", () => {
  const source = `import http from "node:http"; import { ${names} } from "hairtrigger";${program}`;
  writeFileSync(join(folder, "program.mjs"), source);
  assert.deepEqual(JSON.parse(run(process.execPath, ["program.mjs"])), expected);
});

test("the packed package brings its command line", () => {
  const { version } = require("../../package.json");
  assert.equal(run("npx", ["--no-install", "hairtrigger", "--version"], npm[1]).trim(), version);
});

test("the packed package brings its typings", () => {
  writeFileSync(
    join(folder, "program.mts"),
    `import { runs, type ListedRun } from "hairtrigger";
     import { createTestServer, type TestServer } from "hairtrigger/testing";
     export const server: Promise<TestServer> = createTestServer();
     export const first: Promise<ListedRun | undefined> = runs.list({ limit: 1 }).then((page) => page.data[0]);`,
  );
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const typeRoots = join(root, "node_modules", "@types");
  const options = [
    "--noEmit",
    "--strict",
    "--module",
    "nodenext",
    "--typeRoots",
    typeRoots,
    "--types",
    "node",
  ];
  run(process.execPath, [compiler, ...options, "program.mts"]);
});

test("the packed package holds what is used and nothing else", () => {
  const installed = join(folder, "node_modules", "hairtrigger");
  const files = readdirSync(installed, { recursive: true }).map(String);
  for (const needed of [
    "index.js",
    "index.d.ts",
    "testing/index.js",
    "hairtrigger.node",
    "LICENSE",
    "README.md",
  ]) {
    assert.ok(files.includes(needed), `${needed} is missing`);
  }
  const strays = files.filter((name) => /^(src|__test__|benches|scripts|target|examples)/.test(name));
  assert.deepEqual(strays, []);
  const addon = statSync(join(installed, "hairtrigger.node")).size;
  assert.ok(addon < 6_000_000, `the addon has ${addon} bytes`);
});

for (const condition of ["workerd", "edge-light"]) {
  test(`under the condition ${condition} an import fails with one sentence`, () => {
    const program = 'import("hairtrigger").catch((error) => console.log(error.message))';
    const printed = run(process.execPath, [`--conditions=${condition}`, "--eval", program]);
    assert.match(
      printed,
      /^hairtrigger is a native addon .* cannot run in a browser or an edge runtime: .*\n$/,
    );
  });
}

test("a bundler for browsers gets the same sentence, and one for servers the package", () => {
  const { exports } = require(join(folder, "node_modules", "hairtrigger", "package.json"));
  const { browser, workerd, default: entry, ...conditions } = exports["."];
  assert.equal(browser, workerd);
  assert.equal(entry, "./index.js");
  // The first condition that holds decides, and those who bundle for Electron set both.
  const order = Object.keys(exports["."]);
  assert.ok(order.indexOf("node") < order.indexOf("browser"));
  assert.equal(conditions.node, "./index.js");
});
