"use strict";

const { BulkActions } = require("../runs/bulk-actions.js");
const { ConcurrencyLimits } = require("./concurrency-limits.js");
const { Batches } = require("../runs/batches.js");
const { createInternalId, scramble } = require("../ids.js");
const { createPublicToken } = require("../access/public-tokens.js");
const { Queues } = require("./queues.js");
const { Prompt } = require("./prompts.js");
const { Queries } = require("./queries.js");
const { createRun, updateRun } = require("../runs/run.js");
const { showRun } = require("../runs/run-rendering.js");
const { Runs } = require("../runs/run-list.js");
const { Streams } = require("../streams/streams.js");
const { Sessions, createSession } = require("./sessions.js");
const { Variables } = require("./variables.js");
const { Deployments } = require("./deployments.js");
const { ErrorGroups } = require("./error-groups.js");
const { LegacyProduct } = require("./legacy.js");
const { Waitpoints } = require("./waitpoints.js");

/** What the first product called its environments. */
const LEGACY_NAMES = { prod: "live", dev: "development" };

/**
 * An environment of a project, or a branch of one.
 *
 * A branch has runs and variables of its own and shares its root's keys.
 */
class Environment {
  #server;

  /**
   * @param {any} server what the environment needs of it: `credentials`, `now`, `config` and `client`
   * @param {object} options
   * @param {InstanceType<typeof import("./seeded-project.js").Project>} options.project
   * @param {string} options.slug `dev`, `stg`, `prod` or `preview`; a branch has its root's
   * @param {string} options.title as error messages name it
   * @param {Environment} [options.parent] of a branch
   * @param {string} [options.branchName] of a branch
   */
  constructor(server, { project, slug, title, parent, branchName }) {
    this.#server = server;
    this.id = createInternalId(server.now());
    this.project = project;
    this.slug = slug;
    this.title = title;
    this.parent = parent;
    this.branchName = branchName;
    this.createdAt = server.now();
    this.updatedAt = this.createdAt;
    this.isPaused = false;
    this.bulkActions = new BulkActions(server.now);
    this.runs = new Runs();
    this.streams = new Streams(this, { now: server.now, version: server.streamsVersion });
    this.queries = new Queries();
    this.sessions = new Sessions();
    /** The prompts by slug. */
    this.prompts = new Map();
    this.batches = new Batches();
    /** A one-time token that is used burns every other one. */
    this.oneTimeTokensAreBurnt = false;
    this.values = new Variables(this);
    this.queues = new Queues();
    this.limits = new ConcurrencyLimits();
    this.waitpoints = new Waitpoints(this);
    this.deployments = new Deployments();
    this.errors = new ErrorGroups();
    this.legacy = new LegacyProduct(server.now);
    const branchable = !parent && (slug === "preview" || slug === "dev");
    this.branches = branchable ? new Map() : undefined;
    /** The branches that were archived. */
    this.archived = [];
    this.secretKey = parent ? parent.secretKey : this.#issueKey("secret-key", "");
    server.credentials.addEnvironment(this);
  }

  /** The environment that has the keys: the parent of a branch, otherwise itself. */
  get root() {
    return this.parent ?? this;
  }

  /** The name run lists show: the environment's, with the branch's if it is one. */
  get name() {
    return this.branchName ? `${this.slug}-${this.branchName.replace(/\W+/g, "-")}` : this.slug;
  }

