"use strict";

// What is made of several calls, and so lives above the addon: by area, each given the areas as they are in the scope it
// was called in.

const areas = {
  batch: {
    triggerAll: ({ batch }, ...args) => require("./batches.js").triggerAll(batch, ...args),
  },
  envvars: {
    sync: ({ envvars }, ...args) => require("./variables.js").sync(envvars, ...args),
  },
  tasks: {
    triggerAndSubscribe: (...args) => require("./run-outcome.js").triggerAndSubscribe(...args),
  },
  sessions: {
    defineChannel: ({ sessions }, ...args) => require("./session-handle.js").defineChannel(sessions, ...args),
    open: ({ sessions }, ...args) => require("./session-handle.js").open(sessions, ...args),
  },
  streams: {
    append: ({ streams }, ...args) => require("./streams.js").append(streams, ...args),
    define: ({ streams }, ...args) => require("./streams.js").define(streams, ...args),
    input: ({ streams }, ...args) => require("./streams.js").input(streams, ...args),
    pipe: ({ streams }, ...args) => require("./streams.js").pipe(streams, ...args),
    writer: ({ streams }, ...args) => require("./streams.js").writer(streams, ...args),
  },
};

/** The areas whose functions are there to make others of, and not for users. */
const inner = new Set(["sessions.in", "sessions.out", "streams", "streams.input"]);

module.exports = { areas, inner };
