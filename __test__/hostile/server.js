"use strict";

const { once } = require("node:events");
const http = require("node:http");

const { withAuth } = require("hairtrigger");

/** A page with nothing on it. */
const PAGE = { data: [], pagination: {} };

/** An HTTP server that keeps the bodies it was sent; `answer(request, response)` gets each as it has arrived. */
async function openServer(t, answer) {
  const requests = [];
  const server = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    requests.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    server.emit("asked");
    answer(requests.at(-1), response);
  });
  // Broken connections are what these servers are for.
  server.on("clientError", (_, socket) => socket.destroy());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const requestsArrived = async (count) => {
    while (requests.length < count) await once(server, "asked");
  };
  return { url: `http://127.0.0.1:${server.address().port}`, requests, requestsArrived };
}

function json(response, value, status = 200, headers = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(value));
}

/** The key of a customer, by the customer's name. */
const keyOf = (name) => `tr_prod_${name.padStart(24, "x")}`;

/** The customer whose key a request carried. */
const nameOf = ({ headers }) => headers.authorization.replace(/^Bearer tr_prod_x*/, "");

/** A client of a customer, whose retries take no time. */
function customer(name, { url }, requestOptions, more) {
  const retry = { minTimeoutInMs: 1, maxTimeoutInMs: 20 };
  return withAuth({
    secretKey: keyOf(name),
    baseURL: url,
    requestOptions: { retry, ...requestOptions },
    ...more,
  });
}

module.exports = { PAGE, customer, json, keyOf, nameOf, openServer };
