//! Feeds: what a subscription watches, and how.

use std::time::Duration;

use super::path::{Path, Segment};

/// A subscription as it was asked for.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own, which a user sets by its name"
)]
#[derive(Clone, Debug)]
pub struct FeedPlan {
    /// The path of each feed.
    pub paths: Vec<Path>,
    /// What is watched.
    pub watched: Watched,
    /// The way in which it is told of changes.
    pub transport: FeedTransport,
    /// It ends when the run of each of its feeds has ended.
    pub stops_on_completion: bool,
    /// Every update is told, and not the latest of each run alone.
    pub keeps_every: bool,
    /// A connection on which nothing comes for so long is dead.
    pub idle_timeout: Duration,
    /// The most that the columns of one row may hold.
    pub max_row_bytes: usize,
    /// The way in which it comes back after something broke.
    pub reconnect: Reconnect,
    /// Others who watch the same share its requests.
    pub is_shared: bool,
    /// It asks for a fresh token when its own expires.
    pub refreshes: bool,
    /// A waiting subscriber keeps the process alive.
    pub keeps_alive: bool,
    /// An abort is thrown, and does not only end the iteration.
    pub throws_on_abort: bool,
    /// What was told before, to go on from there.
    pub since: Option<String>,
}

/// What a subscription watches.
#[derive(Clone, Debug)]
pub enum Watched {
    /// Runs, by their ids, each of which has a feed.
    Runs(Vec<Segment>),
    /// The runs of a batch.
    Batch(Segment),
    /// The runs with all of some tags that are at most so old.
    Tags {
        /// The tags.
        tags: Vec<String>,
        /// The age, as the server reads it.
        age: Option<String>,
    },
}

/// The way in which a subscription is told of changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FeedTransport {
    /// Over a request that is held, or where the server has no such thing by asking again and again.
    #[default]
    Auto,
    /// Over a request that is held.
    Realtime,
    /// By asking again and again.
    Poll,
}

/// The way in which a subscription comes back after something broke.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reconnect {
    /// The longest that it tries; for ever, where nothing is said.
    pub max_elapsed: Option<Duration>,
    /// The first wait.
    pub min_wait: Duration,
    /// The longest wait.
    pub max_wait: Duration,
}

impl Default for Reconnect {
    fn default() -> Self {
        Self { max_elapsed: None, min_wait: Duration::from_millis(250), max_wait: Duration::from_secs(10) }
    }
}

impl Default for FeedPlan {
    fn default() -> Self {
        Self {
            paths: Vec::new(),
            watched: Watched::Runs(Vec::new()),
            transport: FeedTransport::default(),
            stops_on_completion: false,
            keeps_every: false,
            idle_timeout: Duration::from_secs(45),
            max_row_bytes: 1024 * 1024,
            reconnect: Reconnect::default(),
            is_shared: true,
            refreshes: false,
            keeps_alive: true,
            throws_on_abort: false,
            since: None,
        }
    }
}
