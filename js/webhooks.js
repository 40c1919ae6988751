"use strict";

const { WebhookError } = require("./errors.js");
const native = require("./native.js");

const SIGNATURE_HEADER_NAME = "x-trigger-signature-hmacsha256";

/** Where the dates of events are; of each event those that it has. */
const DATES = {
  created: true,
  object: {
    run: { createdAt: true, startedAt: true, completedAt: true },
    deployment: { deployedAt: true, failedAt: true },
    error: { firstSeen: true, lastSeen: true },
  },
};

/** The event of a request, or of its body and signature, if it was signed with this secret. */
async function constructEvent(request, secret) {
  if (typeof secret !== "string" || secret === "") throw new WebhookError("A secret is required");
  const [payload, signature] = isRequest(request) ? await ofRequest(request) : ofOptions(request);
  if (!native.isSigned(payload, signature, secret)) throw new WebhookError("Invalid signature");
  return parse(payload);
}

/** By what it can do: a Request of another realm or a polyfill is as good. */
function isRequest(request) {
  return typeof request?.text === "function" && typeof request.headers?.get === "function";
}

async function ofRequest(request) {
  const signature = request.headers.get(SIGNATURE_HEADER_NAME);
  if (!signature) throw new WebhookError("No signature header found");
  return [await request.text(), signature];
}

function ofOptions(options) {
  const { payload, header } = options ?? {};
  if (Array.isArray(header)) throw new WebhookError("Signature header cannot be an array");
  const signature = toText(header);
  if (!signature) throw new WebhookError("No signature header found");
  const body = toText(payload);
  // What a parser made of the body is not what was signed.
  if (body === undefined) throw new WebhookError("The payload must be the raw body, a string or a Buffer");
  return [body, signature];
}

function toText(value) {
  if (typeof value === "string") return value;
  return value instanceof Uint8Array ? Buffer.from(value).toString() : undefined;
}

function parse(payload) {
  let event;
  try {
    event = JSON.parse(payload);
  } catch (error) {
    throw new WebhookError(`Webhook parsing failed: ${error.message}`);
  }
  const isEvent =
    typeof event?.type === "string" && typeof event.object === "object" && event.object !== null;
  if (!isEvent) throw new WebhookError("Webhook parsing failed: it is no event with a type and an object");
  require("./decode.js").reviveDates(event, DATES);
  return event;
}

module.exports = { SIGNATURE_HEADER_NAME, constructEvent };
