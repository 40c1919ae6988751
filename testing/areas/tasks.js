"use strict";

const { json, refuse } = require("../answers/forms.js");
const { authenticateKey, authorizeTasks } = require("../access/authentication.js");
const { checkFields, is, readBody, refuseInvalid } = require("../answers/checks.js");
const { checkOptions, trigger } = require("../runs/triggering.js");

const LARGEST_BODY = 3 * 1024 * 1024;
const LIFE_IN_SECONDS = 3600;

/** The public token that comes with a run, and what it claims. */
function describeToken(environment, { id }, { realtime }) {
  const scopes = [`read:runs:${id}`, `write:inputStreams:${id}`];
  const claims = { sub: environment.id, pub: true, scopes, realtime };
  return {
    "access-control-expose-headers": "x-trigger-jwt,x-trigger-jwt-claims",
    "x-trigger-jwt-claims": JSON.stringify(claims),
    "x-trigger-jwt": environment.createPublicToken({ scopes, expiresInSeconds: LIFE_IN_SECONDS, realtime }),
  };
}

function burn({ credential, params }, environment) {
  if (!credential.isForOneUse) return;
  if (environment.oneTimeTokensAreBurnt) {
    refuse(422, `Cannot trigger ${params.id} with a one-time use token as it has already been used.`);
  }
  environment.oneTimeTokensAreBurnt = true;
}

function triggerOne(context) {
  const { credential, params } = context;
  const environment = authenticateKey(context, { publicTokens: true });
  const body = readBody(context, LARGEST_BODY);
  checkFields(body, { options: is.object });
  checkOptions(body.options, "options");
  const { payload, options } = body;
  if (options?.payloadType === "application/store" && (typeof payload !== "string" || payload === "")) {
    refuseInvalid(
      "payload must be a non-empty string when options.payloadType is application/store",
      "payload",
    );
  }
  authorizeTasks(credential, "trigger", [params.id]);
  burn(context, environment);
  const { run, isCached } = trigger(context, environment, { task: params.id, payload, options });
  return json(200, { id: run.id, isCached }, describeToken(environment, run, credential));
}

/** The method is one of another kind of request. */
const refuseMethod = () => ({ status: 405, headers: {}, body: "" });

module.exports = [{ path: "/api/v1/tasks/:id/trigger", loader: refuseMethod, action: triggerOne }];
