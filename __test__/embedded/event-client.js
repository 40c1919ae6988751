"use strict";

/** Reads an answer of events: what has come, one event after the other, each as the text it was sent as. */
async function openEvents(url, { headers, signal } = {}) {
  const response = await fetch(url, { headers: { accept: "text/event-stream", ...headers }, signal });
  const { body, status } = response;
  if (status !== 200) return { status, headers: response.headers, text: await response.text() };
  return { status, headers: response.headers, events: split(body.pipeThrough(new TextDecoderStream())) };
}

async function* split(texts) {
  let rest = "";
  for await (const text of texts) {
    rest += text;
    const events = rest.split("\n\n");
    rest = events.pop();
    yield* events;
  }
  if (rest !== "") yield rest;
}

/** Returns the next so many events of an answer, without ending it. */
async function take(events, count) {
  const taken = [];
  while (taken.length < count) {
    const { done, value } = await events.next();
    if (done) throw new Error(`the answer ended after ${taken.length} events`);
    taken.push(value);
  }
  return taken;
}

/** Returns all events of an answer. */
async function takeAll(events) {
  const taken = [];
  for await (const event of events) taken.push(event);
  return taken;
}

/** Returns the data of an event. */
function dataOf(event) {
  return JSON.parse(/^data: (.*)$/m.exec(event)[1]);
}

module.exports = { dataOf, openEvents, take, takeAll };
