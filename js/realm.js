"use strict";

const { readFileSync } = require("node:fs");

const { encode } = require("./encode.js");
const { toError } = require("./errors.js");
const native = require("./native.js");

/** Calls in flight, by the id they are settled under. */
const flights = new Map();
let opened;
let lastId = 0;
let engineStarted = false;

/** This thread's way to the engine, opened when it is first needed. */
function realm() {
  return (opened ??= native.openRealm(settle, encode));
}

/**
 * Sends a prepared call. A flight has `answer(body, head, packets)` and `fail(error)`, of which one is
 * called once, and `origin`, whose stack says where the call was made.
 */
function send(call, flight) {
  do lastId = (lastId + 1) >>> 0;
  while (flights.has(lastId));
  const refusal = startEngine() ?? native.startCall(call, lastId);
  if (refusal !== null) {
    flight.fail(toError(refusal, flight.origin));
    return undefined;
  }
  // Calls in flight keep the process alive, an idle client does not.
  if (flights.size === 0) native.holdRealm(realm());
  flights.set(lastId, flight);
  return lastId;
}

/** Takes a call back that nobody waits for any more. */
function abandon(call, id) {
  if (!flights.delete(id)) return;
  native.abortCall(call);
  if (flights.size === 0) native.releaseRealm(realm());
}

/** What has ended since the last time: id, body, head or failure, packets, and so on. */
function settle(batch) {
  for (let index = 0; index < batch.length; index += 4) {
    const flight = flights.get(batch[index]);
    if (flight === undefined) continue;
    flights.delete(batch[index]);
    const body = batch[index + 1];
    if (body === undefined) flight.fail(toError(batch[index + 2], flight.origin));
    else flight.answer(body, batch[index + 2], batch[index + 3]);
  }
  if (flights.size === 0) native.releaseRealm(realm());
}

/** Starts the engine at the first call, with trust as Node has it; answers why it cannot run. */
function startEngine() {
  if (engineStarted) return null;
  const refusal = native.startEngine(extraCertificates(), usesSystemStore());
  engineStarted = refusal === null;
  return engineStarted ? null : { cause: "internal", message: `hairtrigger cannot make calls: ${refusal}` };
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

module.exports = { realm, send, abandon };
