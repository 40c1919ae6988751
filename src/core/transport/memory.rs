//! Bounds the bytes of large answers that are being read, or wait to be handed over.
//!
//! Each answer has a limit of its own; this one is for all of them together. A holder, which is a credential,
//! may hold as many bytes as are still free; beyond that its answers are read one after the other, the oldest
//! first, which always goes on so that nobody waits for anybody in a circle.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::admission::Holder;

/// For all answers of the process.
const BOUND: usize = 128 * 1024 * 1024;

/// The bytes of large bodies, of everybody together and of each credential.
#[derive(Clone, Default)]
pub struct Memory(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    released: Notify,
}

#[derive(Default)]
struct State {
    held: usize,
    holders: HashMap<Holder, Holding>,
    /// All answers, the oldest first.
    answers: BTreeSet<u64>,
    last: u64,
}

#[derive(Default)]
struct Holding {
    held: usize,
    answers: BTreeSet<u64>,
}

/// The bytes that one answer holds, until it is dropped.
pub struct Held {
    shared: Arc<Shared>,
    holder: Holder,
    number: u64,
    bytes: usize,
}

impl Memory {
    /// Begins to count the bytes of an answer.
    pub fn hold(&self, holder: Holder) -> Held {
        let mut state = self.0.lock();
        state.last += 1;
        let number = state.last;
        state.answers.insert(number);
        state.holders.entry(holder).or_default().answers.insert(number);
        Held { shared: Arc::clone(&self.0), holder, number, bytes: 0 }
    }
}

impl Held {
    /// Waits until the answer may have so many bytes, and counts them.
    pub async fn resize(&mut self, bytes: usize) {
        loop {
            // Armed before looking, so that no release between looking and waiting is lost.
            let shared = Arc::clone(&self.shared);
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

    fn try_resize(&mut self, bytes: usize) -> bool {
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
        state.answers.remove(&self.number);
        if let Some(holding) = state.holders.get_mut(&self.holder) {
            holding.answers.remove(&self.number);
            if holding.answers.is_empty() {
                state.holders.remove(&self.holder);
            }
        }
        drop(state);
        self.shared.released.notify_waiters();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn may_grow(&self, holder: Holder, number: u64, more: usize) -> bool {
        let free = BOUND.saturating_sub(self.held);
        let Some(holding) = self.holders.get(&holder) else { return false };
        let is_oldest = holding.answers.first() == Some(&number);
        holding.held + more <= free || (is_oldest && more <= free) || self.answers.first() == Some(&number)
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
