//! Queues of rate limits: one for each credential on a host, where its calls wait for the reset.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::{Duration, SystemTime};

use tokio::sync::Notify;
use tokio::time::Instant;

use super::classification::Hints;
use super::partition::{Partition, Partitions};
use super::rate_limit::{RateLimit, Turn};
use crate::transport::{Answer, Head};

/// First come, first served, by when a call was made and not by when it was turned away.
pub type Ticket = u64;

/// A queue, shared by the calls that pass it.
type SharedQueue = Rc<RefCell<RateLimitQueue>>;

#[derive(Default)]
struct RateLimitQueue {
    limit: RateLimit,
    waiting: BTreeMap<Ticket, Rc<Waiter>>,
    /// Those of them that have a deadline, by that.
    by_deadline: BTreeSet<(Instant, Ticket)>,
    /// The last answer that said the limit is used up, for those who never get to ask.
    refusal: Option<Rc<Answer>>,
}

struct Waiter {
    wait_limit: WaitLimit,
    /// Its turn comes later than it can wait: how long until then.
    late: Cell<Option<Duration>>,
    called: Notify,
}

/// The longest a call can wait for its turn.
#[derive(Clone, Copy)]
pub struct WaitLimit {
    /// The end of the call, with its turn or without.
    pub deadline: Option<Instant>,
    /// The longest wait that its options allow.
    pub longest: Duration,
}

/// A call that cannot go out before its deadline, or within the longest wait it allows.
pub struct TurnTooLate {
    /// The server's answer to those before.
    pub refusal: Rc<Answer>,
    /// The time until the turn it would have had.
    pub wait: Duration,
}

/// The queues of all credentials.
pub struct RateLimitQueues {
    queues: Partitions<SharedQueue>,
    last_ticket: Ticket,
}

impl Default for RateLimitQueues {
    fn default() -> Self {
        Self { queues: Partitions::new(SharedQueue::default), last_ticket: 0 }
    }
}

impl RateLimitQueues {
    /// A call's slot at the queue of its credential, kept through all its attempts.
    pub fn slot(&mut self, partition: &Partition, wait_limit: WaitLimit) -> Slot {
        self.last_ticket += 1;
        Slot { queue: Rc::clone(self.queues.of(partition)), ticket: self.last_ticket, wait_limit }
    }
}

/// A call's slot in the queue of its credential, kept through all its attempts.
pub struct Slot {
    queue: SharedQueue,
    ticket: Ticket,
    wait_limit: WaitLimit,
}

impl Slot {
    /// Waits for the call's turn; fails at once when it comes too late.
    pub async fn acquire(&self) -> Result<Permit, TurnTooLate> {
        if self.queue.borrow().is_open_to_all() {
            return Ok(self.permit());
        }
        let queued = self.queue();
        loop {
            // Armed before looking, so that no call between looking and waiting is lost.
            let called = queued.waiter.called.notified();
            match self.look(&queued.waiter)? {
                None => break,
                Some(Until::Called) => called.await,
                Some(Until::At(at)) => {
                    let _ = tokio::time::timeout_at(at, called).await;
                }
            }
        }
        drop(queued);
        Ok(self.permit())
    }

    /// True while the server has this credential wait: a repeated call waits here and not by itself.
    pub fn is_limited(&self) -> bool {
        self.queue.borrow().limit.refused_until(Instant::now()).is_some()
    }

    /// Says what there is to wait for; nothing when it is the call's turn.
    fn look(&self, waiter: &Waiter) -> Result<Option<Until>, TurnTooLate> {
        let mut queue = self.queue.borrow_mut();
        let now = Instant::now();
        if let Some(wait) = waiter.late.get() {
            return match queue.refusal_at(now) {
                Some(refusal) => Err(TurnTooLate { refusal, wait }),
                // Nobody was refused yet, so the count may be wrong: better to ask than to give up.
                None => Ok(None),
            };
        }
        let is_first = queue.waiting.first_key_value().is_none_or(|(first, _)| *first == self.ticket);
        if !is_first {
            return Ok(Some(Until::Called));
        }
        match queue.limit.turn(now) {
            Turn::Now => Ok(None),
            Turn::Wait(until) => {
                queue.limit.held_back(now);
                Ok(Some(Until::At(until)))
            }
        }
    }

    fn queue(&self) -> Queued<'_> {
        let mut queue = self.queue.borrow_mut();
        let now = Instant::now();
        let late = Cell::new(queue.lateness(self.wait_limit, queue.before(self.ticket), now));
        let waiter = Rc::new(Waiter { wait_limit: self.wait_limit, late, called: Notify::new() });
        queue.insert(self.ticket, &waiter);
        Queued { slot: self, waiter }
    }

    fn permit(&self) -> Permit {
        self.queue.borrow_mut().limit.departed(Instant::now());
        Permit { queue: Rc::clone(&self.queue) }
    }
}

