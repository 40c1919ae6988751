"use strict";

const { renderTable } = require("./table.js");

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };
const CLEAR_LINE = "\r\u001b[K";
const MASK = "••••••••";

/** What steers a terminal, turns the direction of a text, or cannot be seen in it. */
const STEERING =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/gu;

/** Replaces what would steer a terminal: names and tags come from whoever triggered the run. */
function printable(text) {
  return String(text).replace(STEERING, "?");
}

/** JSON whose texts steer nothing: what they hold of that is escaped. */
function toJson(value) {
  const escape = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return jsonOf(value).replace(STEERING, (character) =>
    character === "\n" ? "\n" : character.split("").map(escape).join(""),
  );
}

/** Indented JSON of whatever a run has put out, which may be more than JSON can hold. */
function jsonOf(value) {
  const above = [];
  return JSON.stringify(
    value,
    function (_, member) {
      if (typeof member === "bigint") return String(member);
      if (typeof member !== "object" || member === null) return member;
      while (above.length > 0 && above.at(-1).holder !== this) above.pop();
      if (above.some(({ original }) => original === member)) return "(contains itself)";
      const shown = member instanceof Map || member instanceof Set ? [...member] : member;
      above.push({ holder: shown, original: member });
      return shown;
    },
    2,
  );
}

/** Formats a date for people, in their time zone. */
function showDate(date) {
  if (!date) return "";
  if (!(date instanceof Date) || Number.isNaN(date.getTime())) return printable(date);
  const part = (number) => String(number).padStart(2, "0");
  const day = [date.getFullYear(), part(date.getMonth() + 1), part(date.getDate())].join("-");
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(part).join(":")}`;
}

/** Where results go: tables for people or JSON for scripts on stdout, remarks on stderr. */
class Output {
  /** @param {{ json?: boolean, stream?: any, environment?: NodeJS.ProcessEnv }} options */
  constructor({ json = false, stream = process.stdout, environment = process.env }) {
    this.stream = stream;
    this.isJson = json;
    this.isTerminal = Boolean(stream.isTTY);
    const { FORCE_COLOR: forced, NO_COLOR, TERM } = environment;
    const isForced = forced !== undefined && forced !== "" && forced !== "0" && forced !== "false";
    this.hasColour = !NO_COLOR && (isForced || (this.isTerminal && TERM !== "dumb"));
  }

  /** Prints a result: as JSON, or as the lines that `show` returns. */
  result(value, show) {
    const text = this.isJson ? toJson(value) : show().join("\n");
    if (text !== "") this.stream.write(`${text}\n`);
  }

  /** Prints a line as it comes, where that is not for scripts. */
  line(text) {
    if (!this.isJson) this.stream.write(`${this.#isBusy() ? CLEAR_LINE : ""}${text}\n`);
  }

  /** Shows on a terminal how far something is, until the next line. Without a text it goes away. */
  progress(text) {
    if (this.#isBusy()) this.stream.write(`${CLEAR_LINE}${text ? this.style(text, "dim") : ""}`);
  }

  #isBusy() {
    return this.isTerminal && !this.isJson;
  }

  /** Returns the lines of a table, as wide as the terminal at most. */
  table(titles, rows) {
    const cells = rows.map((row) => row.map((cell) => (cell?.text === undefined ? { text: cell } : cell)));
    // A terminal that does not know its width says 0.
    const width = (this.isTerminal && this.stream.columns) || Infinity;
    const clean = cells.map((row) => row.map(({ text, style }) => ({ text: printable(text ?? ""), style })));
    const heads = titles.map((text) => ({ text, style: "bold" }));
    return renderTable([heads, ...clean], width, (text, style) => this.style(text, style));
  }

  /** Colours a text, where there is a terminal that shows it. */
  style(text, style) {
    return this.hasColour && style ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;
  }

  /** Says something that is no result. */
  remark(text) {
    process.stderr.write(`${printable(text)}\n`);
  }
}

module.exports = { MASK, Output, jsonOf, printable, showDate };
