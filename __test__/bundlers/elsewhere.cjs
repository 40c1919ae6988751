"use strict";

// Runs a bundle that is made for a browser, in a realm that has nothing of Node.js; prints what it throws.

const { readFileSync } = require("node:fs");
const { runInNewContext } = require("node:vm");

try {
  runInNewContext(readFileSync(process.argv[2], "utf8"), { setTimeout, console });
} catch (error) {
  console.log(error.message);
}
