"use strict";

// The routes of every area. Each file is named, so that who looks at the text of the package sees what it needs.

module.exports = [
  require("./areas/batches.js"),
  require("./areas/bulk-actions.js"),
  require("./areas/concurrency-limits.js"),
  require("./areas/deployments.js"),
  require("./areas/envvars.js"),
  require("./areas/errors.js"),
  require("./areas/idempotency-keys.js"),
  require("./areas/legacy.js"),
  require("./areas/orgs.js"),
  require("./areas/packets.js"),
  require("./areas/projects.js"),
  require("./areas/prompts.js"),
  require("./areas/query.js"),
  require("./areas/queues.js"),
  require("./areas/realtime.js"),
  require("./areas/run-details.js"),
  require("./areas/runs.js"),
  require("./areas/schedules.js"),
  require("./areas/sessions.js"),
  require("./areas/tasks.js"),
  require("./areas/tokens.js"),
  require("./areas/waitpoints.js"),
  require("./areas/whoami.js"),
].flat();
