"use strict";

// Every overload of every function: the call, and the one request it makes. One file for each area.

const { readdirSync } = require("node:fs");
const { join } = require("node:path");

const folder = join(__dirname, "rows");
const rows = readdirSync(folder)
  .sort()
  .flatMap((file) => require(join(folder, file)));

module.exports = { rows };
