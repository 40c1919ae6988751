"use strict";

// The routes of every area, which the files of areas/ export. scripts/release/bundle.js puts their names in place of this
// file: what is published is one file, with no folder to look into.

const { readdirSync } = require("node:fs");
const { join } = require("node:path");

const AREAS = join(__dirname, "areas");

module.exports = readdirSync(AREAS)
  .sort()
  .flatMap((file) => require(join(AREAS, file)));
