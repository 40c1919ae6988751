//! Tails: the reading of a stream, and how.

use std::time::Duration;

use super::feed::Reconnect;
use super::path::Path;
use crate::operation::Operation;

/// The reading of a stream as it was asked for.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own, which a user sets by its name"
)]
#[derive(Clone)]
pub struct TailPlan {
    /// Where it begins.
    pub start: TailStart,
    /// The server ends an answer when nothing has come for so many seconds; its default, where nothing is said.
    pub timeout_in_seconds: Option<u32>,
    /// When it ends.
    pub end: TailEnd,
    /// The server is asked to end the answer at once where the last turn is complete.
    pub peeks: bool,
    /// Control records are told too, and each part with its id and time.
    pub tells_parts: bool,
    /// A connection on which nothing comes for so long is dead.
    pub idle_timeout: Option<Duration>,
    /// The way in which it comes back after something broke.
    pub reconnect: Reconnect,
    /// It asks for a fresh token when its own expires.
    pub refreshes: bool,
    /// A waiting reader keeps the process alive.
    pub keeps_alive: bool,
    /// An abort is thrown, and does not only end the reading.
    pub throws_on_abort: bool,
    /// The cursor of another reading, to go on from there.
    pub since: Option<String>,
}

/// The place at which a reading begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum TailStart {
    /// With the first part that is there.
    #[default]
    Beginning,
    /// With what comes from then on.
    Latest,
    /// Behind the part of this id or number.
    After(String),
}

/// What ends a reading.
#[derive(Clone, Default)]
pub enum TailEnd {
    /// The server, when nothing has come for a while.
    #[default]
    Silence,
    /// The completion of a run, when everything was read: the feed that tells of the run.
    Completion(&'static Operation, Path),
    /// Its reader alone, who may say that nothing more comes.
    Reader,
}

impl Default for TailPlan {
    fn default() -> Self {
        Self {
            start: TailStart::default(),
            timeout_in_seconds: None,
            end: TailEnd::default(),
            peeks: false,
            tells_parts: false,
            idle_timeout: None,
            reconnect: Reconnect::default(),
            refreshes: false,
            keeps_alive: true,
            throws_on_abort: false,
            since: None,
        }
    }
}
