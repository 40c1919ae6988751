use super::*;
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
        (Failed::Broken(Broken::NotSent), Repeatable, Repeatable),
        (Failed::Broken(Broken::Lost), Repeatable, Ambiguous),
        (Failed::Broken(Broken::Permanent), Final, Final),
        (answered(400, None), Final, Final),
        (answered(404, None), Final, Final),
        (answered(404, Some(true)), NotThereYet, Ambiguous),
        (answered(408, None), Repeatable, Ambiguous),
        (answered(409, None), Final, Final),
        (answered(409, Some(true)), Repeatable, Ambiguous),
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

mod properties {
    use super::*;
    use proptest::prelude::*;

    fn failures() -> impl Strategy<Value = Failed> {
        let hints = (any::<Option<bool>>(), any::<Option<Duration>>())
            .prop_map(|(should_retry, wait)| Hints { should_retry, wait });
        prop_oneof![
            Just(Failed::Broken(Broken::NotSent)),
            Just(Failed::Broken(Broken::Lost)),
            Just(Failed::Broken(Broken::Permanent)),
            Just(Failed::Broken(Broken::Unreadable)),
            (100_u16..1000, hints).prop_map(|(status, hints)| Failed::Answered(status, hints)),
        ]
    }

    proptest! {
        /// The rule that matters most: what must not happen twice is not sent twice.
        #[test]
        fn a_call_that_may_not_repeat_goes_out_again_only_when_nothing_was_done(failed in failures()) {
            let class = classify(&failed, false);
            if matches!(class, Class::Repeatable | Class::NotThereYet) {
                prop_assert!(matches!(failed, Failed::Broken(Broken::NotSent) | Failed::Answered(429, _)));
            }
        }

        #[test]
        fn the_servers_no_is_obeyed(status in 100_u16..1000, wait: Option<Duration>, is_idempotent: bool) {
            let failed = Failed::Answered(status, Hints { should_retry: Some(false), wait });
            prop_assert_eq!(classify(&failed, is_idempotent), Class::Final);
        }

        #[test]
        fn a_call_that_may_repeat_is_never_ambiguous(failed in failures()) {
            prop_assert_ne!(classify(&failed, true), Class::Ambiguous);
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
