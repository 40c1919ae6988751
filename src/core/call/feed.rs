//! Feeds: what a subscription watches, and how.

use std::time::Duration;

use super::path::Path;

/// A subscription as it was asked for.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own, which a user sets by its name"
)]
#[derive(Clone, Debug)]
pub struct FeedPlan {
    /// The path of each feed.
    pub paths: Vec<Path>,
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
