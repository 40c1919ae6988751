"use strict";

const { json, refuse } = require("../answers/forms.js");
const { authenticateWholeKey } = require("../access/authentication.js");

/** Says where a large payload may be put, and what it is called once it is there. */
async function presign(context) {
  const environment = authenticateWholeKey(context, "Invalid or Missing API key");
  if (context.request.method !== "PUT") refuse(405, "Method Not Allowed");
  return json(200, await context.storage.reserve(environment, context.params.name));
}

module.exports = [{ path: "/api/v2/packets/:name", action: presign }];
