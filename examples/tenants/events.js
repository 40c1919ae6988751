"use strict";

// Server-sent events: a page that is told of changes as they come.

const { once } = require("node:events");

const HEADERS = {
  "content-type": "text/event-stream",
  "cache-control": "no-store",
  // Proxies that buffer answers would hold the events back.
  "x-accel-buffering": "no",
};

/** Sends what is yielded, each as an event; whoever reads slowly is not sent what is old by then. */
async function sendEvents(response, values, signal) {
  // What fails before the first value is answered as any request is.
  const first = await values.next();
  if (first.done) return response.destroy();
  response.writeHead(200, HEADERS);
  const send = async (value) => {
    const isRead = response.write(`data: ${JSON.stringify(value)}\n\n`);
    if (!isRead) await once(response, "drain", { signal });
  };
  try {
    await send(first.value);
    for await (const value of values) await send(value);
  } catch (error) {
    // The browser comes back by itself, and is told then what is wrong.
    if (error.name !== "AbortError") console.error(error.message);
  }
  response.end();
}

module.exports = { sendEvents };
