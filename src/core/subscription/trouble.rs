//! The waits of a feed between two tries, when something broke or the server says nothing.

use std::time::Duration;

use tokio::time::Instant;

use crate::call::Reconnect;

/// Counts tries since something went well, and says how long to wait for the next.
pub struct Trouble {
    options: Reconnect,
    began_at: Option<Instant>,
    tries: u32,
}

impl Trouble {
    /// Begins without any.
    pub fn new(options: Reconnect) -> Self {
        Self { options, began_at: None, tries: 0 }
    }

    /// Something went well.
    pub fn end(&mut self) {
        self.began_at = None;
        self.tries = 0;
    }

    /// Tries that have failed in a row.
    pub fn tries(&self) -> u32 {
        self.tries
    }

    /// Counts a try that failed, and says how long to wait before the next one; nothing when that would be too late.
    /// `asked` is how long the server wants to be left alone.
    pub fn wait(&mut self, asked: Option<Duration>) -> Option<Duration> {
        let now = Instant::now();
        let began_at = *self.began_at.get_or_insert(now);
        self.tries += 1;
        let wait = self.step(self.tries, fastrand::f64()).max(asked.unwrap_or_default());
        let too_late =
            self.options.max_elapsed.is_some_and(|most| now.duration_since(began_at) + wait > most);
        (!too_late).then_some(wait)
    }

    /// The wait before a try, the first of which is 1: doubled each time, and half as long again or half as short by chance.
    pub fn step(&self, number: u32, chance: f64) -> Duration {
        let Reconnect { min_wait, max_wait, .. } = self.options;
        let doubled =
            min_wait.saturating_mul(1_u32.checked_shl(number.saturating_sub(1)).unwrap_or(u32::MAX));
        doubled.min(max_wait).mul_f64(0.5 + chance).min(max_wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let trouble = Trouble::new(Reconnect::default());
        let steps: Vec<u128> = (1..=8).map(|number| trouble.step(number, 0.5).as_millis()).collect();
        assert_eq!(steps, [250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
        assert_eq!(trouble.step(1, 0.0), Duration::from_millis(125));
        assert_eq!(trouble.step(1_000, 1.0), Duration::from_secs(10));
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_given_up_when_the_next_try_would_be_too_late() {
        let max_elapsed = Some(Duration::from_secs(3));
        let mut trouble = Trouble::new(Reconnect { max_elapsed, ..Reconnect::default() });
        assert!(trouble.wait(None).is_some());
        assert_eq!(trouble.wait(Some(Duration::from_secs(2))), Some(Duration::from_secs(2)));
        assert_eq!(trouble.wait(Some(Duration::from_secs(4))), None);
        trouble.end();
        assert_eq!(
            (trouble.tries(), trouble.wait(Some(Duration::from_secs(2)))),
            (0, Some(Duration::from_secs(2)))
        );
    }

    #[tokio::test(start_paused = true)]
    async fn an_hour_of_failures_costs_a_try_each_ten_seconds_at_most_twice_as_many() {
        let began_at = Instant::now();
        let mut trouble = Trouble::new(Reconnect::default());
        let mut tries = Vec::new();
        while began_at.elapsed() < Duration::from_secs(3_600) {
            let wait = trouble.wait(None).unwrap();
            tokio::time::sleep(wait).await;
            tries.push((began_at.elapsed(), wait));
        }
        assert!((360..=725).contains(&tries.len()), "{}", tries.len());
        assert!(tries.iter().skip(6).all(|(_, wait)| (5..=10).contains(&wait.as_secs())));
        let first = tries.iter().filter(|(at, _)| *at <= Duration::from_secs(10));
        assert!(first.count() <= 10, "a snapshot in the first ten seconds");
    }
}
