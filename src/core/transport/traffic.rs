//! What requests to a host are for: each kind has connections of its own, with bounds and patience that suit it.

use std::time::Duration;

/// The kind of a request, by how long its answer may take. Requests that are held by the server, by the hundreds, must
/// not take the places of those that are answered at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Traffic {
    /// It is answered as soon as it can be.
    #[default]
    Calls,
    /// It goes to a host that an answer has named, which may be anywhere and nobody's choice.
    Named,
    /// The server holds it until there is something to tell.
    Polls,
    /// Its answer goes on for as long as there is something to tell.
    Tails,
}

impl Traffic {
    /// Its answers take as long as there may be something to tell.
    pub fn is_held(self) -> bool {
        matches!(self, Self::Polls | Self::Tails)
    }

    /// Sockets to a host that speaks HTTP/1.1. One credential alone gets three eighths of them: 64 for calls, 1,024 for
    /// polls, each of which takes a socket for as long as it is held.
    pub fn max_sockets(self) -> usize {
        if self.is_held() { 2_732 } else { 170 }
    }

    /// Connections to a host that speaks HTTP/2.
    pub fn max_connections(self) -> usize {
        if self.is_held() { 364 } else { 16 }
    }

    /// The encodings that are asked for: whoever reads the answer undoes them, that of a tail as it comes.
    pub fn encodings(self) -> &'static str {
        if self == Self::Tails { "gzip" } else { "gzip,br" }
    }

    /// What is read ahead of a stream of an HTTP/2 connection, and of all of them together. Of tails a reader who has
    /// stopped must neither hold much nor keep the others from theirs.
    pub fn windows(self) -> Option<(u32, u32)> {
        (self == Self::Tails).then_some((64 * 1024, 8 * 1024 * 1024))
    }

    /// A connection that has answered nothing for so long, though it was asked, is left for new requests.
    pub fn max_silence(self) -> Duration {
        if self.is_held() { Duration::from_secs(30) } else { Duration::from_secs(2) }
    }

    /// Whoever gave up sooner says nothing about the connection.
    pub fn min_patience(self) -> Duration {
        if self.is_held() { Duration::from_secs(30) } else { Duration::from_secs(1) }
    }
}
