"use strict";

const { Dashboards } = require("./dashboards.js");
const { Environment } = require("./environment.js");
const { createInternalId, createProjectRef } = require("../ids.js");
const { createSlug } = require("./organization.js");
const { Schedules } = require("./schedules.js");

// The API's paths call staging by both names; keys and run lists use the short one.
const ALIASES = { staging: "stg" };

/** A project with its four environments. */
class Project {
  #server;

  /**
   * @param {any} server
   * @param {{ ref?: string, name?: string, organization?: any }} [options]
   */
  constructor(server, { ref = createProjectRef(), name = "main", organization } = {}) {
    this.#server = server;
    this.createdAt = server.now();
    this.id = createInternalId(this.createdAt);
    this.ref = ref;
    this.name = name;
    this.dashboards = new Dashboards(server.now);
    this.slug = createSlug(name);
    this.organization = organization ?? server.organization;
    this.schedules = new Schedules();
    this.environments = {
      dev: this.#createEnvironment("dev", "Development"),
      staging: this.#createEnvironment("stg", "Staging"),
      prod: this.#createEnvironment("prod", "Production"),
      preview: this.#createEnvironment("preview", "Preview"),
    };
    this.bySlug = new Map(Object.values(this.environments).map((each) => [each.slug, each]));
  }

  get dev() {
    return this.environments.dev;
  }

  get staging() {
    return this.environments.staging;
  }

  get prod() {
    return this.environments.prod;
  }

  get preview() {
    return this.environments.preview;
  }

  /** Returns the environment of a name as the API's paths spell it, or undefined. */
  find(name) {
    return this.bySlug.get(ALIASES[name] ?? name);
  }

  /** Returns an environment: `dev`, `staging` (or `stg`), `prod` or `preview`. */
  environment(name) {
    const environment = this.find(name);
    if (!environment) throw new Error(`environment: there is no ${name} in ${this.ref}`);
    return environment;
  }

  /**
   * Adds a branch and returns its environment.
   *
   * @param {string} name for example `feature/x`
   * @param {{ environment?: "preview" | "dev" }} [options] what it is a branch of
   */
  createBranch(name, { environment = "preview" } = {}) {
    const parent = this.environment(environment);
    if (!parent.branches) throw new Error(`createBranch: ${environment} has no branches`);
    const { slug, title } = parent;
    const options = { project: this, slug, title, parent, branchName: name };
    const branch = new Environment(this.#server, options);
    parent.branches.set(name, branch);
    return branch;
  }

  /** Makes a task known, as a deployment does. */
  createTask(id, { isScheduled = false } = {}) {
    this.schedules.tasks.set(id, isScheduled);
  }

  /** Tells whether any environment or branch of the project has a variable. */
  hasVariable(name) {
    return Object.values(this.environments).some((environment) =>
      [environment, ...(environment.branches?.values() ?? [])].some(({ values }) => values.own.has(name)),
    );
  }

  #createEnvironment(slug, title) {
    return new Environment(this.#server, { project: this, slug, title });
  }
}

module.exports = { Project };
