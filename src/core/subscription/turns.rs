//! The turns of the feeds of one credential: how many begin at once, and how many are live at once where the server
//! lets only so many.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use tokio::sync::{Mutex, Notify};
use tokio::time::{Instant, sleep_until, timeout};

use crate::transport::Head;

/// Feeds that ask for what is there already, at once.
const MAX_BEGINNING: usize = 32;
/// A feed that does not get its turn for so long looks without it.
const MAX_WAIT: Duration = Duration::from_secs(20);
/// Between two requests of those that ask again and again, where little is left of the rate limit or nothing is known of
/// it: the server counts them, and others need some too.
const POLL_INTERVAL: Duration = Duration::from_millis(100);
/// Of the rate limit a part of so many is left to others.
const RESERVED_PART: u32 = 4;
/// Where there are no feeds, one is asked for again after so long.
const WITHOUT_FEEDS: Duration = Duration::from_secs(300);
/// As long as all goes well, one more is tried after so long.
const RAISE_AFTER: Duration = Duration::from_secs(10);
/// A limit beyond this is none.
const NO_LIMIT: usize = 4_096;

/// A count of things that are held, and who waits for one.
#[derive(Default)]
struct Places {
    held: Cell<usize>,
    freed: Notify,
}

/// A place, until it is dropped.
pub struct Turn(Rc<Turns>, Kind);

#[derive(Clone, Copy)]
enum Kind {
    Beginning,
    Live,
}

/// A request of one that asks again and again, until it is dropped.
pub struct Poll(Rc<Turns>);

impl Poll {
    /// Takes what an answer says of the rate limit.
    pub fn answered(self, head: &Head) {
        let number = |name| head.header(name).and_then(|text| text.trim().parse::<i64>().ok());
        let (Some(limit), Some(left)) = (number("x-ratelimit-limit"), number("x-ratelimit-remaining")) else {
            return;
        };
        let [limit, left] = [limit, left].map(|number| u32::try_from(number.max(0)).unwrap_or(u32::MAX));
        let turns = &self.0;
        // Those that are out besides it may have been counted already, or not.
        let others = turns.polls.get().saturating_sub(1);
        let reserved = limit.div_ceil(RESERVED_PART);
        turns.spare_polls.set(left.saturating_sub(reserved.saturating_add(others)));
    }
}

impl Drop for Poll {
    fn drop(&mut self) {
        self.0.polls.set(self.0.polls.get().saturating_sub(1));
    }
}

/// The turns of one credential on one host.
#[derive(Default)]
pub struct Turns {
    beginning: Places,
    live: Places,
    /// The most that are live at once, once the server has said that there is such a limit.
    limit: Cell<Option<usize>>,
    /// When the next request of those that ask again and again may go out; who waits for it waits in line.
    next_poll: Mutex<Option<Instant>>,
    /// Requests of those that may go out at once, as far as the last answer tells, and those that are out.
    spare_polls: Cell<u32>,
    polls: Cell<u32>,
    changed_at: Cell<Option<Instant>>,
    /// There are no feeds, as far as is known, until then. Others on the host find out by themselves: what one asks for may
    /// be answered by a page for reasons of its own, such as a path in its base URL.
    without_feeds_until: Cell<Option<Instant>>,
}

impl Turns {
    fn places(&self, kind: Kind) -> &Places {
        match kind {
            Kind::Beginning => &self.beginning,
            Kind::Live => &self.live,
        }
    }

    fn take(self: &Rc<Self>, kind: Kind) -> Turn {
        let places = self.places(kind);
        places.held.set(places.held.get() + 1);
        Turn(Rc::clone(self), kind)
    }

    /// Waits until a feed may ask for what is there.
    pub async fn to_begin(self: &Rc<Self>) -> Turn {
        while self.beginning.held.get() >= MAX_BEGINNING {
            self.beginning.freed.notified().await;
        }
        self.take(Kind::Beginning)
    }

    /// Waits until a feed may wait for news; nothing when that takes too long.
    pub async fn to_live(self: &Rc<Self>) -> Option<Turn> {
        let free = async {
            while self.limit.get().is_some_and(|limit| self.live.held.get() >= limit) {
                self.live.freed.notified().await;
            }
        };
        timeout(MAX_WAIT, free).await.ok().map(|()| self.take(Kind::Live))
    }

    /// Waits until one that asks again and again may do so; what it answers is held until the answer is there.
    pub async fn to_poll(self: &Rc<Self>) -> Poll {
        let mut next_poll = self.next_poll.lock().await;
        if let Some(at) = *next_poll
            && self.spare_polls.get() == 0
        {
            sleep_until(at).await;
        }
        self.spare_polls.set(self.spare_polls.get().saturating_sub(1));
        self.polls.set(self.polls.get() + 1);
        *next_poll = Some(Instant::now() + POLL_INTERVAL);
        Poll(Rc::clone(self))
    }

