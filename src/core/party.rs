//! A party: one credential on one host. Budgets and pacing are kept for each, so that no customer
//! pays for another.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

/// Kept this long after its last use; by then any rate limit window has passed.
const KEPT: Duration = Duration::from_secs(600);
/// Below this many parties nothing is swept.
const FEW: usize = 1_024;

#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Party {
    /// Scheme, host and port.
    host: Arc<str>,
    /// The SHA-256 of the token.
    credential: [u8; 32],
}

impl Party {
    pub fn new(host: Arc<str>, credential: [u8; 32]) -> Self {
        Self { host, credential }
    }

    /// Everybody on the same host.
    pub fn whole_host(&self) -> Self {
        Self { host: Arc::clone(&self.host), credential: [0; 32] }
    }
}

/// What is kept for each party; made when it is first asked for, dropped when it was long unused.
pub struct Parties<T> {
    kept: HashMap<Party, (T, Instant)>,
    make: fn() -> T,
    sweep_at: usize,
}

impl<T> Parties<T> {
    pub fn new(make: fn() -> T) -> Self {
        Self { kept: HashMap::new(), make, sweep_at: FEW }
    }

    /// What is kept already, if anything is.
    pub fn known(&mut self, party: &Party) -> Option<&mut T> {
        let (kept, used) = self.kept.get_mut(party)?;
        *used = Instant::now();
        Some(kept)
    }

    pub fn of(&mut self, party: &Party) -> &mut T {
        let now = Instant::now();
        if self.kept.len() >= self.sweep_at && !self.kept.contains_key(party) {
            self.kept.retain(|_, (_, used)| now.duration_since(*used) < KEPT);
            self.sweep_at = FEW.max(self.kept.len() * 2);
        }
        let (kept, used) = self.kept.entry(party.clone()).or_insert_with(|| ((self.make)(), now));
        *used = now;
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn parties_that_are_long_unused_are_dropped() {
        let mut parties = Parties::new(Vec::<u8>::new);
        let party = |number: usize| Party::new(format!("https://{number}.example").into(), [0; 32]);
        for number in 0..FEW {
            parties.of(&party(number)).push(1);
        }
        tokio::time::advance(KEPT / 2).await;
        parties.of(&party(0)).push(2);
        tokio::time::advance(KEPT / 2).await;
        parties.of(&party(FEW)).push(1);
        assert_eq!(parties.kept.len(), 2);
        assert_eq!(*parties.of(&party(0)), [1, 2]);
    }
}
