"use strict";

const { lift } = require("./lift.js");
const native = require("./native.js");
const { currentScope } = require("./scopes.js");

/** The names of the API's areas, as the addon has them: `runs`, `envvars`, … */
const names = Object.keys(native).filter((name) => typeof native[name] === "object");

/** The functions of an area, every call in the scope that `scopeOf` answers. */
function bind(name, scopeOf) {
  const bound = {};
  for (const [verb, prepare] of Object.entries(native[name])) {
    bound[verb] = lift(prepare, verb, scopeOf);
  }
  return bound;
}

/** The top-level areas: their calls run in the scope they are made in. */
const areas = Object.fromEntries(names.map((name) => [name, bind(name, currentScope)]));

module.exports = { names, bind, areas };
