"use strict";

// One of those who are compared, in a process of its own, beside the server's port that it has to itself.

const { fork } = require("node:child_process");
const { once } = require("node:events");
const { join } = require("node:path");
const { setTimeout: sleep } = require("node:timers/promises");

const { authority } = require("../contenders.js");
const { watchers } = require("./watchers.js");

const POLL_IN_MS = 20;

class Side {
  #child;
  #ended;
  #server;
  #index;

  /** The name of who watches, the server, and the place of its port among the server's. */
  constructor(name, server, index) {
    this.name = name;
    this.#server = server;
    this.#index = index;
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: authority };
    const execArgv = ["--expose-gc", ...(process.env.BENCH_NODE_OPTIONS?.split(" ") ?? [])];
    this.#child = fork(join(__dirname, "watching.js"), { env, execArgv });
    this.#ended = once(this.#child, "exit").then(() => Promise.reject(new Error(`${name} has ended`)));
    this.#ended.catch(() => {});
  }

  async ask(command, options = {}) {
    this.#child.send({ command, ...options });
    const [answer] = await Promise.race([once(this.#child, "message"), this.#ended]);
    return answer;
  }

  async create() {
    await this.ask("create", { name: this.name, baseURL: `https://127.0.0.1:${this.port}` });
  }

  get port() {
    return this.#server.ports[this.#index];
  }

  get pid() {
    return this.#child.pid;
  }

  /** Watches so many runs more, and waits until the server holds all of them. */
  async watch(kind, from, to) {
    await this.ask("watch", { kind, from, to });
    await this.isHeld(to);
  }

  /** Feeds come back at any time: nearly all are held when they all are. */
  async isHeld(count) {
    const enough = count - Math.floor(count / 500);
    while ((await this.#server.ask("held"))[this.#index] < enough) await sleep(POLL_IN_MS);
  }

  /** Changes runs, and answers how long it took until these changes were seen. */
  async update(from, to) {
    await this.ask("expect");
    const seen = this.ask("seen", { count: to - from });
    await this.#server.ask(`update ${this.port} ${from} ${to}`);
    return seen;
  }

  /** What an action has used, in microseconds, and what it has answered. */
  async cost(action) {
    const before = await this.ask("used");
    const answer = await action();
    const after = await this.ask("used");
    const main = after.main === undefined ? undefined : after.main - before.main;
    return { main, process: after.process - before.process, answer };
  }

  async stop() {
    this.#child.disconnect();
    await this.#ended.catch(() => {});
  }
}

/** The ports that sides of these names need. */
const protocolsOf = (names) => names.map((name) => watchers[name].protocol);

module.exports = { Side, protocolsOf };
