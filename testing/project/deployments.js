"use strict";

const { createInternalId, scramble } = require("../ids.js");

const HEXADECIMAL = "0123456789abcdef";
const ENDED = new Set(["DEPLOYED", "FAILED", "CANCELED", "TIMED_OUT"]);

/**
 * What a deployment may be seeded with.
 *
 * @typedef {object} DeploymentFields
 * @property {string} [id] `deployment_…`; made up if absent
 * @property {number} [createdAt] epoch milliseconds; default now
 * @property {string} [version] default the first of its day that is free
 * @property {string} [status] default `DEPLOYED`
 * @property {"MANAGED" | "UNMANAGED"} [type] default `MANAGED`
 * @property {number} [deployedAt] epoch milliseconds; default the creation, if it is deployed
 * @property {object} [git]
 * @property {object} [errorData] why it failed
 * @property {string} [externalId]
 * @property {object[]} [tasks] those of its worker: `{ id, slug, filePath, exportName }`
 */

/** The deployments of one environment, and which of them is current. */
class Deployments {
  constructor() {
    this.all = [];
    this.promoted = undefined;
  }

  /** Adds a deployment. @param {DeploymentFields} fields */
  add(fields, now) {
    const createdAt = fields.createdAt ?? now;
    const status = fields.status ?? "DEPLOYED";
    const deployment = {
      internalId: createInternalId(createdAt),
      id: `deployment_${scramble(24, HEXADECIMAL)}`,
      shortCode: scramble(8, HEXADECIMAL),
      contentHash: scramble(64, HEXADECIMAL),
      type: "MANAGED",
      version: this.#nextVersion(createdAt),
      runtime: "node",
      runtimeVersion: "24.0.0",
      deployedAt: status === "DEPLOYED" ? createdAt : undefined,
      tasks: [],
      ...fields,
      createdAt,
      status,
    };
    this.all.push(deployment);
    this.all.sort((a, b) => (a.internalId < b.internalId ? 1 : -1));
    return deployment;
  }

  get(id) {
    return this.all.find((deployment) => deployment.id === id);
  }

  find(version) {
    return this.all.find((deployment) => deployment.version === version);
  }

  get current() {
    return this.promoted ?? this.all.find(({ status }) => status === "DEPLOYED");
  }

  /** Returns the newest one that the platform does not manage. */
  get latest() {
    return this.all.find(({ type }) => type === "UNMANAGED");
  }

  /** Makes a deployment the current one, or returns why it cannot be. */
  promote(deployment, allowRollbacks) {
    const { current } = this;
    if (deployment.status !== "DEPLOYED") return "Deployment must be in the DEPLOYED state to be promoted.";
    if (current === deployment) return "Deployment is already the current deployment.";
    if (current && !allowRollbacks && compareVersions(current.version, deployment.version) >= 0) {
      return "Cannot promote a deployment that is older than the current deployment.";
    }
    this.promoted = deployment;
    return undefined;
  }

  /** Cancels a deployment; false when it has ended. */
  cancel(deployment, reason) {
    if (ENDED.has(deployment.status)) return false;
    Object.assign(deployment, { status: "CANCELED", canceledReason: reason });
    return true;
  }

  /** Returns a page of those that match, newest first, and the id the next one begins after. */
  page({ size, after, matches }) {
    const start = this.all.findIndex(({ id }) => id === after) + 1;
    const found = this.all.slice(start).filter(matches);
    const page = found.slice(0, size);
    return { page, pagination: found.length > size ? { next: page.at(-1).id } : {} };
  }

  #nextVersion(time) {
    const day = new Date(time).toISOString().slice(0, 10).replaceAll("-", "");
    const ofDay = this.all.filter(({ version }) => version.startsWith(`${day}.`));
    return `${day}.${ofDay.length + 1}`;
  }
}

/** Compares `20261121.2` with `20261121.10` by its numbers. */
function compareVersions(one, other) {
  const [day, number] = one.split(".").map(Number);
  const [otherDay, otherNumber] = other.split(".").map(Number);
  return day - otherDay || number - otherNumber;
}

module.exports = { Deployments };
