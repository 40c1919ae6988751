//! Work on the I/O thread, between whose steps everybody else has a turn.

use std::cell::Cell;

/// Bytes that are worked on before others have their turn.
const STEP: usize = 64 * 1024;
/// What a thing costs besides its bytes, in bytes.
const EACH: usize = 512;

/// Counts the work that was done since others had their turn.
#[derive(Default)]
pub struct Work(Cell<usize>);

impl Work {
    /// Counts so many bytes, and lets others have their turn when it was much.
    pub async fn did(&self, bytes: usize) {
        if self.adds_up(bytes) {
            tokio::task::yield_now().await;
        }
    }

    /// Counts one thing of so many bytes, and lets others have their turn when it was much.
    pub async fn did_one(&self, bytes: usize) {
        self.did(bytes.saturating_add(EACH)).await;
    }

    /// It is much, and is counted anew.
    fn adds_up(&self, bytes: usize) -> bool {
        let done = self.0.get().saturating_add(bytes);
        let is_much = done >= STEP;
        self.0.set(if is_much { 0 } else { done });
        is_much
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn much_or_many_adds_up() {
        let work = Work::default();
        assert!(work.adds_up(STEP + 1));
        assert!(!work.adds_up(STEP - 1));
        assert!(work.adds_up(EACH));
        assert_eq!((1..=STEP).find(|_| work.adds_up(EACH)), Some(STEP / EACH));
    }
}
