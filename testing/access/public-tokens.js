"use strict";

const { createHmac } = require("node:crypto");

const ISSUER = "https://id.trigger.dev";
const AUDIENCE = "https://api.trigger.dev";

function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decode(part) {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString());
  } catch {
    return undefined;
  }
}

function sign(content, secretKey) {
  return createHmac("sha256", secretKey).update(content).digest("base64url");
}

/** Signs a public token (a JWT) for an environment with that environment's secret key. */
function createPublicToken({ environmentId, secretKey, scopes, expiresInSeconds, more }) {
  const issuedAt = Math.floor(Date.now() / 1000);
  const claims = {
    sub: environmentId,
    pub: true,
    scopes,
    ...more,
    iss: ISSUER,
    aud: AUDIENCE,
    iat: issuedAt,
    exp: issuedAt + expiresInSeconds,
  };
  const content = `${encode({ alg: "HS256" })}.${encode(claims)}`;
  return `${content}.${sign(content, secretKey)}`;
}

/** Returns the claims of a public token, or undefined if the text is not one. Verifies nothing. */
function readClaims(token) {
  const parts = token.split(".");
  const claims = parts.length === 3 ? decode(parts[1]) : undefined;
  return claims?.pub === true ? claims : undefined;
}

/** Tells whether signature, issuer, audience and expiry of a public token hold. */
function verify(token, claims, secretKey) {
  const end = token.lastIndexOf(".");
  return (
    decode(token.slice(0, token.indexOf(".")))?.alg === "HS256" &&
    sign(token.slice(0, end), secretKey) === token.slice(end + 1) &&
    claims.iss === ISSUER &&
    claims.aud === AUDIENCE &&
    claims.exp > Date.now() / 1000
  );
}

module.exports = { createPublicToken, readClaims, verify };
