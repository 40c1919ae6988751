"use strict";

const { debuglog } = require("node:util");

/** Writes a line for every call that is over: `NODE_DEBUG=hairtrigger`. No line holds a secret. */
function listen(channel) {
  const log = debuglog("hairtrigger");
  channel.asyncEnd.subscribe((context) => log("%s", lineOf(context)));
}

function lineOf({ operation, host, credential, attempts = [], error }) {
  const by = credential === undefined ? "not sent" : `${credential.masked} #${credential.fingerprint}`;
  const ambient = credential?.source === "environment" ? ", the environment's" : "";
  const tries = attempts.map(({ status, error: broken, queuedInMs, headInMs, bodyInMs }) => {
    const milliseconds = [queuedInMs, headInMs, bodyInMs].map((each) => each.toFixed(1)).join(" + ");
    return `${status ?? broken} (${milliseconds} ms)`;
  });
  const parts = [operation, host, `[${by}${ambient}]`, ...tries, error && `failed: ${error.message}`];
  return parts.filter(Boolean).join(" ");
}

module.exports = { listen };
