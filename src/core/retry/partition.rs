//! Keeps budgets and rate limits apart by partition, one credential on one host, so that no customer pays for
//! another.

use std::sync::Arc;
use std::time::Duration;

use lru::LruCache;
use tokio::time::Instant;

/// Kept this long after its last use; by then any rate limit window has passed.
const IDLE_TTL: Duration = Duration::from_secs(600);
/// Partitions of a process that serves very many customers.
const MAX_PARTITIONS: usize = 65_536;

/// One credential on one host.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Partition {
    /// Scheme, host and port.
    host: Arc<str>,
    /// The SHA-256 of the token.
    credential: [u8; 32],
}

impl Partition {
    /// The partition of a credential, by its digest, on a host.
    pub fn new(host: Arc<str>, credential: [u8; 32]) -> Self {
        Self { host, credential }
    }

    /// Takes everybody on the same host together.
    pub fn whole_host(&self) -> Self {
        Self { host: Arc::clone(&self.host), credential: [0; 32] }
    }
}

/// Keeps something for each partition; made when it is first asked for, dropped when it was long unused, or when
/// there are too many that were used since.
pub struct Partitions<T> {
    kept: LruCache<Partition, (T, Instant)>,
    make: fn() -> T,
}

impl<T> Partitions<T> {
    /// Keeps nothing yet; `make` makes what is asked for.
    pub fn new(make: fn() -> T) -> Self {
        // A bound from the start would be allocated for.
        Self { kept: LruCache::unbounded(), make }
    }

    /// Finds what is kept already, if anything is.
    pub fn known(&mut self, partition: &Partition) -> Option<&mut T> {
        let (kept, used_at) = self.kept.get_mut(partition)?;
        *used_at = Instant::now();
        Some(kept)
    }

    /// Finds what is kept, or makes it.
    pub fn of(&mut self, partition: &Partition) -> &mut T {
        let now = Instant::now();
        self.drop_idle(now);
        if self.kept.len() >= MAX_PARTITIONS && !self.kept.contains(partition) {
            self.kept.pop_lru();
        }
        let make = self.make;
        let (kept, used_at) = self.kept.get_or_insert_mut_ref(partition, || (make(), now));
        *used_at = now;
        kept
    }

    /// Those that were not used for longest are at the end, so that a look costs the same however many there are.
    fn drop_idle(&mut self, now: Instant) {
        while let Some((_, (_, used_at))) = self.kept.peek_lru()
            && now.duration_since(*used_at) >= IDLE_TTL
        {
            self.kept.pop_lru();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partition(number: usize) -> Partition {
        Partition::new(format!("https://{number}.example").into(), [0; 32])
    }

    #[tokio::test(start_paused = true)]
    async fn partitions_that_are_long_unused_are_dropped() {
        let mut partitions = Partitions::new(Vec::<u8>::new);
        for number in 0..100 {
            partitions.of(&partition(number)).push(1);
        }
        tokio::time::advance(IDLE_TTL / 2).await;
        partitions.of(&partition(0)).push(2);
        tokio::time::advance(IDLE_TTL / 2).await;
        partitions.of(&partition(100)).push(1);
        assert_eq!(partitions.kept.len(), 2);
        assert_eq!(*partitions.of(&partition(0)), [1, 2]);
    }

    #[tokio::test(start_paused = true)]
    async fn of_too_many_the_least_recently_used_is_dropped() {
        let mut partitions = Partitions::new(Vec::<u8>::new);
        for number in 0..MAX_PARTITIONS {
            partitions.of(&partition(number)).push(1);
        }
        assert_eq!(partitions.of(&partition(0)).len(), 1);
        partitions.of(&partition(MAX_PARTITIONS)).push(1);
        assert_eq!(partitions.of(&partition(0)).len(), 1);
        assert_eq!(partitions.of(&partition(1)).len(), 0);
    }
}
