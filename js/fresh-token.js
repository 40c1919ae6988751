"use strict";

// Fresh tokens for what outlives its own, from the function that a caller or a scope has for them.

const { AsyncResource } = require("node:async_hooks");

const { clearTimeout, setTimeout } = require("./clock.js");
const native = require("./native.js");

/** The engine goes on without a token that takes longer. */
const PATIENCE_IN_MS = 10_000;
/** Fresh tokens on their way, by the function that was asked and the token that it is to replace. */
const refreshing = new WeakMap();

/** The way to a fresh token that options or else the scope of a call name; undefined where neither does. */
function refreshOf(options, call) {
  const refresh = options?.refreshAccessToken ?? native.refreshOf(call);
  // It is asked where it was named: what it calls itself is called in that scope.
  return typeof refresh === "function" ? { refresh, ask: AsyncResource.bind(() => refresh()) } : undefined;
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

module.exports = { answerToken, refreshOf };
