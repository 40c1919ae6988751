//! The progress of a request that the server may hold for a while.

use std::cell::Cell;
use std::time::Duration;

use tokio::time::{Instant, sleep, sleep_until};

/// Follows a request: when it went out, and when something of its answer came last.
#[derive(Default)]
pub struct Progress {
    begin_by: Option<Instant>,
    began_at: Cell<Option<Instant>>,
    moved_at: Cell<Option<Instant>>,
    is_late: Cell<bool>,
}

impl Progress {
    /// Follows a request that makes no sense any more when it has not got its turn by then.
    pub fn new(begin_by: Option<Instant>) -> Self {
        Self { begin_by, ..Self::default() }
    }

    /// It has its turn; says if that came in time.
    pub fn begin(&self) -> bool {
        let now = Instant::now();
        self.began_at.set(Some(now));
        self.moved_at.set(Some(now));
        self.is_late.set(self.begin_by.is_some_and(|by| by < now));
        !self.is_late.get()
    }

    /// Something came.
    pub fn step(&self) {
        self.moved_at.set(Some(Instant::now()));
    }

    /// What has come is being dealt with: until something comes, or the next step, no time counts.
    pub fn pause(&self) {
        self.moved_at.set(None);
    }

    /// Its turn came too late: it was not sent.
    pub fn is_late(&self) -> bool {
        self.is_late.get()
    }

    /// The time since it had its turn.
    pub fn since_begin(&self) -> Duration {
        self.began_at.get().map_or(Duration::ZERO, |began_at| began_at.elapsed())
    }

    /// Waits until nothing has come for so long. Waiting for its turn does not count.
    pub async fn stalled(&self, idle: Duration) {
        self.stalled_for(|| idle).await;
    }

    /// The same where how long that is changes with what has come.
    pub async fn stalled_for(&self, idle: impl Fn() -> Duration) {
        loop {
            let idle = idle();
            let Some(moved_at) = self.moved_at.get() else {
                sleep(idle).await;
                continue;
            };
            match moved_at.checked_add(idle) {
                Some(end) if end <= Instant::now() => return,
                Some(end) => sleep_until(end).await,
                None => std::future::pending().await,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use tokio::time::advance;

    use super::*;

    const IDLE: Duration = Duration::from_secs(45);

    #[tokio::test(start_paused = true)]
    async fn a_request_stalls_when_nothing_comes_for_long_enough() {
        let progress = Progress::default();
        let mut stalled = Box::pin(progress.stalled(IDLE));
        assert!((&mut stalled).now_or_never().is_none());
        advance(2 * IDLE).await;
        assert!((&mut stalled).now_or_never().is_none(), "it has not had its turn");
        assert!(progress.begin());
        advance(IDLE / 2).await;
        progress.step();
        advance(IDLE / 2).await;
        assert!((&mut stalled).now_or_never().is_none());
        advance(IDLE / 2).await;
        stalled.await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_turn_can_come_too_late() {
        let progress = Progress::new(Some(Instant::now() + IDLE));
        advance(IDLE * 2).await;
        assert!(!progress.begin() && progress.is_late());
    }
}
