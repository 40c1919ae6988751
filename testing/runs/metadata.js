"use strict";

/** Returns the object that holds the last part of a key, and that part; a key `$.a.b` is a path. */
function locate(metadata, key) {
  if (!key.startsWith("$.")) return { holder: metadata, name: key };
  const parts = key.slice(2).split(".");
  const name = parts.pop();
  let holder = metadata;
  for (const part of parts) holder = holder[part] ??= {};
  return { holder, name };
}

const CHANGES = {
  set: (holder, name, value) => (holder[name] = value),
  delete: (holder, name) => delete holder[name],
  append(holder, name, value) {
    const before = holder[name];
    holder[name] = Array.isArray(before)
      ? [...before, value]
      : [before, value].filter((each) => each != null);
  },
  remove(holder, name, value) {
    const wanted = JSON.stringify(value);
    if (!Array.isArray(holder[name])) return;
    holder[name] = holder[name].filter((each) => JSON.stringify(each) !== wanted);
  },
  increment: (holder, name, value) => (holder[name] = (holder[name] ?? 0) + value),
};

/** Tells whether something is a change to metadata that the API knows. */
function isOperation(operation) {
  if (operation?.type === "update") return isObject(operation.value);
  if (!Object.hasOwn(CHANGES, operation?.type) || typeof operation.key !== "string") return false;
  if (operation.type === "increment") return typeof operation.value === "number";
  return operation.type === "delete" || operation.value !== undefined;
}

/** Returns metadata as it is after the operations, one after the other. */
function applyOperations(metadata, operations) {
  let changed = structuredClone(metadata ?? {});
  for (const { type, key, value } of operations) {
    if (type === "update") {
      changed = structuredClone(value);
      continue;
    }
    const { holder, name } = locate(changed, key);
    CHANGES[type](holder, name, value);
  }
  return changed;
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

module.exports = { applyOperations, isObject, isOperation };
