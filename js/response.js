"use strict";

const readers = ["arrayBuffer", "blob", "bytes", "clone", "formData", "json", "text"];
const bodyless = new Set([204, 205, 304]);

/** A WHATWG Response from what the engine kept of an answer; without a body its readers reject. */
function toResponse(head, body) {
  const { status, url, headers } = JSON.parse(head);
  const text = bodyless.has(status) ? null : (body ?? null);
  const response = new Response(text, { status, headers });
  Object.defineProperty(response, "url", { value: url });
  if (body === undefined) for (const name of readers) withoutBody(response, name);
  return response;
}

function withoutBody(response, name) {
  const value = () =>
    Promise.reject(
      new TypeError(
        "the body was not kept: call asResponse() or withResponse() in the same tick as the call itself",
      ),
    );
  Object.defineProperty(response, name, { value });
}

module.exports = { toResponse };
