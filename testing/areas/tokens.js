"use strict";

const { failure, json, refuse, Refusal } = require("../answers/forms.js");
const {
  allows,
  authenticateKey,
  authenticateWholeKey,
  resolveUserAddress,
} = require("../access/authentication.js");

const LONGEST_LIFE = 30 * 86_400;
const DEFAULT_LIFE = "15m";

/** What a public token is of, for keys that sign it themselves. */
function claim(context) {
  const environment = authenticateWholeKey(context, "Invalid or Missing API key");
  return json(200, { sub: environment.id, pub: true });
}

/** Whom there is anything wrong with is refused in one and the same way. */
function refuseBody(issue) {
  throw new Refusal(json(400, { error: "Invalid request body", issues: [issue] }));
}

function readRequest(context) {
  const body = context.readJson(() => refuse(400, "Invalid request body"));
  const { scopes, expirationTime = DEFAULT_LIFE, oneTimeUse, realtime } = body ?? {};
  const isList = Array.isArray(scopes) && scopes.every((each) => typeof each === "string");
  if (!isList || scopes.length === 0) {
    const message = scopes === undefined ? "Required" : "Array must contain at least 1 element(s)";
    refuseBody({ code: "invalid_type", path: ["scopes"], message });
  }
  if (oneTimeUse !== undefined && typeof oneTimeUse !== "boolean") {
    refuseBody({ code: "invalid_type", path: ["oneTimeUse"], message: "Expected boolean" });
  }
  return { scopes, expirationTime, oneTimeUse, realtime };
}

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_557_600 };

/** In seconds, from now on. */
function readLife(expirationTime, now) {
  if (typeof expirationTime === "number") return expirationTime - Math.floor(now / 1000);
  const parts = /^([+-]?) ?(\d+(?:\.\d+)?) ?([smhdwy])[a-z]*(?: from now)?$/i.exec(expirationTime);
  if (!parts) return refuse(400, "Invalid expiration time");
  const [, sign, amount, unit] = parts;
  return Math.round(Number(amount) * SECONDS[unit.toLowerCase()]) * (sign === "-" ? -1 : 1);
}

/** Whether a key may do what a scope allows. */
function covers(credential, scope) {
  const [action, type = "all", ...id] = scope.split(":");
  return allows(credential, action, { [type]: id.length > 0 ? [id.join(":")] : [] });
}

/** Signs a token for a key that cannot. */
function mint(context) {
  const { credential } = context;
  const environment = authenticateKey(context);
  const { scopes, expirationTime, oneTimeUse, realtime } = readRequest(context);
  const deniedScopes = scopes.filter((scope) => !covers(credential, scope));
  if (deniedScopes.length > 0) {
    const error = "Requested scopes exceed the API key's access";
    return json(403, { error, code: "scopes_exceed_key_access", deniedScopes });
  }
  const life = readLife(expirationTime, Date.now());
  if (life <= 0) return failure(400, "Expiration time must be in the future");
  if (life > LONGEST_LIFE) return failure(400, "Expiration time cannot exceed 30 days");
  const said = { scopes, expiresInSeconds: life, isForOneUse: oneTimeUse, realtime };
  return json(200, { token: environment.createPublicToken(said) });
}

const TOKEN_KINDS = ["personal-access-token", "organization-token"];

/** Signs a public token of an environment for somebody whose token opens its project. */
function mintForUser(context) {
  const { credential, params, request } = context;
  if (!credential.usable || !TOKEN_KINDS.includes(credential.kind)) {
    return refuse(401, "Invalid or Missing Access Token");
  }
  const environment = resolveUserAddress(credential, params, request);
  const body = context.readJson(() => refuse(400, "Invalid request body"));
  const { claims, expirationTime = "1h" } = body ?? {};
  const scopes = claims?.scopes ?? [];
  const isList = Array.isArray(scopes) && scopes.every((each) => typeof each === "string");
  if (!isList) refuseBody({ code: "invalid_type", path: ["claims", "scopes"], message: "Expected array" });
  const said = { scopes, expiresInSeconds: readLife(expirationTime, Date.now()) };
  return json(200, { token: environment.createPublicToken(said) });
}

module.exports = [
  { path: "/api/v1/auth/jwt/claims", action: claim, isOpen: true },
  { path: "/api/v1/auth/public-tokens", action: mint },
  { path: "/api/v1/projects/:ref/:env/jwt", action: mintForUser },
];
