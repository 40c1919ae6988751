"use strict";

const { LEGACY, bind } = require("./areas.js");
const native = require("./native.js");
const { legacyEnvironmentScope, legacyScope } = require("./scopes.js");

/** A client in a scope of its own, which no other scope is the parent of. */
class LegacyClient {
  constructor(...given) {
    // As of a TriggerClient: what turned out undefined must not pass for nothing.
    const config = given.length === 0 ? {} : given[0];
    const scope = legacyScope(config, LegacyClient);
    Object.assign(
      this,
      bind(LEGACY, () => scope),
    );
  }
}

/** The functions on no client: their calls run under what the environment says when they are made. */
const functions = bind(LEGACY, legacyEnvironmentScope);

function environmentOf(apiKey) {
  return typeof apiKey === "string" ? (native.legacyEnvironmentOf(apiKey) ?? undefined) : undefined;
}

module.exports = { LegacyClient, environmentOf, functions };
