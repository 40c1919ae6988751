"use strict";

/** The addon, or a sentence about what to do when it is not there. */
module.exports = load();

function load() {
  try {
    return require("../hairtrigger.node");
  } catch (error) {
    const missing = error.code === "MODULE_NOT_FOUND";
    const why = missing
      ? "the native addon has not been built for this checkout; run `npm run build`"
      : `the native addon was not built for ${process.platform}-${process.arch} with this C library`;
    throw new Error(`hairtrigger cannot be loaded: ${why}`, { cause: error });
  }
}
