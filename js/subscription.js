"use strict";

const { onAbort, reasonOf } = require("./abort.js");
const { decodePacket } = require("./decode.js");
const { ApiResponseError, toError } = require("./errors.js");
const { answerToken, refreshOf } = require("./fresh-token.js");
const native = require("./native.js");
const realm = require("./realm.js");
const turn = require("./turn.js");
const { SubscriptionWatch } = require("./subscription-watch.js");

/** The kinds of mail, as the addon numbers them; a failure is a text. */
const UPDATE = 1;
const ENDED = 2;
const TOKEN_WANTED = 3;
const EVENT = 5;

const PACKETS = ["payload", "output", "metadata"];
/** Each has one of its own: what is handed out can be changed. */
const end = () => ({ done: true, value: undefined });

/** Runs that are watched. Nothing is asked before somebody takes the first state. */
class RunSubscription {
  #operation;
  #origin;
  #call;
  #failure;
  #id;
  #handle;
  #signal;
  #refresh;
  #throwsOnAbort = false;
  #keepsAlive = true;
  #release = () => {};
  /** Those who wait for mail, in the order they asked. */
  #waiting = [];
  /** Mail that came when nobody waited any more: the one piece that it was woken for. */
  #early;
  #watch;
  #isEnded = false;
  #reader;
  #packets = new Map();
  #closed;
  #close;

  /** The latest state that was taken. @type {any} */
  latest = undefined;

