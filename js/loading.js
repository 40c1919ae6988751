"use strict";

// Why the addon was not loaded, and what to do: loaded itself only then.

const { names, requireBeside } = require("./platforms.js");

const INSTALL = "run `npm install` on this platform, without `--omit=optional`";

/**
 * The error for what was tried: `failures` are each the `name` of a file or package with either `found`, the
 * version it turned out to be of, or the `error` of loading it.
 */
function loadingError(failures, { platform, arch, version }) {
  const library = platform === "linux" ? libraryOf() : undefined;
  const place = library === undefined ? `${platform}-${arch}` : `${platform}-${arch} (${library})`;
  const failure = decisive(failures, library);
  const why = failure === undefined ? unsupported() : explain(failure, { library, version });
  return new Error(`hairtrigger cannot be loaded on ${place}: ${why}`, { cause: failure?.error });
}

/** Of what was tried, what should have worked: what the checkout has built, or the package that fits. */
function decisive(failures, library) {
  const [built, ...packages] = failures;
  if (!isMissing(built)) return built;
  const ending = library === "musl" ? "-musl" : "-gnu";
  return packages.find(({ name }) => name.endsWith(ending)) ?? packages[0];
}

function isMissing({ error }) {
  return error?.code === "MODULE_NOT_FOUND";
}

function isInstalled(name) {
  try {
    requireBeside().resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}

function explain(failure, { library, version }) {
  const { name, error, found } = failure;
  if (isMissing(failure) && isInstalled(name)) {
    return (
      `the package ${name} is installed, and the native addon is missing in it; remove node_modules and ${INSTALL}. ` +
      "A tool that copies what a program needs has to copy that package's file with the ending .node too."
    );
  }
  if (isMissing(failure)) {
    return (
      `the package ${name}, which holds its native addon, is not installed; ${INSTALL}. ` +
      "A bundler has to leave hairtrigger out of its bundle, and a checkout needs `npm run build`."
    );
  }
  if (found !== undefined) {
    return (
      `${name} holds the native addon of ${found}, and this is ${version}; ` +
      `remove node_modules and ${INSTALL} (in a checkout: \`npm run build\`).`
    );
  }
  const floor = library === "glibc" ? " It needs glibc 2.17 or newer." : "";
  const [reason] = error.message.split("\n");
  return (
    `the native addon of ${name} does not load here (${reason}); if it was installed on another platform, ` +
    `remove node_modules and ${INSTALL} (in a checkout: \`npm run build\`).${floor}`
  );
}

function unsupported() {
  return `there is no native addon for this platform; there are ${names.join(", ")}.`;
}

function libraryOf() {
  try {
    // Not in the types of the oldest Node.js that is supported.
    const report = /** @type {any} */ (process.report);
    report.excludeNetwork = true;
    const { glibcVersionRuntime } = report.getReport().header;
    return glibcVersionRuntime === undefined ? "musl" : "glibc";
  } catch {
    // Deno asks for a permission of its own.
    return "glibc";
  }
}

module.exports = { loadingError };
