"use strict";

// A chat: what a visitor writes goes into the channel of a session, and what the session's task says goes to the page
// as it comes. A page that was cut off goes on from where it was.

const { randomUUID } = require("node:crypto");
const { once } = require("node:events");
const http = require("node:http");
const { join } = require("node:path");

const { ApiError } = require("hairtrigger");
const {
  Refusal,
  answer,
  answerPage,
  readJson,
  readPages,
  sessionCookie,
  sessionOf,
} = require("../tenants/exchange.js");

const DAY_IN_SECONDS = 86_400;
const LONGEST_MESSAGE = 2_000;
/** The ids of chats: a visitor who names another session of the project has none. */
const CHAT = /^chat_[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * Serves chats of one project. `client` is a hairtrigger client under its secret key, `taskIdentifier` the task that
 * answers; `onMessage` is told of each message that was sent.
 */
function createChat({ client, taskIdentifier, onMessage = () => {} }) {
  const pages = readPages(join(__dirname, "page"));

  /** A chat is a session, by an id that only its visitor has. */
  async function begin({ request, response, signal }) {
    await readJson(request);
    const chat = chatOf(request) ?? `chat_${randomUUID()}`;
    // One that is there already stays as it is.
    const session = { type: "chat.agent", externalId: chat, taskIdentifier };
    await client.sessions.start({ ...session, triggerConfig: { basePayload: { chat } } }, { signal });
    answer(response, 200, {}, sessionCookie(chat, DAY_IN_SECONDS));
  }

  async function send({ request, response }) {
    const { text } = await readJson(request);
    if (typeof text !== "string" || text.trim() === "" || text.length > LONGEST_MESSAGE) {
      throw new Refusal(422, `A message is a text of up to ${LONGEST_MESSAGE} characters.`);
    }
    const chat = begunChatOf(request);
    // A visitor who leaves now has sent it all the same, and once.
    await client.sessions.open(chat).in.send({ kind: "message", text });
    onMessage(chat, text);
    answer(response, 200, {});
  }

  /** Server-sent events: the parts of answers, each under its place in the channel, and the end of each answer. */
  async function follow({ request, response, signal }) {
    const { out } = client.sessions.open(begunChatOf(request));
    // A browser that was cut off says what it has seen.
    const lastEventId = request.headers["last-event-id"];
    let place;
    const parts = await out.read({
      ...(lastEventId && { lastEventId }),
      signal,
      onPart: ({ id }) => (place = id),
      onControl: ({ subtype }) => response.write(`id: ${place}\nevent: ${subtype}\ndata:\n\n`),
    });
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.flushHeaders();
    for await (const part of parts) {
      const taken = response.write(`id: ${place}\ndata: ${JSON.stringify(part)}\n\n`);
      // A visitor who reads slowly is read for slowly.
      if (!taken) await once(response, "drain", { signal });
    }
    response.end();
  }

  const routes = { "POST /chat": begin, "POST /messages": send, "GET /messages": follow };

  async function route(request, response) {
    const page = request.method === "GET" && pages.get(request.url);
    if (page) return answerPage(response, page);
    const handle = routes[`${request.method} ${request.url}`];
    if (!handle) throw new Refusal(404, "There is nothing here.");
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    return handle({ request, response, signal: gone.signal });
  }

  return http.createServer((request, response) => {
    route(request, response).catch((error) => refuse(response, error));
  });
}

function chatOf(request) {
  const session = sessionOf(request);
  return CHAT.test(session) ? session : undefined;
}

function begunChatOf(request) {
  const chat = chatOf(request);
  if (chat === undefined) throw new Refusal(401, "Begin a chat first.");
  return chat;
}

/** Says what went wrong. Messages and errors of hairtrigger hold no token. */
function refuse(response, error) {
  if (error instanceof Refusal) return answer(response, error.status, { error: error.message });
  if (error?.name === "AbortError") return response.destroy();
  if (!(error instanceof ApiError)) console.error(error);
  if (response.headersSent) return response.destroy();
  answer(response, 502, { error: error instanceof ApiError ? error.message : "Something went wrong here." });
}

module.exports = { createChat };
