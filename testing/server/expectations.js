"use strict";

const { json } = require("../answers/forms.js");
const { MATCH_OPTIONS, checkOptions, matches } = require("./matching.js");

/**
 * The requests nobody expected: to a route that there is not, about something that was never seeded, or under
 * a token that was never issued. Their answers say so in place of the real error, and because a client may hide
 * that, they are kept until `verify`.
 */
class Expectations {
  #allowed = [];
  #isStrict;

  /** @param {{ strict: boolean }} options not strict: everything is expected */
  constructor({ strict }) {
    this.#isStrict = strict;
    /** The requests nobody expected, each with its reason as `unexpected`. */
    this.unexpected = [];
  }

  /** Makes matching requests expected, whatever becomes of them. */
  allow(options = {}) {
    checkOptions("allow", options, MATCH_OPTIONS);
    this.#allowed.push(options);
  }

  /**
   * Judges a request by its answer, and returns the answer to send.
   *
   * @param {InstanceType<typeof import("./exchange.js").Exchange>} exchange
   * @param {any} answer
   * @param {{ isServed: boolean, takesMethod: boolean, unknownProject?: string }} facts
   */
  judge({ record, credential, token }, answer, facts) {
    if (!this.#isStrict) return answer;
    const reason = explain(credential, answer, facts);
    if (reason === undefined) return answer;
    if (this.#allowed.some((options) => matches(options, record, token))) return answer;
    record.unexpected = reason;
    this.unexpected.push(record);
    const { "content-type": _, ...headers } = answer.headers;
    return json(answer.status, { error: describe(record) }, headers);
  }

  /**
   * Throws an error that names the requests nobody expected, and forgets them, and what else was expected in vain.
   *
   * @param {string[]} inVain
   */
  verify(inVain) {
    const lines = [...this.unexpected.splice(0).map(describe), ...(this.#isStrict ? inVain : [])];
    if (lines.length === 0) return;
    const counts = new Map();
    for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
    const sentences = Array.from(counts, ([line, count]) => (count > 1 ? `${line}, ${count} times` : line));
    throw new Error(sentences.join("\n"));
  }
}

function describe({ method, url, unexpected }) {
  return `nobody expected ${method} ${url}: ${unexpected}`;
}

/**
 * Returns why a request was not expected, or undefined.
 *
 * @param {import("../access/credentials.js").Credential | null} credential
 * @param {any} answer
 * @param {{ isServed: boolean, takesMethod: boolean, unknownProject?: string }} facts
 */
function explain(credential, answer, { isServed, takesMethod, unknownProject }) {
  if (!isServed) return "the API has no such route";
  if (!takesMethod || answer.status === 405) return "the route does not take this method";
  if (answer.status === 401) {
    if (!credential) return "it has no Authorization header";
    if (isForged(credential)) return "its token was not issued by this server";
  }
  if (unknownProject) return `there is no project ${unknownProject}`;
  if (answer.status !== 404) return undefined;
  const { environment, projects } = credential ?? {};
  const refs = projects?.map(({ ref }) => ref).join(", ");
  const where = environment ? `${environment.name} of ${refs}` : `what the token sees (${refs})`;
  return `nobody seeded it in ${where} (404${errorOf(answer)})`;
}

/** Tells whether a token was made up. One that was revoked, or has expired, was issued all the same. */
function isForged({ kind, projects }) {
  return kind === "unknown" && projects.length === 0;
}

function errorOf({ body }) {
  try {
    return ` ${JSON.parse(body).error}`;
  } catch {
    return "";
  }
}

module.exports = { Expectations };
