"use strict";

const { names, bind } = require("./areas.js");
const { toError } = require("./errors.js");
const { wrap } = require("./wrap.js");
const native = require("./native.js");
const { configure, currentScope, derive, environmentScope, runIn } = require("./scopes.js");

/** A scope that is already made, on its way into a client; users cannot make one. */
class MadeScope {
  constructor(scope) {
    this.scope = scope;
  }
}

class TriggerClient {
  #scope;
  #areas = {};
  #request;

  constructor(...given) {
    // An argument that turned out undefined is what a failed look-up leaves behind: it must not pass for none.
    const config = given.length === 0 ? {} : given[0];
    this.#scope =
      config instanceof MadeScope
        ? config.scope
        : derive(environmentScope(), config, "new TriggerClient", TriggerClient);
  }

  get request() {
    return (this.#request ??= wrap(native.request, "request", () => this.#scope));
  }

  static {
    for (const name of names) {
      Object.defineProperty(this.prototype, name, {
        enumerable: true,
        get() {
          return (this.#areas[name] ??= bind(name, () => this.#scope));
        },
      });
    }
  }
}

function boundTo(scope) {
  return new TriggerClient(new MadeScope(scope));
}

function withAuth(config, callback) {
  // Told apart by what was written: a callback that turned out undefined must not pass for none.
  if (arguments.length < 2) return boundTo(derive(currentScope(), config, "withAuth", withAuth));
  return runWithAuth(config, callback);
}

async function runWithAuth(config, callback) {
  const scope = derive(currentScope(), config, "withAuth", withAuth);
  checkCallback(callback, "withAuth", withAuth);
  return runIn(scope, callback, boundTo(scope));
}

/**
 * Runs a callback in the scope of a token that `create` makes. Both have the scope of this moment: whatever becomes the
 * current one while the token is made, that of the callback is at the same server.
 */
async function runWithToken(name, create, callback) {
  const parent = currentScope();
  checkCallback(callback, name, runWithToken);
  const accessToken = await create(bind("auth", () => parent));
  const scope = derive(parent, { accessToken }, name);
  return runIn(scope, callback, boundTo(scope));
}

function checkCallback(callback, name, origin) {
  if (typeof callback === "function") return;
  const got = callback === null ? "null" : typeof callback;
  throw toError({ cause: "argument", message: `${name}: callback must be a function, got ${got}` }, origin);
}

/** Any request, in the scope it is made in. */
const request = wrap(native.request, "request", currentScope);

module.exports = { configure, withAuth, runWithToken, request, TriggerClient };
