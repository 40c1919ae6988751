"use strict";

const { openWorld } = require("./world.js");

/**
 * Makes a row's call through one package, in a world that nothing else has touched: the requests that
 * arrived, those to object storage, and the result or the error.
 */
async function observe(api, row) {
  const world = await openWorld();
  try {
    await row.prepare?.(world);
    api.configure(row.as === undefined ? {} : world.config(row.as, row.config));
    const outcome = await settle(() => row.call(api, world));
    return {
      ...(outcome.error ? { error: world.rename(describeError(outcome.error)) } : {}),
      ...("value" in outcome ? { value: world.rename(outcome.value) } : {}),
      requests: describeRequests(world, row),
      downloads: describeDownloads(world.rename(world.server.storage.requests)),
    };
  } finally {
    // Nothing of this row is left for the next one.
    api.configure({});
    await world.server.close();
  }
}

/** What is wrong with a call may also be thrown by it: the official SDK does. */
async function settle(call) {
  try {
    return { value: await call() };
  } catch (error) {
    return { error };
  }
}

function describeError(error) {
  const { name, status, error: said, code, param, type } = error;
  return { class: error.constructor.name, name, status, error: said, code, param, type };
}

function describeRequests({ server, rename }, row) {
  const { host } = new URL(server.url);
  const requests = server.requests.map(({ method, path, query, body, headers, status }) => ({
    method,
    path,
    query,
    body: headers["content-type"] === "application/x-ndjson" ? parseLines(body) : body,
    status,
    headers: { ...headers, host: headers.host === host ? "<api>" : headers.host },
  }));
  const renamed = rename(requests);
  // Calls that go out together may arrive in any order.
  if (row.unordered) renamed.sort((a, b) => (a.path < b.path ? -1 : 1));
  return renamed.map((request, index, all) => ({ ...request, call: numberOfCall(request, all) }));
}

/** One line is JSON as a whole, and was taken for that. */
function parseLines(body) {
  if (typeof body !== "string") return [body];
  return body
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** Which of the calls a request belongs to: those of one call share their key. */
function numberOfCall({ headers }, requests) {
  const name = "x-trigger-request-idempotency-key";
  return requests.findIndex((other) => other.headers[name] === headers[name]);
}

function describeDownloads(requests) {
  return requests
    .map(({ method, url, status, headers: { authorization } }) => ({ method, url, status, authorization }))
    .sort((a, b) => (a.url < b.url ? -1 : 1));
}

module.exports = { observe };
