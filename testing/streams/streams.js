"use strict";

const { scramble } = require("../ids.js");
const { Stream } = require("./stream.js");

const DAY = 86_400_000;
/** How the server tells the streams that go into a run from those that come out of it. */
const INPUT = "$trigger.input:";

/** The streams of one environment: of its runs, into them, and the channels of its sessions. */
class Streams {
  #byName = new Map();
  #environment;
  #now;
  #tokens = new Map();

  /**
   * @param {any} environment
   * @param {{ now: () => number, version: "v1" | "v2" }} options version: what the server has
   */
  constructor(environment, { now, version }) {
    this.#environment = environment;
    this.#now = now;
    this.version = version;
  }

  /** Returns a stream of a run, which a run lists from its first part on. */
  ofRun(run, key) {
    return this.#open(nameOfStream(run, key), run.streamsVersion);
  }

  /** Returns a stream into a run. */
  intoRun(run, id) {
    return this.#open(`runs/${run.id}/${INPUT}${id}`, run.streamsVersion);
  }

  /** Returns a channel of a session by its address: the user's own id, if it has one. */
  ofSession(address, io, channel) {
    return this.#open(nameOfChannel(address, io, channel), "v2");
  }

  /**
   * Returns how to write to a stream of S2 without the API: the headers that say it.
   *
   * @param {string} name
   * @param {string} origin of the server, which is S2 as well
   */
  describe(name, origin) {
    const token = scramble(64);
    const full = this.#prefix + name;
    this.#tokens.set(token, { name: full, expiresAt: this.#now() + DAY });
    return {
      "x-s2-access-token": token,
      "x-s2-basin": "trigger-local",
      "x-s2-endpoint": `${origin}/v1`,
      "x-s2-flush-interval-ms": "100",
      "x-s2-max-retries": "10",
      "x-s2-stream-name": full,
    };
  }

  /** Returns the stream that a token of S2 was made for, undefined without one, or for another name. */
  findByToken(token, name) {
    const known = this.#tokens.get(token);
    if (known?.name !== name || known.expiresAt <= this.#now()) return undefined;
    return this.#byName.get(name.slice(this.#prefix.length));
  }

  get #prefix() {
    const { id, project, slug } = this.#environment;
    return `org/${project.organization.id}/env/${slug}/${id}/`;
  }

  #open(name, version) {
    const known = this.#byName.get(name);
    if (known) return known;
    const stream = new Stream({ version, now: this.#now });
    this.#byName.set(name, stream);
    return stream;
  }
}

/** Returns the name of a stream of a run. */
function nameOfStream(run, key) {
  return `runs/${run.id}/${key}`;
}

/** Returns the name of a channel of a session. */
function nameOfChannel(address, io, channel) {
  return `sessions/${address}/${channel === undefined ? io : `channels/${channel}/${io}`}`;
}

module.exports = { Streams, nameOfChannel, nameOfStream };
