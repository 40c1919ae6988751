"use strict";

const { channel } = require("node:diagnostics_channel");

/** Who subscribes sees what becomes of each subscription that begins from then on. */
const subscriptions = channel("hairtrigger.subscription");

/** The watch on one subscription. */
class SubscriptionWatch {
  #context;

  /** Undefined where nobody wants to know: nothing is told then, and nothing crosses for it. */
  static begin(operation, id) {
    return subscriptions.hasSubscribers ? new SubscriptionWatch(operation, id) : undefined;
  }

  constructor({ name, request }, id) {
    this.#context = { operation: name, path: request.split(" ")[1], id };
  }

  publish(event, more) {
    subscriptions.publish({ event, ...this.#context, ...more });
  }

  /** Publishes what the engine has told. */
  tell(json) {
    const { event, ...more } = JSON.parse(json);
    this.publish(event, more);
  }
}

module.exports = { SubscriptionWatch };
