"use strict";

const { createTestServer } = require("./server.js");

module.exports = { createTestServer };
