"use strict";

// What is not needed before a call was made. It is loaded with the first one, while that is on its way: an import need
// not wait for it, and whoever replaces the folder under a running process takes nothing away from it.

require("./encode.js");
require("./response.js");
require("./session-handle.js");
require("./session-input.js");
require("./streams.js");
require("./telemetry.js");
require("./unserializable.js");
require("./variables.js");
require("./with-streams.js");

module.exports = {
  ...require("./abort.js"),
  ...require("./batches.js"),
  ...require("./columns.js"),
  ...require("./decode.js"),
  ...require("./pages.js"),
  ...require("./prompt.js"),
  ...require("./realtime-stream.js"),
  ...require("./subscription.js"),
  ...require("./tail.js"),
};
