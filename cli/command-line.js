"use strict";

const { parseArgs } = require("node:util");

const { question } = require("./nearest.js");

/**
 * A command.
 *
 * @typedef {object} Command
 * @property {string} summary one sentence
 * @property {string} [arguments] what follows the options, as help shows it
 * @property {[least: number, most: number]} [count] how many arguments; default none
 * @property {Record<string, Option>} [options] besides `--json` and `--help`
 * @property {string[]} [examples] whole command lines
 * @property {string[]} [notes] paragraphs that help ends with
 * @property {(context: object) => Promise<number | void>} run returns an exit code if it is not 0
 *
 * @typedef {object} Option
 * @property {"string" | "boolean"} type
 * @property {boolean} [multiple]
 * @property {string} [short] one letter
 * @property {string} [value] what help calls its value
 * @property {string} help
 */

/** What was typed makes no sense, and nothing was asked of the API. */
class UsageError extends Error {
  constructor(message, command) {
    super(command ? `${message}; see hairtrigger ${command} --help` : `${message}; see hairtrigger --help`);
    this.name = "UsageError";
  }
}

const COMMON = {
  json: { type: "boolean", help: "print JSON, for scripts" },
  help: { type: "boolean", short: "h", help: "print this" },
};

/** Where a command acts. */
const ADDRESS = {
  project: {
    type: "string",
    short: "p",
    value: "ref",
    help: "the project, proj_…; default TRIGGER_PROJECT_REF",
  },
  env: {
    type: "string",
    short: "e",
    value: "name",
    help: "dev, staging, prod or preview; default that of the secret key",
  },
  branch: {
    type: "string",
    short: "b",
    value: "name",
    help: "the preview branch; default TRIGGER_PREVIEW_BRANCH",
  },
};

/** Reads what follows the command's name. */
function parse(name, command, words) {
  const { values, positionals } = parseWords(name, command, words);
  const [least, most] = command.count ?? [0, 0];
  if (!values.help && positionals.length < least) {
    throw new UsageError(`${command.arguments} is missing`, name);
  }
  if (positionals.length > most) throw new UsageError(`${quote(positionals[most])} is one too many`, name);
  return { options: values, positionals };
}

function parseWords(name, { options = {} }, args) {
  try {
    return parseArgs({ args, options: configOf({ ...options, ...COMMON }), allowPositionals: true });
  } catch (error) {
    if (!String(error.code).startsWith("ERR_PARSE_ARGS")) throw error;
    // The sentences after the first explain how positionals can begin with a dash.
    const said = error.message.split(/\. |\n/)[0];
    const unknown = /Unknown option '--([\w-]+)'/.exec(said)?.[1];
    const names = Object.keys({ ...options, ...COMMON }).map((option) => `--${option}`);
    throw new UsageError(`${said}${unknown ? question(`--${unknown}`, names) : ""}`, name);
  }
}

function configOf(options) {
  const entries = Object.entries(options);
  return Object.fromEntries(
    entries.map(([name, { type, multiple = false, short }]) => [
      name,
      { type, multiple, ...(short && { short }) },
    ]),
  );
}

/** Puts options that stand before a command behind it, where they are read: those that many commands have. */
function commandFirst(words) {
  const early = { ...ADDRESS, ...COMMON };
  const before = [];
  let index = 0;
  while (index < words.length && words[index].startsWith("-")) {
    const [flag, ...inline] = words[index].split("=");
    const option = Object.entries(early).find(
      ([name, { short }]) => flag === `--${name}` || flag === `-${short}`,
    )?.[1];
    if (option === undefined) break;
    const takesNext = option.type === "string" && inline.length === 0;
    before.push(...words.slice(index, index + (takesNext ? 2 : 1)));
    index += takesNext ? 2 : 1;
  }
  return [...words.slice(index), ...before];
}

/** Reads an option that is a whole number from 1 on, or undefined. */
function readCount(name, text) {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`--${name} takes a whole number from 1 on`);
  return Number(text);
}

/** Reads an option that is a date, or undefined. */
function readDate(name, text) {
  if (text === undefined) return undefined;
  const date = new Date(text);
  if (Number.isNaN(date.getTime()))
    throw new UsageError(`--${name} takes a date such as 2026-11-21T12:00:00Z`);
  return date;
}

/** Reads an option that is JSON, or undefined. */
function readJson(name, text) {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`--${name} takes JSON, and this is none`);
  }
}

function quote(text) {
  return JSON.stringify(text);
}

module.exports = { ADDRESS, COMMON, UsageError, commandFirst, parse, quote, readCount, readDate, readJson };
