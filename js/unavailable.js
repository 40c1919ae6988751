"use strict";

// What browsers and edge runtimes get instead of the package. Bundlers have to take the file for CommonJS with
// exports they cannot know, for else they refuse the importing code before it can be told anything.

const nothing = refuse();
module.exports = nothing;

function refuse() {
  throw new Error(
    "hairtrigger is a native addon for servers on Node.js, Bun or Deno and cannot run in a browser or an edge " +
      "runtime: import it in server code alone.",
  );
}
