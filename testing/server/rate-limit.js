"use strict";

const { problem } = require("../answers/forms.js");

const SECOND = 1000;

/** A bucket of tokens that is topped up once per interval, not continuously. */
class Bucket {
  /**
   * @param {{ limit: number, refill: number, intervalInMs: number, start: number }} options
   *   capacity, tokens added per interval, the interval, and when the first interval began
   */
  constructor({ limit, refill, intervalInMs, start }) {
    this.limit = limit;
    this.refill = refill;
    this.intervalInMs = intervalInMs;
    this.tokens = limit;
    this.refilledAt = start;
  }

  /** Takes one token. The remaining count is -1 when there was none to take. */
  take(now) {
    const intervals = Math.floor((now - this.refilledAt) / this.intervalInMs);
    if (intervals > 0) {
      this.tokens = Math.min(this.limit, this.tokens + intervals * this.refill);
      this.refilledAt += intervals * this.intervalInMs;
    }
    const remaining = this.tokens - 1;
    this.tokens = Math.max(0, remaining);
    return { limit: this.limit, remaining, reset: this.refilledAt + this.intervalInMs };
  }
}

/** Makes the bucket the server gives a credential by itself. */
function createDefaultBucket(kind, pool, now) {
  if (kind === "public-token" && pool === "api") {
    const start = now - (now % (60 * SECOND));
    return new Bucket({ limit: 60, refill: 60, intervalInMs: 60 * SECOND, start });
  }
  const limit = pool === "deployment" ? 1500 : 750;
  return new Bucket({ limit, refill: limit / 3, intervalInMs: 10 * SECOND, start: now });
}

/**
 * The rate limits of a server: one bucket per credential and pool.
 *
 * All keys of an environment share a bucket, every other token has its own. Until `limit` is
 * called nobody is refused: tests and benchmarks may send any number of requests, so a default
 * bucket that runs empty starts full again. The headers are there all the same.
 */
class RateLimits {
  constructor(clock = Date.now) {
    this.clock = clock;
    this.defaults = new Map();
    this.enforced = new Map();
  }

  /** Gives a credential a bucket that holds `limit` requests and refills wholly per window, or takes it away. */
  limit(bucketKey, options) {
    if (options === null) {
      this.enforced.delete(bucketKey);
      return;
    }
    const { limit, windowInMs } = options;
    const start = this.clock();
    this.enforced.set(bucketKey, new Bucket({ limit, refill: limit, intervalInMs: windowInMs, start }));
  }

  /** Counts one request and returns its headers, and the refusal if it is over the limit. */
  count(credential, pool) {
    const now = this.clock();
    const enforced = this.enforced.get(credential.bucketKey);
    const taken = enforced ? enforced.take(now) : this.#takeUnlimited(credential, pool, now);
    return {
      headers: {
        "x-ratelimit-limit": String(taken.limit),
        "x-ratelimit-remaining": String(Math.max(0, taken.remaining)),
        "x-ratelimit-reset": String(taken.reset),
      },
      refusal: taken.remaining < 0 ? exceed(taken, now) : undefined,
    };
  }

  #takeUnlimited(credential, pool, now) {
    const key = `${pool} ${credential.bucketKey}`;
    let bucket = this.defaults.get(key);
    // Nobody is told that little is left where nobody is refused: clients would hold back until the reset.
    if (!bucket || bucket.tokens <= bucket.limit / 2) {
      bucket = createDefaultBucket(credential.kind, pool, now);
      this.defaults.set(key, bucket);
    }
    return bucket.take(now);
  }
}

function exceed({ limit, remaining, reset }, now) {
  const secondsUntilReset = Math.max(0, (reset - now) / SECOND);
  const detail =
    `Rate limit exceeded ${Math.max(0, remaining)}/${limit} requests remaining. ` +
    `Retry in ${secondsUntilReset} seconds.`;
  const fields = { reset, limit, remaining, secondsUntilReset };
  return problem(429, "Rate Limit Exceeded", detail, fields);
}

module.exports = { Bucket, RateLimits };
