"use strict";

const { once } = require("node:events");
const http = require("node:http");
const net = require("node:net");

/**
 * Starts an HTTP proxy on loopback, until the end of the test. It passes requests and tunnels on, all of them to the
 * server `to` if there is one, unless `refuse` is a status to answer all of them with.
 */
async function openProxy(t, { refuse, to } = {}) {
  const passed = [];
  const sockets = new Set();
  const server = http.createServer((request, response) => {
    passed.push({ method: request.method, target: request.url, headers: request.headers });
    if (refuse) return response.writeHead(refuse).end("the proxy says no");
    const { method, headers } = request;
    const url = new URL(request.url);
    if (to) url.host = new URL(to).host;
    const onward = http.request(url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    response.on("close", () => onward.destroy());
    onward.on("error", () => response.destroy());
    return request.pipe(onward);
  });
  server.on("connection", (socket) => sockets.add(socket));
  server.on("connect", (request, near) => {
    passed.push({ method: "CONNECT", target: request.url, headers: request.headers });
    if (refuse) return near.end(`HTTP/1.1 ${refuse} No\r\ncontent-length: 0\r\n\r\n`);
    const { hostname, port } = new URL(to ?? `http://${request.url}`);
    const far = net.connect(port, hostname, () => {
      near.write("HTTP/1.1 200 Connection established\r\n\r\n");
      near.pipe(far).pipe(near);
    });
    for (const socket of [near, far]) socket.on("error", () => {});
    return sockets.add(far);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  t.after(() => {
    server.close();
    cut();
  });
  /** `cut` breaks every connection that there is. */
  return { address: `127.0.0.1:${server.address().port}`, passed, cut };
}

module.exports = { openProxy };
