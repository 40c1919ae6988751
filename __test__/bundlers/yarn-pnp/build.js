"use strict";

// No bundler, but as strict: with Plug'n'Play there is no node_modules, and a package finds only what it declares.

const { execFileSync } = require("node:child_process");
const { copyFileSync, mkdirSync, readdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const tarballs = join(__dirname, "..", "tarballs");
const packed = readdirSync(tarballs).filter((file) => file.endsWith(".tgz"));
const sources = Object.fromEntries(
  packed.map((file) => [file.replace(/-\d+\.\d+\.\d+.*$/, ""), `file:${join(tarballs, file)}`]),
);
const { hairtrigger, ...addons } = sources;
const yarn = join(__dirname, "node_modules", "@yarnpkg", "cli-dist", "bin", "yarn.js");

mkdirSync("app", { recursive: true });
copyFileSync("server.js", join("app", "server.mjs"));
writeFileSync(
  join("app", "package.json"),
  JSON.stringify({ name: "app", private: true, dependencies: { hairtrigger }, resolutions: addons }),
);
// A project of its own, although it stands inside of another one.
writeFileSync(join("app", "yarn.lock"), "");
writeFileSync(
  join("app", ".yarnrc.yml"),
  "nodeLinker: pnp\npnpFallbackMode: none\npnpEnableEsmLoader: true\nenableGlobalCache: false\nenableTelemetry: false\n",
);
execFileSync(process.execPath, [yarn, "install", "--no-immutable"], {
  cwd: "app",
  stdio: ["ignore", "ignore", "inherit"],
});
