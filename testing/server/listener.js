"use strict";

const { once } = require("node:events");
const http = require("node:http");
const http2 = require("node:http2");
const https = require("node:https");

const LOOPBACK = "127.0.0.1";
const KEEP_ALIVE_IN_MS = 65_000;

function createNodeServer(tls, useHttp2, handle) {
  if (!tls) return http.createServer(handle);
  if (!useHttp2) return https.createServer(tls, handle);
  const { maxConcurrentStreams } = useHttp2;
  const settings = maxConcurrentStreams === undefined ? {} : { maxConcurrentStreams };
  return http2.createSecureServer({ ...tls, allowHTTP1: true, settings }, handle);
}

/** A loopback listener whose sockets can be reset one by one or ended all at once. */
class Listener {
  /**
   * @param {object} options
   * @param {{ key: string, cert: string }} [options.tls] makes it HTTPS
   * @param {boolean | { maxConcurrentStreams?: number }} [options.http2] offers HTTP/2 too, which needs `tls`
   * @param {(request: object, response: object) => void} options.handle
   */
  constructor({ tls, http2: useHttp2 = false, handle }) {
    this.scheme = tls ? "https" : "http";
    /** @type {any} */
    this.server = createNodeServer(tls, useHttp2, handle);
    this.server.keepAliveTimeout = KEEP_ALIVE_IN_MS;
    this.url = undefined;
    // Under TLS and HTTP/2 a request does not lead to its TCP socket, but the port does.
    this.sockets = new Map();
    this.server.on("connection", (socket) => this.#track(socket));
  }

  async listen(port) {
    this.server.listen(port, LOOPBACK);
    await once(this.server, "listening");
    this.url = `${this.scheme}://${LOOPBACK}:${this.server.address().port}`;
  }

  /** Resets the connection a request came over. */
  reset(request) {
    this.sockets.get(request.socket.remotePort)?.resetAndDestroy();
  }

  /** Ends every socket and resolves when nothing is left. */
  async close() {
    if (!this.server.listening) return;
    const closed = once(this.server, "close");
    this.server.close();
    for (const socket of this.sockets.values()) socket.destroy();
    await closed;
  }

  #track(socket) {
    const { remotePort } = socket;
    this.sockets.set(remotePort, socket);
    socket.on("close", () => {
      if (this.sockets.get(remotePort) === socket) this.sockets.delete(remotePort);
    });
  }
}

module.exports = { Listener };
