"use strict";

// superjson as the official SDK sets it up: with the one type that it adds.

const { SuperJSON } = require("superjson");

const library = new SuperJSON();
library.registerCustom(
  {
    isApplicable: (value) => Buffer.isBuffer(value),
    serialize: (value) => [...value],
    deserialize: (value) => Buffer.from(value),
  },
  "buffer",
);

module.exports = { library };
