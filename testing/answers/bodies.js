"use strict";

const { refuse } = require("./forms.js");

/** Reads a JSON body the way the newer routes do, which say what is wrong with it. */
function readBody(context) {
  const body = readJsonBody(context);
  if (kindOf(body) !== "object") refuse(400, `Validation error: Expected object, received ${kindOf(body)}`);
  return body;
}

/** Reads a body for a route that says by itself what is wrong with it; JSON that is falsy counts as none. */
function readJsonBody(context) {
  if (!context.hasBody()) refuse(400, "Request body is empty");
  const invalid = () => refuse(400, "Invalid JSON");
  return context.readJson(invalid) || invalid();
}

/** Refuses with a 400 when any of these checks found something; each is a sentence, or nothing. */
function refuseInvalid(...found) {
  const issues = found.filter(Boolean);
  if (issues.length > 0) refuse(400, `Validation error: ${issues.join("; ")}`);
}

/** Says what is wrong with one of several texts. */
function checkChoice(body, name, choices) {
  const value = body?.[name];
  const expected = choices.map((choice) => `'${choice}'`).join(" | ");
  if (value === undefined) return `Required at "${name}"`;
  if (typeof value !== "string") return `Expected ${expected}, received ${kindOf(value)} at "${name}"`;
  if (choices.includes(value)) return undefined;
  return `Invalid enum value. Expected ${expected}, received '${value}' at "${name}"`;
}

/** Says what is wrong with a number of runs, which may be left out. */
function checkAmount(body, name) {
  const value = body?.[name];
  const say = (words) => `${words} at "${name}"`;
  if (value === undefined) return undefined;
  if (typeof value !== "number") return say(`Expected number, received ${kindOf(value)}`);
  if (!Number.isInteger(value)) return say("Expected integer, received float");
  if (value < 0) return say("Number must be greater than or equal to 0");
  if (value > 100_000) return say("Number must be less than or equal to 100000");
  return undefined;
}

/** Lists which of these fields are not the texts they should be; optional ones may be left out. */
function findTextIssues(body, required, optional = []) {
  const isMissing = (name) => typeof body?.[name] !== "string";
  const isWrong = (name) => body?.[name] !== undefined && isMissing(name);
  return [...required.filter(isMissing), ...optional.filter(isWrong)].map((name) => {
    const received = kindOf(body?.[name]);
    const message = received === "undefined" ? "Required" : `Expected string, received ${received}`;
    return { code: "invalid_type", expected: "string", received, path: [name], message };
  });
}

function kindOf(value) {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

module.exports = { checkAmount, checkChoice, findTextIssues, kindOf, readBody, readJsonBody, refuseInvalid };
