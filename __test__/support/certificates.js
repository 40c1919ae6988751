"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const folder = join(__dirname, "certificates");
const read = (name) => readFileSync(join(folder, name), "utf8");

// They protect nothing: the key is public, and the names are localhost and 127.0.0.1.
module.exports = {
  /** The authority that signed the server's certificate. */
  ca: read("authority.pem"),
  caFile: join(folder, "authority.pem"),
  /** What a server on loopback presents. */
  tls: { key: read("server.key"), cert: read("server.pem") },
  /** What a server presents that nobody but itself has signed, for loopback and for another host. */
  selfSigned: {
    loopback: { key: read("server.key"), cert: read("self-signed.pem") },
    elsewhere: { key: read("server.key"), cert: read("self-signed-elsewhere.pem") },
  },
  /** What a server presents that the authority has signed and no client should accept. */
  unfit: {
    expired: { key: read("server.key"), cert: read("expired.pem") },
    future: { key: read("server.key"), cert: read("future.pem") },
    /** Signed by itself; of version 1, which has no place for names. */
    old: { key: read("server.key"), cert: read("version-1.pem") },
    otherHost: { key: read("server.key"), cert: read("other-host.pem") },
  },
};
