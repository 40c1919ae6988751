"use strict";

const { MASK } = require("../output.js");

/** The option that shows what is masked without it. */
const REVEAL = { reveal: { type: "boolean", help: "show values; those of secrets cannot be read back" } };

/** Returns a variable as it may be shown: without its value, unless it is to be revealed. */
function hide({ value, ...variable }, isRevealed) {
  return isRevealed ? { ...variable, value } : variable;
}

/** Returns the cells of a variable in a table. The mask does not tell how long the value is. */
function showRow({ name, value, isSecret }, isRevealed) {
  return [name, isRevealed ? value : { text: MASK, style: "dim" }, isSecret ? "secret" : ""];
}

module.exports = { REVEAL, hide, showRow };
