"use strict";

// What is made of several calls, and so lives above the addon: by area, each given the functions of its area
// in the scope it was called in.

module.exports = {
  batch: {
    triggerAll: (...args) => require("./batches.js").triggerAll(...args),
  },
  envvars: {
    sync: (...args) => require("./variables.js").sync(...args),
  },
};
