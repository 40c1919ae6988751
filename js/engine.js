"use strict";

const { readFileSync } = require("node:fs");

const native = require("./native.js");

let running = false;

/** What proxies and trusted certificates are read from, by their names. */
const VARIABLES = [
  "http_proxy",
  "HTTP_PROXY",
  "https_proxy",
  "HTTPS_PROXY",
  "no_proxy",
  "NO_PROXY",
  "NODE_EXTRA_CA_CERTS",
  "NODE_OPTIONS",
  "NODE_USE_SYSTEM_CA",
];

const isMainThread = readIsMainThread();

/**
 * Node.js marks in a worker what only the main thread may do. Its module for workers says it too, and takes a third of
 * the time that the whole import takes without it.
 */
function readIsMainThread() {
  const { bun, deno } = process.versions;
  const chdir = /** @type {Function & { disabled?: boolean }} */ (process.chdir);
  if (bun === undefined && deno === undefined) return chdir.disabled !== true;
  return require("node:worker_threads").isMainThread;
}

// They are the process's, and so those of its main thread: a worker can have an environment of its own.
if (isMainThread) native.keepEnvironment(JSON.stringify(environment()));

function environment() {
  return Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));
}

/** The main thread's environment: as it is now, or as it was when the package was loaded there, if it was. */
function processEnvironment() {
  const kept = isMainThread ? null : native.keptEnvironment();
  return kept === null ? environment() : JSON.parse(kept);
}

/**
 * Starts the engine at the first call, with trust and proxies as the process environment has them then;
 * answers the call's failure when it cannot run.
 */
function startEngine(operation) {
  if (running) return null;
  const env = processEnvironment();
  const trust = trustOf(env);
  const failure = native.startEngine(
    operation,
    trust.extraCertificates,
    trust.useSystemStore,
    trust.omitBundledRoots,
    env.http_proxy ?? env.HTTP_PROXY,
    env.https_proxy ?? env.HTTPS_PROXY,
    env.no_proxy ?? env.NO_PROXY,
  );
  running = failure === null;
  return failure;
}

/** What the process trusts, as Node has been told to. */
function trustOf(env) {
  const usesOpenSsl = isGiven("--use-openssl-ca", env);
  const knowsSystem = process.allowedNodeEnvironmentFlags.has("--use-system-ca");
  const usesSystem = (knowsSystem && env.NODE_USE_SYSTEM_CA === "1") || isGiven("--use-system-ca", env);
  if (usesOpenSsl || usesSystem) {
    // Newer ones of Node say all that they trust, which the types of the oldest one do not know.
    const { getCACertificates } = /** @type {any} */ (require("node:tls"));
    if (getCACertificates !== undefined) {
      const extraCertificates = getCACertificates("default").join("\n");
      return { extraCertificates, useSystemStore: false, omitBundledRoots: true };
    }
  }
  return {
    extraCertificates: extraCertificates(env),
    useSystemStore: usesOpenSsl || usesSystem,
    omitBundledRoots: usesOpenSsl,
  };
}

function extraCertificates({ NODE_EXTRA_CA_CERTS: file }) {
  if (!file) return undefined;
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    process.emitWarning(`NODE_EXTRA_CA_CERTS cannot be read: ${error.message}`, "hairtrigger");
    return undefined;
  }
}

/** An option of the process, where this Node knows it. */
function isGiven(option, { NODE_OPTIONS }) {
  if (!process.allowedNodeEnvironmentFlags.has(option)) return false;
  return [...process.execArgv, ...(NODE_OPTIONS ?? "").split(/\s+/)].includes(option);
}

module.exports = { startEngine };
