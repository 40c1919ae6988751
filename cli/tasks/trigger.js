"use strict";

const { readFileSync } = require("node:fs");

const { ADDRESS, readJson } = require("../command-line.js");
const { connect, readRunsAddress } = require("../connection.js");
const { printable } = require("../output.js");

const options = {
  ...ADDRESS,
  payload: { type: "string", value: "json", help: "the payload; - reads it from standard input" },
  tag: { type: "string", multiple: true, value: "tag", help: "a tag of the run; several are all set" },
  delay: { type: "string", value: "length", help: "starts later, for example 1h" },
  queue: { type: "string", value: "name", help: "another queue than the task's" },
  "idempotency-key": { type: "string", value: "key", help: "makes it safe to repeat: one run for one key" },
};

async function run({ options, positionals: [task], output }) {
  readRunsAddress(options);
  const text = options.payload === "-" ? readFileSync(0, "utf8") : options.payload;
  const settings = {
    tags: options.tag,
    delay: options.delay,
    queue: options.queue,
    idempotencyKey: options["idempotency-key"],
  };
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  const handle = await connect(options).tasks.trigger(
    task,
    readJson("payload", text),
    Object.fromEntries(given),
  );
  output.result(handle, () => [printable(`triggered ${task} as ${handle.id}`)]);
}

module.exports = {
  summary: "Starts a run of a task.",
  arguments: "<task id>",
  count: [1, 1],
  options,
  examples: [
    "hairtrigger tasks trigger send-invoice --payload '{\"order\": 17}' --idempotency-key order-17",
    "hairtrigger tasks trigger import --payload - < rows.json",
  ],
  notes: [
    "A run whose answer is lost may have been started all the same, so it is not tried again\n" +
      "unless --idempotency-key is given.",
  ],
  run,
};
