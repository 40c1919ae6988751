"use strict";

const { randomBytes, timingSafeEqual, createHash } = require("node:crypto");

const digest = (text) => createHash("sha256").update(text).digest();

/** The customers of the service. A real one would keep them in a database, their keys encrypted. */
class Tenants {
  #tenants = new Map();

  /** Adds a customer and returns the session that may name them. */
  add({ id = randomBytes(9).toString("base64url"), connection }) {
    const session = randomBytes(24).toString("base64url");
    this.#tenants.set(id, { id, connection, sessionDigest: digest(session) });
    return { id, session: `${id}.${session}` };
  }

  /** The customer whose session this is. To name a customer is no proof of being them. */
  find(session = "") {
    const at = session.lastIndexOf(".");
    const tenant = this.#tenants.get(session.slice(0, at));
    const isTheirs = tenant && timingSafeEqual(tenant.sessionDigest, digest(session.slice(at + 1)));
    return isTheirs ? tenant : undefined;
  }

  remove(id) {
    this.#tenants.delete(id);
  }
}

module.exports = { Tenants };
