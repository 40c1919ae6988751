"use strict";

const { readFileSync } = require("node:fs");
const { parseEnv } = require("node:util");

const { UsageError } = require("../command-line.js");
const { assignmentsOf } = require("./lines.js");

/** What a file for a whole process has besides: what Trigger.dev sets itself, and our own credential. */
const LEFT_OUT = ["TRIGGER_SECRET_KEY", "TRIGGER_API_URL", "TRIGGER_ACCESS_TOKEN"];

/**
 * Reads the variables of an .env file as `node --env-file` does, but for what that leaves out without a word: a line
 * that is no assignment is refused. A path of `-` is stdin.
 *
 * @param {string} path
 * @param {InstanceType<typeof import("../output.js").Output>} output is told what is left out
 * @returns {Record<string, string>}
 */
function readVariables(path, output) {
  const shown = path === "-" ? "stdin" : path;
  // Editors put a byte order mark before the first name.
  const text = readText(path).replace(/^\ufeff/, "");
  const found = /** @type {Record<string, string>} */ (parseEnv(assignmentsOf(text, shown)));
  const left = LEFT_OUT.filter((name) => name in found);
  if (left.length > 0) output.remark(`left out: ${left.join(", ")}`);
  const variables = Object.entries(found).filter(([name]) => !left.includes(name));
  if (variables.length === 0) throw new UsageError(`there are no variables in ${shown}`);
  return Object.fromEntries(variables);
}

function readText(path) {
  try {
    return readFileSync(path === "-" ? 0 : path, "utf8");
  } catch (error) {
    throw new UsageError(`${path} cannot be read (${error.code})`);
  }
}

/** Leaves out the variables that are blank. */
function withoutBlank(variables) {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value.trim() !== ""));
}

/** Returns the variables with whether they are to be secret, if that was said. */
function desire(variables, isSecret) {
  if (!isSecret) return variables;
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { value, isSecret }]));
}

module.exports = { desire, readVariables, withoutBlank };
