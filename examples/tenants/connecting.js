"use strict";

// From what somebody filled in to a connection that is known to work.

const { ApiError, auth, runs, withAuth } = require("hairtrigger");

/** A form has somebody waiting in front of it. */
const PATIENCE = { timeoutInMs: 8_000, retry: { maxAttempts: 2 } };

/** Which field is to be looked at, by the verdict on the whole. */
const FIELD_OF = {
  invalid: "apiKey",
  revoked: "apiKey",
  legacy_key: "apiKey",
  forbidden: "apiKey",
  wrong_host: "baseURL",
  unreachable: "baseURL",
};

class Connecting {
  #network;

  /**
   * `network` is where the base URLs of customers may lead. Anywhere but "public" they could point us at what this
   * machine alone can reach.
   */
  constructor(network) {
    this.#network = network;
  }

  /** Tells what is wrong with each field, and sends nothing. */
  async check(form) {
    // The config of a form with a base URL names the network too, so every later call keeps to it.
    const result = await auth.fromConnection(form, { network: this.#network });
    const errors = result.ok ? {} : { ...result.errors };
    if (result.ok) {
      const { config, projectRef, environment } = result;
      // A key knows where it belongs; a token of a person or an organization has to be told.
      if (config.accessToken && !projectRef) errors.projectRef = "A token needs the ref of a project.";
      if (config.accessToken && !environment) errors.environment = "A token needs an environment.";
    }
    return { ...result, ok: Object.keys(errors).length === 0, errors };
  }

  /** Resolves with `{ connection }`, or with `{ errors }` by field. */
  async connect(form, signal) {
    const checked = await this.check(form);
    if (!checked.ok) return { errors: checked.errors };
    const { config } = checked;
    const verdict = await auth.verify(config, { ...PATIENCE, signal });
    if (verdict.status !== "ok") return { errors: { [fieldOf(verdict)]: verdict.sentence } };

    const ref = checked.projectRef ?? verdict.project?.ref;
    const environment = checked.environment ?? verdict.environment;
    if (!ref) return { errors: { projectRef: "This key does not tell its project: fill in its ref." } };
    if (verdict.project && verdict.project.ref !== ref) {
      const errors = { projectRef: `The key belongs to another project: ${verdict.project.ref}.` };
      return { errors };
    }
    const connection = { config, ref, environment, name: verdict.project?.name, masked: verdict.masked };
    const error = config.accessToken && (await lookInto(connection, signal));
    return error ? { errors: { projectRef: error } } : { connection };
  }
}

function fieldOf({ status, environment }) {
  return status === "forbidden" && environment === "preview" ? "previewBranch" : FIELD_OF[status];
}

/** A token may be good, and the project another's: only a look into it tells. */
async function lookInto({ config, ref, environment }, signal) {
  try {
    const options = { ...PATIENCE, signal };
    await withAuth(config, () => runs.list(ref, { env: environment, limit: 1 }, options));
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === undefined) throw error;
    return "The token does not open this project.";
  }
}

module.exports = { Connecting };
