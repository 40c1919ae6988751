"use strict";

// A stream as it is read: the engine has it, and hands over many parts at once.

const { AsyncResource } = require("node:async_hooks");

const { onAbort, reasonOf } = require("./abort.js");
const { toError } = require("./errors.js");
const { answerToken, refreshOf } = require("./fresh-token.js");
const native = require("./native.js");
const realm = require("./realm.js");
const turn = require("./turn.js");

/** The kinds of mail, as the addon numbers them; a failure is a text. */
const ENDED = 2;
const TOKEN_WANTED = 3;
const PARTS = 4;

const CONTROL = "trigger-control";
const CALLBACKS = ["onPart", "onControl", "onComplete", "onError"];
/** Each has one of its own: what is handed out can be changed. */
const end = () => ({ done: true, value: undefined });

/** The parts of a stream, one after the other. Nothing is asked before somebody takes the first. */
class Tail {
  #operation;
  #origin;
  #call;
  #given;
  #keepsAlive;
  #throwsOnAbort;
  #id;
  #handle;
  #refresh;
  #release = () => {};
  #turn = Promise.resolve();
  /** How many take their turn. */
  #takers = 0;
  /** Who waits for mail. */
  #waiting;
  /** Mail that came when nobody waited. */
  #early = [];
  #isEnded = false;
  #failure;
  /** Parts that were handed over, the place of the next one among them, and what is known of their places. */
  #parts = [];
  #next = 0;
  #first;
  #through;
  #place;

  #close;

