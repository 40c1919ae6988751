"use strict";

// Tests decide themselves what the process environment says: nothing of the developer's own leaks in.

const names = [
  ...["http_proxy", "https_proxy", "no_proxy"].flatMap((name) => [name, name.toUpperCase()]),
  "TRIGGER_SECRET_KEY",
  "TRIGGER_ACCESS_TOKEN",
  "TRIGGER_RUN_TOKEN",
  "TRIGGER_API_KEY",
  "TRIGGER_API_URL",
  "TRIGGER_PREVIEW_BRANCH",
  "VERCEL_GIT_COMMIT_REF",
  "TRIGGER_DEV_BRANCH",
];

/** Removes every variable a scope or the engine could draw from. */
function clearEnvironment() {
  for (const name of names) delete process.env[name];
}

clearEnvironment();

module.exports = { clearEnvironment };
