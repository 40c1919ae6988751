//! Keeps budgets and rate limits apart by partition, one credential on one host, so that no customer pays for
//! another.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

/// Kept this long after its last use; by then any rate limit window has passed.
const IDLE_TTL: Duration = Duration::from_secs(600);
/// Below this many partitions nothing is swept.
const SWEEP_AT: usize = 1_024;

#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Partition {
    /// Scheme, host and port.
    host: Arc<str>,
    /// The SHA-256 of the token.
    credential: [u8; 32],
}

impl Partition {
    pub fn new(host: Arc<str>, credential: [u8; 32]) -> Self {
        Self { host, credential }
    }

    /// Takes everybody on the same host together.
    pub fn whole_host(&self) -> Self {
        Self { host: Arc::clone(&self.host), credential: [0; 32] }
    }
}

/// Keeps something for each partition; made when it is first asked for, dropped when it was long unused.
pub struct Partitions<T> {
    kept: HashMap<Partition, (T, Instant)>,
    make: fn() -> T,
    sweep_at: usize,
}

impl<T> Partitions<T> {
    pub fn new(make: fn() -> T) -> Self {
        Self { kept: HashMap::new(), make, sweep_at: SWEEP_AT }
    }

    /// Finds what is kept already, if anything is.
    pub fn known(&mut self, partition: &Partition) -> Option<&mut T> {
        let (kept, used) = self.kept.get_mut(partition)?;
        *used = Instant::now();
        Some(kept)
    }

    /// Finds what is kept, or makes it.
    pub fn of(&mut self, partition: &Partition) -> &mut T {
        let now = Instant::now();
        if self.kept.len() >= self.sweep_at && !self.kept.contains_key(partition) {
            self.kept.retain(|_, (_, used)| now.duration_since(*used) < IDLE_TTL);
            self.sweep_at = SWEEP_AT.max(self.kept.len() * 2);
        }
        let (kept, used) = self.kept.entry(partition.clone()).or_insert_with(|| ((self.make)(), now));
        *used = now;
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn parties_that_are_long_unused_are_dropped() {
        let mut partitions = Partitions::new(Vec::<u8>::new);
        let partition = |number: usize| Partition::new(format!("https://{number}.example").into(), [0; 32]);
        for number in 0..SWEEP_AT {
            partitions.of(&partition(number)).push(1);
        }
        tokio::time::advance(IDLE_TTL / 2).await;
        partitions.of(&partition(0)).push(2);
        tokio::time::advance(IDLE_TTL / 2).await;
        partitions.of(&partition(SWEEP_AT)).push(1);
        assert_eq!(partitions.kept.len(), 2);
        assert_eq!(*partitions.of(&partition(0)), [1, 2]);
    }
}
