"use strict";

const { areas } = require("./areas.js");
const { configure, withAuth, runWithToken } = require("./client.js");

/** Runs a callback in the scope of a public token that is made for it; the callback gets the client. */
async function withPublicToken(options, callback) {
  return runWithToken("auth.withPublicToken", (auth) => auth.createPublicToken(options), callback);
}

async function withTriggerPublicToken(task, options, callback) {
  return runWithToken(
    "auth.withTriggerPublicToken",
    (auth) => auth.createTriggerPublicToken(task, options),
    callback,
  );
}

async function withBatchTriggerPublicToken(task, options, callback) {
  return runWithToken(
    "auth.withBatchTriggerPublicToken",
    (auth) => auth.createBatchTriggerPublicToken(task, options),
    callback,
  );
}

/** What a bound client has none of: it would change, or leave, the client's own scope. */
const ambient = {
  configure,
  withAuth,
  withPublicToken,
  withTriggerPublicToken,
  withBatchTriggerPublicToken,
};

module.exports = { auth: { ...areas.auth, ...ambient } };
