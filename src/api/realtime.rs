//! Realtime: runs that are watched as they change.

use super::prelude::*;
use crate::binding::arguments::feeds::{batch_feed, run_feed, runs_feed, tag_feed};

operations![RUN, RUNS, TAGS, BATCH];

static RUN: Operation =
    Operation::get("runs.subscribeToRun", "/realtime/v1/runs/{runId}").accepts(KEYS_AND_PUBLIC).feeds();

endpoint! {
    /// Watches a run: iterate over its states as they come, until it has ended.
    ///
    /// Each step of the iteration is the latest state there is; what came while you were busy with the one before is
    /// left out, unless `updates` is `"every"`. It comes back by itself after whatever breaks and can be mended; what
    /// cannot, such as a token that is refused or a run that is not there, is thrown. Nothing is asked before the first
    /// step.
    ///
    /// `GET /realtime/v1/runs/{runId}`; takes a secret key, or a public token that may read the run.
    "runs" subscribe_to_run<"T extends RunSource = string">("runId: RunIdOf<T>, options?: SubscribeToRunOptions") -> "RunSubscription<T>" = RUN, read &|read| run_feed(read, &RUN)
}

static RUNS: Operation =
    Operation::get("runs.subscribeToRuns", "/realtime/v1/runs/{runId}").accepts(KEYS_AND_PUBLIC).feeds();

endpoint! {
    /// Watches several runs, at most 10,000, in one iteration, until all of them have ended.
    ///
    /// Each run is watched as `runs.subscribeToRun` does; when one of them cannot be, the iteration throws.
    ///
    /// `GET /realtime/v1/runs/{runId}`, for each; takes a secret key, or a public token that may read the runs.
    "runs" subscribe_to_runs<"T extends RunSource = string">("runIds: string | readonly string[], options?: SubscribeToRunOptions") -> "RunSubscription<T>" = RUNS, read &|read| runs_feed(read, &RUNS)
}

static TAGS: Operation =
    Operation::get("runs.subscribeToRunsWithTag", "/realtime/v1/runs").accepts(KEYS_AND_PUBLIC).feeds();

endpoint! {
    /// Watches the runs that have a tag, or all of several tags, those to come included. It ends when you end it.
    ///
    /// **Runs that are older than 24 hours never appear**: the server looks no further back, and an older `createdAt`
    /// is refused. A run that loses the tag is not reported.
    ///
    /// `GET /realtime/v1/runs`; takes a secret key, or a public token with `read:runs` or `read:tags` of one of the tags.
    "runs" subscribe_to_runs_with_tag<"T extends RunSource = string">("tag: string | readonly string[], filters?: SubscribeToRunsFilters, options?: SubscribeOptions") -> "RunSubscription<T>" = TAGS, read &|read| tag_feed(read, &TAGS)
}

static BATCH: Operation = Operation::get("runs.subscribeToBatch", "/realtime/v1/batches/{batchId}")
    .accepts(KEYS_AND_PUBLIC)
    .feeds();

endpoint! {
    /// Watches the runs of a batch. It ends when you end it.
    ///
    /// `GET /realtime/v1/batches/{batchId}`; takes a secret key, or a public token with `read:batch` of the batch.
    "runs" subscribe_to_batch<"T extends RunSource = string">("batchId: string, options?: SubscribeOptions") -> "RunSubscription<T>" = BATCH, read &|read| batch_feed(read, &BATCH)
}
