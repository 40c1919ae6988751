"use strict";

// What the documents say is there, is there.

const assert = require("node:assert/strict");
const { existsSync, readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");
const { test } = require("node:test");

const { apiDocument, document } = require("../scripts/docs/api-table.js");
const { toError } = require("../js/errors.js");
const { names } = require("../js/platforms.js");
const { engines } = require("../package.json");
const { document: moving, movingDocument } = require("../scripts/docs/moving-table.js");
const { json: packageFigures, readme, readmeWith } = require("../scripts/measure/package.js");
const { performanceFiles } = require("../scripts/measure/report-performance.js");

const { disagreement, document: runtimes, runtimesDocument } = require("../scripts/docs/report-runtimes.js");

const root = join(__dirname, "..");
const documents = readdirSync(join(root, "docs"))
  .filter((file) => file.endsWith(".md"))
  .map((file) => `docs/${file}`);
const reliability = readFileSync(join(root, "docs", "reliability.md"), "utf8");

test("every fault has the test that docs/reliability.md names", () => {
  const named = [...reliability.matchAll(/\| `([\w-]+\/[\w-]+)`: (.+?) \|$/gm)];
  assert.ok(named.length > 50);
  for (const [, file, title] of named) {
    const text = readFileSync(join(__dirname, `${file}.test.js`), "utf8");
    const titles = [...text.matchAll(/\b(?:test|refuses)\(\s*(["`])(.*?)\1/gs)].map((match) => match[2]);
    assert.ok(
      titles.some((own) => own.includes(title)),
      `${file}: ${title}`,
    );
  }
});

test("every file that a document names is there", () => {
  for (const document of ["README.md", "CONTRIBUTING.md", "SECURITY.md", ...documents]) {
    const text = readFileSync(join(root, document), "utf8");
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1]);
    const paths = [...text.matchAll(/`((?:src|fuzz|scripts|docs|examples)\/[\w./-]+)`/g)].map(
      (match) => match[1],
    );
    for (const link of links) assert.ok(existsSync(join(root, document, "..", link)), `${document}: ${link}`);
    for (const path of paths) assert.ok(existsSync(join(root, path)), `${document}: ${path}`);
  }
});

test("every heading that a link names is there", () => {
  let count = 0;
  for (const document of ["README.md", "CONTRIBUTING.md", "SECURITY.md", ...documents]) {
    const text = readFileSync(join(root, document), "utf8");
    for (const [, file, anchor] of text.matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)) {
      const target = file === "" ? join(root, document) : join(root, document, "..", file);
      assert.ok(anchorsOf(target).has(anchor), `${document}: ${file}#${anchor}`);
      count += 1;
    }
  }
  assert.ok(count > 0);
});

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(path) {
  const text = readFileSync(path, "utf8").replace(/^```.*?^```$/gms, "");
  const anchors = new Set();
  for (const [, heading] of text.matchAll(/^#+ (.+)$/gm)) {
    const anchor = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-");
    let count = 0;
    while (anchors.has(count === 0 ? anchor : `${anchor}-${count}`)) count += 1;
    anchors.add(count === 0 ? anchor : `${anchor}-${count}`);
  }
  return anchors;
}

test("docs/api.md has every function with its operations", async () => {
  const isFresh = readFileSync(document, "utf8") === (await apiDocument());
  assert.ok(isFresh, "docs/api.md is stale: run npm run api-table and commit what it writes");
});

test("docs/moving.md has every area with its functions", () => {
  const isFresh = readFileSync(moving, "utf8") === movingDocument();
  assert.ok(isFresh, "docs/moving.md is stale: run npm run api-table and commit what it writes");
});

test("the figures of the package in README.md are those of docs/package.json", () => {
  assert.equal(
    readFileSync(readme, "utf8"),
    readmeWith(JSON.parse(readFileSync(packageFigures, "utf8"))),
    "run node scripts/measure/package.js: README.md is stale",
  );
});

test("the figures and the chart of docs/performance.md are those of docs/performance.json", () => {
  for (const [path, content] of Object.entries(performanceFiles())) {
    assert.equal(
      readFileSync(path, "utf8"),
      content,
      `run node scripts/measure/report-performance.js: ${path} is stale`,
    );
  }
});

test("the tables of docs/runtimes.md are what the suite found last", () => {
  assert.equal(
    readFileSync(runtimes, "utf8"),
    runtimesDocument(),
    "run node scripts/docs/report-runtimes.js: docs/runtimes.md is stale",
  );
});

test("the documents ask for the Node.js that package.json asks for", () => {
  for (const file of ["README.md", "docs/runtimes.md"]) {
    const text = readFileSync(join(root, file), "utf8");
    const [, first] = /Node\.js ([\d.]+) (?:and|or) newer/.exec(text);
    assert.equal(`>=${first}`, engines.node, file);
  }
});

test("docs/runtimes.md says of everything that does not work why", () => {
  const { reported, said } = disagreement();
  assert.deepEqual(said, reported);
});

test("the configurations of docs/bundlers.md are those that are tested", () => {
  const text = readFileSync(join(root, "docs", "bundlers.md"), "utf8");
  const shown = [...text.matchAll(/`(__test__\/bundlers\/[\w./-]+)`:\n\n```js\n(.*?)```/gs)];
  assert.ok(shown.length >= 4);
  for (const [, file, block] of shown) {
    assert.ok(readFileSync(join(root, file), "utf8").includes(block), `${file} has it otherwise`);
  }
});

test("docs/runtimes.md has the package of every platform", () => {
  const text = readFileSync(join(root, "docs", "runtimes.md"), "utf8");
  const listed = [...text.matchAll(/^\| .+ \| `(hairtrigger-[\w-]+)` \|$/gm)].map((match) => match[1]);
  assert.deepEqual(listed, names);
});

test("each kind of a failed call becomes the class that its comment in Rust names", () => {
  const source = readFileSync(join(root, "src", "core", "outcome", "call_error.rs"), "utf8");
  const [, body] = /pub enum ErrorKind \{\n(.*?)\n\}/s.exec(source);
  const named = [...body.matchAll(/((?:^ {4}\/\/\/ .*\n)+)^ {4}(\w+),/gm)];
  assert.ok(named.length > 5);
  for (const [, comment, variant] of named) {
    const [, cause] = new RegExp(`Self::${variant} => "([\\w ]+)"`).exec(source);
    const { name } = toError({ cause, message: "", answer: { body: "" } }).constructor;
    // A status has a class of its own for each of many.
    assert.ok(comment.includes(`\`${name}\``), `${variant}: ${name}`);
  }
});
