"use strict";

const { setTimeout: wait } = require("node:timers/promises");

const { ADDRESS, UsageError, readCount } = require("../command-line.js");
const { connect, readRunsAddress } = require("../connection.js");
const { EXIT } = require("../failures.js");
const { printable, showDate } = require("../output.js");
const { isOver, showDuration, showStatus } = require("./status.js");

const DEFAULT_INTERVAL = 2;

const options = {
  ...ADDRESS,
  interval: { type: "string", value: "seconds", help: `between two looks; default ${DEFAULT_INTERVAL}` },
  timeout: { type: "string", value: "seconds", help: "gives up then; default never" },
};

async function run({ options, positionals: [id], output }) {
  readRunsAddress(options);
  const interval = readSeconds("interval", options.interval) ?? DEFAULT_INTERVAL * 1000;
  const timeout = readCount("timeout", options.timeout);
  const { runs } = connect(options);
  const deadline = timeout === undefined ? Infinity : Date.now() + timeout * 1000;
  const watcher = new Watcher(output);
  for (;;) {
    const seen = await runs.retrieve(id);
    watcher.see(seen);
    if (isOver(seen)) return finish(seen, output);
    const left = deadline - Date.now();
    if (left <= 0) {
      output.progress();
      output.remark(
        `hairtrigger: ${id} is still ${seen.status} after ${timeout} s; a longer --timeout waits on`,
      );
      return EXIT.noAnswer;
    }
    await wait(Math.min(interval, left));
  }
}

/** Reads seconds that may have a fraction, as milliseconds. */
function readSeconds(name, text) {
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || seconds < 0.01)
    throw new UsageError(`--${name} takes seconds, such as 2`);
  return seconds * 1000;
}

/** Prints each status as it comes, and on a terminal how long it has been. */
class Watcher {
  #output;
  #status;
  #since = Date.now();

  constructor(output) {
    this.#output = output;
  }

  see({ status }) {
    if (status !== this.#status) {
      this.#status = status;
      this.#since = Date.now();
      const { text, style } = showStatus(printable(status));
      this.#output.line(`${showDate(new Date())}  ${this.#output.style(text, style)}`);
    }
    this.#output.progress(`… for ${showDuration(Date.now() - this.#since)}`);
  }
}

function finish(run, output) {
  output.progress();
  output.result(run, () => []);
  if (run.isSuccess) return EXIT.done;
  const why = run.error ? `: ${run.error.message}` : "";
  output.remark(
    `hairtrigger: ${run.id} ended as ${run.status}${why}; hairtrigger runs get ${run.id} says more`,
  );
  return EXIT.no;
}

module.exports = {
  summary: "Follows a run until it is over.",
  arguments: "<run id>",
  count: [1, 1],
  options,
  notes: ["Exit code 6 says that the run did not succeed, 5 that it was not over in time."],
  run,
};
