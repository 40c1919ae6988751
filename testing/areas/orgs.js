"use strict";

const { json } = require("../answers/forms.js");
const { authenticateUser } = require("../access/authentication.js");
const { renderListed } = require("../project/rendering.js");

function list(context) {
  const organizations = new Set(authenticateUser(context).map(({ organization }) => organization));
  return json(
    200,
    Array.from(organizations, (each) => each.render()),
  );
}

/** Lists the projects of an organization, by its id or slug: none of one that somebody else has. */
function listProjects(context) {
  const { org } = context.params;
  const belongs = ({ organization: { id, slug } }) => id === org || slug === org;
  return json(200, authenticateUser(context).filter(belongs).map(renderListed));
}

module.exports = [
  { path: "/api/v1/orgs", loader: list },
  { path: "/api/v1/orgs/:org/projects", loader: listProjects },
];
