"use strict";

/** Breaks the connection of an answer that is being sent. */
class BrokenStream extends Error {}

/**
 * Answers with events, each sent when it comes.
 *
 * @param {AsyncIterable<string>} events
 * @param {Record<string, string>} [headers]
 */
function sendEvents(events, headers) {
  return {
    status: 200,
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache",
      connection: "keep-alive",
      "access-control-expose-headers": "x-trigger-jwt,x-trigger-jwt-claims",
      ...headers,
    },
    events,
  };
}

module.exports = { BrokenStream, sendEvents };
