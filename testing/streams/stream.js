"use strict";

const { scramble } = require("../ids.js");
const { StreamLog } = require("./stream-log.js");

const KEPT_BY_V1 = 1_000;
const COMMAND = "";
const CONTROL = "trigger-control";

/**
 * A stream: the parts that were written, and what was said about them. Version 1 keeps lines, version 2 records of
 * S2, in which every part has an id.
 */
class Stream {
  #partIds = new Set();
  /** The latest chunk of each client that sends lines, by its id. */
  #chunks = new Map();

  /** @param {{ version: "v1" | "v2", now: () => number }} options */
  constructor({ version, now }) {
    this.version = version;
    this.log = new StreamLog(now, version === "v1" ? { most: KEPT_BY_V1 } : {});
  }

  /** The parts that are there: the value of each, and in version 2 its id. */
  get parts() {
    const isData = ({ headers }) => headers.length === 0;
    const read = ({ body }) => (this.version === "v1" ? { data: parse(body) } : parse(body));
    return this.log.read(0).filter(isData).map(read);
  }

  /**
   * Adds a part, as the task that writes the stream does.
   *
   * @param {unknown} data
   * @param {{ id?: string }} [options] of version 2; made up if absent
   */
  append(data, { id = scramble(7) } = {}) {
    const body = JSON.stringify(this.version === "v1" ? data : { data, id });
    this.log.append([{ body: String(body) }]);
  }

  /**
   * Adds a part that came through the API as a text, unless version 2 has it already.
   *
   * @returns {number | undefined} the place of the part, if it is new
   */
  appendOnce(text, id) {
    if (this.version === "v2" && id !== undefined) {
      if (this.#partIds.has(id)) return undefined;
      this.#partIds.add(id);
    }
    const { seqNum } = this.log.tail;
    this.append(text, { id });
    return seqNum;
  }

  /** Adds the lines of a client, those it has sent already left out. */
  appendLines(lines, { clientId, from }) {
    const latest = this.lastChunkOf(clientId);
    const fresh = lines.filter((_line, index) => from + index > latest);
    this.#chunks.set(clientId, Math.max(latest, from + lines.length - 1));
    this.log.append(fresh.map((body) => ({ body })));
  }

  /** Returns the number of the latest chunk of a client, -1 without any. */
  lastChunkOf(clientId) {
    return this.#chunks.get(clientId) ?? -1;
  }

  /**
   * Adds a control record.
   *
   * @param {string} type for example `turn-complete`
   * @param {Record<string, string>} [headers]
   */
  writeControl(type, headers = {}) {
    this.#refuseOld("writeControl");
    this.log.append([{ body: "", headers: [[CONTROL, type], ...Object.entries(headers)] }]);
  }

  /** Drops the parts before a place, which S2 does at the word of a record of its own. */
  trim(place) {
    this.#refuseOld("trim");
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(BigInt(place));
    this.appendRecords([{ body: bytes.toString("latin1"), headers: [[COMMAND, "trim"]] }]);
  }

  /** Adds records of S2 and does what those among them say that are commands. */
  appendRecords(records) {
    this.log.append(records);
    for (const { body, headers = [] } of records) {
      const [[name, value] = []] = headers;
      if (name === COMMAND && value === "trim") this.log.trim(readPlace(body));
    }
  }

  /** Tells whether the last turn is complete. */
  get isSettled() {
    const last = this.log
      .read(0)
      .filter(({ headers }) => headers[0]?.[0] !== COMMAND)
      .at(-1);
    return last?.headers.some(([name, value]) => name === CONTROL && value === "turn-complete") ?? false;
  }

  #refuseOld(call) {
    if (this.version === "v1") throw new TypeError(`${call}: streams of version 1 have none`);
  }
}

function readPlace(body) {
  const bytes = Buffer.from(body, "latin1");
  return bytes.length === 8 ? Number(bytes.readBigUInt64BE()) : 0;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

module.exports = { Stream };
