"use strict";

const { isProxy } = require("node:util").types;

const { startEngine } = require("./engine.js");
const { toError } = require("./errors.js");
const native = require("./native.js");

/** How many names every object inherits, unless a program has added some. */
const OWN_KEYS = Reflect.ownKeys(Object.prototype).length;

/**
 * Where the rows of a batch stand until they are objects; pages that do not fit bring their own. Undefined
 * where this process allows no code made at run time, without which rows are slower than JSON.
 */
let rows;
/** Calls in flight, by the id they are settled under. */
const flights = new Map();
/** Called when nothing is in flight any more. */
let whenIdle = [];
let opened;
let lastId = 0;

/** This thread's way to the engine, opened when it is first needed. */
function realm() {
  return (opened ??= open());
}

function open() {
  rows = allowsCode() ? new Float64Array(16_384) : undefined;
  return native.openRealm(settle, encode, isOrdinary, rows);
}

function allowsCode() {
  try {
    return typeof new Function() === "function";
  } catch {
    return false;
  }
}

/** A literal, or an object without a prototype: what it does not have itself it does not have. */
function isOrdinary(object) {
  if (isProxy(object)) return false;
  const prototype = Object.getPrototypeOf(object);
  return prototype === null || (prototype === Object.prototype && Reflect.ownKeys(prototype).length === OWN_KEYS);
}

/** Loaded with the first payload. */
function encode(value, asSuperJson) {
  return require("./encode.js").encodeForAddon(value, asSuperJson);
}

/**
 * Sends the prepared call of a flight. A flight has `answer(body, head, packets, rows, start, end)` and
 * `fail(error)`, of which one is called once, and `origin`, whose stack says where the call was made.
 */
function send(flight) {
  const id = nextId();
  const failure = watched(id, flight, () => startEngine(flight.call) ?? native.startCall(flight.call, id));
  if (failure !== null) flight.fail(toError(failure, flight.origin));
  else takeOff(id, flight);
}

/** Prepares a call and sends it at once. */
function launch(prepare, scope, args, flight) {
  const id = nextId();
  const launched = watched(id, flight, () => prepare(scope, [id, ...args]));
  if (typeof launched === "string") {
    flight.fail(toError(launched, flight.origin));
    return;
  }
  flight.call = launched;
  takeOff(id, flight);
}

/** Loaded with the first call, so that an import need not wait for it. */
let telemetry;

/** Sends a call under an id, in sight of those who watch. */
function watched(id, flight, action) {
  const { Watch, carrier, isWatched } = (telemetry ??= require("./telemetry.js"));
  if (!isWatched()) return action();
  native.watchCall(realm(), id, carrier());
  flight.watch = new Watch(flight.operation, (isLast) => native.recordOf(realm(), id, isLast));
  return flight.watch.send(action);
}

function nextId() {
  do lastId = (lastId + 1) >>> 0;
  while (lastId === 0 || flights.has(lastId));
  return lastId;
}

function takeOff(id, flight) {
  // Calls in flight keep the process alive, an idle client does not.
  if (flights.size === 0) native.holdRealm(realm());
  // With its handle, where it has one: a call whose handle is collected is abandoned.
  flights.set(id, flight);
  flight.id = id;
}

/** Keeps a flight's body as it comes: somebody has asked for it in the tick of the call. */
function keepBody(flight) {
  flight.keepsBody = true;
  if (flights.get(flight.id) === flight) native.keepBody(realm(), flight.id);
}

/** Takes a call back that nobody waits for any more. */
function abandon(flight) {
  if (land(flight.id) === undefined) return;
  native.abortCall(flight.call);
  if (flights.size === 0) rest();
}

/** Takes a flight out of those in flight. */
function land(id) {
  const flight = flights.get(id);
  flights.delete(id);
  return flight;
}

/** What has ended since the last time: id, body, head or failure, packets, rows, and so on. */
function settle(batch) {
  let placed = 0;
  for (let index = 0; index < batch.length; index += 5) {
    const count = batch[index + 4];
    const start = placed;
    if (typeof count === "number") placed += count;
    const flight = land(batch[index]);
    if (flight === undefined) continue;
    const body = batch[index + 1];
    // What one caller's code throws on the way ends that caller's call alone.
    try {
      if (body === undefined) flight.fail(toError(batch[index + 2], flight.origin));
      else if (typeof count === "object")
        flight.answer(body, batch[index + 2], undefined, count, 0, count.length);
      else flight.answer(body, batch[index + 2], batch[index + 3], count && rows, start, placed);
    } catch (error) {
      flight.reject(error);
    }
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

module.exports = { realm, launch, send, abandon, keepBody, inFlight, onIdle };
