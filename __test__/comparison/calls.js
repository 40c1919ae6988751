"use strict";

const { readdirSync } = require("node:fs");
const { join } = require("node:path");

/**
 * The calls that are made through both packages, written once.
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {(api: object, world: object) => unknown} call
 * @property {string} [as] the identity that is configured before; without it nothing is
 * @property {object} [config] what the configuration says besides: `requestOptions`, a `path`
 * @property {(world: object) => unknown} [prepare] brings the world into the state the call needs
 * @property {boolean} [fails] the call rejects, on both sides alike
 * @property {boolean} [unordered] its requests go out together
 * @property {[name: string, value: string]} [callHeader] the header the call names in its own options
 * @property {string} [officialThrows] the class of the error that the official SDK, and it alone, ends
 *   with; `value`, and `requests` where it sends none, then say what is asked of us
 */

const folder = join(__dirname, "calls");

/** @type {Row[]} */
const rows = readdirSync(folder)
  .sort()
  .flatMap((file) => require(join(folder, file)));

module.exports = { rows };
