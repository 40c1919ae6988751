"use strict";

// The packed tarball, installed into an empty folder and used from CommonJS, ESM and TypeScript.

const assert = require("node:assert/strict");
const { execFileSync, spawn } = require("node:child_process");
const { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join, relative } = require("node:path");
const { after, before, test } = require("node:test");

const { parseTriple } = require("@napi-rs/cli");

const { createTestServer } = require("hairtrigger/testing");

const own = require("../../package.json");
const { names } = require("../../js/platforms.js");
const { installInto, pack, packageName } = require("../../scripts/release/packed.js");

const root = join(__dirname, "..", "..");
let folder;

function run(command, args, options = {}) {
  return execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: "pipe", ...options });
}

before(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "hairtrigger-package-")));
  await installInto(folder, await tarballs());
});

/** Those of this machine: packed now, or where a release has them. */
async function tarballs() {
  const packed = process.env.HAIRTRIGGER_TARBALLS;
  if (packed === undefined) return await pack(join(folder, "tarballs"));
  return ["hairtrigger", packageName()].map((name) => join(root, packed, `${name}-${own.version}.tgz`));
}

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
const imports = "configure, withAuth, envvars, runs, ConfigurationError";
const expected = {
  seen: ["PUT /api/v1/projects/proj_a/envvars/dev/A Bearer tr_dev_packed"],
  failed: true,
};

test("the packed package works from CommonJS", () => {
  const source = `const http = require("node:http"); const { ${imports} } = require("hairtrigger");${program}`;
  writeFileSync(join(folder, "program.cjs"), source);
  assert.deepEqual(JSON.parse(run(process.execPath, ["program.cjs"])), expected);
});

test("the packed package has its second entry, which shares what the first one has", () => {
  const source = `const { ConfigurationError } = require("hairtrigger");
    import("hairtrigger/legacy").then(async ({ environmentOf, getRun, LegacyClient }) => {
      const refused = await getRun("run_1").catch((error) => error instanceof ConfigurationError);
      const same = LegacyClient === require("hairtrigger/legacy").LegacyClient;
      console.log(JSON.stringify([refused, same, environmentOf("trigger_live_a")]));
    });`;
  writeFileSync(join(folder, "legacy.cjs"), source);
  const env = { ...process.env, TRIGGER_API_KEY: "", TRIGGER_API_URL: "" };
  assert.deepEqual(JSON.parse(run(process.execPath, ["legacy.cjs"], { env })), [true, true, "live"]);
});

test("what JSON cannot hold goes out where no ES module can be required", () => {
  const source = `const http = require("node:http"); const { withAuth } = require("hairtrigger");
    http.createServer((request, response) => {
      let body = "";
      request.on("data", (part) => (body += part)).on("end", () => {
        console.log(JSON.parse(body).options.payloadType, Object.keys(JSON.parse(JSON.parse(body).payload)).join());
        response.setHeader("content-type", "application/json").end('{"id":"run_1"}');
      });
    }).listen(0, "127.0.0.1", async function () {
      const baseURL = "http://127.0.0.1:" + this.address().port;
      const client = withAuth({ secretKey: "tr_dev_packed", baseURL });
      await client.tasks.trigger("a", { at: new Date(0), map: new Map() });
      this.close();
    });`;
  writeFileSync(join(folder, "payload.cjs"), source);
  const flag = process.allowedNodeEnvironmentFlags.has("--experimental-require-module")
    ? ["--no-experimental-require-module"]
    : [];
  assert.equal(run(process.execPath, [...flag, "payload.cjs"]), "application/super+json json,meta\n");
});

/** A call that fails, and the first frame of its error. */
const failing = `const { withAuth } = require("hairtrigger");
  const requestOptions = { retry: { maxAttempts: 1 } };
  const client = withAuth({ secretKey: "tr_dev_packed", baseURL: "http://127.0.0.1:9", requestOptions });
  async function outermost() { await client.runs.list(); }
  outermost().catch(({ stack }) => console.log(/^ +at .+$/m.exec(stack)[0].trim()));`;

for (const flags of [[], ["--enable-source-maps"]]) {
  test(`the stack of a packed call begins with its caller: ${flags.join() || "no flags"}`, () => {
    writeFileSync(join(folder, "failing.cjs"), failing);
    const printed = run(process.execPath, [...flags, "failing.cjs"]);
    assert.match(printed, /^at outermost \(.*failing\.cjs:4:\d+\)\n$/);
  });

  test(`so it does where a bundler has put both into one file: ${flags.join() || "no flags"}`, async () => {
    const esbuild = require("esbuild");
    await esbuild.build({
      stdin: { contents: failing, resolveDir: folder, sourcefile: "failing.cjs" },
      bundle: true,
      platform: "node",
      outfile: join(folder, "bundled.cjs"),
      external: ["hairtrigger-*"],
      sourcemap: true,
    });
    assert.match(run(process.execPath, [...flags, "bundled.cjs"]), /^at outermost /);
  });
}

