use super::*;
use crate::core::policy::Policy;
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
