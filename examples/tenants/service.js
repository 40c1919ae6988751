"use strict";

// A service for many customers, each with a Trigger.dev project and a key of their own.

const http = require("node:http");
const { join } = require("node:path");
const { ApiError, ApiTimeoutError, configure, drain, withAuth } = require("hairtrigger");

const { Connecting } = require("./connecting.js");
const {
  Refusal,
  answer,
  answerPage,
  readJson,
  readPages,
  sessionCookie,
  sessionOf,
} = require("./exchange.js");
const { sendEvents } = require("./events.js");
const { PERIODS, showRuns, showVariables, watchRuns } = require("./overview.js");

const DAY_IN_SECONDS = 86_400;

/**
 * Serves the tenants. `baseURL` is the API server of those who name none; it is ours, and may be on our own network.
 * `network` is where the servers that tenants name may be.
 */
function createService({ tenants, baseURL = "https://api.trigger.dev", network = "public" }) {
  // No call can run outside a scope, so none can run under a key of the process or of nobody.
  configure({ baseURL, ambient: false });
  const connecting = new Connecting(network);
  // Pages that are kept up to date would keep the service from stopping.
  const stopping = new AbortController();
  const pages = readPages(join(__dirname, "page"));

  const routes = {
    "POST /check": async ({ request, response }) => {
      const { errors, environment } = await connecting.check(await readJson(request));
      answer(response, 200, { errors, environment });
    },
    "POST /connect": async ({ request, response, signal }) => {
      const { errors, connection } = await connecting.connect(await readJson(request), signal);
      if (errors) return answer(response, 422, { errors });
      tenants.remove(tenants.find(sessionOf(request))?.id);
      const { id, session } = tenants.add({ connection });
      answer(response, 200, describe({ id, connection }), sessionCookie(session, DAY_IN_SECONDS));
    },
    "GET /session": ({ request, response }) => {
      const tenant = tenants.find(sessionOf(request));
      answer(response, 200, tenant ? describe(tenant) : {});
    },
    "DELETE /session": ({ request, response }) => {
      tenants.remove(tenants.find(sessionOf(request))?.id);
      answer(response, 204, undefined, sessionCookie("", 0));
    },
    "GET /tenants/:tenant/runs": ({ tenant, query, response, signal }) => {
      const period = readPeriod(query);
      return inScope(tenant, response, () => showRuns(tenant.connection, period, { signal }));
    },
    "GET /tenants/:tenant/live": ({ tenant, query, response, signal }) => {
      const { connection } = tenant;
      const ended = AbortSignal.any([signal, stopping.signal]);
      const watch = () => sendEvents(response, watchRuns(connection, readPeriod(query), ended), ended);
      return withAuth({ ...connection.config, requestOptions: PATIENCE }, watch);
    },
    "GET /tenants/:tenant/variables": ({ tenant, response, signal }) =>
      inScope(tenant, response, () => showVariables(tenant.connection, { signal })),
  };

  async function route(request, response) {
    const url = `http://service${request.url}`;
    if (!URL.canParse(url)) throw new Refusal(400, "This is not a path.");
    const { pathname, searchParams } = new URL(url);
    const page = request.method === "GET" && pages.get(pathname);
    if (page) return answerPage(response, page);
    const [, named, rest] = /^\/tenants\/([\w-]+)(\/\w+)$/.exec(pathname) ?? [];
    const handle = routes[`${request.method} ${named ? `/tenants/:tenant${rest}` : pathname}`];
    if (!handle) throw new Refusal(404, "There is nothing here.");
    const tenant = named && tenants.find(sessionOf(request));
    // Whether another customer exists is nobody's business.
    if (named && tenant?.id !== named) throw new Refusal(401, "Connect your project first.");
    // Who goes away takes their calls along.
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    return handle({ request, response, tenant, query: searchParams, signal: gone.signal });
  }

  const server = http.createServer((request, response) => {
    route(request, response).catch((error) => answerError(response, error));
  });
  const end = (options) => {
    stopping.abort();
    return stop(server, options);
  };
  return { server, stop: end };
}

function readPeriod(query) {
  const period = query.get("period") ?? "7d";
  if (!Object.hasOwn(PERIODS, period)) throw new Refusal(400, "The period is 24h, 7d or 30d.");
  return period;
}

/** Runs a customer's part under their credential, and theirs alone. */
async function inScope({ connection }, response, show) {
  answer(response, 200, await withAuth({ ...connection.config, requestOptions: PATIENCE }, show));
}

/** Somebody looks at the page. */
const PATIENCE = { timeoutInMs: 15_000, retry: { maxAttempts: 2 } };

function describe({ id, connection: { ref, name, environment, masked, config } }) {
  return { tenant: id, ref, name, environment, branch: config.previewBranch, masked };
}

/** Says what went wrong for this one request. Messages and errors of hairtrigger hold no token. */
function answerError(response, error) {
  if (error instanceof Refusal) return answer(response, error.status, { error: error.message });
  if (error instanceof ApiTimeoutError) return answer(response, 504, { error: error.message });
  if (error instanceof ApiError) return answer(response, 502, { error: error.message });
  if (error?.name === "AbortError") return response.destroy();
  console.error(error);
  answer(response, 500, { error: "Something went wrong here." });
}

/** Takes no more requests, lets those in flight finish, and the calls they have made. */
async function stop(server, { timeoutInMs = 10_000 } = {}) {
  const closed = new Promise((resolve) => server.close(resolve));
  const late = setTimeout(() => server.closeAllConnections(), timeoutInMs);
  await closed;
  clearTimeout(late);
  await drain({ timeoutInMs });
}

module.exports = { createService };
