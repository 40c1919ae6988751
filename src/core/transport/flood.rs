//! Leaves a host that keeps the I/O thread busy with bytes that answer nothing.
//!
//! Interim answers, pings and frames without effect are read inside the HTTP client, on the thread that everybody
//! shares, and nothing there counts them. What shows is that the thread was busy for much longer than the requests
//! and bytes of that time explain. Then idle connections are closed, which costs nobody anything, and of the hosts that
//! were asked before it began and still owe the answer, the one that gave the fewest is left. If it was another one,
//! the next look finds that.

use std::cell::Cell;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep};

use super::pool::Pool;

/// Between two looks. Nobody looks while nothing is asked.
const INTERVAL: Duration = Duration::from_millis(50);
/// Looks in a row that must find the same.
const MIN_LOOKS: u32 = 3;
/// Before the next host is suspected: the connections of the one that was left take a moment to end.
const PAUSE: Duration = Duration::from_millis(300);
/// Generous, so that a machine ten times slower is no flood: what a request or a call may take as it begins, and as
/// it ends.
const PER_STEP: Duration = Duration::from_micros(250);
/// Most of it is a handshake.
const PER_CONNECTION: Duration = Duration::from_millis(20);
const PER_KIB: Duration = Duration::from_micros(20);
/// Explained in advance, at most: work may be done a little after what explains it.
const MAX_CREDIT: Duration = Duration::from_millis(250);

/// Counts what explains how busy the I/O thread is, for whoever looks at it.
#[derive(Default)]
pub struct FloodWatch {
    explained: Cell<Duration>,
    in_flight: Cell<usize>,
    asked: Notify,
}

/// Counts a request as in flight until it is dropped.
pub struct Watched<'a>(&'a FloodWatch);

impl FloodWatch {
    /// Counts a request until the guard is dropped.
    pub fn request(&self) -> Watched<'_> {
        if self.in_flight.replace(self.in_flight.get() + 1) == 0 {
            self.asked.notify_one();
        }
        self.explain(PER_STEP);
        Watched(self)
    }

    /// Counts one more thing that somebody asked for.
    pub fn step(&self) {
        self.explain(PER_STEP);
    }

    /// Counts bytes of a body.
    pub fn read(&self, bytes: usize) {
        let kibibytes = u32::try_from(bytes / 1024 + 1).unwrap_or(u32::MAX);
        self.explain(PER_KIB.saturating_mul(kibibytes));
    }

    fn explain(&self, work: Duration) {
        self.explained.set(self.explained.get().saturating_add(work));
    }

    /// Looks on for as long as the thread runs.
    pub async fn run(&self, pool: &Pool) {
        let metrics = Handle::current().metrics();
        // A runtime of one thread has one worker.
        let busy = || metrics.worker_total_busy_duration(0);
        loop {
            self.asked.notified().await;
            let mut looks = 0;
            let (mut began_at, mut paused_until) = (Instant::now(), Instant::now());
            let (mut seen_at, mut seen_busy) = (Instant::now(), busy());
            while self.in_flight.get() > 0 || looks > 0 {
                sleep(INTERVAL).await;
                let (now, busy_now) = (Instant::now(), busy());
                self.explain(PER_CONNECTION.saturating_mul(pool.take_connecting()));
                let was_busy = busy_now.saturating_sub(seen_busy);
                let is_flooded = is_unexplained(was_busy, now - seen_at, self.explained.get());
                self.explained.set(self.explained.get().saturating_sub(was_busy).min(MAX_CREDIT));
                (seen_at, seen_busy) = (now, busy_now);
                looks = if is_flooded && now >= paused_until { looks + 1 } else { 0 };
                if looks == 1 {
                    began_at = now;
                }
                if looks >= MIN_LOOKS {
                    pool.leave_suspect(began_at);
                    looks = 0;
                    paused_until = now + PAUSE;
                }
            }
        }
    }
}

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        self.0.step();
        self.0.in_flight.set(self.0.in_flight.get().saturating_sub(1));
    }
}

/// Says that most of a time went into work that nobody asked for.
fn is_unexplained(busy: Duration, elapsed: Duration, explained: Duration) -> bool {
    busy.saturating_sub(explained) > elapsed / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn busy_without_a_reason_is_a_flood() {
        let ms = Duration::from_millis;
        assert!(is_unexplained(ms(95), ms(100), ms(2)));
        assert!(!is_unexplained(ms(40), ms(100), ms(0)), "the others have the larger part");
        assert!(!is_unexplained(ms(95), ms(100), ms(80)), "forty requests explain it");
    }

    #[test]
    fn requests_and_bytes_explain_work() {
        let watch = FloodWatch::default();
        drop(watch.request());
        watch.read(64 * 1024);
        assert!(watch.explained.get() >= PER_STEP * 2 + PER_KIB * 64);
        assert_eq!(watch.in_flight.get(), 0);
    }
}
