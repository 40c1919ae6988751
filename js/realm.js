"use strict";

const { encodeForAddon } = require("./encode.js");
const { startEngine } = require("./engine.js");
const { toError } = require("./errors.js");
const native = require("./native.js");

/** Calls in flight, by the id they are settled under. */
const flights = new Map();
/** Called when nothing is in flight any more. */
let whenIdle = [];
let opened;
let lastId = 0;

/** This thread's way to the engine, opened when it is first needed. */
function realm() {
  return (opened ??= native.openRealm(settle, encodeForAddon));
}

/**
 * Sends a prepared call. A flight has `answer(body, head, packets)` and `fail(error)`, of which one is
 * called once, and `origin`, whose stack says where the call was made.
 */
function send(call, flight) {
  do lastId = (lastId + 1) >>> 0;
  while (flights.has(lastId));
  const failure = startEngine(call) ?? native.startCall(call, lastId);
  if (failure !== null) {
    flight.fail(toError(failure, flight.origin));
    flight.origin = undefined;
    return undefined;
  }
  // Calls in flight keep the process alive, an idle client does not.
  if (flights.size === 0) native.holdRealm(realm());
  // The handle is kept too: a call whose handle is collected, as when a worker ends, is abandoned.
  flight.call = call;
  flights.set(lastId, flight);
  return lastId;
}

/** Takes a call back that nobody waits for any more. */
function abandon(call, id) {
  const flight = land(id);
  if (flight === undefined) return;
  flight.origin = undefined;
  native.abortCall(call);
  if (flights.size === 0) rest();
}

/** Takes a flight out of those in flight. */
function land(id) {
  const flight = flights.get(id);
  flights.delete(id);
  return flight;
}

/** What has ended since the last time: id, body, head or failure, packets, and so on. */
function settle(batch) {
  for (let index = 0; index < batch.length; index += 4) {
    const flight = land(batch[index]);
    if (flight === undefined) continue;
    const body = batch[index + 1];
    if (body === undefined) flight.fail(toError(batch[index + 2], flight.origin));
    else flight.answer(body, batch[index + 2], batch[index + 3]);
    // A stack keeps the functions on it alive, and the promise keeps the flight.
    flight.origin = undefined;
  }
  if (flights.size === 0) rest();
}

function rest() {
  native.releaseRealm(realm());
  const idle = whenIdle;
  whenIdle = [];
  for (const callback of idle) callback();
}

/** How many calls are in flight. */
function inFlight() {
  return flights.size;
}

/** Calls back once nothing is in flight, at once when nothing is; what it returns takes that back. */
function onIdle(callback) {
  if (flights.size === 0) {
    callback();
    return () => {};
  }
  whenIdle.push(callback);
  return () => {
    whenIdle = whenIdle.filter((waiting) => waiting !== callback);
  };
}

module.exports = { realm, send, abandon, inFlight, onIdle };
