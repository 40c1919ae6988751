"use strict";

/** Picks what to compress with. The server knows gzip and deflate, and no brotli. */
function chooseEncoding(accepted = "") {
  const names = accepted.split(",").map((part) => part.trim());
  return ["gzip", "deflate"].find((name) =>
    names.some((each) => each === name || (each.startsWith(`${name};`) && !/q=0(\.0+)?$/.test(each))),
  );
}

module.exports = { chooseEncoding };
