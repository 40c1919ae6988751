"use strict";

// What the service needs of HTTP.

const { readFileSync, readdirSync } = require("node:fs");
const { extname, join } = require("node:path");

const MOST_BYTES = 16_384;
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};
const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };

/** A request that is answered with a status and a sentence. */
class Refusal extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

function answer(response, status, body, headers = {}) {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { ...HEADERS, "content-type": "application/json", ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

/** Reads a JSON object. Forms of other sites cannot send this content type. */
async function readJson(request) {
  if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) {
    throw new Refusal(415, "Send JSON.");
  }
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > MOST_BYTES) throw new Refusal(413, "This is too long.");
    parts.push(part);
  }
  let value;
  try {
    value = JSON.parse(Buffer.concat(parts).toString());
  } catch {
    throw new Refusal(400, "This is not JSON.");
  }
  if (typeof value !== "object" || value === null) throw new Refusal(400, "Send an object.");
  return value;
}

/** The session of a request: of the page in a cookie, of a program as a bearer token. */
function sessionOf({ headers }) {
  const cookie = /(?:^|;\s*)session=([\w.-]+)/.exec(headers.cookie ?? "")?.[1];
  return /^Bearer ([\w.-]+)$/.exec(headers.authorization ?? "")?.[1] ?? cookie;
}

function sessionCookie(session, maxAge) {
  return { "set-cookie": `session=${session}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${maxAge}` };
}

/** The files of a folder, read once, by the path that asks for them. */
function readPages(folder) {
  const pages = new Map();
  for (const name of readdirSync(folder)) {
    const page = { body: readFileSync(join(folder, name)), type: `${TYPES[extname(name)]}; charset=utf-8` };
    pages.set(name === "index.html" ? "/" : `/${name}`, page);
  }
  return pages;
}

function answerPage(response, { body, type }) {
  response.writeHead(200, { ...HEADERS, "content-type": type });
  response.end(body);
}

module.exports = { Refusal, answer, answerPage, readJson, readPages, sessionCookie, sessionOf };
