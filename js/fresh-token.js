"use strict";

// Fresh tokens for what outlives its own, from the function that a caller or a scope has for them.

const { AsyncResource } = require("node:async_hooks");

const { clearTimeout, setTimeout } = require("./clock.js");
const native = require("./native.js");

/** The engine goes on without a token that takes longer. */
const PATIENCE_IN_MS = 10_000;
/** Fresh tokens on their way, by the function that was asked and the token that it is to replace. */
const refreshing = new WeakMap();

/** The functions of configs, by what is kept of them. */
const named = new WeakMap();

/** What is kept of a config's function: it is asked where it was named, and what it calls runs in that scope. */
function keepRefresh(refresh) {
  const kept = AsyncResource.bind(() => refresh());
  named.set(kept, refresh);
  return kept;
}

/** The way to a fresh token that options or else the scope of a call name; undefined where neither does. */
function refreshOf(options, call) {
  const given = options?.refreshAccessToken;
  if (typeof given === "function") return { refresh: given, ask: keepRefresh(given) };
  const kept = native.refreshOf(call);
  return typeof kept === "function" ? { refresh: named.get(kept), ask: kept } : undefined;
}

/** Asks for a token and gives it; what goes wrong with that is the old token's failure later. */
function answerToken(way, credential, give) {
  if (way === undefined) give();
  else {
    freshToken(way, credential).then(
      (token) => give(typeof token === "string" && token !== "" ? token : undefined),
      () => give(),
    );
  }
}

/** Asks a function for a token, once for all who wait for it to replace the same one. */
function freshToken({ refresh, ask }, credential) {
  if (!refreshing.has(refresh)) refreshing.set(refresh, new Map());
  const known = refreshing.get(refresh);
  let fresh = known.get(credential);
  if (fresh === undefined) {
    fresh = (async () => ask())();
    const over = () => {
      clearTimeout(timer);
      known.delete(credential);
    };
    // Nobody waits for it any longer.
    const timer = setTimeout(over, PATIENCE_IN_MS);
    timer.unref?.();
    fresh.then(over, over);
    known.set(credential, fresh);
  }
  return fresh;
}

module.exports = { answerToken, keepRefresh, refreshOf };
