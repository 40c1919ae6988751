//! Whatever is passed for a cursor: it is refused, or it was written for the same stream, and says a place.

use std::sync::LazyLock;

use hairtrigger_core::call::{Call, CallOptions, Path, Request};
use hairtrigger_core::identity::{BaseUrl, Config, GivenToken, ProcessEnvironment, Scope, TokenChoice};
use hairtrigger_core::operation::{Accepts, Operation};
use hairtrigger_core::subscription::{cursor, read_cursor};

static READ: Operation =
    Operation::get("streams.read", "/realtime/v1/streams/run_1/tokens").accepts(Accepts::KEYS).tails();

static CALL: LazyLock<Call> = LazyLock::new(|| {
    let token = GivenToken::Text("tr_dev_aB3dE6gH9jK2mN5pQ8sT1vW4".to_owned());
    let config = Config {
        token: TokenChoice::read(token, GivenToken::Absent).expect("a token"),
        base_url: Some(BaseUrl::parse("https://api.trigger.dev", "baseURL").expect("a base URL")),
        ..Config::default()
    };
    let scope = Scope::of_default(&config, &ProcessEnvironment::default());
    let request = Request { path: Path::fill(READ.path, &[]), ..Request::default() };
    Call::new(&READ, &scope, CallOptions::default(), request).expect("a call")
});

pub type Input<'a> = &'a str;

pub fn check(input: Input<'_>) {
    if let Ok(place) = read_cursor::<String>(input, &CALL) {
        assert_eq!(read_cursor::<String>(&cursor(&CALL, &place), &CALL).ok(), Some(place));
    }
    if let Ok(told) = read_cursor::<f64>(input, &CALL) {
        assert!(told.is_finite());
    }
    let written = cursor(&CALL, input);
    if written.len() <= 1_024 {
        assert_eq!(read_cursor::<String>(&written, &CALL).ok().as_deref(), Some(input));
    }
    assert!(!written.contains("aB3dE6"));
}
