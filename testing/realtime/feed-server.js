"use strict";

const { refuse } = require("../answers/forms.js");
const { readFeedRequest } = require("./conversation.js");
const { ElectricFeeds } = require("./electric.js");
const { LivePolls, hold } = require("./holding.js");
const { NativeFeeds } = require("./native.js");

const BACKENDS = { native: NativeFeeds, electric: ElectricFeeds };
/** The feeds of a server, whichever of the two servers stands behind them. */
class FeedServer {
  #backend;
  #polls = new LivePolls();

  /** @param {any} options those of `RealtimeOptions` that are about feeds, the backend named */
  constructor({ backend, ...more }) {
    this.#backend = new BACKENDS[backend](more);
    /** Whether a run that is not there may still come: Electric has an empty feed of it. */
    this.awaitsRuns = backend === "electric";
  }

  /** Limits how many live polls an environment may have open. */
  limit(environment, limit) {
    this.#polls.limit(environment, limit);
  }

  /** Makes every handle one that is none any more. The native server has none that could be. */
  rotate() {
    this.#backend.rotate?.();
  }

  /**
   * Answers a request of a feed.
   *
   * @param {import("./feeds.js").Feed} feed
   * @param {any} context of the request; `over` resolves when nobody waits for the answer any more
   */
  async answer(feed, context) {
    const asked = readFeedRequest(context);
    if (!asked.isLive) return this.#backend.answer(feed, asked);
    const quietForMs = this.#polls.quietFor(feed.environment);
    const close = this.#polls.open(feed.environment) ?? refuse(429, "Too many concurrent requests");
    const wait = (limits) => this.#wait(feed, context, limits);
    try {
      return await this.#backend.answer(feed, asked, { wait, quietForMs });
    } finally {
      close();
    }
  }

  /** Waits for news, and lets those know who wait for that. */
  async #wait(feed, { over, request, announce }, limits) {
    const held = hold(feed, { ...limits, over });
    request.held = true;
    announce();
    await held;
    request.held = false;
  }
}

module.exports = { FeedServer };
