"use strict";

const { once } = require("node:events");
const { STATUS_CODES } = require("node:http");
const net = require("node:net");
const { TLSSocket } = require("node:tls");

// Only a test that would fail anyway ever waits so long.
const LONGEST_WAIT_IN_MS = 5_000;
const END_OF_HEAD = "\r\n\r\n";

/** One TCP connection, on which a script says which bytes go out. */
class Connection {
  #buffer = Buffer.alloc(0);
  #expected;
  #pieces = [];
  #piecesLength = 0;
  #raw;
  #server;

  constructor(server, raw, number) {
    this.#server = server;
    this.#raw = raw;
    /** The first connection of a server is 1. */
    this.number = number;
    this.bytesReceived = 0;
    this.isClosed = false;
    const { tls, script } = server;
    this.socket = tls ? new TLSSocket(raw, { isServer: true, ALPNProtocols: ["http/1.1"], ...tls }) : raw;
    for (const socket of new Set([this.socket, raw])) {
      // Broken connections are what these servers are for.
      socket.on("error", () => {});
    }
    raw.on("close", () => {
      this.isClosed = true;
      server.announce();
    });
    this.socket.on("data", (bytes) => this.#receive(bytes));
    script.opened?.(this);
  }

  send(bytes) {
    if (!this.socket.destroyed) this.socket.write(bytes);
  }

  /** Sends the last bytes and FIN; goes on reading. */
  end(bytes) {
    this.socket.end(bytes);
  }

  /** Sends RST. */
  reset() {
    this.#raw.resetAndDestroy();
  }

  /** Leaves everything that comes from now on in the socket, so that the client cannot send on. */
  stopReading() {
    this.#raw.pause();
    this.socket.pause();
  }

  readOn() {
    this.#raw.resume();
    this.socket.resume();
  }

  /** Sends pieces of bytes, one a millisecond, until the connection is closed. */
  trickle(next) {
    const timer = setInterval(() => (this.isClosed ? clearInterval(timer) : this.send(next())), 1);
  }

  /** Sends a piece again and again, as fast as the client takes it, until the connection is closed. */
  flood(piece) {
    const more = (error) => {
      if (!error && this.socket.writable) this.socket.write(piece, more);
    };
    more();
  }

  #receive(bytes) {
    this.bytesReceived += bytes.length;
    this.#pieces.push(bytes);
    this.#piecesLength += bytes.length;
    // A large body is put together once, not anew with each of its pieces.
    if (this.#piecesLength >= this.#missing()) {
      this.#buffer = Buffer.concat([this.#buffer, ...this.#pieces.splice(0)]);
      this.#piecesLength = 0;
      while (this.#takeHead() || this.#takeBody());
    }
    this.#server.announce();
  }

  #missing() {
    return bodyLength(this.#expected) - this.#buffer.length;
  }

  #takeHead() {
    const end = this.#buffer.indexOf(END_OF_HEAD);
    if (this.#expected || end === -1) return false;
    const [line, ...lines] = this.#buffer.toString("latin1", 0, end).split("\r\n");
    const [method, path] = line.split(" ");
    const headers = Object.fromEntries(lines.map(readHeader));
    this.#buffer = this.#buffer.subarray(end + END_OF_HEAD.length);
    this.#expected = { method, path, headers, body: undefined, connection: this };
    this.#server.add(this.#expected);
    return true;
  }

  #takeBody() {
    const length = bodyLength(this.#expected);
    if (!this.#expected || this.#buffer.length < length) return false;
    const request = this.#expected;
    request.body = this.#buffer.toString("utf8", 0, length);
    this.#buffer = this.#buffer.subarray(length);
    this.#expected = undefined;
    this.#server.script.request?.(request);
    return true;
  }
}

function bodyLength(request) {
  return Number(request?.headers["content-length"] ?? 0);
}

function readHeader(line) {
  const colon = line.indexOf(":");
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

/** A server on loopback that sends what a script says, HTTP or not. */
class RawServer {
  #server = net.createServer((socket) => this.#accept(socket));
  #waiting = new Set();

  constructor(script, { tls }) {
    this.script = script;
    this.tls = tls;
    /** Requests whose head has arrived, in order, with a `number` from 1. */
    this.requests = [];
    this.connections = [];
  }

  get url() {
    return `${this.tls ? "https" : "http"}://127.0.0.1:${this.port}`;
  }

  async listen() {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    this.port = this.#server.address().port;
  }

  async close() {
    for (const { socket } of this.connections) socket.destroy();
    const closed = once(this.#server, "close");
    this.#server.close();
    await closed;
  }

  /** Resolves with the request of that number, when its head has arrived. */
  async requestArrived(number) {
    await this.until(() => this.requests.length >= number, `request ${number}`);
    return this.requests[number - 1];
  }

  /** Resolves when the connection of that number has been opened and closed again. */
  async connectionClosed(number) {
    await this.until(() => this.connections[number - 1]?.isClosed, `the end of connection ${number}`);
    return this.connections[number - 1];
  }

  /** Resolves when the condition holds; it is looked at whenever something happens on a connection. */
  async until(condition, what) {
    if (condition()) return;
    const waiter = { condition };
    this.#waiting.add(waiter);
    const timer = setTimeout(
      () => waiter.reject(new Error(`waited in vain for ${what}`)),
      LONGEST_WAIT_IN_MS,
    );
    try {
      await new Promise((resolve, reject) => Object.assign(waiter, { resolve, reject }));
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(waiter);
    }
  }

  announce() {
    for (const { condition, resolve } of this.#waiting) if (condition()) resolve();
  }

  add(request) {
    this.requests.push(request);
    request.number = this.requests.length;
    this.script.head?.(request);
  }

  #accept(socket) {
    const number = this.connections.length + 1;
    this.connections.push(new Connection(this, socket, number));
    this.announce();
  }
}

/**
 * Starts a server that does what its script says, until the end of the test.
 *
 * A function is called with every complete request. An object may have more: `opened(connection)` is
 * called before anything has arrived, `head(request)` before the request's body is read, and
 * `request(request)` after it.
 *
 * @param {{ tls?: { key: string, cert: string } }} [options] with `tls` it speaks HTTPS
 */
async function openRawServer(t, script, options = {}) {
  const server = new RawServer(typeof script === "function" ? { request: script } : script, options);
  await server.listen();
  t.after(() => server.close());
  return server;
}

/** The status line and headers of an answer. */
function headOf(status, headers = {}) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n`;
}

/** A complete answer; a body that is not bytes already goes out as JSON. */
function answerOf(body, { status = 200, headers } = {}) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const described = { "content-type": "application/json", "content-length": bytes.length, ...headers };
  return Buffer.concat([Buffer.from(headOf(status, described)), bytes]);
}

/** One chunk of a chunked body; an empty one ends it. */
function chunkOf(bytes) {
  const data = Buffer.from(bytes);
  return Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from("\r\n")]);
}

module.exports = { answerOf, chunkOf, headOf, openRawServer };
