"use strict";

// Reads superjson's format at a cost in proportion to the text.
//
// The library's own reader believes what a text says of itself: a length that an object announces, an index,
// a path that is walked from the root for each annotation, an entry of a Set that is counted to. Who wrote an
// output is a stranger to who reads it, and they share a thread with everybody else's calls.

const native = require("./native.js");

/** A value that costs far more to make than its text is long; other texts that cannot be read are just that. */
class CostlyValueError extends Error {}

/** BigInt reads decimal digits in more than linear time. */
const MAX_BIGINT_DIGITS = 100_000;
/** The names of hosts are checked in quadratic time. */
const MAX_AUTHORITY_LENGTH = 2048;
/** A class such as \p{L} is thousands of ranges, one such as \p{RGI_Emoji} of the flag v thousands of texts. */
const MAX_UNICODE_PATTERN_COST = 10_000;
/** So many numbers cost little wherever they fall. */
const FEW_NUMBERS = 128;
const PATTERN_COST = { u: 1, v: 100 };

const typedArrays = new Map(
  [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
  ].map((TypedArray) => [TypedArray.name, TypedArray]),
);

/** Reads one text. What its annotations name and is not there is passed over. */
class SuperJsonReader {
  /** The text's value, in an object so that it can be replaced like any other. */
  #root;
  /** Each Set and Map with the array that it is made of, which paths go through as if it were still there. */
  #entries = new Map();
  #patternCost = 0;

  constructor(text) {
    const { json, meta } = JSON.parse(text);
    this.#root = { json };
    this.#annotate(meta?.values, this.#root, "json");
    this.#equate(meta?.referentialEqualities);
    this.#fill();
  }

  get value() {
    return this.#root.json;
  }

  /** A tree is `[type]`, `[type, trees by path]` or the trees by their paths from here. */
  #annotate(tree, holder, key) {
    if (!tree) return;
    const isTyped = Array.isArray(tree);
    const [type, trees] = isTyped ? tree : [undefined, tree];
    for (const path of Object.keys(checked(trees ?? {}, "object"))) {
      const place = this.#follow(path, holder, key);
      if (place !== undefined) this.#annotate(trees[path], ...place);
    }
    if (isTyped) holder[key] = this.#revive(type, holder[key]);
  }

  /**
   * Where a path leads from a place: what holds the value, and under which key.
   *
   * @returns {[any, any] | undefined}
   */
  #follow(path, holder, key) {
    for (const segment of segmentsOf(path)) {
      const value = this.#entries.get(holder[key]) ?? holder[key];
      const next = keyOf(value, segment);
      if (next === undefined) return undefined;
      holder = value;
      key = next;
    }
    return [holder, key];
  }

  #revive(type, value) {
    if (Array.isArray(type)) return reviveArray(type, value);
    switch (type) {
      case "undefined":
        return undefined;
      case "number":
        return Number(checked(value, "string"));
      case "bigint":
        return reviveBigInt(checked(value, "string"));
      case "Date":
        return new Date(checked(value, "string"));
      case "URL":
        return reviveUrl(checked(value, "string"));
      case "regexp":
        return this.#reviveRegExp(checked(value, "string"));
      case "Error":
        return reviveError(value);
      case "set":
        return this.#collect(new Set(), value);
      case "map":
        return this.#collect(new Map(), value);
      default:
        throw new TypeError("a type that superjson does not have");
    }
  }

  #reviveRegExp(text) {
    const end = text.lastIndexOf("/");
    const [source, flags] = [text.slice(1, end), text.slice(end + 1)];
    for (const flag of flags) this.#patternCost += (PATTERN_COST[flag] ?? 0) * source.length;
    if (this.#patternCost > MAX_UNICODE_PATTERN_COST) {
      throw new CostlyValueError("regular expressions for Unicode that are too long");
    }
    return new RegExp(source, flags);
  }

  #collect(collection, entries) {
    this.#entries.set(collection, checkedArray(entries));
    return collection;
  }

  /** Puts one object in each of the places where there were copies of it. */
  #equate(equalities) {
    const [ofRoot, others] = Array.isArray(equalities) ? equalities : [[], equalities];
    for (const path of checkedArray(ofRoot)) this.#put(path, this.#root.json);
    for (const path of Object.keys(checked(others ?? {}, "object"))) {
      const place = this.#follow(path, this.#root, "json");
      if (place === undefined) continue;
      const [holder, key] = place;
      for (const other of checkedArray(others[path])) this.#put(other, holder[key]);
    }
  }

  #put(path, value) {
    const place = this.#follow(checked(path, "string"), this.#root, "json");
    if (place !== undefined) place[0][place[1]] = value;
  }

  /** Last of all, so that what was put into an entry is in the Set or Map, in its place. */
  #fill() {
    for (const [collection, entries] of this.#entries) {
      if (collection instanceof Set) {
        checkSpread(entries);
        for (const entry of entries) collection.add(entry);
      } else {
        checkSpread(entries.map(([key]) => key));
        for (const [key, value] of entries) collection.set(key, value);
      }
    }
  }
}

