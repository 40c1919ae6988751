//! Whatever a server answers: the failure is valid JSON, bounded where it is shown, and never holds the
//! token the server was sent.

use std::sync::LazyLock;
use std::time::SystemTime;

use hairtrigger_core::call::{Call, CallOptions, Path, Request};
use hairtrigger_core::decode;
use hairtrigger_core::identity::{BaseUrl, Config, GivenToken, ProcessEnvironment, Scope, TokenChoice};
use hairtrigger_core::operation::{Accepts, Operation, Shape};
use hairtrigger_core::outcome::{FailureContext, as_misshapen, as_refusal, messages};
use hairtrigger_core::retry::{Failed, Hints, NoRetry, classify};
use hairtrigger_core::transport::Head;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

const TOKEN: &str = "tr_dev_aB3dE6gH9jK2mN5pQ8sT1vW4";

static REPLAY: Operation =
    Operation::post("runs.replay", "/api/v1/runs/run_1/replay", "look for the new run")
        .accepts(Accepts::SECRET_KEY)
        .answers(Shape::Object(&[]));

static CALL: LazyLock<Call> = LazyLock::new(|| {
    let token = TokenChoice::read(GivenToken::Text(TOKEN.to_owned()), GivenToken::Absent);
    let base_url = BaseUrl::parse("https://api.trigger.dev", "baseURL");
    let config = Config {
        token: token.expect("a token"),
        base_url: Some(base_url.expect("a base URL")),
        ..Config::default()
    };
    let scope = Scope::of_default(&config, &ProcessEnvironment::default());
    let request = Request { path: Path::fill(REPLAY.path, &[]), ..Request::default() };
    Call::new(&REPLAY, &scope, CallOptions::default(), request).expect("a call")
});

static SPELLINGS: LazyLock<[String; 5]> = LazyLock::new(|| {
    let each = |spell: fn(u8) -> String| TOKEN.bytes().map(spell).collect();
    [
        TOKEN.to_owned(),
        each(|byte| format!("%{byte:02x}")),
        each(|byte| format!("%25{byte:02x}")),
        each(|byte| format!("&#x{byte:x};")),
        each(|byte| format!("{byte:02x}:")),
    ]
});

pub type Input<'a> = (u16, Vec<(&'a [u8], &'a [u8])>, Vec<u8>);

pub fn check(input: Input<'_>) {
    let (status, given, mut body) = input;
    let mut headers = HeaderMap::new();
    for (name, value) in given {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
            headers.append(name, value);
        }
    }
    // Servers that echo what they were sent: a star in the body stands for the token, spelled as the byte
    // before it says.
    if let Some(star) = body.iter().position(|byte| *byte == b'*') {
        let kind = star.checked_sub(1).map_or(0, |before| usize::from(body[before]));
        body.splice(star..=star, SPELLINGS[kind % SPELLINGS.len()].bytes());
    }
    let head = Head { status: 100 + status % 900, headers, url: "https://api.trigger.dev/".to_owned() };
    let trail = FailureContext { call: &CALL, attempts: 1 };
    let failure = if head.is_success() {
        match decode::read(REPLAY.answer, body) {
            Ok(_) => return,
            Err((what, body)) => {
                messages::misshapen(&as_misshapen(head, &body, &CALL.identity.credential), what, &trail)
            }
        }
    } else {
        let hints = Hints::read(&head, SystemTime::now());
        let class = classify(&Failed::Answered(head.status, hints), CALL.is_idempotent());
        let answer = as_refusal(head, &body, &CALL.identity.credential);
        messages::failed(Ok(answer), class, NoRetry::Exhausted, &trail)
    };
    assert!(failure.message.chars().count() < 4_000, "{}", failure.message.len());
    assert!(!failure.message.contains(char::is_control));
    let json = failure.to_json();
    assert!(SPELLINGS.iter().all(|spelling| !json.contains(spelling)), "{json}");
    serde_json::from_str::<serde_json::Value>(&json).expect("JSON");
}
