//! The weather: while a host is down, one feed looks for all whom that concerns.
//!
//! A host that cannot be reached is down for everybody who reaches it in the same way. What it answers, and what breaks
//! once it was asked, is a matter of who asked, and for what: that is kept apart by credential, so that nobody waits for
//! another's trouble.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use crate::transport::TransportError;

/// Failures in a row, of whatever feeds, after which it is down.
const DOWN_AFTER: u32 = 5;
/// Whoever looks may be kept waiting, by its own server above all: after so long another one looks too.
const PATIENCE: Duration = Duration::from_secs(5);
/// Those who waited come back within so long.
const SPREAD: Duration = Duration::from_secs(2);

/// What some feeds have met lately.
#[derive(Default)]
pub struct Front {
    failures: Cell<u32>,
    /// The moment at which the latest look began that is not over.
    looked_at: Cell<Option<Instant>>,
    changed: Notify,
}

/// The weather that a feed is asked for in.
#[derive(Clone, Default)]
pub struct Weather {
    /// What the feeds of its credential have met.
    of_credential: Rc<Front>,
    /// What all have met who reach the host in the same way.
    of_host: Rc<Front>,
}

/// Looks for others whether the host is back, until it is dropped.
pub struct Probe {
    _of_credential: Option<Look>,
    _of_host: Option<Look>,
}

/// One feed looks, since then.
struct Look(Rc<Front>, Instant);

impl Weather {
    /// Puts together what the feeds of a credential have met, and what all have met on the way to a host.
    pub fn new(of_credential: Rc<Front>, of_host: Rc<Front>) -> Self {
        Self { of_credential, of_host }
    }

    /// An answer says that the server has failed.
    pub fn failed(&self) {
        self.of_credential.failed();
        // It was reached.
        self.of_host.succeeded();
    }

    /// A request broke.
    pub fn broke(&self, error: &TransportError) {
        if error.is_unreachable() {
            self.of_host.failed();
        } else {
            self.of_credential.failed();
        }
    }

    /// A request was answered.
    pub fn succeeded(&self) {
        self.of_credential.succeeded();
        self.of_host.succeeded();
    }

    /// Waits until the host may be asked: at once where it is up or nobody else looks, else until it is back.
    pub async fn clear(&self) -> Probe {
        // In this order: whoever looks for all who reach the host does not wait for those of its credential.
        let of_credential = self.of_credential.clear().await;
        let of_host = self.of_host.clear().await;
        Probe { _of_credential: of_credential, _of_host: of_host }
    }
}

impl Front {
    fn failed(&self) {
        self.failures.set(self.failures.get().saturating_add(1));
    }

    fn succeeded(&self) {
        if self.failures.replace(0) >= DOWN_AFTER {
            self.changed.notify_waiters();
        }
    }

    fn is_down(&self) -> bool {
        self.failures.get() >= DOWN_AFTER
    }

    async fn clear(self: &Rc<Self>) -> Option<Look> {
        let mut has_waited = false;
        loop {
            let changed = self.changed.notified();
            if !self.is_down() {
                if has_waited {
                    // Not all in one instant.
                    tokio::time::sleep(SPREAD.mul_f64(fastrand::f64())).await;
                }
                return None;
            }
            let (now, looked_at) = (Instant::now(), self.looked_at.get());
            let patience = looked_at.map(|at| at + PATIENCE).filter(|until| *until > now);
            let Some(patience) = patience else {
                self.looked_at.set(Some(now));
                return Some(Look(Rc::clone(self), now));
            };
            has_waited = true;
            let _ = timeout_at(patience, changed).await;
        }
    }
}

impl Drop for Look {
    fn drop(&mut self) {
        if self.0.looked_at.get() == Some(self.1) {
            self.0.looked_at.set(None);
            // Whoever comes next looks in its place.
            self.0.changed.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use reqwest::Url;

    use super::*;
    use crate::transport::Broken;

    #[tokio::test(start_paused = true)]
    async fn while_a_host_is_down_one_looks_for_all() {
        let weather = Weather::default();
        for _ in 0..DOWN_AFTER {
            assert!(weather.of_credential.clear().await.is_none());
            weather.failed();
        }
        let probe = weather.clear().await;
        let mut waiting = Box::pin(weather.clear());
        assert!((&mut waiting).now_or_never().is_none());
        drop(probe);
        let probe = waiting.await;
        assert!(weather.of_credential.looked_at.get().is_some(), "the next one looks");
        let mut waiting = Box::pin(weather.clear());
        assert!((&mut waiting).now_or_never().is_none());
        weather.succeeded();
        waiting.await;
        drop(probe);
        assert!(weather.of_credential.looked_at.get().is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn a_look_that_takes_long_is_waited_for_no_longer_than_that() {
        let weather = Weather::default();
        for _ in 0..DOWN_AFTER {
            weather.failed();
        }
        let first = weather.clear().await;
        let began = Instant::now();
        let second = weather.clear().await;
        assert_eq!(began.elapsed(), PATIENCE);
        drop(first);
        assert!(weather.clear().now_or_never().is_none(), "the second one still looks");
        drop(second);
        assert!(weather.clear().now_or_never().is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn what_one_credential_meets_delays_no_other_unless_the_host_cannot_be_reached() {
        let one = Weather::default();
        let other = Weather { of_credential: Rc::default(), of_host: Rc::clone(&one.of_host) };
        let silent = TransportError::silent(&Url::parse("https://host.example").unwrap(), SPREAD);
        for _ in 0..DOWN_AFTER {
            one.failed();
            one.broke(&silent);
        }
        let probe = one.clear().await;
        assert!(one.clear().now_or_never().is_none());
        assert!(other.clear().now_or_never().is_some());
        drop(probe);
        let refused = || TransportError {
            broken: Broken::NotSent,
            code: Some("ECONNREFUSED"),
            ..TransportError::permanent(String::new())
        };
        for _ in 0..DOWN_AFTER {
            one.broke(&refused());
        }
        let probe = other.clear().await;
        assert!(one.of_host.looked_at.get().is_some());
        assert!(one.clear().now_or_never().is_none(), "the other looks for it too");
        other.failed();
        drop(probe);
        assert!(!one.of_host.is_down(), "it was reached");
    }
}
