//! How many requests may be on their way to a host at once.
//!
//! HTTP/2 carries all of them over one connection. Over HTTP/1.1 each needs its own, and beyond some dozens
//! more connections only slow each other down. Which it is, the first answer tells; until then one request
//! goes ahead, so that a burst does not open connections that HTTP/2 makes needless.

use std::cell::Cell;
use std::time::Duration;

use reqwest::Version;
use tokio::sync::{Semaphore, SemaphorePermit, TryAcquireError};
use tokio::time::timeout;

/// Connections to a host that speaks HTTP/1.1.
const MAX_CONNECTIONS: usize = 64;
/// Calls that hang must not hold up the others: who has waited so long goes without a permit.
const ACQUIRE_TIMEOUT: Duration = Duration::from_millis(250);

pub struct Connections {
    permits: Semaphore,
    is_known: Cell<bool>,
}

impl Connections {
    /// `is_plain`: without TLS nothing but HTTP/1.1 is spoken.
    pub fn new(is_plain: bool) -> Self {
        let permits = if is_plain { MAX_CONNECTIONS } else { 1 };
        Self { permits: Semaphore::new(permits), is_known: Cell::new(is_plain) }
    }

    /// Waits for a permit, which is held until the answer has been read.
    pub async fn acquire(&self) -> Option<SemaphorePermit<'_>> {
        match self.permits.try_acquire() {
            Ok(permit) => Some(permit),
            // Once closed there is no limit any more.
            Err(TryAcquireError::Closed) => None,
            Err(TryAcquireError::NoPermits) => {
                timeout(ACQUIRE_TIMEOUT, self.permits.acquire()).await.ok()?.ok()
            }
        }
    }

    /// Learns from the first answer what the host speaks.
    pub fn learn(&self, version: Version) {
        if self.is_known.replace(true) {
            return;
        }
        match version {
            Version::HTTP_2 => self.permits.close(),
            _ => self.permits.add_permits(MAX_CONNECTIONS - 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn one_goes_ahead_until_the_protocol_is_known() {
        let connections = Connections::new(false);
        let first = connections.acquire().await;
        assert!(first.is_some());
        assert!(connections.acquire().await.is_none(), "after its patience the second goes without a permit");
        connections.learn(Version::HTTP_11);
        let permits: Vec<_> = (1..MAX_CONNECTIONS).map(|_| connections.permits.try_acquire()).collect();
        assert!(permits.iter().all(Result::is_ok));
        assert!(connections.acquire().await.is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn http2_has_no_limit() {
        let connections = Connections::new(false);
        let _first = connections.acquire().await;
        connections.learn(Version::HTTP_2);
        let started = tokio::time::Instant::now();
        for _ in 0..1_000 {
            connections.acquire().await;
        }
        assert_eq!(started.elapsed(), Duration::ZERO);
    }
}
