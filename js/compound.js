"use strict";

// What is made of several calls, and so lives above the addon: by area, each given the areas as they are in the scope it
// was called in.

module.exports = {
  batch: {
    triggerAll: ({ batch }, ...args) => require("./batches.js").triggerAll(batch, ...args),
  },
  envvars: {
    sync: ({ envvars }, ...args) => require("./variables.js").sync(envvars, ...args),
  },
  tasks: {
    triggerAndSubscribe: (...args) => require("./run-outcome.js").triggerAndSubscribe(...args),
  },
};
