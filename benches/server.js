"use strict";

// Builds and starts the server of the benchmark, in benches/server: canned bytes over TLS from one thread of
// Rust, so that the client is what is measured.

const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { join } = require("node:path");
const { createInterface } = require("node:readline");

const { root, run } = require("../scripts/steps.js");

const manifest = join(root, "benches", "server", "Cargo.toml");
const program = join(root, "benches", "server", "target", "release", "bench-server");
const certificates = join(root, "__test__", "support", "certificates");

/**
 * A port for each protocol named, what the server answers to a line, how many connections were made to each port, and the
 * server's end.
 */
async function startServer(protocols) {
  await run("cargo build", "cargo", ["build", "--release", "--quiet", "--manifest-path", manifest]);
  const files = ["server.pem", "server.key"].map((name) => join(certificates, name));
  const child = spawn(program, [...files, ...protocols], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, "exit").then(() => Promise.reject(new Error("the server has ended")));
  ended.catch(() => {});
  const next = async () => {
    const [line] = await Promise.race([once(lines, "line"), ended]);
    return JSON.parse(line);
  };
  const ports = await next();
  const ask = (line) => {
    child.stdin.write(`${line}\n`);
    return next();
  };
  // It ends with its input, and so with this process too.
  return { ports, ask, connections: () => ask(""), stop: () => child.stdin.end() };
}

module.exports = { startServer };
