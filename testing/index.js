"use strict";

// What `hairtrigger/testing` exports.

const { createTestServer } = require("./server/test-server.js");

exports.createTestServer = createTestServer;
