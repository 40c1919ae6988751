"use strict";

const MDN_STATUS = "https://developer.mozilla.org/en-US/docs/Web/HTTP/Status";

/**
 * An answer that ends a request early.
 *
 * Thrown from any depth of a handler, so that a check reads as one line where it is made.
 */
class Refusal extends Error {
  constructor(answer) {
    super(`refused with status ${answer.status}`);
    this.answer = answer;
  }
}

/** Answers with a JSON body. */
function json(status, value, headers) {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}

/** Answers with plain text. */
function text(status, body, headers) {
  return { status, headers: { "content-type": "text/plain; charset=utf-8", ...headers }, body };
}

/** Answers with an HTML page, as the web application behind the API does for unknown paths. */
function html(status, body) {
  return { status, headers: { "content-type": "text/html; charset=utf-8" }, body };
}

/** Answers with `{ error }`, the shape of most refusals. */
function failure(status, message, headers) {
  return json(status, { error: message }, headers);
}

/** Answers with an `application/problem+json` body, the shape of everything before routing. */
function problem(status, title, detail, fields) {
  return {
    status,
    headers: { "content-type": "application/problem+json; charset=utf-8" },
    body: JSON.stringify({
      title,
      status,
      type: `${MDN_STATUS}/${status}`,
      detail,
      ...fields,
      error: detail,
    }),
  };
}

/**
 * Stops the request with `{ error }`.
 *
 * @param {number} status
 * @param {unknown} message
 * @param {Record<string, string>} [headers]
 * @returns {never}
 */
function refuse(status, message, headers) {
  throw new Refusal(failure(status, message, headers));
}

/** Stops the request with the 403 of a credential that lacks a scope. */
function refuseScope() {
  throw new Refusal(
    json(403, {
      error: "Unauthorized",
      code: "unauthorized",
      param: "access_token",
      type: "authorization",
    }),
  );
}

/** Stops the request the way an uncaught exception in an older route does. */
function crash() {
  throw new Refusal(text(500, "Unexpected Server Error"));
}

/** Answers that a path is served, but not with this method. */
function unsupportedMethod(status) {
  return json(status, { message: "Unexpected Server Error" });
}

/** Answers the same where a newer route says it, without a word. */
function notAllowed() {
  return { status: 405, headers: {}, body: "" };
}

/** Answers that no route has this path. */
function notFoundPage() {
  return html(
    404,
    `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"/><title>Trigger.dev</title></head>` +
      `<body><main><h1>404</h1><h2>Page not found</h2>` +
      `<p>The page you're looking for doesn't exist.</p></main></body></html>`,
  );
}

/** Answers that the path cannot be percent-decoded. */
function badPathPage() {
  return html(
    400,
    `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n` +
      `</head>\n<body>\n<pre>Bad Request</pre>\n</body>\n</html>\n`,
  );
}

module.exports = {
  Refusal,
  badPathPage,
  crash,
  failure,
  json,
  notAllowed,
  notFoundPage,
  problem,
  refuse,
  refuseScope,
  text,
  unsupportedMethod,
};
