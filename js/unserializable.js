"use strict";

/** What V8 says of a value that cannot be written because of its size alone. */
const sizes = new Map([
  ["Maximum call stack size exceeded", "a value that is nested too deeply"],
  ["Invalid string length", "a value whose JSON is longer than a string can be"],
]);

/**
 * Why `JSON.stringify` threw this for a value, where that was JSON's own doing and not the caller's: the words for what
 * cannot be written, and behind them the steps that lead there, `.name` or `[0]`.
 */
function faultOf(value, error) {
  if (error instanceof RangeError && sizes.has(error.message)) return [sizes.get(error.message)];
  if (!(error instanceof TypeError)) return undefined;
  try {
    const found = search("", { "": value }, new Set());
    return found && [found[0], ...found.slice(1).reverse()];
  } catch {
    return undefined;
  }
}

/** Follows a value the way `JSON.stringify` does; answers what it finds, and before it the steps, the last one first. */
function search(key, holder, above) {
  const value = written(key, holder);
  if (typeof value === "bigint") return ["a bigint"];
  if (typeof value !== "object" || value === null) return undefined;
  if (above.has(value)) return ["an object that contains itself"];
  above.add(value);
  const isList = Array.isArray(value);
  for (const name of Object.keys(value)) {
    const found = search(name, value, above);
    if (found !== undefined) return [found, isList ? `[${name}]` : `.${name}`].flat();
  }
  above.delete(value);
  return undefined;
}

/** What stands in a value's place in the JSON, which its `toJSON` may say. */
function written(key, holder) {
  const value = holder[key];
  const isAsked = typeof value === "bigint" || (typeof value === "object" && value !== null);
  return isAsked && typeof value.toJSON === "function" ? value.toJSON(key) : value;
}

module.exports = { faultOf };
