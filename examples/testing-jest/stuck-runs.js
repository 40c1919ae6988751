// What is tested: a job that ends the runs that hang, for the customer in whose scope it is called.

const { runs } = require("hairtrigger");

/** Cancels the runs that began more than an hour ago, and returns their ids. */
async function cancelStuckRuns({ now = Date.now() } = {}) {
  const cancelled = [];
  for await (const run of runs.list({ status: "EXECUTING" })) {
    if (now - run.startedAt < 3_600_000) continue;
    await runs.cancel(run.id);
    cancelled.push(run.id);
  }
  return cancelled;
}

module.exports = { cancelStuckRuns };
