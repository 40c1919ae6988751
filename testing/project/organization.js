"use strict";

const { createInternalId, scramble } = require("../ids.js");

/** An organization: what projects belong to. */
class Organization {
  constructor({ now }, { title = "Acme" } = {}) {
    this.createdAt = now();
    this.id = createInternalId(this.createdAt);
    this.title = title;
    this.slug = createSlug(title);
  }

  /** Returns it as the API shows it. */
  render() {
    const { id, title, slug, createdAt } = this;
    return { id, title, slug, createdAt: new Date(createdAt).toISOString() };
  }
}

/** Returns a name as it stands in addresses: `acme-x1y2`. */
function createSlug(name) {
  return `${name.toLowerCase().replace(/\W+/g, "-")}-${scramble(4).toLowerCase()}`;
}

module.exports = { Organization, createSlug };
