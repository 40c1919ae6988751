"use strict";

const RESERVED = new Set(["TRIGGER_SECRET_KEY", "TRIGGER_API_URL"]);
const REDACTED = "<redacted>";

const NONE_VALID = "You must set at least one valid variable.";
const NONE_ALLOWED = `${NONE_VALID} All the variables submitted are not allowed.`;
const SOME_SET =
  "Some of the variables are already set for these environments. " + "Set override to true to override them.";

/** The variables of one environment. A branch sees its parent's beneath its own. */
class Variables {
  constructor(environment) {
    this.environment = environment;
    this.own = new Map();
  }

  /** Sets a value. Without `isSecret` the variable stays what it, or the parent's, was. */
  set(name, value, isSecret) {
    const before = this.own.get(name) ?? this.environment.parent?.values.own.get(name);
    this.own.set(name, { value, isSecret: isSecret ?? before?.isSecret ?? false });
  }

  /** Returns what a client sees of one variable, inherited ones included. */
  show(name) {
    const variable = this.own.get(name) ?? this.environment.parent?.values.own.get(name);
    return variable && render(name, variable);
  }

  /** Returns what a client sees of all variables, the parent's first. */
  list() {
    const inherited = this.environment.parent?.values.own ?? [];
    const merged = new Map([...inherited, ...this.own]);
    return Array.from(merged, ([name, variable]) => render(name, variable));
  }

  /**
   * Sets several variables: all of those that are allowed, or none and a reason.
   *
   * @param {[name: string, value: string][]} entries blank names and values do not count;
   *   reserved names are dropped as long as something else is left
   * @returns {{ error: string, variableErrors?: object[] } | undefined} undefined if it is done
   */
  submit(entries, { override, isSecret }) {
    const filled = entries.filter(([name, value]) => name.trim() !== "" && value.trim() !== "");
    if (filled.length === 0) return { error: NONE_VALID };
    const allowed = filled.filter(([name]) => !RESERVED.has(name));
    if (allowed.length === 0) return { error: NONE_ALLOWED };
    const taken = override ? [] : allowed.filter(([name]) => this.own.has(name));
    if (taken.length > 0) {
      const error = `Variable already set in ${this.environment.title}.`;
      return { error: SOME_SET, variableErrors: taken.map(([key]) => ({ key, error })) };
    }
    for (const [name, value] of allowed) this.set(name, value, isSecret);
    return undefined;
  }
}

function render(name, { value, isSecret }) {
  return { name, value: isSecret ? REDACTED : value, isSecret };
}

module.exports = { Variables };
