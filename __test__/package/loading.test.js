"use strict";

// A missing or wrong addon is an error that names the platform, the package that should have it, and what to do.

const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { after, before, test } = require("node:test");

const { makePublished } = require("../../scripts/release/published.js");
const { version } = require("../../package.json");

let published;

before(async () => {
  published = mkdtempSync(join(tmpdir(), "hairtrigger-published-"));
  await makePublished(published, []);
});

after(() => rmSync(published, { recursive: true, force: true }));

/** A folder in which the package is installed without an addon. */
function install(t) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "hairtrigger-loading-")));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const installed = join(folder, "node_modules", "hairtrigger");
  cpSync(published, installed, { recursive: true });
  return folder;
}

/** Installs a package whose addon is this text: JavaScript when it is to load, and the name to end so. */
function addPackage(folder, name, text, main = "addon.node") {
  const installed = join(folder, "node_modules", name);
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(installed, "package.json"), JSON.stringify({ name, main }));
  writeFileSync(join(installed, main), text);
}

/** What a process says of loading the package, on a platform that is not its own. */
function load(folder, { platform = "linux", arch = "x64", library = "glibc" } = {}) {
  const program = `
    Object.defineProperty(process, "platform", { value: ${JSON.stringify(platform)} });
    Object.defineProperty(process, "arch", { value: ${JSON.stringify(arch)} });
    const header = { glibcVersionRuntime: ${library === "glibc" ? '"2.36"' : "undefined"} };
    Object.defineProperty(process, "report", { value: { getReport: () => ({ header }) } });
    try {
      require("hairtrigger");
      console.log("loaded");
    } catch (error) {
      console.log(error.message);
    }`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--eval", program], {
    cwd: folder,
    encoding: "utf8",
  });
  assert.equal(stderr, "");
  return stdout.trim();
}

const platforms = [
  [{ platform: "linux", arch: "x64" }, "linux-x64 (glibc)", "hairtrigger-linux-x64-gnu"],
  [{ platform: "linux", arch: "arm64" }, "linux-arm64 (glibc)", "hairtrigger-linux-arm64-gnu"],
  [{ platform: "linux", arch: "x64", library: "musl" }, "linux-x64 (musl)", "hairtrigger-linux-x64-musl"],
  [
    { platform: "linux", arch: "arm64", library: "musl" },
    "linux-arm64 (musl)",
    "hairtrigger-linux-arm64-musl",
  ],
  [{ platform: "darwin", arch: "x64" }, "darwin-x64", "hairtrigger-darwin-x64"],
  [{ platform: "darwin", arch: "arm64" }, "darwin-arm64", "hairtrigger-darwin-arm64"],
  [{ platform: "win32", arch: "x64" }, "win32-x64", "hairtrigger-win32-x64-msvc"],
  [{ platform: "win32", arch: "arm64" }, "win32-arm64", "hairtrigger-win32-arm64-msvc"],
];

for (const [faked, place, name] of platforms) {
  test(`without its package, ${place} is told about ${name}`, (t) => {
    const message = load(install(t), faked);
    assert.ok(message.startsWith(`hairtrigger cannot be loaded on ${place}: the package ${name}, `), message);
    assert.match(message, /is not installed; run `npm install` on this platform, without `--omit=optional`/);
  });
}

test("a platform without a package is told which there are", (t) => {
  for (const [platform, arch] of [
    ["freebsd", "x64"],
    ["linux", "riscv64"],
    ["win32", "ia32"],
  ]) {
    const message = load(install(t), { platform, arch });
    assert.ok(message.startsWith(`hairtrigger cannot be loaded on ${platform}-${arch}`), message);
    assert.match(
      message,
      /there is no native addon for this platform; there are hairtrigger-linux-x64-gnu, /,
    );
  }
});

test("a package whose addon is broken is named, with the loader's reason", (t) => {
  const folder = install(t);
  addPackage(folder, "hairtrigger-linux-x64-gnu", "no addon");
  const message = load(folder);
  assert.match(
    message,
    /^hairtrigger cannot be loaded on linux-x64 \(glibc\): the native addon of hairtrigger-linux-x64-gnu does not load here \(.+\); if it was installed on another platform, remove node_modules and run `npm install`/,
  );
  assert.match(message, /It needs glibc 2\.17 or newer\.$/);
});

test("a package for the other C library does not hide which one is missing", (t) => {
  const folder = install(t);
  addPackage(folder, "hairtrigger-linux-x64-gnu", "made for glibc");
  assert.match(
    load(folder, { library: "musl" }),
    /\(musl\): the package hairtrigger-linux-x64-musl, .* not installed/,
  );
});

test("a package whose addon is missing is told from one that is not installed", (t) => {
  const folder = install(t);
  addPackage(folder, "hairtrigger-linux-x64-gnu", "no addon");
  rmSync(join(folder, "node_modules", "hairtrigger-linux-x64-gnu", "addon.node"));
  assert.match(
    load(folder),
    /: the package hairtrigger-linux-x64-gnu is installed, and the native addon is missing in it; remove node_modules and run `npm install`/,
  );
});

test("an addon of another version is refused", (t) => {
  const folder = install(t);
  addPackage(folder, "hairtrigger-linux-x64-gnu", 'exports.addonVersion = () => "0.0.1";', "addon.js");
  assert.ok(
    load(folder).includes(
      `hairtrigger-linux-x64-gnu holds the native addon of 0.0.1, and this is ${version};`,
    ),
  );
});

test("a checkout whose addon is broken is told to build it", (t) => {
  const folder = install(t);
  writeFileSync(join(folder, "node_modules", "hairtrigger", "hairtrigger.node"), "no addon");
  assert.match(
    load(folder),
    /the native addon of hairtrigger\.node does not load here .*in a checkout: `npm run build`/,
  );
});
