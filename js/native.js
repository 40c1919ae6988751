"use strict";

const { version } = require("../package.json");
const { packageNames, tryAddon } = require("./platforms.js");

/** The addon: the one a checkout has built, else that of the package for this platform. */
module.exports = load();

function load() {
  const { platform, arch } = process;
  const failures = [];
  // Both packages of a Linux are tried: to ask which C library it has takes longer than to load the wrong one.
  for (const name of ["hairtrigger.node", ...packageNames(platform, arch)]) {
    const { addon, error } = tryAddon(name);
    if (addon?.addonVersion?.() === version) return addon;
    failures.push({ name, error, found: addon && (addon.addonVersion?.() ?? "another version") });
  }
  throw require("./loading.js").loadingError(failures, { platform, arch, version });
}