  /** The config of a client that acts on this environment, under its secret key. */
  get config() {
    const { branchName: previewBranch, secretKey } = this;
    return { ...this.#server.config(), secretKey, ...(previewBranch && { previewBranch }) };
  }

  /** What to set in a process, so that its default scope is this environment. */
  get processEnvironment() {
    const { baseURL, previewBranch, secretKey } = this.config;
    return {
      TRIGGER_API_URL: baseURL,
      TRIGGER_SECRET_KEY: secretKey,
      ...(previewBranch && { TRIGGER_PREVIEW_BRANCH: previewBranch }),
    };
  }

  /** Makes a `TriggerClient` that acts on this environment, unless the config has a token of its own. */
  client(config = {}) {
    const { secretKey, ...more } = this.config;
    const isOther = "secretKey" in config || "accessToken" in config;
    return this.#server.client({ ...more, ...(!isOther && { secretKey }), ...config });
  }

  /**
   * Issues an additional API key with a choice of scopes.
   *
   * @param {{ scopes: string[] }} options for example `["read:runs"]` or `["admin"]`
   */
  createAdditionalKey({ scopes }) {
    return this.root.#issueKey("additional-key", "sk_", scopes);
  }

  /**
   * Issues a key of an older product. Under one, and under nothing else, the server answers as that product did.
   *
   * @param {{ product: 1 | 2 }} options
   */
  createLegacyKey({ product }) {
    const prefix = product === 1 ? `trigger_${LEGACY_NAMES[this.slug] ?? this.slug}_` : `tr_${this.slug}_`;
    const owner = { kind: "legacy-key", environment: this, projects: [this.project], product };
    return this.#server.credentials.add(prefix + scramble(24), owner);
  }

  /**
   * Signs a public token for this environment.
   *
   * @param {{ scopes: string[], expiresInSeconds?: number, isForOneUse?: boolean, realtime?: object }}
   *   options a negative expiry makes a token that has expired already
   */
  createPublicToken({ scopes, expiresInSeconds = 3600, isForOneUse, realtime }) {
    const { id, secretKey } = this;
    const more = { ...(isForOneUse && { otu: true }), ...(realtime && { realtime }) };
    return createPublicToken({ environmentId: id, secretKey, scopes, expiresInSeconds, more });
  }

  /**
   * Adds a run.
   *
   * @param {import("../runs/run.js").RunFields} [fields]
   * @returns {import("../runs/run.js").Run} the record behind the API, with its `id`
   */
  seedRun(fields = {}) {
    return this.runs.add(createRun(this, fields, this.#server.now()));
  }

  /**
   * Adds `count` runs; `describe` returns the fields of each.
   *
   * @param {number} count
   * @param {(index: number) => import("../runs/run.js").RunFields} [describe]
   */
  seedRuns(count, describe = () => ({})) {
    return Array.from({ length: count }, (_, index) => this.seedRun(describe(index)));
  }

  /** Returns a run as a client has it that retrieves it now, or undefined. */
  run(id) {
    const run = this.runs.get(id);
    return run && showRun(run);
  }

  /**
   * Changes a run, as its task or its worker does: a status that begins or ends it sets the dates.
   *
   * @param {string} id
   * @param {import("../runs/run.js").RunFields} fields
   */
  updateRun(id, fields) {
    const run = this.runs.get(id);
    if (!run) throw new Error(`updateRun: there is no run ${id} in ${this.name} of ${this.project.ref}`);
    updateRun(run, fields, this.#server.now());
  }

  /** Deletes a run, as somebody does who has the database. */
  removeRun(id) {
    if (this.runs.remove(id)) return;
    throw new Error(`removeRun: there is no run ${id} in ${this.name} of ${this.project.ref}`);
  }

  /**
   * Returns a stream of a run, to write it as its task does and to look at what is there.
   *
   * @param {string} runId
   * @param {string} [key]
   */
  stream(runId, key = "default") {
    const run = this.runs.get(runId);
    if (!run) throw new Error(`stream: there is no run ${runId} in ${this.name} of ${this.project.ref}`);
    return this.streams.ofRun(run, key);
  }

  /**
   * Returns a stream into a run.
   *
   * @param {string} runId
   * @param {string} id
   */
  inputStream(runId, id) {
    const run = this.runs.get(runId);
    if (!run) throw new Error(`inputStream: there is no run ${runId} in ${this.name} of ${this.project.ref}`);
    return this.streams.intoRun(run, id);
  }

  /**
   * Returns the channels of a session: `in` and `out`, or those of a name.
   *
   * @param {string} id `session_…` or its user's own
   * @param {string} [channel]
   */
  sessionChannel(id, channel) {
    const session = this.sessions.get(id);
    if (!session) throw new Error(`sessionChannel: there is no session ${id} in ${this.name}`);
    const address = session.externalId ?? session.id;
    const open = (io) => this.streams.ofSession(address, io, channel);
    return { in: open("in"), out: open("out") };
  }

  /**
   * Adds a prompt.
   *
   * @param {import("./prompts.js").PromptFields} fields
   * @returns {InstanceType<typeof import("./prompts.js").Prompt>} the record behind the API
   */
  seedPrompt(fields) {
    const prompt = new Prompt(fields, this.#server.now);
    this.prompts.set(prompt.slug, prompt);
    return prompt;
  }

  /**
   * Sets what a query finds here. The answer of a wider scope has the rows of all environments. Rows with a
   * `triggered_at` are found when that is in the time range of the request.
   *
   * @param {string} query word for word
   * @param {Record<string, unknown>[]} rows
   */
  seedQuery(query, rows) {
    this.queries.seed(query, rows);
  }

  /**
   * Adds a session, without a run.
   *
   * @param {import("./sessions.js").SessionFields} [fields]
   * @returns the record behind the API, with its `id`
   */
  seedSession(fields = {}) {
    return this.sessions.add(createSession(fields, this.#server.now()));
  }

  /**
   * Adds a waitpoint token.
   *
   * @param {import("./waitpoints.js").WaitpointFields} [fields]
   */
  seedWaitpoint(fields = {}) {
    return this.waitpoints.add(fields, this.#server.now());
  }

  /**
   * Adds a deployment; the newest deployed one is the current one unless another was promoted.
   *
   * @param {import("./deployments.js").DeploymentFields} [fields]
   */
  seedDeployment(fields = {}) {
    return this.deployments.add(fields, this.#server.now());
  }

  /**
   * Adds an error group.
   *
   * @param {import("./error-groups.js").ErrorGroupFields} [fields]
   */
  seedError(fields = {}) {
    return this.errors.add(fields, this.#server.now());
  }

  /**
   * Sets a variable without asking the API's rules.
   *
   * @param {string} name
   * @param {string} value
   * @param {{ isSecret?: boolean }} [options]
   */
  setVariable(name, value, { isSecret } = {}) {
    this.values.set(name, value, isSecret);
  }

  /** Returns `{ value, isSecret }` of a variable set in this environment itself. */
  variable(name) {
    const variable = this.values.own.get(name);
    return variable && { ...variable };
  }

  /** Returns a copy of the variables set in this environment itself. */
  variables() {
    return new Map([...this.values.own].map(([name, variable]) => [name, { ...variable }]));
  }

  /**
   * Adds a queue.
   *
   * @param {import("./queues.js").QueueFields} fields
   * @returns the record behind the API, with its `id`
   */
  createQueue(fields) {
    return this.queues.create(fields);
  }

  /**
   * Adds a schedule, without asking the API's rules.
   *
   * @param {import("./schedules.js").ScheduleFields} fields
   * @returns the record behind the API, with its `id`
   */
  createSchedule(fields) {
    return this.project.schedules.create(this, fields);
  }

  /**
   * Adds a concurrency limit.
   *
   * @param {import("./concurrency-limits.js").LimitFields} fields
   * @returns the record behind the API, with its `id`
   */
  createConcurrencyLimit(fields) {
    return this.limits.create(fields);
  }

  #issueKey(kind, infix, scopes) {
    const token = `tr_${this.slug}_${infix}${scramble(24)}`;
    const owner = { environment: this, projects: [this.project] };
    return this.#server.credentials.add(token, { kind, ...owner, scopes });
  }
}

module.exports = { Environment };