    /// There are no feeds: for a while none is asked for.
    pub fn lack_feeds(&self) {
        self.without_feeds_until.set(Some(Instant::now() + WITHOUT_FEEDS));
    }

    /// There are no feeds, as far as is known.
    pub fn are_without_feeds(&self) -> bool {
        self.without_feeds_until.get().is_some_and(|until| Instant::now() < until)
    }

    /// The server lets fewer be live.
    pub fn refused(&self) {
        let now = Instant::now();
        // What is refused at once, because of one limit, halves it once.
        let is_recent =
            self.changed_at.get().is_some_and(|at| now.duration_since(at) < Duration::from_secs(1));
        if !is_recent || self.limit.get().is_none() {
            let held = self.live.held.get();
            self.limit.set(Some((self.limit.get().unwrap_or(held).min(held) / 2).max(1)));
            self.changed_at.set(Some(now));
        }
    }

    /// The server has held a live one to its end.
    pub fn succeeded(&self) {
        let Some(limit) = self.limit.get() else { return };
        let now = Instant::now();
        if self.changed_at.get().is_none_or(|at| now.duration_since(at) >= RAISE_AFTER) {
            self.limit.set((limit < NO_LIMIT).then_some(limit + 1));
            self.changed_at.set(Some(now));
            self.live.freed.notify_one();
        }
    }

    /// There is a limit, as far as is known.
    pub fn is_limited(&self) -> bool {
        self.limit.get().is_some()
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let places = self.0.places(self.1);
        places.held.set(places.held.get().saturating_sub(1));
        places.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn only_so_many_begin_at_once() {
        let turns = Rc::new(Turns::default());
        let mut held = Vec::new();
        for _ in 0..MAX_BEGINNING {
            held.push(turns.to_begin().await);
        }
        let mut next = Box::pin(turns.to_begin());
        assert!((&mut next).now_or_never().is_none());
        held.pop();
        next.await;
    }

    #[tokio::test(start_paused = true)]
    async fn polls_go_out_one_after_the_other() {
        let turns = Rc::new(Turns::default());
        let began_at = Instant::now();
        turns.to_poll().await;
        let mut left = Box::pin(turns.to_poll());
        assert!((&mut left).now_or_never().is_none());
        drop(left);
        for _ in 0..10 {
            turns.to_poll().await;
        }
        assert_eq!(began_at.elapsed(), POLL_INTERVAL * 10, "one that was left takes no turn");
    }

    #[tokio::test(start_paused = true)]
    async fn polls_go_out_at_once_while_more_than_a_quarter_of_the_rate_limit_is_left() {
        let turns = Rc::new(Turns::default());
        let head = |left: i32| {
            let mut headers = reqwest::header::HeaderMap::new();
            headers.insert("x-ratelimit-limit", 100.into());
            headers.insert("x-ratelimit-remaining", left.into());
            Head { status: 200, headers, url: String::new() }
        };
        let began_at = Instant::now();
        let first = turns.to_poll().await;
        let second = turns.to_poll().await;
        assert_eq!(began_at.elapsed(), POLL_INTERVAL, "nothing is known yet");
        first.answered(&head(30));
        for _ in 0..4 {
            turns.to_poll().await;
        }
        assert_eq!(began_at.elapsed(), POLL_INTERVAL, "five less the one that is out");
        turns.to_poll().await;
        assert_eq!(began_at.elapsed(), POLL_INTERVAL * 2);
        second.answered(&head(-1));
        turns.to_poll().await;
        assert_eq!(began_at.elapsed(), POLL_INTERVAL * 3);
    }

    #[tokio::test(start_paused = true)]
    async fn where_there_are_no_feeds_one_is_asked_for_again_after_five_minutes() {
        let turns = Turns::default();
        assert!(!turns.are_without_feeds());
        turns.lack_feeds();
        tokio::time::advance(Duration::from_secs(299)).await;
        assert!(turns.are_without_feeds());
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(!turns.are_without_feeds());
    }

    #[tokio::test(start_paused = true)]
    async fn a_limit_is_found_by_halving_and_one_more_after_a_while() {
        let turns = Rc::new(Turns::default());
        let mut held = Vec::new();
        for _ in 0..8 {
            held.extend(turns.to_live().await);
        }
        turns.refused();
        turns.refused();
        assert_eq!(turns.limit.get(), Some(4));
        held.truncate(4);
        assert!(turns.to_live().await.is_none(), "it looks without a turn");
        held.pop();
        held.extend(turns.to_live().await);
        assert_eq!(held.len(), 4);
        turns.succeeded();
        assert_eq!(turns.limit.get(), Some(5), "twenty seconds have passed");
        turns.succeeded();
        assert_eq!(turns.limit.get(), Some(5));
    }
}
