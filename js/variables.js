"use strict";

const { VariableSyncError, toError } = require("./errors.js");
const fields = require("./fields.js");
const { planOf } = require("./variable-plan.js");

const OPERATION = "envvars.sync";
const OPTIONS = ["dryRun", "prune"];
/** What an import drops without a word when there is anything else in it. */
const RESERVED = new Set(["TRIGGER_SECRET_KEY", "TRIGGER_API_URL"]);
const GONE = "Environment variable not found";
const NOT_HERE = "Environment variable value not found";

/** Makes the variables of an environment those that are desired, with the area's functions. */
async function sync(areas, projectRef, env, desired, options, requestOptions, ...surplus) {
  if (surplus.length > 0) throw refusal(`takes at most 5 arguments, got ${5 + surplus.length}`);
  const wanted = readDesired(desired);
  const [{ dryRun = false, prune = false }, ofRequests] = readOptions(options, requestOptions);
  if (prune && wanted.size === 0) {
    throw refusal("desired is empty, and prune would delete every variable; use envvars.del for that");
  }
  const { areas: scoped, signal } = areas.under(ofRequests, OPERATION);
  const area = scoped.envvars;
  const request = { signal };
  const current = await area.list(projectRef, env, request);
  const { plan, steps } = planOf(current, wanted, prune);
  if (steps.refusal) throw refuseBlank(steps.refusal);
  const done = { created: [], updated: [], deleted: [], inherited: [] };
  if (!dryRun) {
    /** @type {[string, string, any]} */
    const place = [projectRef, env, request];
    await carryOut([...writes(area, place, wanted, steps), ...deletions(area, place, plan)], plan, done);
  }
  return { plan, done };
}

/** The calls that set variables, with the names each is for. */
function writes({ upload, update }, [projectRef, env, request], wanted, { imports, updates }) {
  const valueOf = (name) => wanted.get(name).value;
  const all = Array.from(imports, ([isSecret, names]) => ({
    names,
    async call() {
      const variables = Object.fromEntries(names.map((name) => [name, valueOf(name)]));
      await upload(projectRef, env, { variables, override: true, isSecret }, request);
    },
  }));
  const blank = updates.map((name) => ({
    names: [name],
    call: () => update(projectRef, env, name, { value: valueOf(name) }, request),
  }));
  return [...all, ...blank];
}

/** The calls that delete variables. Each answers what became of its own. */
function deletions({ del }, [projectRef, env, request], plan) {
  return plan.delete.map((name) => ({
    names: [name],
    async call() {
      try {
        await del(projectRef, env, name, request);
      } catch (error) {
        const { status, error: said } = error;
        if (status === 400 && said === NOT_HERE && env === "preview") return "inherited";
        // Somebody else was faster, or an earlier attempt of this call.
        if (!(status === 400 && said === NOT_HERE) && !(status === 404 && said === GONE)) throw error;
      }
      return "deleted";
    },
  }));
}

/** One call after the other: values that are still needed go last, and what was done is always known. */
async function carryOut(steps, plan, done) {
  const isNew = new Set(plan.create);
  for (const [index, { names, call }] of steps.entries()) {
    let became;
    try {
      became = await call();
    } catch (cause) {
      const left = steps.slice(index + 1).flatMap((step) => step.names);
      throw new VariableSyncError(cause, { plan, done, open: names, left });
    }
    for (const name of names) {
      const list = typeof became === "string" ? became : isNew.has(name) ? "created" : "updated";
      done[list].push(name);
    }
  }
}

function readDesired(desired) {
  if (!isPlain(desired)) throw refusal(`desired must be a plain object, got ${kind(desired)}`);
  // What is not seen here would be deleted there.
  for (const name in desired) {
    if (!Object.hasOwn(desired, name)) {
      throw refusal(`desired inherits ${shown(name)}; give all variables in one object`);
    }
  }
  return new Map(
    Object.entries(desired).map(([name, given]) => {
      checkName(name);
      return [name, readVariable(`desired.${shown(name)}`, given)];
    }),
  );
}

function checkName(name) {
  if (name.trim() === "") throw refusal("desired holds a variable without a name");
  if (RESERVED.has(name)) throw refusal(`desired.${name} is set by Trigger.dev itself; leave it out`);
  if (/[=\u0000-\u001f\u007f]/.test(name) || name === "." || name === "..") {
    throw refusal(`desired holds ${JSON.stringify(shown(name))}, which can be no variable's name`);
  }
}

/** A name as an error may show it: never a token that stands in the wrong place. */
function shown(name) {
  return /tr_|eyJ|pk_|trigger_/.test(name) ? "(a name that looks like a token)" : name.slice(0, 60);
}

function readVariable(path, given) {
  if (typeof given === "string") return { value: given, isSecret: undefined };
  if (!isPlain(given)) throw refusal(`${path} must be a string or { value, isSecret }, got ${kind(given)}`);
  const { value, isSecret, ...unknown } = given;
  const [other] = Object.keys(unknown);
  if (other !== undefined) throw refusal(`${path}.${other} is not known here; known are value, isSecret`);
  if (typeof value !== "string") throw refusal(`${path}.value must be a string, got ${kind(value)}`);
  if (isSecret !== undefined && typeof isSecret !== "boolean") {
    throw refusal(`${path}.isSecret must be a boolean, got ${kind(isSecret)}`);
  }
  return { value, isSecret };
}

/** The options, and the request options, which may stand in the place of options that are left out. */
function readOptions(given, requestOptions) {
  const [options, ofRequests] = fields.readOptions(given, requestOptions, OPTIONS, refusal);
  const names = Object.keys(options);
  const other = names.find((name) => !OPTIONS.includes(name));
  if (other !== undefined) {
    throw refusal(
      `options.${other} is not known here; known are ${OPTIONS.join(", ")}, and request options come after them`,
    );
  }
  for (const name of names) {
    if (options[name] !== undefined && typeof options[name] !== "boolean") {
      throw refusal(`options.${name} must be a boolean, got ${kind(options[name])}`);
    }
  }
  return [options, ofRequests];
}

function refuseBlank({ name, isNew }) {
  return isNew
    ? refusal(
        `desired.${shown(name)} is blank, and the server makes no variable without a value; leave it out`,
      )
    : refusal(
        `desired.${shown(name)} is blank, and only with a value can a variable become secret or cease to be`,
      );
}

function isPlain(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What a value is, never the value: it may be a secret. */
function kind(value) {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : typeof value;
}

function refusal(what) {
  return toError({ cause: "argument", message: `${OPERATION}: ${what}`, operation: OPERATION });
}

module.exports = { sync };
