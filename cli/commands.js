"use strict";

/** Every command by the words it is called with, loaded when it is asked for. */
const commands = {
  whoami: () => require("./whoami.js"),
  "runs list": () => require("./runs/list.js"),
  "runs get": () => require("./runs/get.js"),
  "runs cancel": () => require("./runs/cancel.js"),
  "runs replay": () => require("./runs/replay.js"),
  "runs watch": () => require("./runs/watch.js"),
  "envvars list": () => require("./envvars/list.js"),
  "envvars get": () => require("./envvars/get.js"),
  "envvars set": () => require("./envvars/set.js"),
  "envvars unset": () => require("./envvars/unset.js"),
  "envvars diff": () => require("./envvars/diff.js"),
  "envvars sync": () => require("./envvars/sync.js"),
  "dev-server": () => require("./dev-server.js"),
};

module.exports = { commands };
