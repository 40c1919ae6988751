"use strict";

const { BrokenStream } = require("../answers/events.js");
const { Credentials } = require("../access/credentials.js");
const { Dispatcher } = require("./dispatcher.js");
const { Exchange } = require("./exchange.js");
const { Expectations } = require("./expectations.js");
const { FeedServer } = require("../realtime/feed-server.js");
const { Faults } = require("./faults.js");
const { createInternalId, scramble } = require("../ids.js");
const { Listener } = require("./listener.js");
const { Organization } = require("../project/organization.js");
const { Project } = require("../project/seeded-project.js");
const { readRealtimeOptions } = require("../realtime/options.js");
const { RateLimits } = require("./rate-limit.js");
const { RequestLog } = require("./request-log.js");
const { Storage } = require("./storage.js");

/** In a realm that has no such symbol, such as a test runner makes, what compiles `await using` asks for this one. */
const ASYNC_DISPOSE = Symbol.asyncDispose ?? Symbol.for("Symbol.asyncDispose");

/** An in-memory Trigger.dev API on a loopback port. */
class TestServer {
  #credentials = new Credentials();
  #dispatcher;
  #exchanges = new Set();
  #expectations;
  #faults = new Faults();
  #feeds;
  #limits = new RateLimits();
  #listener;
  #log = new RequestLog();
  #now;
  #organization;
  #streams;

