"use strict";

const { describe } = require("../access/credentials.js");

const DEFAULT_TIMEOUT_IN_MS = 10_000;
const PROJECT_PATH = /^\/api\/v\d+\/projects\/([^/]+)/;

/**
 * One request as it was seen.
 *
 * @typedef {object} RequestRecord
 * @property {number} at epoch milliseconds
 * @property {string} method
 * @property {string} url path and query as sent
 * @property {string} path
 * @property {[name: string, value: string][]} query
 * @property {Record<string, string>} headers as sent, Authorization included
 * @property {unknown} body parsed JSON, or text if it is not JSON, undefined if there is none
 * @property {{ kind: string, masked: string, environmentId?: string, projectRefs: string[] } |
 *   null} credential whose token it was; null without an Authorization header
 * @property {number} [status] what it was answered with; absent until then
 * @property {{ tenant: string, met: boolean }} [expectation] the project named in the header
 *   `x-test-tenant`, and whether credential and path belong to it
 * @property {boolean} [held] of live polls: whether it waits for news
 * @property {boolean} aborted whether the client went away before the answer was complete
 */

/** Tells whether a request ran under the project that its sender meant it for. */
function checkTenant(tenant, { path, credential }) {
  const named = PROJECT_PATH.exec(path)?.[1];
  const owned = credential !== null && credential.projectRefs.includes(tenant);
  return { tenant, met: owned && (named === undefined || named === tenant) };
}

/** Returns a request's headers, those of HTTP/2 as HTTP/1.1 would have them. */
function readHeaders({ headers, httpVersionMajor }) {
  if (httpVersionMajor === 1) return { ...headers };
  const named = Object.entries(headers).filter(([name]) => !name.startsWith(":"));
  return { host: headers[":authority"], ...Object.fromEntries(named) };
}

/** The requests a server has seen, and the tests that wait for one. */
class RequestLog {
  constructor() {
    this.records = [];
    this.wrongKeyCalls = [];
    this.waiters = new Set();
  }

  /** Describes a request whose head has arrived. It is not in the log yet. */
  describe(request, credential) {
    const { method, url } = request;
    const queryStart = url.indexOf("?");
    const search = queryStart === -1 ? "" : url.slice(queryStart + 1);
    const headers = readHeaders(request);
    const path = queryStart === -1 ? url : url.slice(0, queryStart);
    const record = {
      at: Date.now(),
      method,
      url,
      path,
      query: search === "" ? [] : [...new URLSearchParams(search)],
      headers,
      body: undefined,
      credential: describe(credential),
      status: undefined,
      aborted: false,
    };
    const tenant = headers["x-test-tenant"];
    if (tenant !== undefined) record.expectation = checkTenant(tenant, record);
    return record;
  }

  /** Enters a request that has arrived completely, or as far as it ever will. */
  add(record) {
    this.records.push(record);
    if (record.expectation?.met === false) this.wrongKeyCalls.push(record);
    this.announce(record);
  }

  /** Tells those who wait that a request is new or has changed. */
  announce(record) {
    for (const waiter of this.waiters) {
      if (waiter.predicate(record)) waiter.resolve(record);
    }
  }

  /** Resolves with the first request, past or future, that satisfies the predicate. */
  waitFor(predicate, { timeoutInMs = DEFAULT_TIMEOUT_IN_MS }) {
    const past = this.records.find(predicate);
    if (past) return Promise.resolve(past);
    return new Promise((resolve, reject) => {
      const settle = (finish) => (value) => {
        clearTimeout(timer);
        this.waiters.delete(waiter);
        finish(value);
      };
      const waiter = { predicate, resolve: settle(resolve), reject: settle(reject) };
      const expire = () => waiter.reject(new Error(`waitForRequest: none within ${timeoutInMs} ms`));
      const timer = setTimeout(expire, timeoutInMs);
      this.waiters.add(waiter);
    });
  }

  /** Ends every wait. */
  close() {
    for (const waiter of this.waiters) {
      waiter.reject(new Error("waitForRequest: the server was closed"));
    }
  }
}

module.exports = { RequestLog };
