//! The state of a subscription, and what it has done.

/// The state of a subscription, as its user sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// It has not been told what is there yet.
    #[default]
    Connecting,
    /// It is told of changes as they happen.
    Live,
    /// The connection is broken, or the server is: it is tried again after a while.
    Waiting,
    /// The server lets no more be watched at once: it takes turns.
    Limited,
    /// It asks again and again, because the server has no realtime.
    Polling,
    /// It has ended.
    Closed,
}

impl State {
    /// Names it for JavaScript.
    pub fn name(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Live => "live",
            Self::Waiting => "waiting",
            Self::Limited => "limited",
            Self::Polling => "polling",
            Self::Closed => "closed",
        }
    }
}

/// Counts what a subscription has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Requests that were made for it.
    pub requests: u64,
    /// Times it had to begin again after something broke.
    pub reconnects: u64,
    /// Updates that were taken.
    pub updates: u64,
    /// Updates that a later one of the same run has replaced before they were taken.
    pub coalesced: u64,
    /// Bytes of the answers.
    pub bytes: u64,
    /// Others who share the requests at this moment; of several feeds the most.
    pub shared_with: u64,
}
