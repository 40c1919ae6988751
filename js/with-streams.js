"use strict";

// The states of runs, and beside them what the runs stream.

const { toError } = require("./errors.js");
const native = require("./native.js");
const { RealtimeStream } = require("./realtime-stream.js");
const { Tail } = require("./tail.js");

const OPERATION = { name: "runs.subscribeToRun().withStreams" };
/** Each takes a request of its own for as long as it is read. */
const MAX_STREAMS = 1_000;

/** What several sources tell, as it comes: of each source one thing waits at most. */
class MergedStreams {
  #subscription;
  #call;
  #origin;
  #refresh;
  #isBegun = false;
  #isEnded = false;
  #failure;
  /** What waits to be taken, and how its source goes on. */
  #ready = [];
  #waiting = [];
  #sources = 0;
  /** The streams that are read, by run and key. */
  #tails = new Map();

  constructor(subscription, { call, origin, refresh }) {
    this.#subscription = subscription;
    this.#call = call;
    this.#origin = origin;
    this.#refresh = refresh;
  }

  get name() {
    return OPERATION.name;
  }

  next() {
    if (!this.#isBegun) {
      this.#isBegun = true;
      this.#follow(this.#subscription, (run) => this.#announce(run), this.#endRuns);
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#serve();
    });
  }

  #serve() {
    while (this.#waiting.length > 0) {
      const offered = this.#ready.shift();
      if (offered === undefined && !this.#isEnded) return;
      const { resolve, reject } = this.#waiting.shift();
      const failure = this.#failure;
      if (offered !== undefined) {
        resolve({ done: false, value: offered.value });
        offered.goOn();
      } else if (failure !== undefined) {
        this.#failure = undefined;
        reject(failure.error);
      } else resolve({ done: true, value: undefined });
    }
  }

  /** Takes what a source tells, one after the other, each when the one before it was taken. */
  async #follow(source, tell, end = () => {}) {
    this.#sources += 1;
    try {
      for (;;) {
        const { done, value } = await source.next();
        if (done || this.#isEnded) break;
        await new Promise((goOn) => {
          this.#ready.push({ value: tell(value), goOn });
          this.#serve();
        });
      }
      end();
    } catch (error) {
      this.#failure ??= { error };
      this.unsubscribe();
    }
    this.#sources -= 1;
    if (this.#sources === 0) this.#end();
  }

  /** Begins to read the streams that a run names first; one that has ended writes no more. */
  #announce(run) {
    for (const key of streamsOf(run)) this.#open(run, key);
    if (run.isCompleted || run.isCancelled) {
      for (const tail of this.#tails.get(run.id)?.values() ?? []) tail.finish();
    }
    return { type: "run", run };
  }

  #open(run, key) {
    if (!this.#tails.has(run.id)) {
      this.#forget();
      this.#tails.set(run.id, new Map());
    }
    const ofRun = this.#tails.get(run.id);
    if (ofRun.has(key)) return;
    if (this.#sources > MAX_STREAMS) {
      const message = `${this.name}: the runs have more than ${MAX_STREAMS} streams; read those you need with streams.read`;
      throw toError({ cause: "argument", message, operation: this.name }, this.#origin);
    }
    const call = native.streamOfRun(this.#call, run.id, key);
    if (typeof call === "string") throw toError(call, this.#origin);
    const tail = new Tail(OPERATION, this.#origin, call, [], this.#refresh);
    ofRun.set(key, tail);
    this.#follow(tail, (chunk) => ({ type: key, chunk, run }));
  }

  /** Of runs whose streams are over the oldest are forgotten: runs with a tag come for as long as they are watched. */
  #forget() {
    for (const [run, ofRun] of this.#tails) {
      if (this.#tails.size < MAX_STREAMS) return;
      if ([...ofRun.values()].every((tail) => tail.state === "closed")) this.#tails.delete(run);
    }
  }

  /** No run is watched any more: what those write that have not ended is of no interest. */
  #endRuns = () => {
    for (const ofRun of this.#tails.values()) {
      for (const tail of ofRun.values()) if (!tail.isFinishing) tail.unsubscribe();
    }
  };

  #end() {
    this.#isEnded = true;
    this.#serve();
  }

  unsubscribe() {
    this.#isEnded = true;
    this.#subscription.unsubscribe();
    for (const ofRun of this.#tails.values()) for (const tail of ofRun.values()) tail.unsubscribe();
    for (const { goOn } of this.#ready.splice(0)) goOn();
    this.#serve();
  }

  get state() {
    return this.#subscription.state;
  }

  get cursor() {
    return this.#subscription.cursor;
  }

  get place() {
    return undefined;
  }

  stats() {
    return this.#subscription.stats();
  }
}

/** The keys that a run names: what its metadata has, where it has some. */
function streamsOf({ metadata, realtimeStreams }) {
  const named = metadata?.$$streams;
  const isList = Array.isArray(named) && named.length > 0 && named.every((key) => typeof key === "string");
  return (isList ? named : (realtimeStreams ?? [])).filter((key) => key !== "");
}

/** The states of a subscription and what its runs stream, as one stream. */
function withStreams(subscription, more) {
  return new RealtimeStream(new MergedStreams(subscription, more));
}

module.exports = { withStreams };
