//! One way to a host: over HTTP/2 a connection, over HTTP/1.1 as many sockets as are asked for at once.
//!
//! The HTTP client keeps one connection to a host that speaks HTTP/2, and makes requests wait beyond what the
//! peer takes at once. So each connection is a client of its own, and how many requests it carries is counted here.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use reqwest::Client;
use tokio::time::Instant;

use super::announce::Announced;
use super::traffic::Traffic;

/// The server keeps idle connections for 65 s; letting go first avoids racing it.
pub const IDLE_TIMEOUT: Duration = Duration::from_secs(50);
/// Requests at once over one HTTP/2 connection: common peers and load balancers take 100 or more.
pub const MAX_STREAMS: usize = 90;

/// While a connection opens, others wait so long for it before one of them opens another.
pub const MAX_LEAD: Duration = Duration::from_millis(500);

/// A client whose requests share a connection where the host speaks HTTP/2.
pub struct Connection {
    pub client: Client,
    pub announced: Announced,
    traffic: Traffic,
    /// Requests whose answers have not begun, by when each was sent.
    unanswered: RefCell<BTreeMap<u64, Instant>>,
    streams: Cell<usize>,
    last_id: Cell<u64>,
    answered_at: Cell<Instant>,
    is_doubted: Cell<bool>,
    /// By the wall clock: a process that was frozen must not come back to dead connections.
    used_at: Cell<SystemTime>,
}

impl Connection {
    /// Makes it of a client that announces its connections there.
    pub fn new(client: Client, announced: Announced, traffic: Traffic) -> Self {
        Self {
            client,
            announced,
            traffic,
            unanswered: RefCell::default(),
            streams: Cell::new(0),
            last_id: Cell::new(0),
            answered_at: Cell::new(Instant::now()),
            is_doubted: Cell::new(false),
            used_at: Cell::new(SystemTime::now()),
        }
    }

    /// It stands, as far as is known.
    pub fn is_open(&self) -> bool {
        self.announced.stands()
    }

    /// Requests it carries at this moment.
    pub fn streams(&self) -> usize {
        self.streams.get()
    }

    pub fn has_room(&self) -> bool {
        self.streams.get() < MAX_STREAMS
    }

    /// A request that was sent before then has no answer, or one that has not ended.
    pub fn owes_since(&self, then: Instant) -> bool {
        let is_reading = self.streams.get() > self.unanswered.borrow().len();
        is_reading || self.oldest_unanswered().is_some_and(|sent_at| sent_at <= then)
    }

    fn oldest_unanswered(&self) -> Option<Instant> {
        self.unanswered.borrow().first_key_value().map(|(_, sent_at)| *sent_at)
    }

    /// The request that went ahead to open it has waited for long.
    pub fn is_late(&self) -> bool {
        self.oldest_unanswered().is_some_and(|sent_at| sent_at.elapsed() >= MAX_LEAD)
    }

    /// Its requests go unanswered, though it may answer pings.
    pub fn is_silent(&self) -> bool {
        let oldest = self.oldest_unanswered();
        let is_waited_for =
            |sent_at: Instant| sent_at.max(self.answered_at.get()).elapsed() > self.traffic.max_silence();
        self.is_doubted.get() || oldest.is_some_and(is_waited_for)
    }

    /// It was not used for so long that the server may have closed it.
    pub fn is_stale(&self) -> bool {
        let idle = SystemTime::now().duration_since(self.used_at.get()).unwrap_or(IDLE_TIMEOUT);
        idle >= IDLE_TIMEOUT
    }

    /// Counts a request that goes out over it, and answers what tells it from the others.
    pub fn begin(&self) -> u64 {
        let id = self.last_id.get() + 1;
        self.last_id.set(id);
        self.streams.set(self.streams.get() + 1);
        self.unanswered.borrow_mut().insert(id, Instant::now());
        self.used_at.set(SystemTime::now());
        id
    }

    /// The head of an answer is there.
    pub fn answered(&self, id: u64) {
        self.unanswered.borrow_mut().remove(&id);
        self.answered_at.set(Instant::now());
        self.is_doubted.set(false);
    }

    /// A request is over, answered or not.
    pub fn end(&self, id: u64) {
        self.streams.set(self.streams.get().saturating_sub(1));
        self.used_at.set(SystemTime::now());
        let given_up = self.unanswered.borrow_mut().remove(&id);
        let patience = self.traffic.min_patience();
        let in_vain = |sent_at: Instant| self.answered_at.get() <= sent_at && sent_at.elapsed() >= patience;
        if given_up.is_some_and(in_vain) {
            self.is_doubted.set(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connection() -> Connection {
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth();
        let client = Client::builder().no_proxy().tls_backend_preconfigured(tls).build();
        Connection::new(client.expect("a client"), Announced::default(), Traffic::Calls)
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_answers_nothing_is_silent() {
        let connection = connection();
        let (first, second) = (connection.begin(), connection.begin());
        tokio::time::advance(Traffic::Calls.max_silence() / 2).await;
        connection.answered(first);
        tokio::time::advance(Traffic::Calls.max_silence()).await;
        assert!(!connection.is_silent(), "it has answered since the second was sent");
        tokio::time::advance(Duration::from_millis(1)).await;
        assert!(connection.is_silent());
        connection.answered(second);
        assert!(!connection.is_silent());
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_gives_up_in_vain_casts_doubt() {
        let connection = connection();
        let soon = connection.begin();
        connection.end(soon);
        assert!(!connection.is_silent());
        let late = connection.begin();
        tokio::time::advance(Traffic::Calls.min_patience()).await;
        connection.end(late);
        assert!(connection.is_silent() && connection.streams() == 0);
    }
}
