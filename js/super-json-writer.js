"use strict";

// Writes superjson's format, letter for letter as the library's version 2.2.2 does, which the official SDK has and
// deployed tasks read; from 2.2.3 on it spells the paths of keys with backslashes in a way older readers take for other
// keys.
//
// The library takes 20 µs for each object, and more the deeper it lies, because it copies the path that leads there. A
// payload may be what a stranger has sent, and is written on the thread that everybody's calls share.

/** Said of a value whose annotations would be far longer than what they are of. */
class CostlyPathsError extends Error {}

/** What would be written of paths: so much is no harm, however few the values are. */
const FEW_LETTERS = 1_000_000;
const LETTERS_PER_VALUE = 128;

/** About so many does an index have. */
const DIGITS = 4;

/** Keys that a reader would take for what every object inherits. */
const REFUSED = new Set(["__proto__", "constructor", "prototype"]);

/** Where a value stands: a key, and the place of what holds it. The root has neither. */
class Place {
  constructor(above, key) {
    this.above = above;
    this.key = key;
    this.depth = above === undefined ? 0 : above.depth + 1;
  }
}

/** An object that was come to, where that was first and where else, and what it was written as. */
class Sight extends Place {
  /** @type {Place[] | undefined} */
  others = undefined;
  isOpen = true;
  json = undefined;
  annotation = undefined;
}

/** What is said of a value: its type, where JSON has none for it, and what is said of the values in it, by their keys. */
class Annotation {
  constructor(type, inner) {
    this.type = type;
    this.inner = inner;
  }
}

/** What is said of a value that nothing can be in. */
const simple = Object.fromEntries(
  ["undefined", "bigint", "number", "Date", "Error", "regexp", "URL"].map((type) => [
    type,
    new Annotation(type, []),
  ]),
);

class SuperJsonWriter {
  /** The objects that were come to, and the values that the library takes for such: NaN and bigints. */
  #sights = new Map();
  #values = 0;
  #letters = 0;
  /** What is said of the value that was written last, if anything is. */
  #said;

  constructor(value) {
    const json = this.#write(value, undefined, "");
    const said = this.#said;
    // Before they are written: the paths of what a stranger has nested can be a thousand times as long as the rest.
    if (said !== undefined) this.#countTrees(said, 0);
    const values = said && this.#treeOf(said);
    const referentialEqualities = this.#equalities();
    const meta = values || referentialEqualities ? { values, referentialEqualities } : undefined;
    this.text = JSON.stringify({ json, meta });
  }

