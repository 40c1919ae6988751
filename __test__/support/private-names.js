"use strict";

// Names that lead to this very machine or its network, as the name of a hostile server may.

const { lookup } = require("node:dns/promises");
const { hostname } = require("node:os");
const { BlockList } = require("node:net");

const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ["10.0.0.0", 8],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
]) {
  PRIVATE.addSubnet(network, prefix);
}
PRIVATE.addAddress("::1", "ipv6");
PRIVATE.addSubnet("fc00::", 7, "ipv6");

/** Those of this machine; which ones it has is up to its hosts file. */
async function privateNames() {
  const names = [hostname(), "ip6-localhost", "localhost.localdomain"];
  const leads = names.map(async (name) => {
    const addresses = await lookup(name, { all: true }).catch(() => []);
    return (
      addresses.length > 0 && addresses.every(({ address, family }) => PRIVATE.check(address, `ipv${family}`))
    );
  });
  const isPrivate = await Promise.all(leads);
  return names.filter((name, index) => isPrivate[index]);
}

module.exports = { privateNames };
