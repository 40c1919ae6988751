"use strict";

// `npm run sbom`: what is shipped, as CycloneDX bills of materials in target/sbom: the npm packages that are
// bundled, and the crates that are compiled into the addons.

const { execFileSync } = require("node:child_process");
const { mkdirSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { basename, dirname, join } = require("node:path");
const { pathToFileURL } = require("node:url");

const { bundledPackages } = require("./published.js");
const { environment, provide } = require("../cargo-tools.js");
const { root, run, runSteps } = require("../steps.js");
const { name, napi } = require("../../package.json");

const folder = join(root, "target", "sbom");
/** The bills, as they are attached to a release. */
const bills = { npm: "npm.cdx.json", crates: "crates.cdx.json" };

function write(file, bill) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), `${JSON.stringify(bill, null, 2)}\n`);
  console.log(`${join(folder, file)}: ${bill.components.length} components`);
}

/** The bill of the npm packages that the bundles hold; it comes from the lock file, which has those for the build too. */
async function billOfPackages() {
  const args = ["sbom", "--package-lock-only", "--sbom-format", "cyclonedx", "--loglevel=error"];
  const options = { cwd: root, shell: process.platform === "win32", maxBuffer: 2 ** 26 };
  const bill = JSON.parse(execFileSync("npm", args, options));
  // npm calls the package by the folder of the checkout.
  bill.metadata.component.name = name;
  const held = (await bundledPackages()).map((folder) => basename(folder));
  const components = bill.components.filter((component) => held.includes(component.name));
  const kept = new Set([bill.metadata.component, ...components].map((component) => component["bom-ref"]));
  const dependencies = bill.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) }));
  return { ...bill, components, dependencies };
}

/** The bill of the crates for one target. */
async function billOfTarget(target) {
  const options = ["--format", "json", "--spec-version", "1.5", "--no-build-deps", "--target", target];
  const args = ["cyclonedx", "--quiet", "--override-filename", "bill", ...options];
  await run("cargo cyclonedx", "cargo", args, { env: environment });
  const text = readFileSync(join(root, "bill.json"), "utf8");
  // Every crate of the workspace has got a bill beside its manifest; that of the addon has the others in it.
  for (const member of members()) rmSync(join(member, "bill.json"), { force: true });
  // The crates of the workspace are named by their folders, which are nobody else's business.
  return JSON.parse(text.replaceAll(pathToFileURL(root).href, "file://."));
}

/** The folders of the crates that are ours. */
function members() {
  const args = ["metadata", "--no-deps", "--format-version", "1"];
  const { packages } = JSON.parse(execFileSync("cargo", args, { cwd: root }));
  return packages.map(({ manifest_path }) => dirname(manifest_path));
}

/** The bill of what the addons have; one for every target that Rust knows would name crates that no addon has. */
async function billOfCrates() {
  const each = [];
  for (const target of napi.targets) each.push(await billOfTarget(target));
  return unite(each);
}

function unite(each) {
  const components = new Map();
  const dependencies = new Map();
  for (const component of each.flatMap((bill) => bill.components)) {
    components.set(component["bom-ref"], component);
  }
  for (const { ref, dependsOn = [] } of each.flatMap((bill) => bill.dependencies)) {
    dependencies.set(ref, new Set([...(dependencies.get(ref) ?? []), ...dependsOn]));
  }
  const properties = each.flatMap(({ metadata }) => metadata.properties);
  return {
    ...each[0],
    metadata: { ...each[0].metadata, properties },
    components: [...components.values()],
    dependencies: [...dependencies].map(([ref, on]) => ({ ref, dependsOn: [...on] })),
  };
}

if (require.main === module) {
  runSteps([
    ["List the npm packages", async () => write(bills.npm, await billOfPackages())],
    ["Install cargo-cyclonedx", () => provide("cyclonedx")],
    ["List the crates", async () => write(bills.crates, await billOfCrates())],
  ]);
}

module.exports = { billOfPackages, bills, unite };
