"use strict";

const { tracingChannel } = require("node:diagnostics_channel");

/** Who subscribes sees every call, and every attempt of it. */
const channel = tracingChannel("hairtrigger.request");
const { start, end, asyncStart, asyncEnd, error } = channel;

/** Where the API of OpenTelemetry keeps itself when an application has loaded it. */
const OPEN_TELEMETRY = Symbol.for("opentelemetry.js.api.1");

if (/\bhairtrigger\b/i.test(process.env.NODE_DEBUG ?? "")) require("./debug-log.js").listen(channel);

/** Whether anybody wants to know of calls: a subscriber, or a tracer whose context is to go with them. */
function isWatched() {
  return (
    globalThis[OPEN_TELEMETRY] !== undefined ||
    start.hasSubscribers ||
    asyncEnd.hasSubscribers ||
    error.hasSubscribers ||
    end.hasSubscribers ||
    asyncStart.hasSubscribers
  );
}

/** The watch on one call. */
class Watch {
  #context;
  #record;

  /** `record(isLast)` answers what the addon has recorded of the call, as JSON, or null. */
  constructor({ name, request }, record) {
    const [method, path] = request.split(" ");
    this.#record = record;
    this.#context = { operation: name, method, path };
  }

  /** Runs what sends the call, in the context that subscribers may have bound to its start. */
  send(action) {
    return start.runStores(this.#context, () => {
      try {
        const sent = action();
        this.#look(false);
        end.publish(this.#context);
        return sent;
      } catch (thrown) {
        end.publish(this.#context);
        this.settle(thrown);
        throw thrown;
      }
    });
  }

  /** The call is over. */
  settle(failure) {
    const context = this.#context;
    this.#look(true);
    if (failure !== undefined) {
      context.error = failure;
      error.publish(context);
    }
    asyncStart.publish(context);
    asyncEnd.publish(context);
  }

  #look(isLast) {
    const record = this.#record(isLast);
    if (record !== null) Object.assign(this.#context, JSON.parse(record));
    const last = this.#context.attempts?.at(-1);
    this.#context.status = last?.status;
    this.#context.requestId = last?.requestId ?? undefined;
  }
}

/** The headers that take the active trace to the server: those of W3C Trace Context, most often. */
function carrier() {
  const api = globalThis[OPEN_TELEMETRY];
  const headers = {};
  try {
    const setter = { set: (target, name, value) => (target[name] = String(value)) };
    api?.propagation?.inject(api.context?.active() ?? root, headers, setter);
  } catch {
    // A tracer's mistake must not fail a call.
    return {};
  }
  return headers;
}

/** An empty context, for an application that has loaded the API and set up no context manager. */
const root = { getValue: () => undefined, setValue: () => root, deleteValue: () => root };

module.exports = { Watch, carrier, isWatched };
