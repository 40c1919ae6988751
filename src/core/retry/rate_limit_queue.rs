//! The gates: one for each credential on a host, where its calls wait for the rate limit to reset.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, SystemTime};

use tokio::sync::Notify;
use tokio::time::Instant;

use super::classification::Hints;
use super::partition::{Partition, Partitions};
use super::rate_limit::{Pace, Turn};
use crate::transport::Answer;

/// First come, first served, by when a call was made and not by when it was turned away.
pub type Ticket = u64;

/// A gate, shared by the calls that pass it.
type SharedGate = Rc<RefCell<Gate>>;

#[derive(Default)]
struct Gate {
    pace: Pace,
    waiting: BTreeMap<Ticket, Rc<Waiter>>,
    /// The last answer that said the limit is used up, for those who never get to ask.
    refusal: Option<Rc<Answer>>,
}

struct Waiter {
    patience: Patience,
    /// Its turn comes later than it can wait.
    is_late: Cell<bool>,
    called: Notify,
}

/// How long a call can wait for its turn.
#[derive(Clone, Copy)]
pub struct Patience {
    pub deadline: Option<Instant>,
    /// While the server has refused nobody yet; then asking it is better than waiting longer.
    pub unasked: Duration,
}

/// A call that cannot go out before its deadline.
pub struct TooLate {
    /// What the server answered to those before.
    pub refusal: Rc<Answer>,
    /// How long until the turn it would have had.
    pub wait: Duration,
}

/// The gates of all credentials.
pub struct Gates {
    gates: Partitions<SharedGate>,
    last_ticket: Ticket,
}

impl Default for Gates {
    fn default() -> Self {
        Self { gates: Partitions::new(SharedGate::default), last_ticket: 0 }
    }
}

impl Gates {
    /// A call's place at the gate of its credential, kept through all its attempts.
    pub fn place(&mut self, partition: &Partition, patience: Patience) -> Place {
        self.last_ticket += 1;
        Place { gate: Rc::clone(self.gates.of(partition)), ticket: self.last_ticket, patience }
    }
}

pub struct Place {
    gate: SharedGate,
    ticket: Ticket,
    patience: Patience,
}

impl Place {
    /// Waits for the call's turn; fails at once when it comes too late.
    pub async fn enter(&self) -> Result<Passage, TooLate> {
        if self.gate.borrow().is_open_to_all() {
            return Ok(self.depart());
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
        Ok(self.depart())
    }

    /// True while the server has this credential wait: a repeated call waits here and not by itself.
    pub fn is_closed(&self) -> bool {
        self.gate.borrow().pace.refused_until(Instant::now()).is_some()
    }

    /// What there is to wait for; nothing when it is the call's turn.
    fn look(&self, waiter: &Waiter) -> Result<Option<Until>, TooLate> {
        let mut gate = self.gate.borrow_mut();
        let now = Instant::now();
        if waiter.is_late.get() {
            return match gate.refusal_at(now) {
                Some(refusal) => {
                    let before = gate.waiting.range(..self.ticket).count();
                    let wait = gate.pace.earliest(before, now).duration_since(now);
                    Err(TooLate { refusal, wait })
                }
                // Nobody was refused yet, so the count may be wrong: better to ask than to give up.
                None => Ok(None),
            };
        }
        let is_first = gate.waiting.first_key_value().is_none_or(|(first, _)| *first == self.ticket);
        if !is_first {
            return Ok(Some(Until::Called));
        }
        match gate.pace.turn(now) {
            Turn::Now => Ok(None),
            Turn::Wait(until) => {
                gate.pace.held_back(now);
                Ok(Some(Until::At(until)))
            }
        }
    }

    fn queue(&self) -> Queued<'_> {
        let mut gate = self.gate.borrow_mut();
        let now = Instant::now();
        let before = gate.waiting.range(..self.ticket).count();
        let is_late = Cell::new(gate.is_late(self.patience, before, now));
        let waiter = Rc::new(Waiter { patience: self.patience, is_late, called: Notify::new() });
        gate.waiting.insert(self.ticket, Rc::clone(&waiter));
        Queued { place: self, waiter }
    }

    fn depart(&self) -> Passage {
        self.gate.borrow_mut().pace.departed(Instant::now());
        Passage { gate: Rc::clone(&self.gate) }
    }
}

enum Until {
    /// Those before are gone.
    Called,
    At(Instant),
}

/// A call in the queue. It leaves when this is dropped, whether it got through or was abandoned.
struct Queued<'a> {
    place: &'a Place,
    waiter: Rc<Waiter>,
}

impl Drop for Queued<'_> {
    fn drop(&mut self) {
        let mut gate = self.place.gate.borrow_mut();
        gate.waiting.remove(&self.place.ticket);
        if gate.waiting.is_empty() {
            gate.pace.caught_up();
        }
        gate.call_first();
    }
}

impl Gate {
    fn is_open_to_all(&self) -> bool {
        self.waiting.is_empty() && self.pace.turn(Instant::now()) == Turn::Now
    }

    fn call_first(&self) {
        if let Some((_, first)) = self.waiting.first_key_value() {
            first.called.notify_one();
        }
    }

    fn refusal_at(&self, now: Instant) -> Option<Rc<Answer>> {
        self.pace.refused_until(now)?;
        self.refusal.clone()
    }

    fn is_late(&self, patience: Patience, before: usize, now: Instant) -> bool {
        let turn = self.pace.earliest(before, now);
        let unasked = self.pace.refused_until(now).is_none() && turn.duration_since(now) > patience.unasked;
        unasked || patience.deadline.is_some_and(|deadline| turn > deadline)
    }

    /// Tells those whose turn has moved behind their deadline.
    fn call_late(&self, now: Instant) {
        for (before, waiter) in self.waiting.values().enumerate() {
            if self.is_late(waiter.patience, before, now) {
                waiter.is_late.set(true);
                waiter.called.notify_one();
            }
        }
    }
}

/// A call that has passed the gate, until it is answered, lost or abandoned.
pub struct Passage {
    gate: SharedGate,
}

impl Passage {
    /// Reports what the answer says about the limit.
    pub fn answered(self, answer: &Answer, hints: &Hints) {
        let mut gate = self.gate.borrow_mut();
        let now = Instant::now();
        if answer.head.status == 429 {
            gate.refusal = Some(Rc::new(answer.clone()));
        }
        if gate.pace.answered(&answer.head, hints, now, SystemTime::now()) {
            gate.call_late(now);
        }
    }
}

impl Drop for Passage {
    fn drop(&mut self) {
        let mut gate = self.gate.borrow_mut();
        gate.pace.returned();
        gate.call_first();
    }
}

#[cfg(test)]
#[path = "rate_limit_queue_tests.rs"]
mod tests;
