"use strict";

// What goes wrong with feeds and nothing else.

/** Tells apart what a cache takes for the same: the path, the offset, and whether it is a live poll. */
function keyOf({ path, query }) {
  const { offset, live } = Object.fromEntries(query);
  return [path, offset, live].join(" ");
}

/** A cache between client and server that keeps the first answers for ever, whatever is asked besides. */
class Cache {
  #answers = new Map();

  find(record) {
    const answer = this.#answers.get(keyOf(record));
    return answer && { ...answer, headers: { ...answer.headers } };
  }

  keep(record, answer) {
    const { events, status } = answer;
    if (status === 200 && !events)
      this.#answers.set(keyOf(record), { ...answer, headers: { ...answer.headers } });
  }
}

/** Answers a live poll at once that there is nothing, in the words it was asked; undefined for anything else. */
function repeatNothing({ query }) {
  const { cursor, handle, live, offset } = Object.fromEntries(query);
  if (live !== "true") return undefined;
  const named = {
    "electric-cursor": cursor || "1",
    ...(handle && { "electric-handle": handle }),
    ...(offset && { "electric-offset": offset }),
  };
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    ...named,
  };
  return { status: 200, headers, body: JSON.stringify([{ headers: { control: "up-to-date" } }]) };
}

/** Says every change of a feed's answer twice, and of a stream every event. */
function duplicateChanges(answer) {
  if (answer.events) return { ...answer, events: repeatEach(answer.events) };
  const messages = readMessages(answer.body);
  if (!messages) return answer;
  const twice = messages.flatMap((message) => (message?.key === undefined ? [message] : [message, message]));
  return { ...answer, body: JSON.stringify(twice) };
}

async function* repeatEach(events) {
  for await (const event of events) {
    yield event;
    yield event;
  }
}

function readMessages(body) {
  try {
    const messages = JSON.parse(body);
    return Array.isArray(messages) ? messages : undefined;
  } catch {
    return undefined;
  }
}

module.exports = { Cache, duplicateChanges, repeatNothing };
