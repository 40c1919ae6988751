"use strict";

const { startEngine } = require("./engine.js");
const { toError } = require("./errors.js");
const { isOrdinary } = require("./fields.js");
const { keepRefresh } = require("./fresh-token.js");
const native = require("./native.js");
const turn = require("./turn.js");

/**
 * Where the rows of a batch stand until they are objects; pages that do not fit bring their own. Undefined
 * where this process allows no code made at run time, without which rows are slower than JSON.
 */
let rows;
/** Calls in flight, by the id they are settled under. */
const pendingCalls = new Map();
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
  return native.openRealm(settle, encode, isOrdinary, keepRefresh, rows);
}

function allowsCode() {
  try {
    return typeof new Function() === "function";
  } catch {
    return false;
  }
}

/** Loaded with the first payload. */
function encode(value, asSuperJson) {
  return require("./encode.js").encodeForAddon(value, asSuperJson);
}

/**
 * Sends a call: `action` hands it to the engine under an id, and answers a handle where the call needs one, or the
 * failure of a call that is refused. A pending call has `answer(body, head, packets, rows, start, end)` and
 * `fail(error)`, of which one is called once, and `origin`, whose stack says where the call was made.
 */
function send(pending, action) {
  const id = nextId();
  const { kind, name } = pending.operation;
  const sent = watched(id, pending, () => (kind === "local" ? null : startEngine(name)) ?? action(id));
  if (typeof sent === "string") {
    pending.fail(toError(sent, pending.origin));
    return;
  }
  pending.call ??= sent;
  track(id, pending);
}

/** Loaded with the first call, so that an import need not wait for it. */
let telemetry;

/** Sends a call under an id, in sight of those who watch. */
function watched(id, pending, action) {
  const { Watch, carrier, isWatched } = (telemetry ??= require("./telemetry.js"));
  if (!isWatched()) return action();
  native.watchCall(realm(), id, carrier());
  pending.watch = new Watch(pending.operation, (isLast) => native.recordOf(realm(), id, isLast));
  return pending.watch.send(action);
}

function nextId() {
  do lastId = (lastId + 1) >>> 0;
  while (lastId === 0 || pendingCalls.has(lastId) || subscribers.has(lastId));
  return lastId;
}

function track(id, pending) {
  // Calls in flight keep the process alive, an idle client does not.
  if (pendingCalls.size === 0) native.holdRealm(realm());
  // With its handle, where it has one: a call whose handle is collected is abandoned.
  pendingCalls.set(id, pending);
  pending.id = id;
}

/** Subscribers by the id they are woken under; one that nobody holds any more is collected, and so it ends. */
const subscribers = new Map();
const collected = new FinalizationRegistry((id) => subscribers.delete(id));

/**
 * Begins a subscription: `action` hands it to the engine under an id, and answers its handle, or the failure of one
 * that is refused. The subscriber has `receive(json, kind, packets, forgotten)`, which is called with its mail, and
 * `fail(error)`.
 */
function subscribe(operation, subscriber, action) {
  const failure = startEngine(operation);
  if (failure !== null) return failure;
  const id = nextId();
  const begun = action(id);
  if (typeof begun === "string") return begun;
  subscribers.set(id, new WeakRef(subscriber));
  collected.register(subscriber, id, subscriber);
  return begun;
}

/** A subscriber waits: that keeps the process alive, and the subscriber. */
function hold(id, subscriber) {
  if (pendingCalls.size === 0) native.holdRealm(realm());
  pendingCalls.set(id, subscriber);
}

/** It does not wait any more. */
function letGo(id) {
  if (untrack(id) !== undefined && pendingCalls.size === 0) rest();
}

/** A subscription is over. */
function forget(id, subscriber) {
  letGo(id);
  subscribers.delete(id);
  collected.unregister(subscriber);
}

/** The subscriptions that were begun and are not over. */
function subscriptions() {
  return [...subscribers.values()].map((subscriber) => subscriber.deref()).filter(Boolean);
}

/** Keeps a call's body as it comes: somebody has asked for it in the tick of the call. */
function keepBody(pending) {
  pending.keepsBody = true;
  if (pendingCalls.get(pending.id) === pending) native.keepBody(realm(), pending.id);
}