/** The keys of a path, between dots; a key's own dots have a backslash before them. */
function segmentsOf(path) {
  if (!path.includes("\\")) return path.split(".");
  return path.split(/(?<!\\)\./).map((segment) => segment.replaceAll("\\.", "."));
}

/** Only what is there can be named: a path makes no array longer, and leads to no prototype. */
function keyOf(value, segment) {
  if (Array.isArray(value)) {
    const index = Number(segment);
    return Number.isInteger(index) && index >= 0 && index < value.length ? index : undefined;
  }
  const isObject = typeof value === "object" && value !== null;
  if (!isObject || Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  return Object.hasOwn(value, segment) ? segment : undefined;
}

/** @param {any[]} type @param {any} value */
function reviveArray([kind, name], value) {
  const numbers = checkedArray(value);
  // What else an element is could be anything when it is made a number.
  if (!numbers.every((number) => number === null || typeof number === "number")) throw new TypeError();
  if (kind === "custom" && name === "buffer") return Buffer.from(numbers);
  const TypedArray = kind === "typed-array" ? typedArrays.get(name) : undefined;
  if (TypedArray === undefined) throw new TypeError("a type that superjson does not have");
  return new TypedArray(numbers);
}

function reviveBigInt(digits) {
  if (digits.length > MAX_BIGINT_DIGITS) throw new CostlyValueError(`a bigint of ${digits.length} digits`);
  return BigInt(digits);
}

/** What a URL was written from is ASCII, its host as well. */
function reviveUrl(text) {
  if (/[^ -~]/.test(text)) throw new TypeError("not a URL");
  const [, authority = ""] = /^ *(?:https?|wss?|ftp|file):[/\\]*([^/\\?#]*)/i.exec(text) ?? [];
  if (authority.length > MAX_AUTHORITY_LENGTH) {
    throw new CostlyValueError(`a URL whose host has ${authority.length} characters`);
  }
  return new URL(text);
}

function reviveError(value) {
  const { name, message, stack } = checked(value, "object");
  for (const text of [name, message, stack]) if (text !== undefined) checked(text, "string");
  // Capturing a stack, to be replaced at once, is most of what an error costs.
  const { stackTraceLimit } = Error;
  Reflect.set(Error, "stackTraceLimit", 0);
  const error = new Error(message);
  Reflect.set(Error, "stackTraceLimit", stackTraceLimit);
  return Object.assign(error, { name, stack });
}

/**
 * Refuses numbers that were chosen to fall into one place of the table behind a Set or Map. Texts cannot be: their hash
 * has a seed. Nor can what is made here: it is hashed by a number of its own.
 */
function checkSpread(keys) {
  const numbers = keys.filter((key) => typeof key === "number");
  const bigInts = keys.filter((key) => typeof key === "bigint");
  if (numbers.length + bigInts.length <= FEW_NUMBERS) return;
  const digits = BigUint64Array.from(bigInts, (key) => (key < 0n ? -key : key));
  if (native.isCrowded(Float64Array.from(numbers), digits)) {
    throw new CostlyValueError("a Set or Map of numbers that collide");
  }
}

function checked(value, type) {
  if (typeof value !== type || value === null) throw new TypeError(`a value that is no ${type}`);
  return value;
}

function checkedArray(value) {
  if (!Array.isArray(value)) throw new TypeError("a value that is no array");
  return value;
}

/** What a text in superjson's format says. */
function readSuperJson(text) {
  return new SuperJsonReader(text).value;
}

module.exports = { readSuperJson, CostlyValueError };
