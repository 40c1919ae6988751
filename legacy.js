"use strict";

// The older products, for servers of one's own that still run them. The main entry does not load this one.

const { LegacyClient, environmentOf, functions } = require("./js/legacy.js");

exports.LegacyClient = LegacyClient;
exports.environmentOf = environmentOf;

exports.cancelRun = functions.cancelRun;
exports.getEvent = functions.getEvent;
exports.getRun = functions.getRun;
exports.getRuns = functions.getRuns;
exports.invokeJob = functions.invokeJob;
exports.sendEvent = functions.sendEvent;
exports.sendEvents = functions.sendEvents;
