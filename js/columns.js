"use strict";

const { toDate } = require("./dates.js");

/** More than the API has, and a bound for a server that invents fields. */
const MOST_BUILDERS = 512;

/** For each layout, least recently used first, a function that makes an object of a row, and its width. */
const builders = new Map();

/** The items that a table and rows of numbers stand for, in the rest of their page if they have one. */
function assemble(table, rows, start, end) {
  const values = JSON.parse(table);
  const items = [];
  const known = [];
  for (let row = start; row < end;) {
    const layout = rows[row];
    const { build, width } = (known[layout] ??= builderOf(values[layout]));
    // Rows of one layout come together, more often than not.
    do {
      items.push(build(rows, row, values));
      row += width;
    } while (row < end && rows[row] === layout);
  }
  const envelope = values[0];
  if (envelope === 0) return items;
  envelope.data = items;
  return envelope;
}

function builderOf(layout) {
  const builder = builders.get(layout) ?? learn(layout);
  builders.delete(layout);
  builders.set(layout, builder);
  if (builders.size > MOST_BUILDERS) builders.delete(builders.keys().next().value);
  return builder;
}

function learn(layout) {
  const place = { next: 1 };
  const build = compile(write(JSON.parse(layout), place));
  return { build, width: place.next };
}

/** The object literal of a layout: names and letters in turn, other fields for an object, a count for texts. */
function write(fields, place) {
  const parts = [];
  for (let index = 0; index < fields.length; index += 2) {
    parts.push(`${JSON.stringify(fields[index])}:${writeValue(fields[index + 1], place)}`);
  }
  return `{${parts.join(",")}}`;
}

function writeValue(letter, place) {
  if (Array.isArray(letter)) return write(letter, place);
  if (typeof letter === "number") {
    return `[${Array.from({ length: letter }, () => writeValue("v", place)).join(",")}]`;
  }
  return expressions[letter](`rows[row+${place.next++}]`);
}

const expressions = {
  v: (number) => `values[${number}]`,
  n: (number) => number,
  b: (number) => `${number}===1`,
  d: (number) => `new Date(${number})`,
  t: (number) => `toDate(values[${number}])`,
};

function compile(literal) {
  return new Function("toDate", `"use strict";return (rows,row,values)=>(${literal})`)(toDate);
}

module.exports = { assemble };
