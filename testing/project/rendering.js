"use strict";

/** Returns a project as lists show it. */
function renderListed({ id, ref, name, slug, createdAt, organization }) {
  return {
    id,
    externalRef: ref,
    name,
    slug,
    createdAt: new Date(createdAt).toISOString(),
    defaultRegion: null,
    organization: organization.render(),
  };
}

/** Returns a project as retrieving it shows it. */
function renderProject(project) {
  return { ...renderListed(project), defaultRuntime: "node-24" };
}

module.exports = { renderListed, renderProject };
