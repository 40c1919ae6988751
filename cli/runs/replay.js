"use strict";

const { ADDRESS, readJson } = require("../command-line.js");
const { checkRunsAddress, connect } = require("../connection.js");
const { printable } = require("../output.js");

const options = {
  ...ADDRESS,
  payload: { type: "string", value: "json", help: "another payload than the run had" },
  tag: {
    type: "string",
    multiple: true,
    value: "tag",
    help: "other tags than the run had; several are all set",
  },
  delay: { type: "string", value: "length", help: "starts later, for example 1h" },
  "idempotency-key": { type: "string", value: "key", help: "makes it safe to repeat: one run for one key" },
};

async function run({ options, positionals: [id], output }) {
  checkRunsAddress(options);
  const changes = {
    payload: readJson("payload", options.payload),
    tags: options.tag,
    delay: options.delay,
    idempotencyKey: options["idempotency-key"],
  };
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const replayed = await connect(options).runs.replay(id, Object.fromEntries(given), {});
  output.result(replayed, () => [printable(`replayed ${id} as ${replayed.id}`)]);
}

module.exports = {
  summary: "Starts a run once more, with the payload and options it had.",
  arguments: "<run id>",
  count: [1, 1],
  options,
  notes: [
    "A run whose answer is lost may have been started all the same, so it is not tried again\n" +
      "unless --idempotency-key is given.",
  ],
  run,
};
