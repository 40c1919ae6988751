"use strict";

const BACKENDS = ["native", "electric"];
const VERSIONS = ["v1", "v2"];
const FEED_OPTIONS = ["backend", "holdInMs", "replayWindowInMs", "rowsPerChunk"];
const STREAM_OPTIONS = ["streams", "secondInMs"];

/**
 * How feeds and streams are served.
 *
 * @typedef {object} RealtimeOptions
 * @property {"native" | "electric"} [backend] default `native`
 * @property {number} [holdInMs] how long a live poll waits for news; default 20 s, of `native` 15 % more or less
 * @property {number} [replayWindowInMs] `native`: how long after a change of a run a live poll that comes late is
 *   still told of it; default 2 s
 * @property {number} [rowsPerChunk] `electric`: how many rows a part of a snapshot has; default 100
 * @property {"v1" | "v2"} [streams] `v1`: a server without S2, which has no session channels; default `v2`
 * @property {number} [secondInMs] how long a second of an open stream lasts: of its timeout and its pings;
 *   default 1,000
 */

/**
 * Reads the options, those of feeds and those of streams apart.
 *
 * @param {"native" | "electric" | RealtimeOptions} given
 */
function readRealtimeOptions(given) {
  const read = typeof given === "string" ? { backend: given } : given;
  const unknown = Object.keys(read).filter((name) => ![...FEED_OPTIONS, ...STREAM_OPTIONS].includes(name));
  if (unknown.length > 0) throw new TypeError(`createTestServer: realtime has no ${unknown.join(", ")}`);
  const { streams = "v2", secondInMs = 1_000, backend = "native", ...feeds } = read;
  checkOneOf("realtime", backend, BACKENDS);
  checkOneOf("realtime.streams", streams, VERSIONS);
  if (!(secondInMs > 0)) throw new TypeError("createTestServer: realtime.secondInMs is more than 0");
  return { feeds: { backend, ...feeds }, streams: { version: streams, secondInMs } };
}

function checkOneOf(name, value, values) {
  if (values.includes(value)) return;
  throw new TypeError(`createTestServer: ${name} is one of ${values.join(", ")}`);
}

module.exports = { readRealtimeOptions };
