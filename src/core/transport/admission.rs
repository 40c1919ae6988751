//! Admits requests to a host, so that nobody who sends many holds up those who send few.
//!
//! A host has a bound of requests at once, a quarter of which is kept for those who hold few. Of the rest a holder,
//! which is a credential, may hold as many as are still free: alone it gets half, and whoever comes after it half of
//! what it left. Whoever holds next to nothing is admitted while anything is free, so that it takes dozens who hang
//! on to all they can get before somebody has to wait who asks a little. Those who wait are admitted in turn, whoever
//! holds least first.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use tokio::sync::Notify;

/// Whoever holds fewer may take of what is kept.
const FEW: usize = 2;

/// Tells those apart who share a host: the digest of a credential.
pub type Holder = [u8; 32];

/// The requests a host is asked at once, and those who wait to ask it.
pub struct Admission(Rc<RefCell<State>>);

struct State {
    bound: usize,
    held: usize,
    holders: HashMap<Holder, Holding>,
    /// Whoever has requests waiting, by how many it holds, then by how long ago it was admitted last.
    waiting: BTreeSet<(usize, u64, Holder)>,
    /// Counts admissions and tickets.
    clock: u64,
}

#[derive(Default)]
struct Holding {
    held: usize,
    admitted_at: u64,
    queue: BTreeMap<u64, Rc<Waiter>>,
}

#[derive(Default)]
struct Waiter {
    is_admitted: Cell<bool>,
    called: Notify,
}

/// A request that was admitted, until it is dropped.
pub struct Permit {
    state: Rc<RefCell<State>>,
    holder: Holder,
}

impl Admission {
    /// Admits so many at once.
    pub fn new(bound: usize) -> Self {
        Self(Rc::new(RefCell::new(State {
            bound,
            held: 0,
            holders: HashMap::new(),
            waiting: BTreeSet::new(),
            clock: 0,
        })))
    }

    /// Changes the bound; what is held already stays so.
    pub fn bound_to(&self, bound: usize) {
        let mut state = self.0.borrow_mut();
        state.bound = bound;
        state.admit_waiting();
    }

    /// Waits until the holder is admitted; dropped before, it leaves the queue.
    pub async fn acquire(&self, holder: Holder) -> Permit {
        let queued = {
            let mut state = self.0.borrow_mut();
            if state.admit(holder) {
                return Permit { state: Rc::clone(&self.0), holder };
            }
            let (ticket, waiter) = state.enqueue(holder);
            Queued { state: &self.0, holder, ticket, waiter }
        };
        queued.waiter.called.notified().await;
        queued.take()
    }
}

/// A request in the queue of its holder.
struct Queued<'a> {
    state: &'a Rc<RefCell<State>>,
    holder: Holder,
    ticket: u64,
    waiter: Rc<Waiter>,
}

impl Queued<'_> {
    fn take(&self) -> Permit {
        self.waiter.is_admitted.set(false);
        Permit { state: Rc::clone(self.state), holder: self.holder }
    }
}

impl Drop for Queued<'_> {
    fn drop(&mut self) {
        let mut state = self.state.borrow_mut();
        if self.waiter.is_admitted.get() {
            // Admitted and abandoned in one turn.
            state.release(self.holder);
        } else {
            state.leave(self.holder, self.ticket);
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.state.borrow_mut().release(self.holder);
    }
}

impl State {
    /// Admits a request of the holder, unless others of it wait or it holds as many as are free.
    fn admit(&mut self, holder: Holder) -> bool {
        let (bound, held) = (self.bound, self.held);
        let holding = self.holders.entry(holder).or_default();
        if !may_take(bound, held, holding.held) || !holding.queue.is_empty() {
            return false;
        }
        self.clock += 1;
        holding.held += 1;
        holding.admitted_at = self.clock;
        self.held += 1;
        true
    }

    fn enqueue(&mut self, holder: Holder) -> (u64, Rc<Waiter>) {
        self.clock += 1;
        let waiter = Rc::new(Waiter::default());
        let holding = self.holders.entry(holder).or_default();
        holding.queue.insert(self.clock, Rc::clone(&waiter));
        self.waiting.insert((holding.held, holding.admitted_at, holder));
        (self.clock, waiter)
    }

    /// Takes a request out of the queue, if it is still there.
    fn leave(&mut self, holder: Holder, ticket: u64) {
        let Some(holding) = self.holders.get_mut(&holder) else { return };
        if holding.queue.remove(&ticket).is_some() && holding.queue.is_empty() {
            self.waiting.remove(&(holding.held, holding.admitted_at, holder));
            self.forget_idle(holder);
        }
    }

    fn release(&mut self, holder: Holder) {
        let Some(holding) = self.holders.get_mut(&holder) else { return };
        let place = (holding.held, holding.admitted_at, holder);
        holding.held = holding.held.saturating_sub(1);
        self.held = self.held.saturating_sub(1);
        if self.waiting.remove(&place) {
            self.waiting.insert((holding.held, holding.admitted_at, holder));
        }
        self.forget_idle(holder);
        self.admit_waiting();
    }

    /// Admits those who wait while they may be: whoever holds least may, if anybody.
    fn admit_waiting(&mut self) {
        while let Some((held, admitted_at, holder)) = self.waiting.first().copied() {
            if !may_take(self.bound, self.held, held) {
                return;
            }
            self.waiting.remove(&(held, admitted_at, holder));
            let Some(holding) = self.holders.get_mut(&holder) else { continue };
            let Some((_, waiter)) = holding.queue.pop_first() else { continue };
            self.clock += 1;
            holding.held += 1;
            holding.admitted_at = self.clock;
            self.held += 1;
            if !holding.queue.is_empty() {
                self.waiting.insert((holding.held, holding.admitted_at, holder));
            }
            waiter.is_admitted.set(true);
            waiter.called.notify_one();
        }
    }

    fn forget_idle(&mut self, holder: Holder) {
        if self.holders.get(&holder).is_some_and(|holding| holding.held == 0 && holding.queue.is_empty()) {
            self.holders.remove(&holder);
        }
    }
}

/// Says if a holder of so many may take one more.
fn may_take(bound: usize, held_by_all: usize, held: usize) -> bool {
    let free = bound.saturating_sub(held_by_all);
    held < free.saturating_sub(bound / 4) || (held < FEW && held < free)
}

#[cfg(test)]
#[path = "admission_tests.rs"]
mod tests;
