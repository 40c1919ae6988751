"use strict";

const compound = require("./compound.js");
const { wrap } = require("./wrap.js");
const native = require("./native.js");
const { currentScope, scopeOfOptions } = require("./scopes.js");

/** What the main entry has not: `hairtrigger/legacy` does. */
const LEGACY = "legacy";
/** The API's areas, as the addon has them: `runs`, `runs.bulk`, `envvars`, … */
const paths = Object.keys(native).filter((name) => typeof native[name] === "object" && name !== LEGACY);
/** The areas of the first level. */
const names = paths.filter((path) => !path.includes("."));

/** The areas in one scope, each made when it is first needed. */
class Areas {
  #scopeOf;

  constructor(scopeOf) {
    this.#scopeOf = scopeOf;
    for (const name of names) {
      Object.defineProperty(this, name, { get: () => bindSimple(name, scopeOf) });
    }
  }

  /**
   * The areas as they are for several calls that are made as one: their scope is that of this moment, their request
   * options are read once, here, and what becomes of both meanwhile changes nothing. Beside them the signal, which is for
   * each call.
   */
  under(requestOptions, operation) {
    const own = this.scope;
    const scope = requestOptions === undefined ? own : scopeOfOptions(own, requestOptions, operation);
    return { areas: new Areas(() => scope), signal: requestOptions?.signal ?? undefined };
  }

  /** The scope that a call has which is made now. */
  get scope() {
    return this.#scopeOf();
  }
}

/** The addon's functions of an area and of those below it, every call in the scope that `scopeOf` answers. */
function bindSimple(path, scopeOf) {
  const bound = {};
  for (const [verb, prepare] of Object.entries(native[path])) {
    bound[verb] = wrap(prepare, `${path}.${verb}`, scopeOf);
  }
  for (const [name, other] of below(path)) bound[name] = bindSimple(other, scopeOf);
  return bound;
}

/** The areas right below one, by their names in it. */
function below(path) {
  const start = `${path}.`;
  return paths
    .filter((other) => other.startsWith(start) && !other.includes(".", start.length))
    .map((other) => [other.slice(start.length), other]);
}

/** The functions of an area and of those below it that users call, with those that are made of others. */
function bind(path, scopeOf) {
  const bound = {};
  const isInner = (inner) => compound.inner.has(inner);
  for (const [verb, prepare] of Object.entries(native[path])) {
    if (!isInner(path)) bound[verb] = wrap(prepare, `${path}.${verb}`, scopeOf);
  }
  for (const [verb, compose] of Object.entries(compound.areas[path] ?? {})) {
    const isHandle = compound.handles.has(`${path}.${verb}`);
    const composed = (...args) => {
      if (isHandle) return compose(new Areas(scopeOf), ...args);
      const scope = scopeOf();
      return compose(new Areas(() => scope), ...args);
    };
    bound[verb] = Object.defineProperty(composed, "name", { value: verb });
  }
  for (const [name, other] of below(path)) {
    if (!isInner(other)) bound[name] = bind(other, scopeOf);
  }
  return bound;
}

/** The top-level areas: their calls run in the scope they are made in. */
const areas = Object.fromEntries(names.map((name) => [name, bind(name, currentScope)]));

module.exports = { LEGACY, names, bind, areas };
