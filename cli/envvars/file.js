"use strict";

const { readFileSync } = require("node:fs");
const { parseEnv } = require("node:util");

const { UsageError } = require("../command-line.js");
const { assignmentsOf } = require("./lines.js");

/** What a file for a whole process has besides: what Trigger.dev sets itself, and our own credential. */
const LEFT_OUT = ["TRIGGER_SECRET_KEY", "TRIGGER_API_URL", "TRIGGER_ACCESS_TOKEN"];

/** The option of commands that take a whole file. */
const SKIP_BLANK = { "skip-blank": { type: "boolean", help: "leaves out what is blank in the file" } };

/**
 * Reads the variables of an .env file as `node --env-file` does, but for what that leaves out without a word: a line
 * that is no assignment is refused, and so is a blank value, unless it is to be skipped. A path of `-` is stdin.
 *
 * @param {string} path
 * @param {{ "skip-blank"?: boolean }} options
 * @param {InstanceType<typeof import("../output.js").Output>} output is told what is left out
 * @returns {Record<string, string>}
 */
function readVariables(path, options, output) {
  const shown = path === "-" ? "stdin" : path;
  // Editors put a byte order mark before the first name.
  const text = readText(path).replace(/^\ufeff/, "");
  const assignments = assignmentsOf(text, shown);
  const parsed = parseEnv(assignments.map((assignment) => assignment.text).join("\n"));
  const found = /** @type {Record<string, string>} */ (parsed);
  const lines = new Map();
  for (const { name, line } of assignments) {
    if (lines.has(name)) output.remark(`${shown}:${line} has ${name} once more: the last one counts`);
    lines.set(name, line);
  }
  const left = LEFT_OUT.filter((name) => name in found);
  if (left.length > 0) output.remark(`left out: ${left.join(", ")}`);
  const wanted = Object.entries(found).filter(([name]) => !left.includes(name));
  const isBlank = ([, value]) => value.trim() === "";
  const [blank] = wanted.find(isBlank) ?? [];
  if (blank !== undefined && !options["skip-blank"]) {
    const place = `${shown}:${lines.get(blank)}`;
    throw new UsageError(`${place} ${blank} is blank: give it a value, or leave it out with --skip-blank`);
  }
  const variables = wanted.filter((each) => !isBlank(each));
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

/** Returns the variables with whether they are to be secret, if that was said. */
function desire(variables, isSecret) {
  if (!isSecret) return variables;
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { value, isSecret }]));
}

module.exports = { SKIP_BLANK, desire, readVariables };