  /** @param {TestServerOptions} options */
  constructor({ tls, http2, strict = true, now = Date.now, realtime = {} }) {
    this.#now = now;
    const { feeds, streams } = readRealtimeOptions(realtime);
    this.#feeds = new FeedServer(feeds);
    this.#streams = streams;
    this.#expectations = new Expectations({ strict });
    this.#listener = new Listener({
      tls,
      http2,
      handle: (request, response) => this.#handle(request, response),
    });
    /** The object storage: `url`, undefined before it is needed, and the `requests` it has seen. */
    this.storage = new Storage({ tls });
    this.#dispatcher = new Dispatcher({
      credentials: this.#credentials,
      expectations: this.#expectations,
      limits: this.#limits,
      createContext: ({ record }) => ({
        announce: () => this.#log.announce(record),
        feeds: this.#feeds,
        streams: this.#streams,
        now: this.#now,
        origin: this.url,
        storage: this.storage,
      }),
    });
  }

  /** The base URL, for example `http://127.0.0.1:1234`. */
  get url() {
    return this.#listener.url;
  }

  /** Every request seen so far. */
  get requests() {
    return this.#log.records;
  }

  /** The requests whose `x-test-tenant` is not the project they were made for. */
  get wrongKeyCalls() {
    return this.#log.wrongKeyCalls;
  }

  /** The requests nobody expected; see `verify`. */
  get unexpectedRequests() {
    return this.#expectations.unexpected;
  }

  /** How many requests are being answered. */
  get inFlight() {
    return this.#exchanges.size;
  }

  /** Adds an organization: `{ title }`. */
  createOrganization(options) {
    return new Organization({ now: this.#now }, options);
  }

  /** Adds a project with its four environments, to an organization that all share unless it names one. */
  createProject(options) {
    this.#organization ??= this.createOrganization();
    const server = {
      credentials: this.#credentials,
      now: this.#now,
      organization: this.#organization,
      streamsVersion: this.#streams.version,
      client: (config) => this.client(config),
      config: () => this.config,
    };
    return new Project(server, options);
  }

  /** What a client's config takes to find this server, and not to wait long before it tries again. */
  get config() {
    return { baseURL: this.url, requestOptions: { retry: { minTimeoutInMs: 1 } } };
  }

  /** Makes a `TriggerClient` that asks this server, under the token of its config. */
  client(config) {
    const { TriggerClient } = require("../../index.js");
    return new TriggerClient({ ...this.config, ...config });
  }

  /** Issues a personal access token that sees the given projects and no others. */
  createPersonalAccessToken({ projects, email = "alice@example.com" }) {
    const token = `tr_pat_${scramble(40)}`;
    const user = { id: createInternalId(this.#now()), email };
    return this.#credentials.add(token, { kind: "personal-access-token", projects, user });
  }

  /** Issues an organization token that sees the given projects and no others. */
  createOrganizationToken({ projects }) {
    const token = `tr_oat_${scramble(40)}`;
    return this.#credentials.add(token, { kind: "organization-token", projects });
  }

  /** Revokes a key or a personal or organization token. */
  revoke(token) {
    this.#credentials.revoke(token);
  }

  /**
   * Limits the requests of a token, or of all keys of a key's environment; null ends the limit.
   *
   * @param {string} token
   * @param {{ limit: number, windowInMs: number } | null} options
   */
  limitRate(token, options) {
    this.#limits.limit(this.#credentials.identify(token).bucketKey, options);
  }

  /**
   * Limits how many live polls of feeds the environment of a secret key may have open, over all its tokens.
   *
   * @param {string} secretKey
   * @param {{ limit: number }} options
   */
  limitLivePolls(secretKey, { limit }) {
    const { environment } = this.#credentials.identify(secretKey);
    if (!environment) throw new TypeError("limitLivePolls: the key is none of an environment of this server");
    this.#feeds.limit(environment, limit);
  }

  /** Makes every handle of a feed stale, as Electric does when it rebuilds a shape: the next requests get a 409. */
  rotateFeeds() {
    this.#feeds.rotate();
  }

  /**
   * Makes matching requests go wrong.
   *
   * @param {import("./faults.js").FaultOptions} options
   * @returns {{ remove(): void, hits: number }}
   */
  fault(options) {
    return this.#faults.add(options);
  }

  /**
   * Makes matching requests expected, whatever becomes of them; without options all.
   *
   * @param {import("./matching.js").RequestMatch} [options]
   */
  allow(options) {
    this.#expectations.allow(options);
  }

  /**
   * Throws an error that names the requests nobody expected since the last time, and the faults that no request has met.
   * `close` does it too.
   */
  verify() {
    this.#expectations.verify(this.#faults.takeUnmet());
  }

  /** Forgets the requests seen so far; `wrongKeyCalls` and `unexpectedRequests` keep what they have. */
  clearRequests() {
    this.#log.records.length = 0;
  }

  /**
   * Resolves with the first request, past or future, that satisfies the predicate.
   *
   * Requests are offered when they have arrived, and again when they are answered or abandoned.
   *
   * @param {(request: import("./request-log.js").RequestRecord) => boolean} [predicate]
   * @param {{ timeoutInMs?: number }} [options] default 10 s, after which it rejects
   */
  waitForRequest(predicate = () => true, options = {}) {
    return this.#log.waitFor(predicate, options);
  }

  /**
   * Ends every socket, whatever hangs on it, and resolves when all is closed; rejects, when it is, if there
   * was a request that nobody expected.
   */
  async close() {
    this.#log.close();
    const exchanges = Array.from(this.#exchanges, ({ over }) => over);
    await Promise.all([this.#listener.close(), this.storage.close(), ...exchanges]);
    this.verify();
  }

  /** Does what `close` does at the end of a block, and says it: of a block that failed too, runners hide it. */
  async [ASYNC_DISPOSE]() {
    try {
      await this.close();
    } catch (error) {
      console.error(error.message);
      throw error;
    }
  }

  /** Starts listening. `createTestServer` does it. */
  async listen(port) {
    await this.#listener.listen(port);
  }

  async #handle(request, response) {
    const credential = this.#credentials.identify(request.headers.authorization);
    const record = this.#log.describe(request, credential);
    const exchange = new Exchange(request, response, { record, credential });
    this.#exchanges.add(exchange);
    exchange.over.then(() => {
      this.#exchanges.delete(exchange);
      this.#log.announce(record);
    });
    await exchange.receive();
    this.#log.add(record);
    if (!exchange.ended) await this.#respond(exchange);
  }

  async #respond(exchange) {
    const fault = await this.#faults.apply(exchange);
    if (fault.hang || exchange.ended) return;
    const answer = fault.answer ?? fault.distort(await this.#dispatcher.answer(exchange));
    Object.assign(answer.headers, fault.headers);
    if (fault.cut) await this.#cut(exchange, answer, fault.cut);
    else if (fault.silent) await exchange.sendPart(answer, fault.silent);
    else if (answer.events) await this.#sendEvents(exchange, answer);
    else await exchange.send(answer);
  }

  async #sendEvents(exchange, answer) {
    try {
      await exchange.sendEvents(answer);
    } catch (error) {
      if (!(error instanceof BrokenStream)) throw error;
      exchange.isCut = true;
      this.#listener.reset(exchange.request);
    }
  }

  async #cut(exchange, answer, where) {
    exchange.isCut = true;
    const reset = () => this.#listener.reset(exchange.request);
    if (where === "before-response") reset();
    else await exchange.sendPart(answer, where, reset);
  }
}

/**
 * @typedef {object} TestServerOptions
 * @property {number} [port] default any free one
 * @property {{ key: string, cert: string }} [tls] speaks HTTPS with this certificate
 * @property {boolean | { maxConcurrentStreams?: number }} [http2] offers HTTP/2 besides HTTP/1.1; needs `tls`
 * @property {boolean} [strict] whether `verify` and `close` tell of requests nobody expected; default true
 * @property {"native" | "electric" | import("../realtime/options.js").RealtimeOptions} [realtime] which
 *   of the two servers stands behind the feeds; default `native`
 * @property {() => number} [now] epoch milliseconds, for creation dates and time windows
 */

/** What a server is made of, besides its port. */
const OPTIONS = ["tls", "http2", "strict", "now", "realtime"];

/**
 * Starts an in-memory Trigger.dev API.
 *
 * It listens on 127.0.0.1 only and lives until `close`.
 *
 * @param {TestServerOptions} [options]
 */
async function createTestServer({ port = 0, ...options } = {}) {
  const unknown = Object.keys(options).filter((name) => !OPTIONS.includes(name));
  if (unknown.length > 0) throw new TypeError(`createTestServer: there is no option ${unknown.join(", ")}`);
  if (options.http2 && !options.tls) throw new TypeError("createTestServer: http2 needs tls");
  const server = new TestServer(options);
  await server.listen(port);
  return server;
}

module.exports = { createTestServer };
