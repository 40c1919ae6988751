"use strict";

const {
  Refusal,
  badPathPage,
  crash,
  notFoundPage,
  problem,
  text,
  unsupportedMethod,
} = require("../answers/forms.js");
const { createRouter, findHandler, isRead } = require("./router.js");

const ELSEWHERE = /^\/(realtime|v1\/streams)\//;
const NO_AUTHORIZATION = "No authorization header provided";

/** Finds what answers a request, and lets it: behind the rate limits, and judged by what is expected. */
class Dispatcher {
  #createContext;
  #credentials;
  #expectations;
  #limits;
  #router = createRouter();

  /**
   * @param {object} options
   * @param {InstanceType<typeof import("../access/credentials.js").Credentials>} options.credentials
   * @param {InstanceType<typeof import("./expectations.js").Expectations>} options.expectations
   * @param {InstanceType<typeof import("./rate-limit.js").RateLimits>} options.limits
   * @param {(exchange: any) => object} options.createContext returns what a handler works with, besides the request
   */
  constructor({ credentials, expectations, limits, createContext }) {
    this.#credentials = credentials;
    this.#expectations = expectations;
    this.#limits = limits;
    this.#createContext = createContext;
  }

  /** Returns the answer to a request. */
  async answer(exchange) {
    const { record } = exchange;
    const { path } = record;
    if (path.length > 1 && path.endsWith("/")) return redirect(record);
    const found = isDecodable(path) ? this.#router.find(path) : "malformed";
    const isApi = path === "/api" || path.startsWith("/api/");
    const answer = isApi ? await this.#admit(exchange, found) : await this.#answerElsewhere(exchange, found);
    if (answer.status < 400) return answer;
    return this.#expectations.judge(exchange, answer, this.#factsOf(exchange, found));
  }

  /** Does what happens before routing: the missing credential, the rate limit. */
  async #admit(exchange, found) {
    const { credential } = exchange;
    if (found?.route?.isOpen) return this.#dispatch(exchange, found);
    if (!credential) return problem(401, "Unauthorized", NO_AUTHORIZATION);
    const { headers, refusal } = this.#limits.count(credential, found?.route?.pool ?? "api");
    const answer = refusal ?? (await this.#dispatch(exchange, found));
    Object.assign(answer.headers, headers);
    return answer;
  }

  /** Feeds and streams have neither: they say themselves what is missing, and nobody counts them. */
  async #answerElsewhere(exchange, found) {
    return ELSEWHERE.test(exchange.record.path) ? this.#dispatch(exchange, found) : notFoundPage();
  }

  #factsOf({ record }, found) {
    const isServed = found?.route !== undefined;
    const ref = found?.params?.ref;
    const environments = [...this.#credentials.environments.values()];
    const isKnown = ref === undefined || environments.some(({ project }) => project.ref === ref);
    return {
      isServed,
      takesMethod: isServed && findHandler(found.route, record.method) !== undefined,
      unknownProject: isKnown ? undefined : ref,
    };
  }

  async #dispatch(exchange, found) {
    if (found === undefined) return notFoundPage();
    if (found === "malformed") return badPathPage();
    const { method } = exchange.record;
    const handle = findHandler(found.route, method);
    if (!handle) return unsupportedMethod(isRead(method) ? 400 : 405);
    try {
      return await handle(this.#describe(exchange, found.params));
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      console.error("The embedded API failed to answer", method, exchange.record.path, error);
      return text(500, "Unexpected Server Error");
    }
  }

  /** Returns what a handler works with. */
  #describe(exchange, params) {
    const { credential, over, record, text: body } = exchange;
    return {
      ...this.#createContext(exchange),
      credential,
      over,
      params,
      request: record,
      environments: [...this.#credentials.environments.values()],
      text: body,
      hasBody: () => body !== "",
      readJson(refuseInvalid = crash) {
        try {
          return JSON.parse(body);
        } catch {
          return refuseInvalid();
        }
      },
    };
  }
}

function redirect({ path, url }) {
  const location = path.slice(0, -1) + url.slice(path.length);
  return text(301, `Moved Permanently. Redirecting to ${location}`, { location });
}

function isDecodable(path) {
  try {
    return decodeURIComponent(path) !== undefined;
  } catch {
    return false;
  }
}

module.exports = { Dispatcher };
