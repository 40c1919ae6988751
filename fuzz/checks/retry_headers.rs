//! Whatever a server says about repeating: what must not happen twice is not sent twice, and every wait
//! keeps its bounds.

use std::time::{Duration, SystemTime};

use hairtrigger_core::identity::RetryOptions;
use hairtrigger_core::retry::{Class, Failed, FailedAttempt, Hints, classify, wait};
use hairtrigger_core::transport::Head;
use reqwest::header::{HeaderMap, HeaderValue};

const NAMES: [&str; 4] = ["retry-after", "retry-after-ms", "x-ratelimit-reset", "x-should-retry"];

pub type Input<'a> = (u16, [&'a [u8]; 4], bool, u32, u32, [f64; 3], u64, f64);

pub fn check(input: Input<'_>) {
    let (
        status,
        values,
        is_idempotent,
        max_attempts,
        attempt,
        [factor, shortest, longest],
        remaining,
        chance,
    ) = input;
    let mut headers = HeaderMap::new();
    for (name, value) in NAMES.into_iter().zip(values) {
        if let Ok(value) = HeaderValue::from_bytes(value) {
            headers.insert(name, value);
        }
    }
    let head = Head { status: 100 + status % 900, headers, url: String::new() };
    let hints = Hints::read(&head, SystemTime::now());
    let failed = Failed::Answered(head.status, hints);
    let class = classify(&failed, is_idempotent);
    if !is_idempotent && head.status != 429 {
        assert!(!matches!(class, Class::Repeatable | Class::NotThereYet));
    }
    if hints.should_retry == Some(false) {
        assert_eq!(class, Class::Final);
    }
    let options = RetryOptions {
        max_attempts,
        factor,
        min_timeout_in_ms: shortest,
        max_timeout_in_ms: longest,
        randomize: true,
    };
    let remaining = Duration::from_millis(remaining);
    let chance = if (0.0..1.0).contains(&chance) { chance } else { 0.5 };
    let failed = FailedAttempt { number: attempt.max(1), elapsed: Duration::ZERO, remaining };
    let wait = wait(&options, class, failed, hints.wait, chance);
    if let Ok(wait) = wait {
        assert!(wait < remaining && attempt.max(1) < max_attempts);
        assert!(hints.wait.is_none_or(|asked| wait >= asked));
    }
}
