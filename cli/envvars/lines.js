"use strict";

// Node's parser of .env files leaves out what it does not understand, and what a file leaves out --prune removes: so
// every line is looked at first, and the parser gets assignments alone.

const { UsageError } = require("../command-line.js");
const { printable } = require("../output.js");

const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?([^=]*?)[ \t]*=[ \t]*(.*)$/s;
const NAME = /^[A-Za-z_][\w.-]*$/;
const QUOTES = ["'", '"', "`"];

/**
 * Returns the assignments of a file, each with its name, the number of its line and its text. A file in which a line is
 * neither an assignment, a comment nor blank is refused. A line is named by its number and its first word at most: the
 * rest may be a secret.
 *
 * @param {string} text
 * @param {string} path as it is told to whoever reads the error
 */
function assignmentsOf(text, path) {
  const assignments = [];
  const lines = text.split(/\r\n|\n|\r/);
  for (let index = 0; index < lines.length; index += 1) {
    const place = `${path}:${index + 1}`;
    if (/^[ \t]*(#|$)/.test(lines[index])) continue;
    const [, name, value] = ASSIGNMENT.exec(lines[index]) ?? refuse(place, lines[index]);
    if (!NAME.test(name)) {
      throw new UsageError(
        `${place} does not begin with the name of a variable: ${JSON.stringify(printable(name))}`,
      );
    }
    const quote = QUOTES.find((each) => value.startsWith(each));
    const isOpen = quote !== undefined && value.indexOf(quote, 1) === -1;
    const end = isOpen ? lines.findIndex((line, other) => other > index && line.includes(quote)) : index;
    if (end === -1) throw new UsageError(`${place} opens a quote that is never closed, after ${name}=`);
    const whole = lines.slice(index, end + 1).join("\n");
    assignments.push({ name, line: index + 1, text: whole.trimStart() });
    index = end;
  }
  return assignments;
}

/** @returns {never} */
function refuse(place, line) {
  const word = /^\s*([A-Za-z_]\w{0,40})\b/.exec(line)?.[1];
  throw new UsageError(
    `${place} is no assignment, such as NAME=value${word ? `: it begins with ${word}` : ""}`,
  );
}

module.exports = { assignmentsOf };
