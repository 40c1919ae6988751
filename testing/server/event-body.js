"use strict";

const { once } = require("node:events");
const zlib = require("node:zlib");
const { chooseEncoding } = require("./encodings.js");

const COMPRESSORS = { gzip: zlib.createGzip, deflate: zlib.createDeflate };
const PLAIN = { headers: {}, encode: async (event) => event, end: async () => undefined };

/** Returns what turns events into a body that can be read as far as it has come, compressed if the client takes it. */
function createBody(accepted) {
  const encoding = chooseEncoding(accepted);
  if (!encoding) return PLAIN;
  const compressor = COMPRESSORS[encoding]();
  const collect = async (act) => {
    const parts = [];
    const take = (part) => parts.push(part);
    compressor.on("data", take);
    await act();
    compressor.off("data", take);
    return Buffer.concat(parts);
  };
  return {
    headers: { "content-encoding": encoding },
    encode: (event) =>
      collect(() => {
        compressor.write(event);
        return new Promise((resolve) =>
          compressor.flush(zlib.constants.Z_SYNC_FLUSH, () => resolve(undefined)),
        );
      }),
    end: () =>
      collect(async () => {
        const ended = once(compressor, "end");
        compressor.end();
        await ended;
      }),
  };
}

module.exports = { createBody };
