//! Bounds the bytes of large answers that are being read, or wait to be handed over, and of what is held for longer.
//!
//! Each answer has a limit of its own; this one is for all of them together. A holder, which is a credential,
//! may hold as many bytes as are still free; beyond that its answers are read one after the other, the oldest
//! first, which always goes on so that nobody waits for anybody in a circle. Each holder has a share that is sure,
//! however much the others hold, and an answer that hardly comes is left once others wait ([`Held::is_wanted`]): so
//! nobody keeps the others waiting by answers that do not end. What is only counted waits for nobody:
//! whoever counts asks if its holder has too much, and does something about it.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::admission::Holder;

/// For all answers of the process.
const BOUND: usize = 128 * 1024 * 1024;
/// What is sure for each credential: several pages of ordinary answers. It comes to little beside what a customer costs anyway.
const SURE: usize = 2 * 1024 * 1024;

/// The bytes of large bodies, of everybody together and of each credential.
#[derive(Clone)]
pub struct Memory(Arc<Shared>);

impl Default for Memory {
    fn default() -> Self {
        Self::new(BOUND, SURE)
    }
}

struct Shared {
    state: Mutex<State>,
    released: Notify,
}

struct State {
    bound: usize,
    /// What a holder may hold however little is free.
    always: usize,
    held: usize,
    holders: HashMap<Holder, Holding>,
    /// All answers, the oldest first.
    answers: BTreeSet<u64>,
    last: u64,
    /// Answers that wait for memory.
    waiting: usize,
}

#[derive(Default)]
struct Holding {
    held: usize,
    /// Those that count its bytes.
    counting: usize,
    waiting: usize,
    answers: BTreeSet<u64>,
}

/// Counts an answer that waits, until it is dropped.
struct Waiting<'a>(&'a Shared, Holder);

/// The bytes that one answer holds, or something else, until it is dropped.
pub struct Held {
    shared: Arc<Shared>,
    holder: Holder,
    /// The place of an answer among all of them.
    number: Option<u64>,
    bytes: usize,
}

impl fmt::Debug for Held {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Held").field(&self.bytes).finish()
    }
}

impl Memory {
    /// Bounds everything together; each holder may always hold some of it.
    pub fn new(bound: usize, always: usize) -> Self {
        let (holders, answers) = (HashMap::new(), BTreeSet::new());
        let state = State { bound, always, held: 0, holders, answers, last: 0, waiting: 0 };
        Self(Arc::new(Shared { state: state.into(), released: Notify::new() }))
    }

    /// Begins to count the bytes of an answer, which may have to wait for others.
    pub fn hold(&self, holder: Holder) -> Held {
        let mut state = self.0.lock();
        state.last += 1;
        let number = state.last;
        state.answers.insert(number);
        let holding = state.holders.entry(holder).or_default();
        holding.counting += 1;
        holding.answers.insert(number);
        Held { shared: Arc::clone(&self.0), holder, number: Some(number), bytes: 0 }
    }

    /// Counts bytes that are there, and that nobody waits for in turn.
    pub fn count(&self, holder: Holder, bytes: usize) -> Held {
        let mut state = self.0.lock();
        state.holders.entry(holder).or_default().counting += 1;
        state.change(holder, 0, bytes);
        Held { shared: Arc::clone(&self.0), holder, number: None, bytes }
    }
}

impl Held {
    /// Waits until the answer may have so many bytes, and counts them.
    pub async fn resize(&mut self, bytes: usize) {
        if self.try_resize(bytes) {
            return;
        }
        let shared = Arc::clone(&self.shared);
        let _waiting = Waiting::new(&shared, self.holder);
        loop {
            // Armed before looking, so that no release between looking and waiting is lost.
            let released = shared.released.notified();
            if self.try_resize(bytes) {
                return;
            }
            released.await;
        }
    }

    /// Counts so many bytes, whatever that comes to: they are there already.
    pub fn set(&mut self, bytes: usize) {
        self.shared.lock().change(self.holder, self.bytes, bytes);
        if bytes < self.bytes {
            self.shared.released.notify_waiters();
        }
        self.bytes = bytes;
    }

    /// The holder has all that it may have.
    pub fn is_crowded(&self) -> bool {
        !self.shared.lock().has_room(self.holder, 1)
    }

    /// Answers of other holders wait for memory, and this one holds more than what is sure.
    pub fn is_wanted(&self) -> bool {
        let state = self.shared.lock();
        let holding = state.holders.get(&self.holder);
        holding.is_some_and(|holding| holding.held > state.always && state.waiting > holding.waiting)
    }

    /// Counts so many bytes if the answer may have them at once.
    pub fn try_resize(&mut self, bytes: usize) -> bool {
        let mut state = self.shared.lock();
        let more = bytes.saturating_sub(self.bytes);
        if more > 0 && !state.may_grow(self.holder, self.number, more) {
            return false;
        }
        state.change(self.holder, self.bytes, bytes);
        self.bytes = bytes;
        true
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.change(self.holder, self.bytes, 0);
        if let Some(number) = self.number {
            state.answers.remove(&number);
        }
        if let Some(holding) = state.holders.get_mut(&self.holder) {
            holding.counting = holding.counting.saturating_sub(1);
            if let Some(number) = self.number {
                holding.answers.remove(&number);
            }
            if holding.counting == 0 {
                state.holders.remove(&self.holder);
            }
        }
        drop(state);
        self.shared.released.notify_waiters();
    }
}

