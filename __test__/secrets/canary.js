"use strict";

require("../support/process-environment.js");

const assert = require("node:assert/strict");
const { randomInt } = require("node:crypto");
const { inspect } = require("node:util");

const { createTestServer } = require("../../testing");

/** Shorter pieces than this occur by chance, and the last four characters are shown on purpose. */
const PIECE = 8;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A token nothing else looks like; made at run time, so that no source holds it. */
function createCanary(prefix = "tr_prod_") {
  const random = Array.from({ length: 40 }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return new Canary(prefix, random);
}

class Canary {
  constructor(prefix, random) {
    this.random = random;
    this.token = prefix + random;
  }

  /** The token in the spellings a server may send it back in. */
  get spellings() {
    const bytes = Buffer.from(this.token);
    const each = (spell) => Array.from(bytes, (byte) => spell(byte.toString(16), byte)).join("");
    const base64 = bytes.toString("base64");
    return {
      base64,
      "in base64url of a header": Buffer.from(`Bearer ${this.token}`).toString("base64url"),
      "in base64 twice": Buffer.from(base64).toString("base64"),
      "in base64 of several lines": base64.replace(/.{16}/g, "$&\\r\\n"),
      "in base64 of JSON": base64.replaceAll("/", "\\/"),
      hex: bytes.toString("hex"),
      "in hex with colons": each((hex) => `${hex}:`),
      "as a list of numbers": `[${[...bytes]}]`,
      "percent-encoded": each((hex) => `%${hex}`),
      "percent-encoded twice": each((hex) => `%25${hex}`),
      "percent-encoded three times": each((hex) => `%2525${hex.toUpperCase()}`),
      "JSON-escaped": each((hex) => `\\u00${hex}`),
      "JSON-escaped several times": each((hex) => `\\\\\\\\u00${hex}`),
      "JSON-escaped and percent-encoded": each((hex) => `%5Cu00${hex}`),
      "percent-encoded in JSON": each((hex) => `\\u0025${hex}`),
      "in hex escapes": each((hex) => `\\x${hex}`),
      "in code points": each((hex) => `\\u{00${hex}}`),
      "in octal escapes": each((_, byte) => `\\${byte.toString(8)}`),
      "in entities": each((_, byte) => `&#${byte};`),
      "in hex entities": each((hex) => `&#X000${hex};`),
      "in entities twice": each((hex) => `&amp;#x${hex};`),
    };
  }

  /** Any eight characters in a row of what must not be shown, in any case. */
  pieceIn(text) {
    const shown = text.toLowerCase();
    const random = this.random.toLowerCase();
    for (let start = 0; start + PIECE <= random.length; start += 1) {
      const piece = random.slice(start, start + PIECE);
      if (shown.includes(piece)) return piece;
    }
    return undefined;
  }

  /** Asserts that a value shows no piece of the token, however it is looked at. */
  assertHidden(value, what = "") {
    for (const [view, text] of views(value)) {
      const piece = this.pieceIn(text);
      assert.equal(piece, undefined, `${what}: ${view} shows ${piece} of the token:\n${text.slice(0, 3000)}`);
    }
  }
}

/** Every text a program, a logger or an error tracker could make of a value, by how it is made. */
function views(value) {
  const found = [];
  const seen = new Set();
  add("value", value);
  return found;

  function add(path, part) {
    if (typeof part === "string") found.push([path, part]);
    if (part === null || (typeof part !== "object" && typeof part !== "function") || seen.has(part)) return;
    seen.add(part);
    found.push([`inspect(${path})`, inspect(part, everything)]);
    found.push([`JSON.stringify(${path})`, stringify(part)]);
    if (part instanceof Error) found.push([`String(${path})`, `${part}${part.message}${part.stack}`]);
    for (const key of Reflect.ownKeys(part)) {
      found.push([`key of ${path}`, String(key)]);
      const descriptor = Object.getOwnPropertyDescriptor(part, key);
      if ("value" in descriptor) add(`${path}.${String(key)}`, descriptor.value);
    }
  }
}

const everything = {
  showHidden: true,
  depth: Infinity,
  getters: true,
  maxArrayLength: null,
  maxStringLength: null,
};

function stringify(value) {
  try {
    return JSON.stringify(value) ?? "";
  } catch (error) {
    return error.message;
  }
}

/** A server with one run, and a config for it under the canary, whose retries take no time. */
async function openCage(t, options, prefix) {
  const canary = createCanary(prefix);
  const server = await createTestServer({ strict: false, ...options });
  t.after(() => server.close());
  const requestOptions = { retry: { maxAttempts: 2, minTimeoutInMs: 1, maxTimeoutInMs: 5 } };
  const config = { secretKey: canary.token, baseURL: server.url, requestOptions };
  return { canary, server, config };
}

/** What a call rejects with, or what a function throws. */
async function failureOf(act) {
  try {
    await act();
  } catch (error) {
    return error;
  }
  return assert.fail("it was expected to fail");
}

module.exports = { createCanary, failureOf, openCage };
