"use strict";

// Node's clocks as they were when the package was loaded: a test that puts others in their place does so for its own
// code, and what waits here would wait for ever.

const { clearTimeout, queueMicrotask, setImmediate, setTimeout } = globalThis;
const { now } = Date;

module.exports = { clearTimeout, now, queueMicrotask, setImmediate, setTimeout };
