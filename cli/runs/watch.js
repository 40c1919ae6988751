"use strict";

const { setTimeout: wait } = require("node:timers/promises");

const { ADDRESS, UsageError, readCount } = require("../command-line.js");
const { checkRunsAddress, connect } = require("../connection.js");
const { EXIT } = require("../failures.js");
const { printable, showDate } = require("../output.js");
const { isOver, showDuration, showStatus } = require("./status.js");

/** What the end of a run says may be a moment ahead of what it looks like. */
const DEFAULT_INTERVAL = 2;
/** Node's timers hold no longer delay. */
const LONGEST_DELAY = 2 ** 31 - 1;

const options = {
  ...ADDRESS,
  interval: {
    type: "string",
    value: "seconds",
    help: "looks so often, and does not wait to be told",
  },
  timeout: { type: "string", value: "seconds", help: "gives up then; default never" },
};

async function run({ options, positionals: [id], output }) {
  checkRunsAddress(options);
  const interval = readSeconds("interval", options.interval);
  const timeout = readCount("timeout", options.timeout);
  const { runs } = connect(options);
  const deadline = timeout === undefined ? Infinity : Date.now() + timeout * 1000;
  const watcher = new Watcher(output);
  if (interval === undefined) await listen(runs, id, deadline, watcher);
  // What the subscription has seen is looked at once more, whole; or the run is looked at again and again.
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
    await wait(Math.min(interval ?? DEFAULT_INTERVAL * 1000, left));
  }
}

/** Prints what the server tells of the run, until it is over or there is no time left. */
async function listen(runs, id, deadline, watcher) {
  const time = Math.min(deadline - Date.now(), LONGEST_DELAY);
  const signal = deadline === Infinity ? undefined : AbortSignal.timeout(Math.max(time, 0));
  const skipColumns = ["payload", "output", "metadata"];
  const tick = setInterval(() => watcher.wait(), 1000);
  try {
    // Where the server has no realtime, the subscription looks again and again.
    for await (const run of runs.subscribeToRun(id, { signal, skipColumns, updates: "every" }))
      watcher.see(run);
  } finally {
    clearInterval(tick);
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
    this.wait();
  }

  /** Says on a terminal how long it has been. */
  wait() {
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
