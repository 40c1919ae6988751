"use strict";

/**
 * What has to be done for an environment to have the variables it should have, and how, in as few calls as
 * the API allows.
 *
 * `current` is what the server lists, `desired` a map from names to `{ value, isSecret }`. Of a variable
 * whose `isSecret` is undefined, that stays as it is.
 */
function planOf(current, desired, prune) {
  const known = new Map(current.map((variable) => [variable.name, variable]));
  /** @type {Record<"create" | "update" | "unknown" | "unchanged" | "delete", string[]>} */
  const plan = { create: [], update: [], unknown: [], unchanged: [], delete: [] };
  /** @type {{ imports: Map<boolean | undefined, string[]>, updates: string[], refusal?: { name: string, isNew: boolean } }} */
  const steps = { imports: new Map(), updates: [], refusal: undefined };
  for (const [name, wanted] of desired) {
    const before = known.get(name);
    const kind = kindOf(before, wanted);
    plan[kind].push(name);
    if (kind === "unchanged") continue;
    const isSecret = secrecyOf(before, wanted);
    // An import leaves out what is blank without a word.
    if (wanted.value.trim() !== "") {
      const group = steps.imports.get(isSecret) ?? [];
      steps.imports.set(isSecret, [...group, name]);
    } else {
      if (before === undefined || before.isSecret !== (wanted.isSecret ?? before.isSecret)) {
        steps.refusal ??= { name, isNew: before === undefined };
      }
      steps.updates.push(name);
    }
  }
  if (prune) plan.delete.push(...[...known.keys()].filter((name) => !desired.has(name)));
  return { plan, steps };
}

function kindOf(before, wanted) {
  if (before === undefined) return "create";
  const staysSecret = before.isSecret && wanted.isSecret !== false;
  // The value of a secret cannot be read back.
  if (staysSecret) return "unknown";
  const becomesOther = before.isSecret !== (wanted.isSecret ?? before.isSecret);
  return becomesOther || before.value !== wanted.value ? "update" : "unchanged";
}

/** What an import has to say so that a secret stays one and nothing else becomes one by accident. */
function secrecyOf(before, { isSecret }) {
  if (isSecret ?? before?.isSecret) return true;
  return before?.isSecret ? false : undefined;
}

module.exports = { planOf };
