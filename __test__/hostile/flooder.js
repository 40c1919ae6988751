"use strict";

// A server on a thread of its own that answers a request with bytes that are no answer, as fast as it can. Its first
// requests it may answer as they should be.

const net = require("node:net");
const tls = require("node:tls");
const { parentPort, workerData } = require("node:worker_threads");

const PAGE = JSON.stringify({ data: [], pagination: {} });
const ANSWER = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${PAGE.length}\r\n\r\n${PAGE}`;

const frame = (type, flags, payload) => {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  return Buffer.concat([head, payload]);
};
const SETTINGS = frame(4, 0, Buffer.alloc(0));
const PING = frame(6, 0, Buffer.alloc(8));
const EMPTY_PRIORITY = frame(2, 0, Buffer.from([0, 0, 0, 0, 16]));
EMPTY_PRIORITY.writeUInt32BE(1, 5);

const FLOODS = {
  "interim answers": "HTTP/1.1 103 Early Hints\r\n\r\n",
  "interim answers with headers": "HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n",
  "interim answers of other kinds": "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n",
  "HTTP/2 pings": PING,
  "HTTP/2 settings": SETTINGS,
  "HTTP/2 priorities": EMPTY_PRIORITY,
};

const { kind, answers, certificates } = workerData;
const flood = Buffer.concat(Array(4000).fill(Buffer.from(FLOODS[kind])));

let left = answers;
const connected = (socket) => {
  socket.on("error", () => {});
  socket.on("close", () => parentPort.postMessage("left"));
  const pump = () => {
    while (!socket.destroyed && socket.write(flood));
    if (!socket.destroyed) socket.once("drain", pump);
  };
  if (certificates !== undefined) {
    socket.once("data", () => {
      socket.write(SETTINGS);
      pump();
    });
    return socket.resume();
  }
  socket.on("data", () => {
    if (left > 0) {
      left -= 1;
      socket.write(ANSWER);
    } else {
      pump();
    }
  });
};

const server =
  certificates === undefined
    ? net.createServer(connected)
    : tls.createServer({ ...certificates, ALPNProtocols: ["h2"] }, connected);
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
