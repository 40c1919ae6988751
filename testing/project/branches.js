"use strict";

const PREFIXES = ["heads", "remotes", "tags", "pull", "merge", "release"].map((kind) => `refs/${kind}/`);

/** Returns the name of a branch without its ref's prefix; null for what is none. */
function readName(ref) {
  if (ref === "") return null;
  const prefix = PREFIXES.find((each) => ref.startsWith(each));
  if (prefix) return ref.slice(prefix.length) || null;
  return ref.startsWith("refs/") ? null : ref;
}

/** Tells whether git takes a name for a branch. */
function isValidName(name) {
  if (/[ ~^:?*[\\]|[\x00-\x1f\x7f]|\/\/|\.\.|@\{/.test(name)) return false;
  return !name.startsWith("/") && !name.endsWith("/") && !name.endsWith(".lock");
}

/** Returns a branch as a list shows it. */
function renderBranch({ id, branchName, createdAt, updatedAt, git, isPaused }) {
  const dates = {
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  };
  return { id, name: branchName, ...dates, git, isPaused };
}

/** Returns a branch as the answer to its archiving shows it: with its keys, as the API does. */
function renderArchived(branch) {
  const { id, slug, branchName, createdAt, updatedAt, archivedAt, isPaused, project, secretKey } = branch;
  const toText = (time) => new Date(time).toISOString();
  return {
    id,
    slug: `${slug}-${branchName.replace(/\W+/g, "-")}`,
    apiKey: secretKey,
    pkApiKey: secretKey.replace("tr_", "pk_"),
    type: slug === "preview" ? "PREVIEW" : "DEVELOPMENT",
    branchName,
    paused: isPaused,
    projectId: project.id,
    organizationId: project.organization.id,
    createdAt: toText(createdAt),
    updatedAt: toText(updatedAt),
    archivedAt: toText(archivedAt),
  };
}

module.exports = { isValidName, readName, renderArchived, renderBranch };
