"use strict";

const routes = require("../areas.js");

/**
 * One path the server knows.
 *
 * @typedef {object} Route
 * @property {string} path segments that begin with a colon are parameters
 * @property {(context: object) => object} [loader] answers GET and HEAD
 * @property {(context: object) => object} [action] answers every other method
 * @property {boolean} [isOpen] answers whoever asks, however often
 * @property {string} [pool] which of a credential's rate limits it counts against
 */

/** Finds the route of a path. Of two that match, the one its area lists first. */
class Router {
  constructor(routes) {
    this.byLength = new Map();
    for (const route of routes) {
      const segments = route.path.split("/");
      const group = this.byLength.get(segments.length) ?? [];
      this.byLength.set(segments.length, [...group, { route, segments }]);
    }
  }

  /** Returns the route and the decoded parameters, or undefined. */
  find(path) {
    const parts = path.split("/");
    for (const { route, segments } of this.byLength.get(parts.length) ?? []) {
      const params = match(segments, parts);
      if (params) return { route, params };
    }
    return undefined;
  }
}

function match(segments, parts) {
  const params = {};
  for (const [index, segment] of segments.entries()) {
    if (segment.startsWith(":")) params[segment.slice(1)] = decodeURIComponent(parts[index]);
    else if (segment !== parts[index]) return undefined;
  }
  return params;
}

/** Returns what answers a method on a route, or undefined. */
function findHandler(route, method) {
  return isRead(method) ? route.loader : route.action;
}

function isRead(method) {
  return method === "GET" || method === "HEAD";
}

/** Makes a router of the routes of every area. */
function createRouter() {
  return new Router(routes);
}

module.exports = { createRouter, findHandler, isRead };
