"use strict";

const { AsyncLocalStorage } = require("node:async_hooks");

const { toError } = require("./errors.js");
const native = require("./native.js");
const { realm } = require("./realm.js");

// Scopes are opaque handles into Rust. Nothing here ever keeps a token or a config object, so a
// heap snapshot finds none.

const storage = new AsyncLocalStorage();
const variableNames = native.scopeVariables();

/** What configure() was given, parsed; undefined before the first configure(). */
let configuration;
/** The default scope as last resolved. */
let resolved;

/** Credentials are read at each call: dotenv may load after this module. */
function variables() {
  return variableNames.map((name) => process.env[name]);
}

function configure(config) {
  const read = native.readConfiguration(realm(), config);
  if (typeof read === "string") throw toError(read, configure);
  configuration = read;
  resolved = undefined;
}

/** The scope a call made now runs in: that of the innermost withAuth, or the default one. */
function currentScope() {
  return storage.getStore() ?? defaultScope();
}

function defaultScope() {
  // Null says that configuration and environment are still what the last one was resolved from.
  resolved = native.defaultScope(realm(), configuration, resolved, variables()) ?? resolved;
  return resolved;
}

function environmentScope() {
  return native.environmentScope(realm(), variables());
}

/** The scope of a config for a server of an older product; throws what is wrong with the config. */
function legacyScope(config, caller) {
  const scope = native.legacyScope(realm(), config, variables());
  if (typeof scope === "string") throw toError(scope, caller);
  return scope;
}

/** The scope of calls to such a server on no client: no other scope, and no strictness, lends it a key. */
function legacyEnvironmentScope() {
  const isScoped = storage.getStore() !== undefined;
  return native.legacyEnvironmentScope(realm(), configuration, isScoped, variables());
}

/** The scope of a config under a parent; throws what is wrong with the config. */
function derive(parent, config, place, caller) {
  const scope = native.deriveScope(parent, config, place);
  if (typeof scope === "string") throw toError(scope, caller);
  return scope;
}

/**
 * The scope of several calls that are made as one, under a parent: request options are read here, once for all of them.
 * `operation` names the whole.
 */
function scopeOfOptions(parent, requestOptions, operation) {
  const scope = native.scopeOfOptions(parent, requestOptions, operation);
  if (typeof scope === "string") throw toError(scope);
  return scope;
}

/** Runs a callback in a scope. What it returns is awaited there too: a lazy thenable begins its work only then. */
function runIn(scope, callback, client) {
  return storage.run(scope, async () => await callback(client));
}

module.exports = {
  configure,
  currentScope,
  environmentScope,
  legacyScope,
  legacyEnvironmentScope,
  derive,
  runIn,
  scopeOfOptions,
};