test("the packed server has the routes of every area", () => {
  const areas = readdirSync(join(root, "testing", "areas"));
  const packed = readFileSync(join(folder, "node_modules", "hairtrigger", "testing", "index.js"), "utf8");
  assert.ok(areas.length > 20);
  assert.deepEqual(
    areas.filter((file) => !packed.includes(`"testing/areas/${file}"(`)),
    [],
  );
});

test("the packed package works from ESM", () => {
  const source = `import http from "node:http"; import { ${imports} } from "hairtrigger";${program}`;
  writeFileSync(join(folder, "program.mjs"), source);
  assert.deepEqual(JSON.parse(run(process.execPath, ["program.mjs"])), expected);
});

test("the packed package brings its command line", () => {
  const shell = process.platform === "win32";
  const printed = run("npx", ["--no-install", "hairtrigger", "--version"], { shell });
  assert.equal(printed.trim(), own.version);
});

/** The lines of a document that call the command line, without what a shell does with them. */
function linesOf(document) {
  const text = readFileSync(join(root, document), "utf8");
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, code]) => code.split("\n"));
  const calls = blocks.map((line) => /^npx hairtrigger ([^|&<>]+)(.*)$/.exec(line)).filter(Boolean);
  // What needs a shell is tested in __test__/cli.
  return calls.filter(([, , rest]) => /^(> \S+)?$/.test(rest)).map(([, words]) => words.trim().split(/ +/));
}

for (const document of ["README.md", "docs/variables.md"]) {
  test(`what ${document} calls the command line with runs`, async (t) => {
    const server = await createTestServer({ strict: false });
    t.after(() => server.close());
    const { prod } = server.createProject({ ref: "proj_1234" });
    prod.seedRun({ status: "FAILED" });
    writeFileSync(join(folder, ".env.production"), "NAME=value\n");
    const lines = linesOf(document);
    assert.ok(lines.length > 1);
    const cli = join(folder, "node_modules", "hairtrigger", "cli", "index.js");
    for (const words of lines) {
      const isServer = words[0] === "dev-server";
      // Where a document gives it a port, a machine may have something else there.
      const args = isServer ? ["dev-server"] : words;
      const env = { ...process.env, ...prod.processEnvironment };
      const child = spawn(process.execPath, [cli, ...args], { cwd: folder, env });
      let [stdout, stderr] = ["", ""];
      child.stderr.on("data", (part) => (stderr += part));
      child.stdout.on("data", (part) => {
        stdout += part;
        if (isServer && /TRIGGER_SECRET_KEY=/.test(stdout)) child.kill("SIGINT");
      });
      child.stdin.end();
      const code = await new Promise((resolve) => child.on("close", resolve));
      // A difference that was found is told by the exit code too.
      assert.ok(code === 0 || (words[1] === "diff" && code === 6), `${words.join(" ")}: ${code} ${stderr}`);
      assert.notEqual(stdout, "", words.join(" "));
    }
  });
}

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
  const files = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(installed, join(entry.parentPath ?? entry.path, entry.name)).replaceAll("\\", "/"),
    );
  assert.deepEqual(files.sort(), [
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "THIRD-PARTY-NOTICES.txt",
    "cli/index.js",
    "index.d.ts",
    "index.js",
    "js/bundle.js",
    "js/bundle.js.map",
    "js/unavailable.js",
    "legacy.d.ts",
    "legacy.js",
    "package.json",
    "testing/index.d.ts",
    "testing/index.js",
  ]);
});

test("with the package comes its addon, and nothing else", () => {
  const installed = readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."));
  assert.deepEqual(installed, ["hairtrigger", packageName()]);
  const { dependencies, optionalDependencies } = require(
    join(folder, "node_modules", "hairtrigger", "package.json"),
  );
  assert.equal(dependencies, undefined);
  assert.equal(optionalDependencies[packageName()], own.version);
  const { problems, dependencies: tree } = JSON.parse(
    run("npm", ["ls", "--all", "--json"], { shell: process.platform === "win32" }),
  );
  assert.equal(problems, undefined);
  assert.deepEqual(Object.keys(tree.hairtrigger.dependencies), [packageName()]);
});

test("the package of the platform holds the addon, and what its licenses ask for", () => {
  const installed = join(folder, "node_modules", packageName());
  const { name, version, main, os, cpu } = require(join(installed, "package.json"));
  assert.deepEqual(
    [name, version, os, cpu],
    [packageName(), own.version, [process.platform], [process.arch]],
  );
  assert.deepEqual(
    readdirSync(installed).sort(),
    ["LICENSE", "README.md", "THIRD-PARTY-NOTICES.txt", main, "package.json"].sort(),
  );
});

test("every target has a package that is looked for", () => {
  assert.deepEqual(
    own.napi.targets.map((target) => `hairtrigger-${parseTriple(target).platformArchABI}`).sort(),
    [...names].sort(),
  );
  const source = readFileSync(join(root, "js", "platforms.js"), "utf8");
  for (const name of names)
    assert.ok(source.includes(`case "${name}":\n        return { addon: require("${name}") }`), name);
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
