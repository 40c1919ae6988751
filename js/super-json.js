"use strict";

// superjson, loaded for the first payload that is written with it; what reads its format is super-json-reader.js.
//
// Its version is pinned to the format that the official SDK writes and that deployed tasks read: from
// 2.2.3 on it spells the paths of keys with backslashes in a way older readers take for other keys.

let instance;

function superJson() {
  return (instance ??= create(require("superjson")));
}

/** An instance of its own, with the one type the official SDK adds. */
function create({ SuperJSON }) {
  const created = new SuperJSON();
  created.registerCustom(
    {
      isApplicable: (value) => Buffer.isBuffer(value),
      serialize: (value) => [...value],
      // Nothing is read with the library.
      deserialize: (value) => value,
    },
    "buffer",
  );
  return created;
}

module.exports = { superJson };
