//! Retry budgets: what keeps an outage from being multiplied by everybody's retries.

use super::partition::{Partition, Partitions};

/// The price of a retry, in the coin that a success pays in: one success buys a fifth of a retry, so
/// that calls cost at most 1.2 requests each once the savings are spent.
const COST: u32 = 5;
const INCOME: u32 = 1;
/// A credential saves up at most 100 retries on a host, the AWS SDKs' figure.
const OF_CREDENTIAL: u32 = 100 * COST;
/// All credentials together save up more, so that one of them alone cannot spend what the others need.
const OF_HOST: u32 = 500 * COST;

/// Retries a credential has that failed no more than that lately, however spent its host's budget is: one customer
/// with many keys leaves nobody else without any.
const FREE: u32 = 2 * COST;

/// A token bucket that starts full.
struct Budget {
    tokens: u32,
    capacity: u32,
}

impl Budget {
    fn full(capacity: u32) -> Self {
        Self { tokens: capacity, capacity }
    }

    fn affords_retry(&self) -> bool {
        self.tokens >= COST
    }

    fn spent(&self) -> u32 {
        self.capacity - self.tokens
    }

    fn spend(&mut self) {
        self.tokens = self.tokens.saturating_sub(COST);
    }

    fn earn(&mut self) {
        self.tokens = self.tokens.saturating_add(INCOME).min(self.capacity);
    }
}

/// The budget that does not afford a retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overdrawn {
    /// The credential's own.
    Credential,
    /// The host's, which all credentials share.
    Host,
}

/// The budgets of every host, and of every credential on it.
pub struct Budgets {
    credentials: Partitions<Budget>,
    hosts: Partitions<Budget>,
}

impl Default for Budgets {
    fn default() -> Self {
        Self {
            credentials: Partitions::new(|| Budget::full(OF_CREDENTIAL)),
            hosts: Partitions::new(|| Budget::full(OF_HOST)),
        }
    }
}

impl Budgets {
    /// Pays for one retry, from both budgets or from neither; a credential's first ones are free for its host.
    pub fn spend(&mut self, partition: &Partition) -> Result<(), Overdrawn> {
        let credential = self.credentials.of(partition);
        if !credential.affords_retry() {
            return Err(Overdrawn::Credential);
        }
        let host = self.hosts.of(&partition.whole_host());
        if !host.affords_retry() && credential.spent() >= FREE {
            return Err(Overdrawn::Host);
        }
        credential.spend();
        host.spend();
        Ok(())
    }

    /// The server is answering: a call ended with an answer that needs no repeating. A budget nobody
    /// has spent from is full, so none is kept for those that never fail.
    pub fn earn(&mut self, partition: &Partition) {
        let credential = self.credentials.known(partition);
        let host = self.hosts.known(&partition.whole_host());
        for budget in [credential, host].into_iter().flatten() {
            budget.earn();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn partition(host: &str, credential: u8) -> Partition {
        Partition::new(host.into(), [credential; 32])
    }

    #[test]
    fn one_credential_cannot_spend_what_the_others_need() {
        let mut budgets = Budgets::default();
        let spent = (0..1_000).filter(|_| budgets.spend(&partition("a", 1)).is_ok()).count();
        assert_eq!(spent, 100);
        assert_eq!(budgets.spend(&partition("a", 1)), Err(Overdrawn::Credential));
        assert_eq!(budgets.spend(&partition("a", 2)), Ok(()));
        assert_eq!(budgets.spend(&partition("b", 1)), Ok(()));
    }

    #[test]
    fn all_credentials_of_a_host_share_its_budget() {
        let mut budgets = Budgets::default();
        let spent = (0..20u8)
            .flat_map(|credential| std::iter::repeat_n(credential, 100))
            .filter(|credential| budgets.spend(&partition("a", *credential)).is_ok())
            .count();
        // Five have spent all of it, the fifteen others what each has for itself.
        assert_eq!(spent, 500 + 15 * 2);
        let other = partition("a", 99);
        let spent = [budgets.spend(&other), budgets.spend(&other), budgets.spend(&other)];
        assert_eq!(spent, [Ok(()), Ok(()), Err(Overdrawn::Host)]);
    }

    proptest! {
        /// Whatever fails and succeeds in whatever order: retries never exceed the savings and a
        /// fifth of the calls.
        #[test]
        fn retries_stay_within_the_savings_and_a_fifth(calls in prop::collection::vec((any::<bool>(), 0u8..3), 0..2_000)) {
            let mut budgets = Budgets::default();
            let (mut retries, mut successes) = (0, 0);
            for (succeeds, credential) in &calls {
                let partition = partition("a", *credential);
                if *succeeds {
                    budgets.earn(&partition);
                    successes += 1;
                } else if budgets.spend(&partition).is_ok() {
                    retries += 1;
                }
            }
            prop_assert!(retries <= 300 + successes / 5);
        }
    }
}
