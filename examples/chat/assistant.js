"use strict";

// Somebody to talk to: what the task of a chat does, done here for the embedded API.

const { setTimeout: sleep } = require("node:timers/promises");

const BETWEEN_WORDS_IN_MS = 40;

/** Answers the messages of an environment's chats, a word at a time. */
class Assistant {
  #environment;

  constructor(environment) {
    this.#environment = environment;
  }

  async answer(chat, text) {
    const { out } = this.#environment.sessionChannel(chat);
    for (const word of `You wrote “${text}”, which has ${text.length} characters.`.split(/(?<= )/)) {
      out.append({ kind: "text", text: word });
      await sleep(BETWEEN_WORDS_IN_MS);
    }
    out.writeControl("turn-complete");
  }
}

module.exports = { Assistant };
