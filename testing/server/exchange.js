"use strict";

const { once } = require("node:events");
const { promisify } = require("node:util");
const zlib = require("node:zlib");
const { chooseEncoding } = require("./encodings.js");
const { createBody } = require("./event-body.js");

const encoders = { gzip: promisify(zlib.gzip), deflate: promisify(zlib.deflate) };
const COMPRESSION_THRESHOLD = 1024;

/** A request and its answer. */
class Exchange {
  #request;
  #response;
  #answered = false;
  #ended = false;
  #finish;

  /**
   * @param {any} request of `node:http`, or of `node:http2` in its compatible form
   * @param {any} response
   * @param {object} options
   * @param {any} options.record the request's entry in the log
   * @param {import("../access/credentials.js").Credential | null} options.credential
   */
  constructor(request, response, { record, credential }) {
    this.#request = request;
    this.#response = response;
    this.record = record;
    this.credential = credential;
    this.text = "";
    this.isCut = false;
    /** Resolves when the answer is complete or will never be. */
    this.over = new Promise((resolve) => (this.#finish = resolve));
    // A stream of HTTP/2 counts as finished even when its session was destroyed unanswered.
    const stream = response.stream ?? response;
    response.on("close", () => {
      const complete = this.#answered && stream.writableFinished && !stream.rstCode;
      this.#ended = true;
      record.aborted = !complete && !this.isCut;
      this.#finish();
    });
  }

  get token() {
    return this.credential?.token;
  }

  get request() {
    return this.#request;
  }

  /** Tells whether the client is gone, or the server. */
  get ended() {
    return this.#ended;
  }

  /** Reads the body into the record. A body that breaks off leaves it undefined. */
  async receive() {
    const { "content-length": length, "transfer-encoding": encoding } = this.record.headers;
    const mayHaveBody = this.#request.httpVersionMajor === 2 || encoding || Number(length) > 0;
    if (!mayHaveBody) return;
    const chunks = [];
    try {
      for await (const chunk of this.#request) chunks.push(chunk);
    } catch {
      this.record.aborted = true;
      this.#ended = true;
      return;
    }
    this.text = Buffer.concat(chunks).toString();
    this.record.body = parse(this.text);
  }

  /** Waits, but not longer than the client does. */
  async wait(milliseconds) {
    let timer;
    const elapsed = new Promise((resolve) => (timer = setTimeout(resolve, milliseconds)));
    await Promise.race([elapsed, this.over]);
    clearTimeout(timer);
  }

  /** Sends an answer, compressed if the client accepts it and it is worth it. */
  async send(answer) {
    const { headers, body } = await this.#encode(answer);
    if (this.#ended) return;
    this.#writeHead(answer.status, headers);
    this.#answered = true;
    this.#response.end(this.record.method === "HEAD" ? undefined : body);
  }

  /** Sends an answer whose body is events, each when it comes and when the client has taken those before. */
  async sendEvents({ status, headers, events }) {
    if (this.#ended) return;
    const body = createBody(this.record.headers["accept-encoding"]);
    this.#writeHead(status, { ...headers, vary: "Accept-Encoding", ...body.headers });
    this.#response.flushHeaders();
    if (this.record.method !== "HEAD") {
      for await (const event of events) {
        if (this.#ended) return;
        if (!this.#response.write(await body.encode(event))) await this.#drained();
      }
    }
    this.#answered = true;
    this.#response.end(await body.end());
  }

  /** Says that the answer is still to come. */
  inform() {
    if (this.#ended) return;
    if (this.#request.httpVersionMajor === 2) this.#response.stream.additionalHeaders({ ":status": 102 });
    else this.#response.writeProcessing();
  }

  /**
   * Sends an answer as far as somewhere, then calls back.
   *
   * @param {any} answer
   * @param {"mid-head" | "after-head" | "mid-body" | "mid-event"} where of an event the middle is known only while
   *   it is not compressed
   * @param {() => void} [then]
   */
  async sendPart(answer, where, then = () => {}) {
    if (answer.events && where !== "mid-head") return this.#sendFirstEvents(answer, where, then);
    const isWhole = where === "mid-event";
    const { headers, body } = isWhole
      ? { ...answer, body: Buffer.from(answer.body) }
      : await this.#encode(answer);
    if (this.#ended) return;
    if (where === "mid-head") {
      this.record.status = answer.status;
      // A head of HTTP/2 is one frame, and its socket is nobody's to write to.
      if (this.#request.httpVersionMajor === 2) then();
      else this.#request.socket.write("HTTP/1.1 200 OK\r\nContent-Ty", then);
      return;
    }
    this.#writeHead(answer.status, { ...headers, "content-length": String(body.length) });
    const length = { "after-head": 0, "mid-event": findSecondMessage(body) }[where] ?? body.length >> 1;
    if (length === 0) this.#response.flushHeaders();
    else this.#response.write(body.subarray(0, length), then);
  }

  async #sendFirstEvents({ status, headers, events }, where, then) {
    this.#writeHead(status, headers);
    this.#response.flushHeaders();
    if (where === "after-head") return then();
    let whole = where === "mid-event" ? 1 : 0;
    for await (const event of events) {
      if (this.#ended) return;
      if (whole === 0) {
        this.#response.write(Buffer.from(event).subarray(0, Buffer.byteLength(event) >> 1), then);
        return;
      }
      this.#response.write(event);
      whole -= 1;
    }
  }

  async #drained() {
    await Promise.race([once(this.#response, "drain"), this.over]);
  }

  #writeHead(status, headers) {
    this.record.status = status;
    this.#response.writeHead(status, headers);
  }

  async #encode({ headers, body }) {
    const bytes = Buffer.from(body);
    const encoding =
      bytes.length > COMPRESSION_THRESHOLD && !headers["content-encoding"]
        ? chooseEncoding(this.record.headers["accept-encoding"])
        : undefined;
    const varied = { ...headers, vary: "Accept-Encoding" };
    if (!encoding) return { headers: varied, body: bytes };
    const compressed = await encoders[encoding](bytes);
    return { headers: { ...varied, "content-encoding": encoding }, body: compressed };
  }
}

/** Returns where the middle of what follows the first message of a body is. */
function findSecondMessage(body) {
  const start = Math.max(body.indexOf("},{"), body.indexOf("\n\n"), 0);
  return (start + body.length) >> 1;
}

function parse(text) {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

module.exports = { Exchange };
