//! The weather of a host: while it is down for everybody, one feed looks for all.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use tokio::sync::Notify;

/// Failures in a row, of whatever feeds, after which it is down.
const DOWN_AFTER: u32 = 5;
/// Those who waited come back within so long.
const SPREAD: Duration = Duration::from_secs(2);

/// What the feeds of a host have met lately.
#[derive(Default)]
pub struct Weather {
    failures: Cell<u32>,
    has_probe: Cell<bool>,
    changed: Notify,
}

/// The one feed that looks whether the host is back, until it is dropped.
pub struct Probe(Rc<Weather>);

impl Weather {
    /// A request has failed.
    pub fn failed(&self) {
        self.failures.set(self.failures.get().saturating_add(1));
    }

    /// A request was answered.
    pub fn succeeded(&self) {
        if self.failures.replace(0) >= DOWN_AFTER {
            self.changed.notify_waiters();
        }
    }

    fn is_down(&self) -> bool {
        self.failures.get() >= DOWN_AFTER
    }

    /// Waits until the host may be asked: at once where it is up or nobody else looks, else until it is back.
    pub async fn clear(self: &Rc<Self>) -> Option<Probe> {
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
            if !self.has_probe.replace(true) {
                return Some(Probe(Rc::clone(self)));
            }
            has_waited = true;
            changed.await;
        }
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.0.has_probe.set(false);
        // Whoever comes next looks in its place.
        self.0.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn while_a_host_is_down_one_looks_for_all() {
        let weather = Rc::new(Weather::default());
        for _ in 0..DOWN_AFTER {
            assert!(weather.clear().await.is_none());
            weather.failed();
        }
        let probe = weather.clear().await;
        assert!(probe.is_some());
        let mut waiting = Box::pin(weather.clear());
        assert!((&mut waiting).now_or_never().is_none());
        drop(probe);
        let probe = waiting.await;
        assert!(probe.is_some(), "the next one looks");
        let mut waiting = Box::pin(weather.clear());
        assert!((&mut waiting).now_or_never().is_none());
        weather.succeeded();
        assert!(waiting.await.is_none());
    }
}
