"use strict";

const http = require("node:http");

function parse(text, headers) {
  if (text === "") return undefined;
  if (headers["content-type"] !== "application/x-ndjson") return JSON.parse(text);
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/**
 * Starts a server that records every request and answers each with `answer(request)`: a body, or
 * `{ status, headers, body }`. What it does not know it refuses by name.
 */
async function startRecorder(answer) {
  const requests = [];
  const server = http.createServer(async (incoming, response) => {
    let text = "";
    for await (const chunk of incoming.setEncoding("utf8")) text += chunk;
    const [path, query = ""] = incoming.url.split("?");
    const { method, headers } = incoming;
    const request = { method, path, query, headers, body: parse(text, headers) };
    requests.push(request);
    const body = answer(request);
    if (body === undefined) {
      response.writeHead(500, { "content-type": "application/json", "x-should-retry": "false" });
      response.end(JSON.stringify({ error: `nobody expected ${method} ${incoming.url}` }));
      return;
    }
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    requests,
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

module.exports = { startRecorder };
