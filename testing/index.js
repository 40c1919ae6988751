"use strict";

// What `hairtrigger/testing` exports.

const { createTestServer } = require("./server.js");

module.exports = { createTestServer };
