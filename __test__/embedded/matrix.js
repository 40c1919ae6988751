"use strict";

const { createWorld } = require("./world.js");

/** The kinds of credential, in the order of a matrix's columns. */
const CREDENTIALS = [
  "secretKey",
  "adminKey",
  "readRunsKey",
  "personal",
  "organization",
  "readRunsToken",
  "adminToken",
  "none",
  "unknownKey",
  "revokedPersonal",
];

/**
 * Asks the same under every kind of credential, each in a world of its own, and returns the statuses.
 *
 * @param {{ method?: string, path: string, body?: object }} request
 * @param {(world: object) => void} [prepare] brings the world into the state the request needs
 */
function askAll({ method = "GET", path, body }, prepare = () => {}) {
  return Promise.all(
    CREDENTIALS.map(async (name) => {
      const world = await createWorld();
      prepare(world);
      const token = world.credentials[name];
      const response = await fetch(world.server.url + path, {
        method,
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        body: body && JSON.stringify(body),
      });
      await response.text();
      await world.server.close();
      return response.status;
    }),
  );
}

module.exports = { CREDENTIALS, askAll };
