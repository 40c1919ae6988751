"use strict";

const vm = require("node:vm");

/** Objects that name these fields in other ways than as a literal does. */
const disguises = {
  "a Proxy that lists no keys": (fields) =>
    new Proxy({}, { get: (_, name) => fields[name], has: (_, name) => name in fields, ownKeys: () => [] }),
  "a Proxy with a getter alone": (fields) => new Proxy({}, { get: (_, name) => fields[name] }),
  "a Proxy of a literal": (fields) => new Proxy(fields, {}),
  "an heir of a literal": (fields) => Object.create(fields),
  "an heir of an object without a prototype": (fields) =>
    Object.create(Object.assign(Object.create(null), fields)),
  "an instance with getters": (fields) => {
    class Config {}
    for (const name of Object.keys(fields)) {
      Object.defineProperty(Config.prototype, name, { get: () => fields[name] });
    }
    return new Config();
  },
  "a literal of another realm": (fields) => Object.assign(vm.runInNewContext("({})"), fields),
};

module.exports = { disguises };
