//! What is said in the conversation about a feed: a request, and what an answer has brought.

use std::time::Duration;

use super::run_row::TooLarge;

/// A request of the conversation, besides what every request of the feed asks.
#[derive(Debug, PartialEq)]
pub struct FeedRequest {
    /// Parameters of the query.
    pub query: Vec<(&'static str, String)>,
    /// The server holds it until there are news.
    pub is_live: bool,
}

/// What an answer has brought.
#[derive(Debug, PartialEq)]
pub enum Answered {
    /// All is said: rows that have changed can be delivered.
    UpToDate,
    /// There is more to ask for.
    More,
    /// The conversation begins anew.
    Restarted,
}

/// An answer whose messages are being applied.
pub struct Answering {
    pub(super) is_live: bool,
    pub(super) is_up_to_date: bool,
    pub(super) after: Duration,
}

/// The reason why a feed cannot go on.
#[derive(Debug, PartialEq)]
pub enum FeedFault {
    /// The answer is none of a feed; says why.
    NotAFeed(&'static str),
    /// Nothing is ever said, and nobody waits before saying it.
    Futile(u32),
    /// A row is too large.
    TooLarge(TooLarge),
    /// All rows together are.
    TooMuch,
    /// Those of all feeds of the credential are.
    Crowded,
    /// So many answers in a row left something to be said.
    Endless(u32),
}
