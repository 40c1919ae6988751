//! Leaves a host that keeps the I/O thread busy with bytes that answer nothing.
//!
//! Interim answers, pings and frames without effect are read inside the HTTP client, on the thread that everybody
//! shares, and nothing there counts them. What shows is that the thread was busy, and that it computed for much longer
//! than our own work, and the requests and bytes of that time, explain. Then idle connections are closed, which costs
//! nobody anything, and one host after the other is left that was asked before it began and still owes the answer, until
//! it ends: that was the one. The others are as if nothing had been.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep};

use super::host::Host;
use super::pool::Pool;
use super::request_body::HandedOut;
use crate::time::computed;

/// Between two looks. Nobody looks while nothing is asked.
const INTERVAL: Duration = Duration::from_millis(50);
/// Looks in a row that must find the same.
const MIN_LOOKS: u32 = 3;
/// Before the next host is suspected: the connections of the one that was left take a moment to end.
const PAUSE: Duration = Duration::from_millis(300);
/// Hosts that are left for one flood before those that were left first come again in any order.
const MAX_ACCUSED: usize = 512;
/// Generous, so that a machine ten times slower is no flood: what a request may take the HTTP client as it begins, and as it
/// ends.
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
    /// What was handed out of large request bodies since the last look.
    handed_out: HandedOut,
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

    /// Counts what is handed out of request bodies.
    pub fn handed_out(&self) -> &HandedOut {
        &self.handed_out
    }

    /// Counts bytes of a body.
    pub fn body(&self, bytes: usize) {
        let kibibytes = u32::try_from(bytes / 1024 + 1).unwrap_or(u32::MAX);
        self.explain(PER_KIB.saturating_mul(kibibytes));
    }

    /// Does work of our own, whatever it is: the time that it takes explains itself.
    pub async fn explained<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        poll_fn(|context| {
            let began = std::time::Instant::now();
            let polled = work.as_mut().poll(context);
            self.explain(began.elapsed());
            polled
        })
        .await
    }

    fn explain(&self, work: Duration) {
        self.explained.set(self.explained.get().saturating_add(work));
    }

    /// Looks on for as long as the thread runs.
    pub async fn run(&self, pool: &Pool) {
        let metrics = Handle::current().metrics();
        // A runtime of one thread has one worker.
        let spent = || {
            let busy = metrics.worker_total_busy_duration(0);
            Spent { busy, computed: computed().unwrap_or(busy) }
        };
        loop {
            self.asked.notified().await;
            let mut looks = 0;
            let (mut began_at, mut paused_until) = (Instant::now(), Instant::now());
            let (mut seen_at, mut seen) = (Instant::now(), spent());
            let mut accused = Accused::default();
            while self.in_flight.get() > 0 || looks > 0 {
                sleep(INTERVAL).await;
                let (now, spent_now) = (Instant::now(), spent());
                self.explain(PER_CONNECTION.saturating_mul(pool.take_connecting()));
                self.body(self.handed_out.take());
                let spent = spent_now.since(seen);
                let is_flooded = is_unexplained(spent, now - seen_at, self.explained.get());
                self.explained.set(self.explained.get().saturating_sub(spent.computed).min(MAX_CREDIT));
                (seen_at, seen) = (now, spent_now);
                if !is_flooded {
                    accused.judge();
                }
                looks = if is_flooded && now >= paused_until { looks + 1 } else { 0 };
                if looks == 1 {
                    began_at = now;
                }
                if looks >= MIN_LOOKS {
                    accused.leave_one(pool, began_at);
                    looks = 0;
                    paused_until = now + PAUSE;
                }
            }
            accused.judge();
        }
    }
}

/// The hosts that were left for a flood that goes on.
#[derive(Default)]
struct Accused(Vec<Rc<Host>>);

impl Accused {
    /// Leaves one more, after those that were not left for it yet.
    fn leave_one(&mut self, pool: &Pool, since: Instant) {
        let times = |host: &Rc<Host>| self.0.iter().filter(|known| Rc::ptr_eq(known, host)).count();
        if let Some(suspect) = pool.suspect(since, times) {
            suspect.leave();
            // Nobody learns more from a longer list.
            if self.0.len() < MAX_ACCUSED {
                self.0.push(suspect);
            }
        }
    }

    /// The flood has ended: it came from the one that was left last.
    fn judge(&mut self) {
        let Some(guilty) = self.0.pop() else { return };
        for host in self.0.drain(..).filter(|host| !Rc::ptr_eq(host, &guilty)) {
            host.pardon();
        }
        guilty.convict();
    }
}

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        self.0.explain(PER_STEP);
        self.0.in_flight.set(self.0.in_flight.get().saturating_sub(1));
    }
}

/// How the I/O thread has spent its time.
#[derive(Clone, Copy)]
struct Spent {
    /// By the clock on the wall: on a loaded machine others ran for a part of it.
    busy: Duration,
    /// By the processor.
    computed: Duration,
}

impl Spent {
    fn since(self, earlier: Self) -> Self {
        Self {
            busy: self.busy.saturating_sub(earlier.busy),
            computed: self.computed.saturating_sub(earlier.computed),
        }
    }
}

/// Says that the thread was busy, and that most of what it computed was work that nobody asked for. A thread that
/// hardly gets to compute at all is slow for another reason.
fn is_unexplained(spent: Spent, elapsed: Duration, explained: Duration) -> bool {
    let Spent { busy, computed } = spent;
    busy > elapsed / 2 && computed > elapsed / 10 && computed.saturating_sub(explained) > computed / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn busy_without_a_reason_is_a_flood() {
        let ms = Duration::from_millis;
        let is_flood = |busy, computed, explained| {
            is_unexplained(Spent { busy: ms(busy), computed: ms(computed) }, ms(100), ms(explained))
        };
        assert!(is_flood(95, 95, 2));
        assert!(is_flood(95, 30, 2), "the machine has other work too");
        assert!(!is_flood(40, 40, 0), "the others have the larger part");
        assert!(!is_flood(95, 95, 80), "forty requests explain it");
        assert!(!is_flood(95, 4, 0), "others had the processor");
        assert!(!is_flood(95, 20, 12), "a loaded machine");
    }

    #[tokio::test]
    async fn work_of_our_own_explains_itself() {
        let watch = FloodWatch::default();
        let began = std::time::Instant::now();
        let spin = async {
            while began.elapsed() < Duration::from_millis(2) {}
            tokio::task::yield_now().await;
            "done"
        };
        assert_eq!(watch.explained(spin).await, "done");
        assert!(watch.explained.get() >= Duration::from_millis(2));
    }

    #[test]
    fn the_host_that_was_left_last_is_the_one() {
        let host = || Rc::new(Host::new(super::super::traffic::Traffic::Calls));
        let (first, second) = (host(), host());
        for host in [&first, &second, &first, &second] {
            host.leave();
        }
        assert!(first.is_avoided() && second.is_avoided());
        let all = [&first, &second, &first, &second];
        Accused(all.into_iter().map(Rc::clone).collect()).judge();
        assert!(!first.is_avoided() && second.is_avoided());
        assert!(!first.is_convicted() && second.is_convicted());
    }

    #[test]
    fn requests_and_bytes_explain_work() {
        let watch = FloodWatch::default();
        drop(watch.request());
        watch.body(64 * 1024);
        assert!(watch.explained.get() >= PER_STEP * 2 + PER_KIB * 64);
        assert_eq!(watch.in_flight.get(), 0);
    }
}