  /** `prepare` prepares the call; what is wrong with it is thrown when the first state is taken. */
  constructor(operation, origin, args, prepare) {
    this.#operation = operation;
    this.#origin = origin;
    this.#closed = new Promise((resolve) => (this.#close = resolve));
    try {
      const call = prepare();
      const options = native.feedOptions(call);
      if (typeof options === "string") throw toError(options, origin);
      this.#call = call;
      [this.#keepsAlive, this.#throwsOnAbort] = options;
      const given = options[2] === null || options[2] === undefined ? undefined : args[options[2]];
      this.#signal = given?.signal ?? undefined;
      this.#refresh = refreshOf(given, call);
    } catch (error) {
      this.#failure = { error };
    }
  }

  /** Begins, unless it has begun; false when it is over before it began. */
  #begin() {
    if (this.#handle !== undefined || this.#isEnded) return !this.#isEnded;
    if (this.#failure !== undefined) {
      this.#end();
      return false;
    }
    if (this.#signal?.aborted) {
      this.#end();
      if (this.#throwsOnAbort) throw reasonOf(this.#signal);
      return false;
    }
    if (this.#signal !== undefined) {
      // A signal may live longer than whoever wants to know.
      const weak = new WeakRef(this);
      this.#release = onAbort(this.#signal, () => {
        const subscription = weak.deref();
        if (subscription !== undefined) subscription.#abort();
      });
    }
    const begun = realm.subscribe(this.#operation.name, this, (id) => {
      this.#id = id;
      this.#watch = SubscriptionWatch.begin(this.#operation, id);
      return native.subscribe(this.#call, id, this.#watch !== undefined);
    });
    if (typeof begun === "string") {
      this.#watch = undefined;
      this.#end();
      throw toError(begun, this.#origin);
    }
    this.#handle = begun;
    this.#watch?.publish("open");
    return true;
  }

  #abort() {
    const waiting = this.#waiting.shift();
    const signal = this.#signal;
    this.#stop("aborted");
    if (!this.#throwsOnAbort) waiting?.resolve(end());
    else if (waiting !== undefined) waiting.reject(reasonOf(signal));
    else this.#failure = { error: reasonOf(signal) };
  }

  /** Ends what goes on in the engine. */
  #stop(reason) {
    if (this.#handle !== undefined) native.unsubscribe(this.#handle);
    this.#end(reason);
  }

  #end(reason = "failed") {
    this.#isEnded = true;
    for (const { resolve } of this.#waiting.splice(0)) resolve(end());
    this.#watch?.publish("end", { reason, totals: this.stats() });
    this.#watch = undefined;
    this.#early = undefined;
    this.#packets.clear();
    this.#release();
    if (this.#id !== undefined) realm.forget(this.#id, this);
    this.#close();
  }

  /** Takes the next state: one after the other, however many ask at once. */
  next() {
    if (this.#waiting.length > 0) return this.#wait();
    if (this.#handle !== undefined && !this.#isEnded && turn.isLong()) {
      turn.after(() => this.#serve());
      return this.#wait();
    }
    try {
      const taken = this.#take();
      return taken === undefined ? this.#wait() : Promise.resolve(taken);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** The next state, if it is there. */
  #take() {
    if (!this.#begin()) return this.#over();
    const mail = this.#early ?? native.takeMail(this.#handle) ?? undefined;
    this.#early = undefined;
    return mail && this.#read(mail[1], mail[2], mail[3], mail[4]);
  }

  #wait() {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (this.#keepsAlive) realm.hold(this.#id, this);
    });
  }

  /** Tells whoever waits longest what `take` answers, which may be nothing yet. */
  #tell(take) {
    const waiting = this.#waiting.shift();
    try {
      const taken = take();
      if (taken === undefined) this.#waiting.unshift(waiting);
      else waiting.resolve(taken);
      return taken !== undefined;
    } catch (error) {
      waiting.reject(error);
      return true;
    }
  }

  /** What is over has nothing more to tell, and throws once what ended it while nobody waited. */
  #over() {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure.error;
    return end();
  }

  /** Ends it with an error. */
  fail(error) {
    const waiting = this.#waiting.shift();
    this.#stop();
    if (waiting === undefined) this.#failure = { error };
    else waiting.reject(error);
  }

  /** Called with mail by the thread that has it; `kind` is undefined where somebody else has taken it already. */
  receive(json, kind, packets, forgotten) {
    if (this.#isEnded || kind === undefined) return;
    if (kind === TOKEN_WANTED) {
      this.#answerToken();
      return;
    }
    if (kind === EVENT) {
      this.#watch?.tell(json);
      return;
    }
    if (this.#waiting.length === 0) {
      this.#early = [undefined, json, kind, packets, forgotten];
      return;
    }
    if (this.#tell(() => this.#read(json, kind, packets, forgotten))) this.#serve();
  }

  /** Tells those who wait what is there. */
  #serve() {
    while (this.#waiting.length > 0 && this.#tell(() => this.#take()));
    if (this.#waiting.length === 0) realm.letGo(this.#id);
  }

  #read(json, kind, packets, forgotten) {
    if (typeof kind === "string") {
      this.#end();
      throw toError(kind, this.#origin, packets);
    }
    if (kind === TOKEN_WANTED) {
      this.#answerToken();
      return this.#take();
    }
    if (kind === EVENT) {
      this.#watch?.tell(json);
      return this.#take();
    }
    if (kind === ENDED) {
      this.#end("finished");
      return end();
    }
    for (const run of forgotten ?? []) this.#packets.delete(run);
    try {
      const run = this.#decode(JSON.parse(json), packets);
      this.latest = run;
      return { done: false, value: run };
    } catch (cause) {
      this.#stop();
      const message = `${this.#operation.name}: a run cannot be decoded: it holds ${cause.message}`;
      throw new ApiResponseError(message, { operation: this.#operation.name });
    }
  }

  /** Dates become dates; of payload, output and metadata only what has changed comes, and is decoded. */
  #decode(run, packets) {
    reviveDates(run);
    let known = this.#packets.get(run.id);
    if (known === undefined)
      this.#packets.set(run.id, (known = { payload: undefined, output: undefined, metadata: undefined }));
    for (let index = 0; packets !== undefined && index < PACKETS.length; index += 1) {
      const type = packets[2 * index];
      if (type === null) known[PACKETS[index]] = undefined;
      else if (type !== undefined) known[PACKETS[index]] = decodePacket(type, packets[2 * index + 1]);
    }
    run.payload = known.payload;
    run.output = known.output;
    run.metadata = known.metadata;
    return run;
  }

  #answerToken() {
    const handle = this.#handle;
    answerToken(this.#refresh, native.subscriptionCredential(handle), (token) =>
      native.giveToken(handle, token),
    );
  }

  /** Ends the subscription; its iteration ends without an error. */
  unsubscribe = () => {
    if (this.#isEnded) return;
    this.#failure = undefined;
    this.#stop("unsubscribed");
  };

  async return() {
    this.unsubscribe();
    return end();
  }

  async throw(error) {
    this.unsubscribe();
    throw error;
  }

  #claim(by) {
    if (this.#reader !== undefined) {
      const message = `${this.#operation.name}: ${this.#reader} has this subscription already; subscribe again, which shares the requests`;
      throw toError({ cause: "argument", message, operation: this.#operation.name }, this.#origin);
    }
    this.#reader = by;
  }

  [Symbol.asyncIterator]() {
    this.#claim("an iteration");
    return this;
  }

  /** The states as the reader of a stream has them. */
  getReader() {
    this.#claim("a reader");
    const pull = async (controller) => {
      const { done, value } = await this.next();
      if (done) controller.close();
      else controller.enqueue(value);
    };
    return new ReadableStream({ pull, cancel: this.unsubscribe }, { highWaterMark: 0 }).getReader();
  }

  /** The states, and beside them what the runs stream. */
  withStreams() {
    this.#claim("withStreams()");
    const more = { call: this.#call, origin: this.#origin, refresh: this.#refresh };
    return require("./with-streams.js").withStreams(this, more);
  }

  /** The run in its last state. Where nobody iterates, it takes the states itself. */
  async finished() {
    if (this.#reader === undefined) {
      this.#claim("finished()");
      while (!(await this.next()).done);
    } else if (this.#reader !== "finished()") await this.#closed;
    else while (!(await this.next()).done);
    const { latest } = this;
    if (latest?.isCompleted || latest?.isCancelled) return latest;
    const message = `${this.#operation.name}: the subscription ended before the run did`;
    throw toError({ cause: "connection", message, operation: this.#operation.name }, this.#origin);
  }

  /** Resolved when it is over, however it ended. */
  get closed() {
    return this.#closed;
  }

  get state() {
    if (this.#isEnded) return "closed";
    return this.#handle === undefined ? "connecting" : native.subscriptionState(this.#handle);
  }

  get cursor() {
    return this.#handle === undefined ? undefined : native.subscriptionCursor(this.#handle);
  }

  stats() {
    if (this.#handle === undefined)
      return { requests: 0, reconnects: 0, updates: 0, coalesced: 0, bytes: 0, sharedWith: 0 };
    return JSON.parse(native.subscriptionStats(this.#handle));
  }

  async [Symbol.asyncDispose]() {
    this.unsubscribe();
  }
}

/** Each by its name: a loop over the names takes several times as long, for every update. */
function reviveDates(run) {
  if (typeof run.createdAt === "number") run.createdAt = new Date(run.createdAt);
  if (typeof run.updatedAt === "number") run.updatedAt = new Date(run.updatedAt);
  if (typeof run.startedAt === "number") run.startedAt = new Date(run.startedAt);
  if (typeof run.delayedUntil === "number") run.delayedUntil = new Date(run.delayedUntil);
  if (typeof run.queuedAt === "number") run.queuedAt = new Date(run.queuedAt);
  if (typeof run.expiredAt === "number") run.expiredAt = new Date(run.expiredAt);
  if (typeof run.finishedAt === "number") run.finishedAt = new Date(run.finishedAt);
}

module.exports = { RunSubscription };
