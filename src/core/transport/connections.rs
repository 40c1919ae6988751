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
const CONNECTIONS: usize = 64;
/// Calls that hang must not hold up the others: who has waited so long goes without a place.
const PATIENCE: Duration = Duration::from_millis(250);

pub struct Lane {
    places: Semaphore,
    is_known: Cell<bool>,
}

impl Lane {
    /// `is_plain`: without TLS nothing but HTTP/1.1 is spoken.
    pub fn new(is_plain: bool) -> Self {
        let places = if is_plain { CONNECTIONS } else { 1 };
        Self { places: Semaphore::new(places), is_known: Cell::new(is_plain) }
    }

    /// Waits for a place, which is held until the answer has been read.
    pub async fn enter(&self) -> Option<SemaphorePermit<'_>> {
        match self.places.try_acquire() {
            Ok(place) => Some(place),
            // A closed lane has no limit any more.
            Err(TryAcquireError::Closed) => None,
            Err(TryAcquireError::NoPermits) => timeout(PATIENCE, self.places.acquire()).await.ok()?.ok(),
        }
    }

    /// Learns from the first answer what the host speaks.
    pub fn learn(&self, version: Version) {
        if self.is_known.replace(true) {
            return;
        }
        match version {
            Version::HTTP_2 => self.places.close(),
            _ => self.places.add_permits(CONNECTIONS - 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn one_goes_ahead_until_the_protocol_is_known() {
        let lane = Lane::new(false);
        let first = lane.enter().await;
        assert!(first.is_some());
        assert!(lane.enter().await.is_none(), "after its patience the second goes without a place");
        lane.learn(Version::HTTP_11);
        let places: Vec<_> = (1..CONNECTIONS).map(|_| lane.places.try_acquire()).collect();
        assert!(places.iter().all(Result::is_ok));
        assert!(lane.enter().await.is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn http2_has_no_limit() {
        let lane = Lane::new(false);
        let _first = lane.enter().await;
        lane.learn(Version::HTTP_2);
        let started = tokio::time::Instant::now();
        for _ in 0..1_000 {
            lane.enter().await;
        }
        assert_eq!(started.elapsed(), Duration::ZERO);
    }
}
