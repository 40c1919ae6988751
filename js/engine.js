"use strict";

const { readFileSync } = require("node:fs");

const native = require("./native.js");

let running = false;

/**
 * Starts the engine at the first call, with trust and proxies as the process environment has them then;
 * answers the call's failure when it cannot run.
 */
function startEngine(call) {
  if (running) return null;
  const { env } = process;
  const failure = native.startEngine(
    call,
    extraCertificates(),
    usesSystemStore(),
    env.http_proxy ?? env.HTTP_PROXY,
    env.https_proxy ?? env.HTTPS_PROXY,
    env.no_proxy ?? env.NO_PROXY,
  );
  running = failure === null;
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

/** Whether the engine runs, so that calls can be sent without a look at the environment. */
function isRunning() {
  return running;
}

module.exports = { isRunning, startEngine };
