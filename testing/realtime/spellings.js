"use strict";

// How each of the two servers behind the feeds writes what JSON has no text for.

const toIso = (time) => new Date(time).toISOString().slice(0, -1);
const escape = (text) => `"${text.replace(/["\\]/g, "\\$&")}"`;
const isPlain = (text) => /^[^\s{},"\\]+$/.test(text) && text.toUpperCase() !== "NULL";

/** The server that asks the database itself. */
const NATIVE = {
  timestamp: toIso,
  bool: (value) => (value ? "t" : "f"),
  /** Every element in quotes. */
  list: (texts) => `{${texts.map(escape).join(",")}}`,
  /** What a run without tags has in their place. */
  noTags: null,
  types: {},
  columns: {},
};

/** Electric, which writes as Postgres does: no zeros at the end of a fraction, no needless quotes. */
const ELECTRIC = {
  timestamp: (time) =>
    toIso(time)
      .replace("T", " ")
      .replace(/\.?0+$/, (zeros) => (zeros[0] === "." ? "" : "")),
  bool: (value) => (value ? "true" : "false"),
  list: (texts) => `{${texts.map((text) => (isPlain(text) ? text : escape(text))).join(",")}}`,
  noTags: "{}",
  /** What its schema says of types besides their names. */
  types: { timestamp: { precision: 3 } },
  /** And of columns: an enum has a name of its own. */
  columns: { id: { not_null: true, pk_index: 0 }, status: { type: "TaskRunStatus" } },
};

module.exports = { ELECTRIC, NATIVE };
