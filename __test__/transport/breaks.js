"use strict";

// Servers that break a connection at a chosen place, once they have read a request, and count what they have read.

const { once } = require("node:events");
const net = require("node:net");
const { Duplex } = require("node:stream");
const { TLSSocket } = require("node:tls");

const { tls } = require("../support/certificates.js");

const END_OF_HEAD = "\r\n\r\n";

/** A server that calls `taken(write, raw)` with each request it has read: `write` is encrypted where the server is. */
async function openTakingServer(t, isEncrypted, taken) {
  const seen = { processed: 0 };
  const server = net.createServer((raw) => {
    raw.on("error", () => {});
    take(raw, isEncrypted && tls, seen, taken);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const scheme = isEncrypted ? "https" : "http";
  return Object.assign(seen, { url: `${scheme}://127.0.0.1:${server.address().port}` });
}

/** Reads requests from a socket, encrypted where there are certificates. */
function take(raw, certificates, seen, taken) {
  const socket = certificates ? encrypted(raw, certificates) : raw;
  socket.on("error", () => {});
  let text = "";
  socket.on("data", (bytes) => {
    text += bytes;
    if (!text.includes(END_OF_HEAD)) return;
    text = "";
    seen.processed += 1;
    taken((answer) => socket.write(answer), raw);
  });
}

/** TLS over a stream of its own, so that the socket below can still be written to in the clear. */
function encrypted(raw, certificates) {
  const pipe = new Duplex({ read() {}, write: (bytes, _, done) => raw.write(bytes, done) });
  raw.on("data", (bytes) => pipe.push(bytes));
  raw.on("close", () => pipe.destroy());
  return new TLSSocket(pipe, { isServer: true, ...certificates, ALPNProtocols: ["http/1.1"] });
}

const HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n";

/** Places where a connection can break once a request has been read. */
const breaks = {
  "before an answer, by FIN": (_, raw) => raw.end(),
  "before an answer, by RST": (_, raw) => raw.resetAndDestroy(),
  "within the status line": (write, raw) => (write("HTTP/1.1 20"), raw.end()),
  "within the head": (write, raw) => (write("HTTP/1.1 200 OK\r\ncontent-ty"), raw.end()),
  "after the head": (write, raw) => (write(HEAD), raw.end()),
  "within the body": (write, raw) => (write(`${HEAD}{"id":`), raw.end()),
  "by what is no HTTP": (write, raw) => (write("no HTTP at all\r\n\r\n"), raw.end()),
  "by a length that is none": (write, raw) => (
    write("HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n"),
    raw.end()
  ),
  "by bytes in the clear": (_, raw) => raw.write("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n"),
  "by a broken record": (_, raw) => raw.write(Buffer.from([0x17, 3, 3, 0, 5, 1, 2, 3, 4, 5])),
  "by an alert": (_, raw) => raw.write(Buffer.from([0x15, 3, 3, 0, 2, 2, 40])),
};

module.exports = { breaks, openTakingServer, take };
