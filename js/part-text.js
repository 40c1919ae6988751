"use strict";

// What is appended as it is: a text, or what has the bytes of one. The server keeps texts alone.

const { isAnyArrayBuffer } = require("node:util").types;

const MAX_BYTES = 512 * 1024;
const VALUES = "for values there is define().append";

/** It can be appended, or is what others append: it is no options. */
function isBody(value) {
  return (
    typeof value === "string" ||
    isBytes(value) ||
    [Blob, URLSearchParams, FormData, ReadableStream].some((kind) => value instanceof kind)
  );
}

/**
 * The text of a part, at once, or as a promise where it has to be read first. `refuse(what)` makes the error of what
 * cannot be appended.
 *
 * @returns {string | Promise<string>}
 */
function textOf(part, refuse) {
  if (typeof part === "string") return part;
  if (isBytes(part)) return decode(part, refuse);
  if (part instanceof URLSearchParams) return part.toString();
  if (part instanceof Blob) {
    if (part.size > MAX_BYTES) {
      throw refuse(`part has ${part.size} bytes, and the server takes ${MAX_BYTES}`);
    }
    return part.arrayBuffer().then((bytes) => decode(bytes, refuse));
  }
  if (part instanceof ReadableStream) {
    throw refuse("part is a ReadableStream; write it with streams.pipe, part by part");
  }
  if (part instanceof FormData) {
    throw refuse(
      "part is a FormData, whose readers would get a multipart text; send what it holds with define().append",
    );
  }
  const got = part === null ? "null" : Array.isArray(part) ? "an array" : typeof part;
  throw refuse(`part must be a text, bytes, a Blob or URLSearchParams, got ${got}; ${VALUES}`);
}

function isBytes(value) {
  return ArrayBuffer.isView(value) || isAnyArrayBuffer(value);
}

/** Bytes as the text that has them; those of none would come out as something else. */
function decode(bytes, refuse) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refuse(
      "part holds bytes that are no UTF-8, and the server keeps texts alone; append them in base64",
    );
  }
}

module.exports = { isBody, textOf };
