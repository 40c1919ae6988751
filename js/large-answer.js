"use strict";

const native = require("./native.js");

// The kinds of pieces, as src/core/decode/pieces.rs has them.
const LIST = 0;
const OBJECT = 1;
const CLOSE = 2;
const KEY = 3;
const TEXT = 6;
const PART = 7;

/** Puts the pieces of a large body together, some with each step; the last one answers the value. */
function* assemblePieces(body) {
  const whole = [];
  /** What is open around the innermost, and the key of each within what holds it. @type {any[]} */
  const around = [];
  /** @type {any} */
  let innermost = whole;
  let key;
  let text;
  for (;;) {
    const pieces = native.takePieces(body);
    if (pieces.length === 0) return whole[0];
    for (let index = 0; index < pieces.length; index += 2) {
      const kind = pieces[index];
      const json = pieces[index + 1];
      if (kind === LIST || kind === OBJECT) {
        around.push(innermost, key);
        innermost = kind === LIST ? [] : {};
      } else if (kind === TEXT) {
        text = "";
      } else if (kind === PART) {
        text += JSON.parse(json);
      } else if (kind === KEY) {
        key = JSON.parse(json);
      } else if (kind !== CLOSE) {
        addAll(innermost, JSON.parse(json));
      } else if (text !== undefined) {
        put(innermost, key, text);
        text = undefined;
      } else {
        const value = innermost;
        key = around.pop();
        innermost = around.pop();
        put(innermost, key, value);
      }
    }
    yield;
  }
}

function addAll(into, some) {
  if (Array.isArray(into)) for (const item of some) into.push(item);
  else for (const key of Object.keys(some)) put(into, key, some[key]);
}

/** As JSON.parse does it: what an object inherits under the key is not asked. */
function put(into, key, value) {
  if (Array.isArray(into)) into.push(value);
  else if (key in into && !Object.hasOwn(into, key))
    Object.defineProperty(into, key, { value, writable: true, enumerable: true, configurable: true });
  else into[key] = value;
}

module.exports = { assemblePieces };
