"use strict";

const { UsageError, quote } = require("./command-line.js");
const { question } = require("./nearest.js");

/** Every command by the words it is called with, loaded when it is asked for. */
const commands = {
  whoami: () => require("./whoami.js"),
  "runs list": () => require("./runs/list.js"),
  "runs get": () => require("./runs/get.js"),
  "runs cancel": () => require("./runs/cancel.js"),
  "runs replay": () => require("./runs/replay.js"),
  "runs watch": () => require("./runs/watch.js"),
  "tasks trigger": () => require("./tasks/trigger.js"),
  "envvars list": () => require("./envvars/list.js"),
  "envvars get": () => require("./envvars/get.js"),
  "envvars set": () => require("./envvars/set.js"),
  "envvars unset": () => require("./envvars/unset.js"),
  "envvars diff": () => require("./envvars/diff.js"),
  "envvars sync": () => require("./envvars/sync.js"),
  "dev-server": () => require("./dev-server.js"),
  completion: () => require("./completion.js"),
};

/** Returns the command that words begin with, or the group if they name no more than that. @param {string[]} words */
function findCommand([first, second, ...others]) {
  if (commands[first]) return { name: first, command: commands[first](), rest: rest(second, others) };
  const names = Object.keys(commands).filter((name) => name.startsWith(`${first} `));
  const all = [...new Set(Object.keys(commands).map((name) => name.split(" ")[0]))];
  if (names.length === 0) throw new UsageError(`there is no command ${quote(first)}${question(first, all)}`);
  if (second === undefined || second.startsWith("-")) return { group: first, rest: rest(second, others) };
  const name = `${first} ${second}`;
  if (!commands[name]) {
    const verbs = names.map((each) => each.slice(first.length + 1));
    throw new UsageError(`${quote(first)} has no command ${quote(second)}${question(second, verbs)}`, first);
  }
  return { name, command: commands[name](), rest: others };
}

function rest(second, others) {
  return second === undefined ? [] : [second, ...others];
}

module.exports = { commands, findCommand };
