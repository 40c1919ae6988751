"use strict";

const { createHash } = require("node:crypto");

const { createInternalId } = require("../ids.js");

const VERSIONS_SHOWN = 50;

/**
 * What a prompt may be seeded with: either its one version's `content`, or `versions`, the first one first.
 *
 * @typedef {object} PromptFields
 * @property {string} slug
 * @property {string} [id] `prompt_…`; made up if absent
 * @property {string | null} [description]
 * @property {string[]} [tags]
 * @property {string | null} [defaultModel]
 * @property {object | null} [defaultConfig]
 * @property {string} [content]
 * @property {{ content: string, model?: string, config?: object, source?: string, labels?: string[],
 *   commitMessage?: string }[]} [versions] by default `code`; the last of them is the current one
 */

/** A prompt of an environment, with its versions from the first to the last. */
class Prompt {
  constructor(fields, now) {
    const { slug, id, description = null, tags = [], defaultModel = null, defaultConfig = null } = fields;
    const { content, versions = [{ content }] } = fields;
    this.internalId = createInternalId(now());
    this.id = id ?? `prompt_${this.internalId}`;
    this.now = now;
    this.slug = slug;
    Object.assign(this, { description, tags, defaultModel, defaultConfig, updatedAt: now() });
    this.versions = [];
    for (const version of versions) this.add(version);
    if (!this.labelled("current")) this.move("current", this.versions.at(-1));
  }

  /**
   * Adds a version after the others.
   *
   * @param {{ content: string, model?: string | null, config?: object | null, source?: string, labels?: string[],
   *   commitMessage?: string | null }} version
   */
  add({ content, model = null, config = null, source = "code", labels = [], commitMessage = null }) {
    const version = {
      id: createInternalId(this.now()),
      version: this.versions.length + 1,
      ...{ source, labels: [...labels], model, config, commitMessage },
      createdAt: this.now(),
    };
    this.versions.push(setContent(version, content));
    return version;
  }

  get(version) {
    return this.versions[version - 1];
  }

  /** The latest version with a label. */
  labelled(label) {
    return this.versions.findLast(({ labels }) => labels.includes(label));
  }

  /** Gives a label to one version, and takes it from all others; without one, from all. */
  move(label, target) {
    for (const version of this.versions) version.labels = version.labels.filter((each) => each !== label);
    target?.labels.push(label);
  }

  /** The version that applies: one that was asked for, else the override, else the one with the label. */
  resolve({ version, label = "current" }) {
    if (version) return this.get(version);
    return this.labelled("override") ?? this.labelled(label);
  }

  override({ textContent, model, commitMessage, source }) {
    this.move("override");
    const version = { content: textContent, model: model || null, commitMessage: commitMessage || null };
    return this.add({ ...version, source: source || "api", labels: ["override"] });
  }

  latestVersions() {
    return this.versions.toReversed().slice(0, VERSIONS_SHOWN);
  }
}

function setContent(version, content) {
  version.textContent = content;
  version.contentHash = createHash("sha256").update(content).digest("hex").slice(0, 16);
  return version;
}

/** Fills a template in: sections `{{#name}}…{{/name}}` where the variable is true, then variables. */
function fill(template, variables) {
  const textOf = (name) => (variables[name] == null ? "" : String(variables[name]));
  return template
    .replace(/\{\{#(\w+)\}\}([\s\S]*?)\{\{\/\1\}\}/g, (_, name, content) => {
      return variables[name] ? content.replace(/\{\{(\w+)\}\}/g, (_match, inner) => textOf(inner)) : "";
    })
    .replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name) => textOf(name));
}

module.exports = { Prompt, fill, setContent };
