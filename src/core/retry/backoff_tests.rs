use super::*;
use crate::identity::Policy;

fn next(attempt: u32, hint: Option<u64>, remaining: u64, chance: f64) -> Result<Duration, NoRetry> {
    let options = Policy::default().retry;
    let hint = hint.map(Duration::from_millis);
    let remaining = Duration::from_millis(remaining);
    let failed = FailedAttempt { number: attempt, elapsed: Duration::ZERO, remaining };
    wait(&options, Class::Repeatable, failed, hint, chance)
}

#[test]
fn delays_grow_as_in_the_official_client() {
    let expected = [1_000, 1_600, 2_560, 4_096];
    for (index, milliseconds) in expected.into_iter().enumerate() {
        let attempt = index as u32 + 1;
        assert_eq!(next(attempt, None, 60_000, 0.0), Ok(Duration::from_millis(milliseconds)));
        let doubled = Duration::from_millis(milliseconds * 2);
        assert_eq!(next(attempt, None, 60_000, 1.0), Ok(doubled));
    }
    assert_eq!(next(5, None, 60_000, 0.0), Err(NoRetry::Exhausted));
}

#[test]
fn a_wait_that_cannot_fit_stops_at_once() {
    assert_eq!(next(1, Some(31_000), 60_000, 0.0), Err(NoRetry::TooLong(Duration::from_secs(31))));
    assert!(matches!(next(1, Some(20_000), 10_000, 0.0), Err(NoRetry::TooLong(_))));
    assert!(matches!(next(1, None, 500, 0.0), Err(NoRetry::TooLong(_))));
    assert_eq!(next(1, Some(2_000), 10_000, 0.0), Ok(Duration::from_secs(2)));
}

#[test]
fn a_lagging_replica_gets_two_retries_within_three_seconds() {
    let options = Policy::default().retry;
    let lag = |attempt, elapsed| {
        let elapsed = Duration::from_millis(elapsed);
        let failed = FailedAttempt { number: attempt, elapsed, remaining: Duration::MAX };
        wait(&options, Class::NotThereYet, failed, None, 0.0)
    };
    assert!(lag(1, 0).is_ok());
    assert!(lag(2, 1_050).is_ok());
    assert_eq!(lag(3, 2_700), Err(NoRetry::Exhausted));
    assert_eq!(lag(2, 1_500), Err(NoRetry::Exhausted));
}

#[test]
fn extreme_options_do_not_overflow() {
    let options = RetryOptions {
        max_attempts: u32::MAX,
        factor: 1e300,
        min_timeout_in_ms: 1e300,
        max_timeout_in_ms: f64::MAX,
        randomize: true,
    };
    let failed =
        FailedAttempt { number: 2_000_000_000, elapsed: Duration::ZERO, remaining: Duration::from_secs(1) };
    let stopped = wait(&options, Class::Repeatable, failed, None, 0.5);
    assert!(matches!(stopped, Err(NoRetry::TooLong(_))));
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    fn options() -> impl Strategy<Value = RetryOptions> {
        let milliseconds = prop_oneof![0.0..100_000.0, any::<f64>().prop_map(f64::abs)];
        (any::<u32>(), 1.0..10.0, milliseconds.clone(), milliseconds, any::<bool>()).prop_map(
            |(max_attempts, factor, min_timeout_in_ms, max_timeout_in_ms, randomize)| RetryOptions {
                max_attempts,
                factor,
                min_timeout_in_ms,
                max_timeout_in_ms,
                randomize,
            },
        )
    }

    fn classes() -> impl Strategy<Value = Class> {
        prop_oneof![
            Just(Class::Final),
            Just(Class::Ambiguous),
            Just(Class::Repeatable),
            Just(Class::NotThereYet)
        ]
    }

    proptest! {
        #[test]
        fn a_wait_keeps_all_its_bounds(
            options in options(),
            class in classes(),
            attempt in 1_u32..,
            hint: Option<Duration>,
            elapsed: Duration,
            remaining: Duration,
            chance in 0.0_f64..1.0,
        ) {
            let longest = longest_wait(&options);
            let failed = FailedAttempt { number: attempt, elapsed, remaining };
            match wait(&options, class, failed, hint, chance) {
                Ok(wait) => {
                    prop_assert!(attempt < options.max_attempts && wait < remaining);
                    prop_assert!(!matches!(class, Class::Final | Class::Ambiguous));
                    match hint {
                        Some(asked) => prop_assert!(asked <= wait && wait <= asked.saturating_add(asked.mul_f64(0.11))),
                        None => prop_assert!(wait <= longest.saturating_add(Duration::from_millis(1))),
                    }
                }
                Err(NoRetry::TooLong(wait)) => {
                    prop_assert!(wait >= remaining || hint.is_some_and(|asked| asked > longest));
                }
                Err(NoRetry::Exhausted) => prop_assert!(class != Class::Repeatable || attempt >= options.max_attempts),
                Err(NoRetry::OverBudget(_)) => prop_assert!(false, "the budget is not asked here"),
            }
        }
    }
}
