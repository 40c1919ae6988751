"use strict";

const assert = require("node:assert/strict");
const { once } = require("node:events");
const http = require("node:http");
const { describe, test } = require("node:test");
const { rows } = require("./answers.js");
const { assertShape } = require("./shapes.js");
const { createWorld } = require("./world.js");

function readAuthorization({ as, authorization }, credentials) {
  if (authorization) return authorization.replace(/\{(\w+)\}/, (_, name) => credentials[name]);
  return as === "none" ? undefined : `Bearer ${credentials[as]}`;
}

/** Sends what a row says. Paths go out as they are written, which `fetch` would not do. */
async function ask(row, { server, credentials, fill }) {
  const authorization = readAuthorization(row, credentials);
  const text = typeof row.body === "object" ? JSON.stringify(row.body) : row.body;
  const { port } = new URL(server.url);
  const request = http.request({
    port,
    host: "127.0.0.1",
    method: row.method,
    path: fill(row.path),
    agent: false,
    headers: {
      ...(authorization && { authorization }),
      ...(text !== undefined && {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(text),
      }),
      ...row.headers,
    },
  });
  request.end(text);
  const [response] = await once(request, "response");
  const chunks = await response.setEncoding("utf8").toArray();
  return { status: response.statusCode, headers: response.headers, text: chunks.join("") };
}

function assertHeaders({ type, limited, retry, location }, { headers }) {
  const expected = type === null ? undefined : `${type}; charset=utf-8`;
  assert.equal(headers["content-type"], expected);
  for (const name of ["limit", "remaining", "reset"]) {
    assert.equal(`x-ratelimit-${name}` in headers, limited, `x-ratelimit-${name}`);
  }
  assert.equal(headers["x-should-retry"], retry ? "true" : undefined);
  assert.equal(headers.location, location);
}

function assertBody({ answer, shape, type }, text) {
  if (answer === undefined && shape === undefined) return;
  const value = type.endsWith("json") && text !== "" ? JSON.parse(text) : text;
  if (shape) assertShape(value, shape);
  else assert.deepEqual(value, answer);
}

describe("the embedded API answers as the real one", { concurrency: true }, () => {
  for (const row of rows) {
    test(row.name, async (t) => {
      const world = await createWorld();
      t.after(() => world.server.close());
      const answer = await ask(row, world);
      assert.equal(answer.status, row.status, answer.text);
      assertHeaders(row, answer);
      assertBody(row, answer.text);
    });
  }

  test("row names are unique", () => {
    assert.equal(new Set(rows.map(({ name }) => name)).size, rows.length);
  });
});
