"use strict";

require("./process-environment.js");

const assert = require("node:assert/strict");
const hairtrigger = require("hairtrigger");
const { createTestServer } = require("../../testing");

const BRANCH = "feature/one";

/** A project with what tests of scopes need of it: one run per environment, a branch and a token. */
class Tenant {
  constructor(server, name) {
    this.server = server;
    this.name = name;
    this.project = server.createProject({ name });
    this.ref = this.project.ref;
    this.branch = this.project.createBranch(BRANCH);
    this.personalAccessToken = server.createPersonalAccessToken({ projects: [this.project] });
    this.run = this.environment("prod").seedRun({ tags: [this.ref], status: "COMPLETED" });
  }

  environment(name) {
    return this.project.environment(name);
  }

  /** The secret key of prod, which most tests call with. */
  get secretKey() {
    return this.environment("prod").secretKey;
  }

  /** A config that names the server too. */
  config(more) {
    return { baseURL: this.server.url, secretKey: this.secretKey, ...more };
  }

  /** The same under the personal access token. */
  personalConfig(more) {
    return { baseURL: this.server.url, accessToken: this.personalAccessToken, ...more };
  }
}

/** Configuration is one per process, so a test begins and ends without any. */
function resetConfiguration(t) {
  hairtrigger.configure({});
  t.after(() => hairtrigger.configure({}));
}

/** What the process environment was before a test changed it, per test. */
const changed = new WeakMap();

/** Sets variables of the process environment for one test. */
function setEnvironment(t, variables) {
  if (!changed.has(t)) {
    changed.set(t, new Map());
    t.after(() => restoreEnvironment(changed.get(t)));
  }
  const before = changed.get(t);
  for (const [name, value] of Object.entries(variables)) {
    if (!before.has(name)) before.set(name, process.env[name]);
    process.env[name] = value;
  }
}

function restoreEnvironment(before) {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

/** Starts a server with three tenants, for one test. */
async function start(t, options) {
  resetConfiguration(t);
  const server = await createTestServer({ strict: false, ...options });
  t.after(() => server.close());
  const [alpha, beta, gamma] = ["alpha", "beta", "gamma"].map((name) => new Tenant(server, name));
  return { server, alpha, beta, gamma };
}

/** The token a request carried. */
function tokenOf({ headers }) {
  return headers.authorization?.replace(/^Bearer /, "");
}

/** The tokens a server has seen, in order. */
function tokens(server) {
  return server.requests.map(tokenOf);
}

/** The branches a server has seen, in order; undefined where the header was absent. */
function branches(server) {
  return server.requests.map(({ headers }) => headers["x-trigger-branch"]);
}

/** The last request a server has seen, its token and branch beside it. */
function last(server) {
  const request = server.requests.at(-1);
  return { ...request, token: tokenOf(request), branch: request.headers["x-trigger-branch"] };
}

/** Asserts that a promise rejects and returns what it rejects with. */
async function rejection(promise) {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error) => ({ error }),
  );
  assert.ok("error" in outcome, "the call was expected to reject");
  return outcome.error;
}

/** Asserts that a function throws at once and returns what it throws. */
function thrown(action) {
  try {
    action();
  } catch (error) {
    return error;
  }
  return assert.fail("the call was expected to throw");
}

/** A promise and the functions that settle it. */
function deferred() {
  const settled = {};
  settled.promise = new Promise((resolve, reject) => Object.assign(settled, { resolve, reject }));
  return settled;
}

module.exports = {
  BRANCH,
  Tenant,
  branches,
  deferred,
  last,
  rejection,
  resetConfiguration,
  setEnvironment,
  start,
  thrown,
  tokenOf,
  tokens,
};
