"use strict";

// Who asks, and where: the credential of the process, and --project, --env and --branch.

const { TriggerClient } = require("../index.js");
const { UsageError } = require("./command-line.js");

const KEY = /^tr_(dev|stg|prod|preview)_/;
const NAMES = { dev: "dev", stg: "staging", prod: "prod", preview: "preview" };

/** There is no credential, or none that may do this, and nothing was asked of the API. */
class CredentialError extends Error {
  constructor(message) {
    super(message);
    this.name = "CredentialError";
  }
}

/** Returns whose token the process has: of one environment, of a person or organization, or of whom it does not tell. */
function readCredential() {
  const token = process.env.TRIGGER_SECRET_KEY || process.env.TRIGGER_ACCESS_TOKEN || "";
  if (token.trim() === "") {
    throw new CredentialError(
      "no credential: set TRIGGER_SECRET_KEY to a secret key of the environment, which is in the dashboard under API " +
        "keys, or TRIGGER_ACCESS_TOKEN to a personal access token",
    );
  }
  const slug = KEY.exec(token)?.[1];
  return { env: slug && NAMES[slug], spansProjects: /^tr_(pat|uat|oat)_/.test(token) };
}

/** Somebody is waiting: what has not worked after a few seconds is for them to judge. */
const PATIENCE = { retry: { maxAttempts: 3 } };

/** Makes a client under the credential of the process. */
function connect({ branch }) {
  readCredential();
  const config = { requestOptions: PATIENCE };
  return new TriggerClient(branch === undefined ? config : { ...config, previewBranch: branch });
}

/**
 * Returns the project and environment that commands on runs act on: those of the secret key, so that there is
 * nothing to name, or those that are named under a personal access token.
 *
 * @returns {{ project?: string, env?: string }} empty under a secret key
 */
function readRunsAddress({ project, env }) {
  const credential = readCredential();
  if (credential.spansProjects) return readAddress({ project, env });
  if (project !== undefined) {
    throw new UsageError("a secret key has its project: leave --project out, or use a personal access token");
  }
  checkEnvironment(credential, env);
  return {};
}

/** Checks what a command on runs by their ids was given: only a secret key may act on them. */
function checkRunsAddress({ project, env }) {
  if (readCredential().spansProjects) {
    throw new CredentialError(
      "runs are reached by their ids under a secret key of their environment alone: set TRIGGER_SECRET_KEY to one",
    );
  }
  readRunsAddress({ project, env });
}

/** Returns the project and environment that commands on variables act on. */
function readAddress({ project = process.env.TRIGGER_PROJECT_REF || undefined, env }) {
  const credential = readCredential();
  checkEnvironment(credential, env);
  if (project === undefined) {
    throw new UsageError("no project: name it with --project or TRIGGER_PROJECT_REF");
  }
  const named = env ?? credential.env;
  if (named === undefined) throw new UsageError("no environment: name it with --env");
  return { project, env: named };
}

function checkEnvironment(credential, env) {
  if (env !== undefined && !Object.values(NAMES).includes(env)) {
    throw new UsageError(`--env takes ${Object.values(NAMES).join(", ")}`);
  }
  if (env !== undefined && credential.env !== undefined && env !== credential.env) {
    throw new UsageError(`the secret key is one of ${credential.env}, not of ${env}: use one of ${env}`);
  }
}

module.exports = { checkRunsAddress, connect, readAddress, readRunsAddress };
