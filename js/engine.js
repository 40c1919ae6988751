"use strict";

const { readFileSync } = require("node:fs");

const native = require("./native.js");

let isRunning = false;

/**
 * Starts the engine at the first call, with trust and proxies as the process environment has them then;
 * answers the call's failure when it cannot run.
 */
function startEngine(call) {
  if (isRunning) return null;
  const { env } = process;
  const failure = native.startEngine(
    call,
    extraCertificates(),
    usesSystemStore(),
    env.http_proxy ?? env.HTTP_PROXY,
    env.https_proxy ?? env.HTTPS_PROXY,
    env.no_proxy ?? env.NO_PROXY,
  );
  isRunning = failure === null;
  return failure;
}

function extraCertificates() {
  const file = process.env.NODE_EXTRA_CA_CERTS;
  if (!file) return undefined;
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    process.emitWarning(`NODE_EXTRA_CA_CERTS cannot be read: ${error.message}`, "hairtrigger");
    return undefined;
  }
}

/** The option, where this Node knows it. */
function usesSystemStore() {
  const option = "--use-system-ca";
  if (!process.allowedNodeEnvironmentFlags.has(option)) return false;
  const given = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? "").split(/\s+/)];
  return process.env.NODE_USE_SYSTEM_CA === "1" || given.includes(option);
}

module.exports = { startEngine };
