"use strict";

const { json, Refusal } = require("../answers/forms.js");

const CURRENT_NAMES = { handle: "electric-handle", offset: "electric-offset" };
const LEGACY_NAMES = { handle: "electric-shape-id", offset: "electric-chunk-last-offset" };
const MUST_REFETCH = { headers: { control: "must-refetch" } };
const COMMON = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "*",
};

/**
 * What one request of a feed asks.
 *
 * @typedef {object} FeedRequest
 * @property {string} [handle] of the answer before; absent, or `offset` is -1: a snapshot
 * @property {string} offset
 * @property {boolean} isLive whether to wait for news
 * @property {string[]} skipped the columns to leave out
 * @property {(headers: object, messages: object[]) => object} answer answers, with headers by the names the
 *   client knows
 * @property {(handle: string) => object} refetch answers that the handle is none any more, and which one is
 */

/** Returns the names of a list with commas. */
function readNames(text) {
  return text === undefined || text === "" ? [] : text.split(",").map((name) => name.trim());
}

/** Reads what a request of a feed asks, whichever feed it is. */
function readFeedRequest({ request, credential }) {
  const query = Object.fromEntries(request.query);
  const isLegacy = !request.headers["x-trigger-electric-version"];
  const names = isLegacy ? LEGACY_NAMES : CURRENT_NAMES;
  const hidesDequeued = !request.headers["x-trigger-api-version"];
  return {
    handle: query.handle ?? query.shape_id,
    offset: query.offset ?? "-1",
    isLive: query.live === "true",
    skipped: credential.realtime?.skipColumns ?? readNames(query.skipColumns),
    answer: ({ handle, offset, ...more }, messages) => {
      const body = JSON.stringify(messages);
      return {
        status: 200,
        headers: { ...COMMON, [names.handle]: handle, [names.offset]: offset, ...more },
        body: hidesDequeued ? body.replaceAll('"status":"DEQUEUED"', '"status":"EXECUTING"') : body,
      };
    },
    refetch: (handle) => ({
      status: 409,
      headers: { ...COMMON, [names.handle]: handle },
      body: JSON.stringify([MUST_REFETCH]),
    }),
  };
}

/** Refuses the tags that the server does not put into a query. */
function readTags({ query }) {
  const [, text] = query.find(([name]) => name === "tags") ?? [];
  if (text === undefined) return [];
  const tags = text.split(",").map((tag) => tag.trim());
  const wrong = tags.find((tag) => tag === "" || /["\\\x00-\x1f\x7f]/.test(tag));
  if (wrong === undefined) return tags;
  const detail = { code: "custom", message: `Invalid tag: ${JSON.stringify(wrong)}`, path: ["tags"] };
  throw new Refusal(json(400, { error: "Query Error", details: [detail] }));
}

module.exports = { readFeedRequest, readTags };
