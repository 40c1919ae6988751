"use strict";

const { readClaims, verify } = require("./public-tokens.js");

/**
 * Who sent a request.
 *
 * @typedef {object} Credential
 * @property {"secret-key" | "additional-key" | "public-token" | "personal-access-token" |
 *   "organization-token" | "legacy-key" | "unknown"} kind
 * @property {string} token as it was sent, without `Bearer `
 * @property {string} bucketKey what it shares its rate limit with
 * @property {InstanceType<typeof import("../project/environment.js").Environment>} [environment] of keys and public tokens
 * @property {InstanceType<typeof import("../project/seeded-project.js").Project>[]} projects the projects it belongs to or may see
 * @property {{ id: string, email: string }} [user] of personal access tokens
 * @property {string[]} [scopes] of additional keys and public tokens; absent means everything
 * @property {boolean} [isForOneUse] of public tokens
 * @property {object} [realtime] what a public token says of subscriptions
 * @property {1 | 2} [product] of legacy keys: the product they are of
 * @property {boolean} usable false for revoked, unknown, expired and forged ones
 * @property {string} [fault] what the server says about an unusable public token
 */

/** Shortens a token to its prefix and its last four characters. */
function mask(token) {
  const prefix = /^(?:tr_[a-z]+_(?:sk_)?|trigger_[a-z]+_|pk_[a-z]+_|eyJ)/.exec(token)?.[0] ?? "";
  // Of a short remainder the last characters would be most of the secret.
  const end = token.length - prefix.length > 8 ? token.slice(-4) : "";
  return `${prefix}…${end}`;
}

/** Returns the token of an Authorization header. The scheme is optional and case-sensitive. */
function extract(authorization) {
  return authorization.replace(/^Bearer(?: +|$)/, "").trim();
}

/** Every token a server has issued, revoked ones included. */
class Credentials {
  constructor() {
    this.issued = new Map();
    this.environments = new Map();
  }

  /** Remembers an environment, so that public tokens can name it. */
  addEnvironment(environment) {
    this.environments.set(environment.id, environment);
  }

  /** Remembers a token. @param {string} token @param {any} credential */
  add(token, { kind, environment, projects, scopes, user, product }) {
    const bucketKey = environment ? environment.root.id : token;
    this.issued.set(token, {
      kind,
      token,
      bucketKey,
      environment,
      projects,
      scopes,
      user,
      product,
      usable: true,
    });
    return token;
  }

  /** Makes a token as good as unknown; it stays on record whose it was. */
  revoke(token) {
    const credential = this.issued.get(token);
    if (!credential) throw new Error(`revoke: ${mask(token)} was not issued by this server`);
    credential.usable = false;
  }

  /**
   * Finds the credential of an Authorization header.
   *
   * @param {string | undefined} authorization
   * @returns {any} a {@link Credential}, null without a header
   */
  identify(authorization) {
    if (authorization === undefined) return null;
    const token = extract(authorization);
    const claims = readClaims(token);
    if (claims) return this.#readPublicToken(token, claims);
    return this.issued.get(token) ?? forge(token);
  }

  #readPublicToken(token, claims) {
    const environment = this.environments.get(claims.sub);
    if (!environment) return { ...forge(token), fault: "Invalid Public Access Token" };
    const { secretKey } = environment;
    const owner = { environment, projects: [environment.project] };
    if (!this.issued.get(secretKey).usable || !verify(token, claims, secretKey)) {
      return { ...forge(token), ...owner, fault: "Public Access Token is invalid" };
    }
    const scopes = claims.scopes ?? [];
    const { otu: isForOneUse = false, realtime } = claims;
    const said = { scopes, isForOneUse, realtime };
    return { kind: "public-token", token, bucketKey: token, ...owner, ...said, usable: true };
  }
}

function forge(token) {
  return { kind: "unknown", token, bucketKey: token, projects: [], usable: false };
}

/** Describes a credential for the request log, without the token. */
function describe(credential) {
  if (!credential) return null;
  const { kind, token, environment, projects } = credential;
  return {
    kind,
    masked: mask(token),
    ...(environment && { environmentId: environment.id }),
    projectRefs: projects.map((project) => project.ref),
  };
}

module.exports = { Credentials, describe };