impl<'a> Waiting<'a> {
    fn new(shared: &'a Shared, holder: Holder) -> Self {
        shared.lock().change_waiting(holder, 1);
        Self(shared, holder)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.lock().change_waiting(self.1, -1);
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn may_grow(&self, holder: Holder, number: Option<u64>, more: usize) -> bool {
        let Some(holding) = self.holders.get(&holder) else { return false };
        let is_first = |answers: &BTreeSet<u64>| number.is_some() && answers.first() == number.as_ref();
        let is_oldest = is_first(&holding.answers);
        self.has_room(holder, more) || (is_oldest && more <= self.free()) || is_first(&self.answers)
    }

    fn has_room(&self, holder: Holder, more: usize) -> bool {
        let held = self.holders.get(&holder).map_or(0, |holding| holding.held);
        held + more <= self.free().max(self.always)
    }

    fn free(&self) -> usize {
        self.bound.saturating_sub(self.held)
    }

    fn change_waiting(&mut self, holder: Holder, by: isize) {
        self.waiting = self.waiting.saturating_add_signed(by);
        if let Some(holding) = self.holders.get_mut(&holder) {
            holding.waiting = holding.waiting.saturating_add_signed(by);
        }
    }

    fn change(&mut self, holder: Holder, from: usize, to: usize) {
        self.held = (self.held + to).saturating_sub(from);
        if let Some(holding) = self.holders.get_mut(&holder) {
            holding.held = (holding.held + to).saturating_sub(from);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    const MIB: usize = 1024 * 1024;

    fn holds(held: &mut Held, bytes: usize) -> bool {
        held.resize(bytes).now_or_never().is_some()
    }

    #[test]
    fn one_holder_leaves_half_to_the_others() {
        let memory = Memory::default();
        let mut answers: Vec<Held> = (0..20).map(|_| memory.hold([1; 32])).collect();
        let held =
            answers.iter_mut().rev().filter_map(|answer| holds(answer, 8 * MIB).then_some(8)).sum::<usize>();
        assert_eq!(held, 64 + 8, "and its oldest answer goes on");
        assert!(holds(&mut memory.hold([2; 32]), 16 * MIB));
    }

    #[test]
    fn what_is_counted_crowds_its_holder_and_leaves_the_others_something() {
        let memory = Memory::new(64 * MIB, MIB);
        let first = memory.count([1; 32], 32 * MIB - 1);
        assert!(!first.is_crowded());
        let mut second = memory.count([1; 32], 1);
        assert!(first.is_crowded() && second.is_crowded());
        let other = memory.count([2; 32], 16 * MIB - 1);
        assert!(!other.is_crowded());
        second.set(64 * MIB);
        assert!(other.is_crowded());
        let mut last = memory.count([3; 32], MIB - 1);
        assert!(!last.is_crowded(), "each may always hold a little");
        last.set(MIB);
        assert!(last.is_crowded());
        drop((first, second, other));
        assert!(!last.is_crowded());
        drop(last);
        assert_eq!(memory.0.lock().held, 0);
        assert!(memory.0.lock().holders.is_empty());
    }

    #[test]
    fn whoever_holds_all_there_is_leaves_each_what_is_sure_and_is_known_to_be_in_the_way() {
        let memory = Memory::default();
        let mut stalled: Vec<Held> = (1..=8).map(|holder| memory.hold([holder; 32])).collect();
        assert!(stalled.iter_mut().all(|answer| holds(answer, 16 * MIB)), "all of it is held");
        let mut last = memory.hold([9; 32]);
        assert!(holds(&mut last, SURE));
        assert!(!stalled.iter().any(Held::is_wanted), "nobody waits");
        {
            let mut waits = Box::pin(last.resize(SURE + 1));
            assert!(waits.as_mut().now_or_never().is_none());
            assert!(stalled.iter().all(Held::is_wanted));
            stalled.pop();
            assert!(waits.as_mut().now_or_never().is_some());
        }
        assert!(!last.is_wanted() && !stalled.iter().any(Held::is_wanted), "nobody waits any more");
        let mut all: Vec<Held> = (100..200).map(|holder| memory.hold([holder; 32])).collect();
        assert!(all.iter_mut().all(|answer| holds(answer, SURE)));
        let held = memory.0.lock().held;
        assert!(held <= BOUND + 101 * SURE, "{held}: what is sure is all that comes on top");
    }

    #[tokio::test]
    async fn the_oldest_answer_always_goes_on_and_the_next_follows() {
        let memory = Memory::default();
        let mut first = memory.hold([1; 32]);
        let mut second = memory.hold([1; 32]);
        assert!(holds(&mut first, 16 * MIB));
        second.set(BOUND);
        assert!(holds(&mut first, 32 * MIB) && !holds(&mut second, BOUND + 1));
        drop(first);
        second.resize(BOUND + 1).await;
        drop(second);
        assert_eq!(memory.0.lock().held, 0);
        assert!(memory.0.lock().holders.is_empty() && memory.0.lock().answers.is_empty());
    }
}
