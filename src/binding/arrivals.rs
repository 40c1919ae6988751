//! What comes for a JavaScript thread, and when the thread is woken for it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Where mail comes all the time, the thread rests so long before it is woken for more: waking it costs more than a piece of
/// mail does.
const MIN_REST: Duration = Duration::from_millis(2);
/// Times in a row that it is woken without that much rest before this is all the time.
const MAX_HASTE: u32 = 8;

/// What has come since the thread took something last.
pub struct Arrivals<T>(Mutex<State<T>>);

struct State<T> {
    arrived: Vec<T>,
    /// The thread is woken, and has not taken them yet.
    is_woken: bool,
    /// Somebody looks in a moment whether it has to be woken.
    is_planned: bool,
    taken_at: Option<Instant>,
    /// Times in a row that the thread had less than its rest.
    haste: u32,
}

impl<T> Default for Arrivals<T> {
    fn default() -> Self {
        let arrived = Vec::new();
        Self(Mutex::new(State { arrived, is_woken: false, is_planned: false, taken_at: None, haste: 0 }))
    }
}

impl<T> Arrivals<T> {
    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds what cannot wait; true when the thread has to be woken for it.
    pub fn push(&self, arrival: T) -> bool {
        let mut state = self.state();
        state.arrived.push(arrival);
        !std::mem::replace(&mut state.is_woken, true)
    }

    /// Adds what may wait for others to come; says after how long to look again whether it is due, unless somebody does.
    pub fn gather(&self, arrival: T) -> Option<Duration> {
        let mut state = self.state();
        state.arrived.push(arrival);
        if state.is_woken || std::mem::replace(&mut state.is_planned, true) {
            return None;
        }
        let left = state.taken_at.map_or(Duration::ZERO, |at| MIN_REST.saturating_sub(at.elapsed()));
        state.haste = if left.is_zero() { 0 } else { (state.haste + 1).min(MAX_HASTE) };
        Some(if state.haste < MAX_HASTE { Duration::ZERO } else { left })
    }

    /// True when the thread has to be woken for what was gathered.
    pub fn is_due(&self) -> bool {
        let mut state = self.state();
        state.is_planned = false;
        !state.arrived.is_empty() && !std::mem::replace(&mut state.is_woken, true)
    }

    /// Takes all of it, on the thread that was woken.
    pub fn take(&self) -> Vec<T> {
        let mut state = self.state();
        state.is_woken = false;
        state.taken_at = Some(Instant::now());
        std::mem::take(&mut state.arrived)
    }
}
