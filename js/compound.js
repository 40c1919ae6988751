"use strict";

// What is made of several calls, and so lives above the addon: by area, each given the areas as they are in the scope it
// was called in. What reads request options does so once, with `areas.under`. What makes a handle is given the areas as
// they are in the scope of whoever uses it.

const areas = {
  batch: {
    triggerAll: (...args) => require("./batches.js").triggerAll(...args),
  },
  envvars: {
    sync: (...args) => require("./variables.js").sync(...args),
  },
  tasks: {
    triggerAndSubscribe: (...args) => require("./run-outcome.js").triggerAndSubscribe(...args),
  },
  sessions: {
    defineChannel: (...args) => require("./session-handle.js").defineChannel(...args),
    open: (...args) => require("./session-handle.js").open(...args),
  },
  streams: {
    append: (...args) => require("./streams.js").append(...args),
    define: (...args) => require("./streams.js").define(...args),
    input: (...args) => require("./streams.js").input(...args),
    pipe: (...args) => require("./streams.js").pipe(...args),
    read: (...args) => require("./streams.js").read(...args),
    writer: (...args) => require("./streams.js").writer(...args),
  },
};

/** They ask for nothing: what they make may be kept where there is no scope, and each use of it has its own. */
const handles = new Set(["sessions.open", "streams.define", "streams.input"]);

/** The areas whose functions are there to make others of, and not for users. */
const inner = new Set(["sessions.in", "sessions.out", "streams", "streams.input"]);

module.exports = { areas, handles, inner };
