"use strict";

// What `hairtrigger/testing` exports.

const { createTestServer } = require("./server/test-server.js");

module.exports = { createTestServer };