/** Takes a call back that nobody waits for any more. */
function cancel(pending) {
  if (untrack(pending.id) === undefined) return;
  native.abortCall(pending.call);
  if (pendingCalls.size === 0) rest();
}

/** Takes a call out of those in flight. */
function untrack(id) {
  const pending = pendingCalls.get(id);
  pendingCalls.delete(id);
  return pending;
}

/** What has ended since the last time: id, body, head or failure, packets or a failure's text, rows, and so on. */
function settle(batch) {
  if (batch.length === 0) return;
  settleAll(batch);
  if (!turn.isLong()) return;
  // Woken again and again, it would keep the thread: what ends from now on waits for the others' turn.
  native.pauseRealm(realm());
  turn.after(() => settle(native.resumeRealm(realm())));
}

function settleAll(batch) {
  let placed = 0;
  for (let index = 0; index < batch.length; index += 5) {
    const count = batch[index + 4];
    const start = placed;
    if (typeof count === "number") placed += count;
    if (subscribers.has(batch[index])) {
      receive(batch[index], batch[index + 1], batch[index + 2], batch[index + 3], count);
      continue;
    }
    const body = batch[index + 1];
    if (typeof body === "object") {
      turn.share(answerInSteps(batch[index], body, batch[index + 2], batch[index + 3]));
      continue;
    }
    const pending = untrack(batch[index]);
    if (pending === undefined) continue;
    // What one caller's code throws on the way ends that caller's call alone.
    try {
      if (body === undefined) pending.fail(toError(batch[index + 2], pending.origin, batch[index + 3]));
      else if (typeof count === "object")
        pending.answer(body, batch[index + 2], undefined, count, 0, count.length);
      else pending.answer(body, batch[index + 2], batch[index + 3], count && rows, start, placed);
    } catch (error) {
      pending.reject(error);
    }
  }
  if (pendingCalls.size === 0) rest();
}

/** A large answer takes its time: until it is put together its call is in flight, and may be taken back. */
function* answerInSteps(id, body, head, packets) {
  const pending = pendingCalls.get(id);
  const steps = pending?.decodeInSteps(body, packets);
  while (pending !== undefined && pendingCalls.get(id) === pending) {
    try {
      const { done, value } = steps.next();
      if (done) end(id, () => pending.answerWith(value, head));
    } catch (error) {
      end(id, () => pending.fail(error));
    }
    yield;
  }
  // Until it is collected it would take memory that others wait for.
  native.releaseBody(body);
}

/** Ends a call that is in flight. */
function end(id, settleCall) {
  untrack(id);
  settleCall();
  if (pendingCalls.size === 0) rest();
}

/** What a subscriber's code throws on the way ends that subscription alone. */
function receive(id, json, kind, packets, forgotten) {
  const subscriber = subscribers.get(id).deref();
  try {
    subscriber?.receive(json, kind, packets, forgotten);
  } catch (error) {
    subscriber.fail(error);
  }
}

function rest() {
  native.releaseRealm(realm());
  if (unsent === 0) tellIdle();
}

function tellIdle() {
  const idle = whenIdle;
  whenIdle = [];
  for (const callback of idle) callback();
}

/** Calls that were made and whose items are still read: they keep no process alive, and are waited for. */
let unsent = 0;

/** Counts a call in that is not sent yet; what it returns counts it out, once it is sent or has failed. */
function countIn() {
  unsent += 1;
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    unsent -= 1;
    if (inFlight() === 0) tellIdle();
  };
}

/** How many calls are in flight, or will be. */
function inFlight() {
  return pendingCalls.size + unsent;
}

/** Calls back once nothing is in flight, at once when nothing is; what it returns takes that back. */
function onIdle(callback) {
  if (inFlight() === 0) {
    callback();
    return () => {};
  }
  whenIdle.push(callback);
  return () => {
    whenIdle = whenIdle.filter((waiting) => waiting !== callback);
  };
}

module.exports = {
  realm,
  send,
  cancel,
  countIn,
  keepBody,
  inFlight,
  onIdle,
  subscribe,
  hold,
  letGo,
  forget,
  subscriptions,
};
