use super::*;
use crate::policy::Policy;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

const NOW: u64 = 1_800_000_000;

fn head(status: u16, headers: &[(&'static str, &str)]) -> Head {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let value = HeaderValue::from_str(value).expect("value");
        map.insert(HeaderName::from_static(name), value);
    }
    Head { status, headers: map, url: String::new() }
}

fn hints(status: u16, headers: &[(&'static str, &str)]) -> Hints {
    Hints::read(&head(status, headers), SystemTime::UNIX_EPOCH + Duration::from_secs(NOW))
}

fn answered(status: u16, should_retry: Option<bool>) -> Failed {
    Failed::Answered(status, Hints { should_retry, wait: None })
}

#[test]
fn classes() {
    use Class::{Ambiguous, Final, NotThereYet, Repeatable};
    let cases = [
        // failure, class when repeating is harmless, class when it is not
        (Failed::NotSent, Repeatable, Repeatable),
        (Failed::Lost, Repeatable, Ambiguous),
        (Failed::Hopeless, Final, Final),
        (answered(400, None), Final, Final),
        (answered(404, None), Final, Final),
        (answered(404, Some(true)), NotThereYet, Ambiguous),
        (answered(408, None), Repeatable, Ambiguous),
        (answered(409, None), Repeatable, Ambiguous),
        (answered(422, None), Final, Final),
        (answered(422, Some(true)), Repeatable, Ambiguous),
        (answered(429, None), Repeatable, Repeatable),
        (answered(429, Some(false)), Final, Final),
        (answered(500, None), Repeatable, Ambiguous),
        (answered(503, Some(false)), Final, Final),
        (answered(599, None), Repeatable, Ambiguous),
    ];
    for (failed, harmless, harmful) in cases {
        assert_eq!(classify(&failed, true), harmless, "{failed:?}");
        assert_eq!(classify(&failed, false), harmful, "{failed:?}");
    }
}

#[test]
fn hints_are_read_from_headers() {
    let seconds = |number| Some(Duration::from_secs(number));
    assert_eq!(hints(503, &[("retry-after", "7")]).wait, seconds(7));
    assert_eq!(hints(503, &[("retry-after-ms", "1500")]).wait, Some(Duration::from_millis(1500)));
    let date = httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(NOW + 9));
    assert_eq!(hints(503, &[("retry-after", &date)]).wait, seconds(9));
    let past = httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(NOW - 9));
    assert_eq!(hints(503, &[("retry-after", &past)]).wait, seconds(0));
    let reset = ((NOW + 4) * 1_000).to_string();
    assert_eq!(hints(429, &[("x-ratelimit-reset", &reset)]).wait, seconds(4));
    assert_eq!(hints(500, &[("x-ratelimit-reset", &reset)]).wait, None);
    for text in ["", "soon", "-1", "NaN", "inf", "1e400"] {
        assert_eq!(hints(503, &[("retry-after", text)]).wait, None, "{text}");
    }
    assert_eq!(hints(404, &[("x-should-retry", "true")]).should_retry, Some(true));
    assert_eq!(hints(404, &[("x-should-retry", "maybe")]).should_retry, None);
}

fn next(attempt: u32, hint: Option<u64>, remaining: u64, chance: f64) -> Result<Duration, Stop> {
    let options = Policy::default().retry;
    let hint = hint.map(Duration::from_millis);
    let remaining = Duration::from_millis(remaining);
    wait(&options, Class::Repeatable, attempt, hint, Duration::ZERO, remaining, chance)
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
    assert_eq!(next(5, None, 60_000, 0.0), Err(Stop::Exhausted));
}

#[test]
fn a_wait_that_cannot_fit_stops_at_once() {
    assert_eq!(next(1, Some(31_000), 60_000, 0.0), Err(Stop::TooLong(Duration::from_secs(31))));
    assert!(matches!(next(1, Some(20_000), 10_000, 0.0), Err(Stop::TooLong(_))));
    assert!(matches!(next(1, None, 500, 0.0), Err(Stop::TooLong(_))));
    assert_eq!(next(1, Some(2_000), 10_000, 0.0), Ok(Duration::from_secs(2)));
}

#[test]
fn a_lagging_replica_gets_two_retries_within_three_seconds() {
    let options = Policy::default().retry;
    let lag = |attempt, elapsed| {
        let elapsed = Duration::from_millis(elapsed);
        wait(&options, Class::NotThereYet, attempt, None, elapsed, Duration::MAX, 0.0)
    };
    assert!(lag(1, 0).is_ok());
    assert!(lag(2, 1_050).is_ok());
    assert_eq!(lag(3, 2_700), Err(Stop::Exhausted));
    assert_eq!(lag(2, 1_500), Err(Stop::Exhausted));
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
    let stopped =
        wait(&options, Class::Repeatable, 2_000_000_000, None, Duration::ZERO, Duration::from_secs(1), 0.5);
    assert!(matches!(stopped, Err(Stop::TooLong(_))));
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    fn failures() -> impl Strategy<Value = Failed> {
        let hints = (any::<Option<bool>>(), any::<Option<Duration>>())
            .prop_map(|(should_retry, wait)| Hints { should_retry, wait });
        prop_oneof![
            Just(Failed::NotSent),
            Just(Failed::Lost),
            Just(Failed::Hopeless),
            Just(Failed::Unreadable),
            (100_u16..1000, hints).prop_map(|(status, hints)| Failed::Answered(status, hints)),
        ]
    }

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
        /// The rule that matters most: what must not happen twice is not sent twice.
        #[test]
        fn a_call_that_may_not_repeat_goes_out_again_only_when_nothing_was_done(failed in failures()) {
            let class = classify(&failed, false);
            if matches!(class, Class::Repeatable | Class::NotThereYet) {
                prop_assert!(matches!(failed, Failed::NotSent | Failed::Answered(429, _)));
            }
        }

        #[test]
        fn the_servers_no_is_obeyed(status in 100_u16..1000, wait: Option<Duration>, may_repeat: bool) {
            let failed = Failed::Answered(status, Hints { should_retry: Some(false), wait });
            prop_assert_eq!(classify(&failed, may_repeat), Class::Final);
        }

        #[test]
        fn a_call_that_may_repeat_is_never_ambiguous(failed in failures()) {
            prop_assert_ne!(classify(&failed, true), Class::Ambiguous);
        }

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
            match wait(&options, class, attempt, hint, elapsed, remaining, chance) {
                Ok(wait) => {
                    prop_assert!(attempt < options.max_attempts && wait < remaining);
                    prop_assert!(!matches!(class, Class::Final | Class::Ambiguous));
                    match hint {
                        Some(asked) => prop_assert!(asked <= wait && wait <= asked.saturating_add(asked.mul_f64(0.11))),
                        None => prop_assert!(wait <= longest.saturating_add(Duration::from_millis(1))),
                    }
                }
                Err(Stop::TooLong(wait)) => {
                    prop_assert!(wait >= remaining || hint.is_some_and(|asked| asked > longest));
                }
                Err(Stop::Exhausted) => prop_assert!(class != Class::Repeatable || attempt >= options.max_attempts),
                Err(Stop::OverBudget(_)) => prop_assert!(false, "the budget is not asked here"),
            }
        }

        #[test]
        fn any_header_is_read(name in "retry-after(-ms)?|x-ratelimit-reset|x-should-retry", value in "[ -~]{0,30}") {
            let mut headers = HeaderMap::new();
            headers.insert(HeaderName::from_bytes(name.as_bytes()).expect("name"), value.parse().expect("value"));
            let head = Head { status: 429, headers, url: String::new() };
            let hints = Hints::read(&head, SystemTime::now());
            prop_assert!(hints.wait.is_none() || name != "x-should-retry");
        }
    }
}