enum Until {
    /// Those before are gone.
    Called,
    At(Instant),
}

/// A call in the queue. It leaves when this is dropped, whether it got through or was abandoned.
struct Queued<'a> {
    slot: &'a Slot,
    waiter: Rc<Waiter>,
}

impl Drop for Queued<'_> {
    fn drop(&mut self) {
        let mut queue = self.slot.queue.borrow_mut();
        queue.remove(self.slot.ticket, &self.waiter);
        if queue.waiting.is_empty() {
            queue.limit.caught_up();
        }
        queue.call_first();
    }
}

impl RateLimitQueue {
    fn is_open_to_all(&self) -> bool {
        self.waiting.is_empty() && self.limit.turn(Instant::now()) == Turn::Now
    }

    fn call_first(&self) {
        if let Some((_, first)) = self.waiting.first_key_value() {
            first.called.notify_one();
        }
    }

    fn refusal_at(&self, now: Instant) -> Option<Rc<Answer>> {
        self.limit.refused_until(now)?;
        self.refusal.clone()
    }

    fn insert(&mut self, ticket: Ticket, waiter: &Rc<Waiter>) {
        // Whoever is late already leaves at its next look, and counts for nobody else.
        if waiter.late.get().is_none() {
            self.waiting.insert(ticket, Rc::clone(waiter));
            self.by_deadline.extend(waiter.wait_limit.deadline.map(|deadline| (deadline, ticket)));
        }
    }

    fn remove(&mut self, ticket: Ticket, waiter: &Waiter) {
        self.waiting.remove(&ticket);
        if let Some(deadline) = waiter.wait_limit.deadline {
            self.by_deadline.remove(&(deadline, ticket));
        }
    }

    /// Says how many wait before a ticket: of one that comes back among them an estimate, since to count them
    /// would cost each call what the queue is long.
    fn before(&self, ticket: Ticket) -> usize {
        let (Some((first, _)), Some((last, _))) =
            (self.waiting.first_key_value(), self.waiting.last_key_value())
        else {
            return 0;
        };
        if ticket > *last {
            return self.waiting.len();
        }
        let share = ticket.saturating_sub(*first) as f64 / (last - first).max(1) as f64;
        (self.waiting.len() as f64 * share) as usize
    }

    /// Says how long until the turn of a call, if that is longer than it can wait.
    fn lateness(&self, wait_limit: WaitLimit, before: usize, now: Instant) -> Option<Duration> {
        let turn = self.limit.earliest(before, now);
        let wait = turn.duration_since(now);
        let is_late =
            wait > wait_limit.longest || wait_limit.deadline.is_some_and(|deadline| turn > deadline);
        is_late.then_some(wait)
    }

    /// Tells those whose turn has moved further than they can wait: those with the nearest deadlines, and those
    /// at the end of the queue. Each is told once, so that telling costs a call the same however many wait.
    fn call_late(&mut self, now: Instant) {
        while let Some((_, ticket)) = self.by_deadline.first().copied() {
            if !self.tell_if_late(ticket, 0, now) {
                break;
            }
        }
        while let Some((ticket, _)) = self.waiting.last_key_value() {
            if !self.tell_if_late(*ticket, self.waiting.len() - 1, now) {
                break;
            }
        }
    }

    fn tell_if_late(&mut self, ticket: Ticket, before: usize, now: Instant) -> bool {
        let Some(waiter) = self.waiting.get(&ticket).map(Rc::clone) else { return false };
        let late = self.lateness(waiter.wait_limit, before, now);
        if late.is_some() {
            waiter.late.set(late);
            waiter.called.notify_one();
            self.remove(ticket, &waiter);
        }
        late.is_some()
    }
}

/// A call that has passed the queue, until it is answered, lost or abandoned.
pub struct Permit {
    queue: SharedQueue,
}

impl Permit {
    /// Reports what the head of an answer says about the limit; a 429 is kept for those who never get to ask.
    pub fn answered(self, head: &Head, refusal: Option<&Answer>, hints: &Hints) {
        let mut queue = self.queue.borrow_mut();
        let now = Instant::now();
        if let Some(refusal) = refusal.filter(|answer| answer.head.status == 429) {
            queue.refusal = Some(Rc::new(refusal.clone()));
        }
        if queue.limit.answered(head, hints, now, SystemTime::now()) {
            queue.call_late(now);
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut queue = self.queue.borrow_mut();
        queue.limit.returned();
        queue.call_first();
    }
}

#[cfg(test)]
#[path = "rate_limit_queue_tests.rs"]
mod tests;
