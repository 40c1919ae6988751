"use strict";

// What is known not to work, and why: docs/runtimes.md says it, and the suite fails when it is no longer so.

/** Each a `runtime`, a `thread`, the `title` of a case, and a sentence: `why`. */
const limits = [];

module.exports = { limits };
