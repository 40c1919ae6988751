"use strict";

const { ADDRESS } = require("../command-line.js");
const { checkRunsAddress, connect } = require("../connection.js");
const { printable } = require("../output.js");

/** How many requests are on their way at a time. */
const AT_ONCE = 10;

async function run({ options, positionals, output }) {
  checkRunsAddress(options);
  const { runs } = connect(options);
  const ids = [...new Set(positionals)];
  const cancelled = [];
  try {
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const batch = ids.slice(start, start + AT_ONCE).map((id) => runs.cancel(id));
      const settled = await Promise.allSettled(batch);
      for (const one of settled) if (one.status === "fulfilled") cancelled.push(one.value);
      for (const one of settled) if (one.status === "rejected") throw one.reason;
    }
  } finally {
    // What was cancelled before one failed is cancelled all the same.
    output.result(cancelled, () => cancelled.map(({ id }) => printable(`cancelled ${id}`)));
  }
}

module.exports = {
  summary: "Cancels runs. One that is over stays as it is.",
  arguments: "<run id>...",
  count: [1, Infinity],
  options: ADDRESS,
  notes: ["It stops at the first that cannot be cancelled, and prints those that were."],
  run,
};