  /** Nothing more is written. */
  isFinishing = false;
  /** Resolved when it is over, however it ended. */
  closed = new Promise((resolve) => (this.#close = resolve));

  /** A call that is refused throws. */
  constructor(operation, origin, call, args = [], inherited = undefined) {
    this.#operation = operation;
    this.#origin = origin;
    const options = native.tailOptions(call);
    if (typeof options === "string") throw toError(options, origin);
    this.#call = call;
    const [keepsAlive, throwsOnAbort, beginsAtOnce, index] = options;
    this.#keepsAlive = keepsAlive;
    this.#throwsOnAbort = throwsOnAbort;
    const given = index === null || index === undefined ? undefined : args[index];
    // Read once: what becomes of the object meanwhile changes nothing.
    this.#given = { signal: given?.signal ?? undefined };
    // They are called where they were given, whoever reads.
    for (const name of CALLBACKS) this.#given[name] = bound(given?.[name]);
    this.#refresh = refreshOf(given, call) ?? inherited;
    if (beginsAtOnce) this.#begin();
  }

  get name() {
    return this.#operation.name;
  }

  get #signal() {
    return this.#given.signal;
  }

  /** Begins, unless it has begun; false when it is over before it began. */
  #begin() {
    if (this.#handle !== undefined || this.#isEnded) return !this.#isEnded;
    if (this.#signal?.aborted) {
      if (this.#throwsOnAbort) this.#failure = { error: reasonOf(this.#signal) };
      this.#end(this.#failure);
      return false;
    }
    if (this.#signal !== undefined) {
      // A signal may live longer than whoever wants to know.
      const weak = new WeakRef(this);
      this.#release = onAbort(this.#signal, () => weak.deref()?.abort());
    }
    const begun = realm.subscribe(this.name, this, (id) => {
      this.#id = id;
      return native.readStream(this.#call, id);
    });
    if (typeof begun === "string") {
      this.#failure = { error: toError(begun, this.#origin) };
      this.#end(this.#failure);
      return false;
    }
    this.#handle = begun;
    if (this.isFinishing) native.finishReading(begun);
    return true;
  }

  /** Its signal was aborted. */
  abort() {
    if (this.#throwsOnAbort) this.fail(reasonOf(this.#signal));
    else this.unsubscribe();
  }

  /**
   * Ends what goes on in the engine, by an error or without.
   *
   * @param {{ error: any }} [failure]
   */
  #stop(failure) {
    if (this.#handle !== undefined) native.stopReading(this.#handle);
    this.#end(failure);
  }

  /** @param {{ error: any }} [failure] */
  #end(failure) {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#waiting = undefined;
    this.#early = [];
    this.#parts = [];
    this.#release();
    if (this.#id !== undefined) realm.forget(this.#id, this);
    this.#close();
    try {
      if (failure === undefined) this.#given.onComplete?.();
      else this.#given.onError?.(failure.error);
    } catch (error) {
      // Whoever takes the next part is told of it.
      this.#failure ??= { error };
    }
  }

  /** Takes the next value: one after the other, however many ask at once. */
  next() {
    if (this.#takers === 0) {
      // What is there already costs no turn.
      try {
        const value = this.#pop();
        if (value !== undefined) return Promise.resolve(value);
      } catch (error) {
        this.#stop({ error });
        return Promise.reject(error);
      }
    }
    this.#takers += 1;
    const taken = this.#turn.then(() => this.#take()).finally(() => (this.#takers -= 1));
    this.#turn = taken.then(ignore, ignore);
    return taken;
  }

  /** The next value of those that were handed over; undefined without any. */
  #pop() {
    while (this.#next < this.#parts.length) {
      const index = this.#next++;
      const part = this.#parts[index];
      const isLast = this.#next === this.#parts.length;
      if (this.#first !== undefined) {
        this.#place = isLast ? this.#through : this.#first + index;
        return { done: false, value: part };
      }
      this.#place = isLast ? this.#through : part.id;
      if (this.#tell(part)) return { done: false, value: part.chunk };
    }
    return undefined;
  }

  /** Tells of a part those who want to know; false where there is nothing else to it. */
  #tell(part) {
    this.#given.onPart?.(part);
    const subtype = part.headers?.find(([name]) => name === CONTROL)?.[1];
    if (!subtype) return true;
    const { headers, id, timestamp } = part;
    this.#given.onControl?.({ subtype, headers, seqNum: Number(id), timestamp });
    return false;
  }

  async #take() {
    try {
      for (;;) {
        const value = this.#pop();
        if (value !== undefined) return value;
        if (!this.#begin()) return this.#over();
        if (turn.isLong()) {
          await turn.next();
          // Meanwhile it may have ended.
          if (this.#isEnded) continue;
        }
        const mail = this.#early.shift() ?? native.takeParts(this.#handle) ?? undefined;
        if (mail === undefined) await this.#wait();
        else this.#read(mail[1], mail[2], mail[3], mail[4]);
      }
    } catch (error) {
      this.#stop({ error });
      throw error;
    }
  }

  #wait() {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve: () => resolve(undefined), reject };
      if (this.#keepsAlive) realm.hold(this.#id, this);
    });
  }

  /** What is over has nothing more to tell, and throws once what ended it. */
  #over() {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure.error;
    return end();
  }

  /** Ends it with an error. */
  fail(error) {
    if (this.#isEnded) return;
    const waiting = this.#waiting;
    if (waiting === undefined) this.#failure = { error };
    this.#stop({ error });
    waiting?.reject(error);
  }

  /** Called with mail by the thread that has it; `kind` is undefined where somebody else has taken it already. */
  receive(json, kind, first, through) {
    if (this.#isEnded || kind === undefined) return;
    if (kind === TOKEN_WANTED) {
      this.#answerToken();
      return;
    }
    this.#early.push([undefined, json, kind, first, through]);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    realm.letGo(this.#id);
    waiting?.resolve();
  }

  #read(json, kind, first, through) {
    if (typeof kind === "string") {
      this.#failure = { error: toError(kind, this.#origin, first) };
      this.#end(this.#failure);
    } else if (kind === TOKEN_WANTED) this.#answerToken();
    else if (kind === ENDED) this.#end();
    else if (kind === PARTS) {
      this.#parts = JSON.parse(json);
      this.#next = 0;
      this.#first = first;
      this.#through = through;
    }
  }

  #answerToken() {
    const handle = this.#handle;
    answerToken(this.#refresh, native.tailCredential(handle), (token) => native.giveTailToken(handle, token));
  }

  /** Ends it; whoever waits is told that it is over. */
  unsubscribe() {
    if (this.#isEnded) return;
    const waiting = this.#waiting;
    this.#stop();
    waiting?.resolve();
  }

  /** Nothing more is written: it ends when everything was read. */
  finish() {
    if (this.isFinishing) return;
    this.isFinishing = true;
    if (this.#handle !== undefined && !this.#isEnded) native.finishReading(this.#handle);
  }

  get state() {
    if (this.#isEnded) return "closed";
    return this.#handle === undefined ? "connecting" : native.tailState(this.#handle);
  }

  /** The place of what was taken last. */
  get place() {
    return this.#place === undefined ? undefined : String(this.#place);
  }

  get cursor() {
    const { place } = this;
    return place === undefined ? undefined : native.tailCursor(this.#handle, place);
  }

  stats() {
    if (this.#handle === undefined) return { requests: 0, reconnects: 0, parts: 0, bytes: 0 };
    return JSON.parse(native.tailStats(this.#handle));
  }
}

function bound(callback) {
  return typeof callback === "function" ? AsyncResource.bind(callback) : callback;
}

function ignore() {}

module.exports = { Tail };