  #write(value, above, key) {
    this.#values += 1;
    this.#said = undefined;
    switch (typeof value) {
      case "string":
      case "boolean":
      case "function":
      case "symbol":
        return value;
      case "undefined":
        this.#said = simple.undefined;
        return null;
      case "number":
        if (Number.isFinite(value) && !Object.is(value, -0)) return value;
        if (Number.isNaN(value)) break;
        this.#said = simple.number;
        return Object.is(value, -0) ? "-0" : String(value);
    }
    return value === null ? null : this.#writeOnce(value, above, key);
  }

  #writeOnce(value, above, key) {
    const known = this.#sights.get(value);
    if (known !== undefined) {
      (known.others ??= []).push(new Place(above, key));
      // What contains itself is told by its places.
      if (known.isOpen) return null;
      this.#said = known.annotation;
      return known.json;
    }
    const sight = new Sight(above, key);
    this.#sights.set(value, sight);
    sight.json = this.#writeObject(value, sight);
    sight.annotation = this.#said;
    sight.isOpen = false;
    return sight.json;
  }

  #writeObject(value, sight) {
    if (Array.isArray(value)) return this.#writeList(value, sight, undefined);
    if (isPlainObject(value)) return this.#writeMembers(value, sight);
    if (value instanceof Set) return this.#writeList([...value.values()], sight, "set");
    if (value instanceof Map) return this.#writeList([...value.entries()], sight, "map");
    const [type, json] = typed(value);
    this.#said = typeof type === "string" ? simple[type] : type && new Annotation(type, []);
    return json;
  }

  #writeList(list, sight, type) {
    const json = new Array(list.length);
    const inner = [];
    for (let index = 0; index < list.length; index += 1) {
      const member = list[index];
      // A hole is no undefined.
      if (member === undefined && !Object.hasOwn(list, index)) continue;
      json[index] = this.#write(member, sight, index);
      if (this.#said !== undefined) inner.push([index, this.#said]);
    }
    this.#said = type !== undefined || inner.length > 0 ? new Annotation(type, inner) : undefined;
    return json;
  }

  #writeMembers(object, sight) {
    const json = {};
    const inner = [];
    for (const key of Object.keys(object)) {
      if (REFUSED.has(key)) throw new Error("a key that is refused");
      json[key] = this.#write(object[key], sight, key);
      if (this.#said !== undefined) inner.push([key, this.#said]);
    }
    this.#said = inner.length > 0 ? new Annotation(undefined, inner) : undefined;
    return json;
  }

  #countTrees({ inner }, start) {
    for (const [key, annotation] of inner) {
      const end = start + lengthOf(key);
      if (annotation.type === undefined) this.#countTrees(annotation, end + 1);
      else {
        this.#count(end + 1);
        this.#countTrees(annotation, 0);
      }
    }
  }

  /** As a reader takes it: `[type]`, `[type, trees by path]`, or the trees by their paths. */
  #treeOf({ type, inner }) {
    const trees = {};
    for (const each of inOrder(inner)) this.#addTrees(trees, "", each);
    if (type === undefined) return trees;
    return inner.length === 0 ? [type] : [type, trees];
  }

  #addTrees(trees, start, [key, annotation]) {
    if (annotation.type !== undefined) {
      // The last key of a path is written as it is, and the others are not.
      const path = `${start}${key}`;
      trees[path] = this.#treeOf(annotation);
      return;
    }
    const path = `${start}${escaped(key)}.`;
    for (const each of inOrder(annotation.inner)) this.#addTrees(trees, path, each);
  }

  /** The places of what stands in several, by the first of those that are nearest to the root. */
  #equalities() {
    let ofRoot;
    const others = {};
    for (const sight of this.#sights.values()) {
      if (sight.others === undefined) continue;
      const [first, ...more] = [sight, ...sight.others].sort((one, other) => one.depth - other.depth);
      const paths = more.map((place) => this.#pathOf(place));
      if (first.above === undefined) ofRoot = paths;
      else others[this.#pathOf(first)] = paths;
    }
    const hasOthers = Object.keys(others).length > 0;
    if (ofRoot !== undefined) return hasOthers ? [ofRoot, others] : [ofRoot];
    return hasOthers ? others : undefined;
  }

  #pathOf(place) {
    const keys = [];
    for (let at = place; at.above !== undefined; at = at.above) {
      this.#count(lengthOf(at.key) + 1);
      keys.push(escaped(at.key));
    }
    return keys.reverse().join(".");
  }

  #count(length) {
    this.#letters += length;
    if (this.#letters > FEW_LETTERS + LETTERS_PER_VALUE * this.#values) throw new CostlyPathsError();
  }
}

/** The library has them as the names of an object: those that are indices come first. */
function inOrder(inner) {
  const isFirst = ([key, { type }]) => type !== undefined && isIndex(key);
  if (!inner.some(isFirst) || inner.every(isFirst)) return inner;
  return [...inner.filter(isFirst), ...inner.filter((each) => !isFirst(each))];
}

function isIndex(key) {
  return typeof key === "number" || (/^(0|[1-9]\d{0,9})$/.test(key) && Number(key) < 2 ** 32 - 1);
}

function lengthOf(key) {
  return typeof key === "number" ? DIGITS : key.length;
}

function escaped(key) {
  if (typeof key === "number") return String(key);
  return key.includes(".") ? key.replaceAll(".", "\\.") : key;
}

function isPlainObject(value) {
  if (typeof value !== "object" || value === Object.prototype) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** What is not gone into: its type, unless the format has none for it, and what it is written as. */
function typed(value) {
  if (typeof value === "bigint") return ["bigint", value.toString()];
  if (typeof value === "number") return ["number", "NaN"];
  if (Buffer.isBuffer(value)) return [["custom", "buffer"], [...value]];
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return [["typed-array", value.constructor.name], [.../** @type {any} */ (value)]];
  }
  if (value instanceof Date && !Number.isNaN(value.valueOf())) return ["Date", value.toISOString()];
  if (value instanceof Error) return ["Error", { name: value.name, message: value.message }];
  if (value instanceof RegExp) return ["regexp", `${value}`];
  if (value instanceof URL) return ["URL", value.toString()];
  return [undefined, value];
}

/** A value in superjson's format. */
function writeSuperJson(value) {
  return new SuperJsonWriter(value).text;
}

module.exports = { writeSuperJson, CostlyPathsError };
