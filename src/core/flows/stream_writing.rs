//! Writes to a stream: asks once where it is written, then writes there, past the API.
//!
//! What the API answers holds a token of the store. It stays here: no answer, message or trace has it.

use std::cell::RefCell;
use std::num::NonZeroUsize;
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use lru::LruCache;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;

use super::line_writing;
use crate::attempt;
use crate::attempt::Network;
use crate::call::{Call, Plan, Request, StreamRecord, StreamWrite};
use crate::identity::Secret;
use crate::outcome::{CallError, Delivery, ErrorKind, FailureContext, Outcome};
use crate::retry::{Backoff, Failed, Hints, Partition, classify};
use crate::transport::{Broken, Outgoing, Raw, TransportError};

type Result<T> = std::result::Result<T, Box<CallError>>;

/// Streams whose place is remembered.
const MAX_PLACES: NonZeroUsize = NonZeroUsize::MIN.saturating_add(999);
/// The headers that say where a stream is written, and the longest that one of them is.
const PLACE: [&str; 4] = ["x-s2-access-token", "x-s2-basin", "x-s2-stream-name", "x-s2-endpoint"];
const MAX_PLACE: usize = 16 * 1024;
/// Half of what the token of a place lives.
const FRESH: Duration = Duration::from_secs(12 * 3600);
/// What the store says under a token that is none any more.
const DENIED: &[u16] = &[401, 403];

/// The places of streams, by who asked for them, at which URL, and how the server is reached.
pub struct Places(RefCell<LruCache<Key, (Place, Instant)>>);

type Key = [u8; 32];

impl Default for Places {
    fn default() -> Self {
        Self(RefCell::new(LruCache::new(MAX_PLACES)))
    }
}

impl Places {
    fn find(&self, key: &Key) -> Option<Place> {
        let mut places = self.0.borrow_mut();
        places.get(key).filter(|(_, asked_at)| asked_at.elapsed() < FRESH).map(|(place, _)| place.clone())
    }
}

/// Where a stream is written.
#[derive(Clone)]
enum Place {
    /// At the API, as lines.
    Lines,
    /// At a store, as records.
    Records { url: Url, headers: HeaderMap },
}

/// The answer's headers, as a head is written.
#[derive(Deserialize)]
struct Shown {
    headers: Vec<(String, String)>,
}

/// The places of records: the next one is the end.
#[derive(Deserialize)]
struct Appended {
    end: End,
}

#[derive(Deserialize)]
struct End {
    seq_num: u64,
}

/// Writes the records, and answers where the last one is.
pub async fn run(
    write: &StreamWrite,
    call: &Call,
    places: &Places,
    network: &Network,
    made_at: Instant,
) -> Outcome {
    let (key, call) = (call.place_digest(), &call.brief());
    let known = places.find(&key);
    let mut may_renew = known.is_some();
    let mut place = match known {
        Some(place) => place,
        None => ask(call, &key, places, network, made_at).await?,
    };
    loop {
        let (url, headers) = match &place {
            Place::Lines => return line_writing::run(write, call, network, made_at).await,
            Place::Records { url, headers } => (url, headers),
        };
        match append(&write.records, call, url, headers, network, made_at).await {
            Ok(end) => {
                let last = end.seq_num.saturating_sub(1).to_string();
                return Ok(Delivery::local(call.operation.name, json!({ "lastEventId": last }).to_string()));
            }
            // The token has ended before its time; a new one is asked for once.
            Err(refused) if refused.is_denied && may_renew => {
                may_renew = false;
                place = ask(call, &key, places, network, made_at).await?;
            }
            Err(refused) => {
                places.0.borrow_mut().pop(&key);
                return Err(refused.told(call));
            }
        }
    }
}

/// Asks the API where the stream is written.
async fn ask(call: &Call, key: &Key, places: &Places, network: &Network, made_at: Instant) -> Result<Place> {
    let request = Request { plan: Plan::Single, ..call.request.clone() };
    let asking = Call { request, trace: None, content: None, ..call.clone() };
    let delivery = attempt::run(&asking, network, made_at).await?;
    let shown: Shown = serde_json::from_str(&delivery.head)
        .map_err(|_| failure(call, "the headers of the answer cannot be read"))?;
    let place = read_place(&shown).map_err(|what| failure(call, what))?;
    places.0.borrow_mut().put(*key, (place.clone(), Instant::now()));
    Ok(place)
}

fn read_place(shown: &Shown) -> std::result::Result<Place, &'static str> {
    let find = |name: &str| {
        shown
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    };
    if PLACE.iter().any(|name| find(name).is_some_and(|value| value.len() > MAX_PLACE)) {
        return Err("the server says at length where the stream is written, and no place is so long");
    }
    let Some(token) = find("x-s2-access-token") else { return Ok(Place::Lines) };
    let (Some(basin), Some(name), Some(endpoint)) =
        (find("x-s2-basin"), find("x-s2-stream-name"), find("x-s2-endpoint"))
    else {
        return Err("the server does not say where the stream is written");
    };
    let mut url = Url::parse(endpoint).map_err(|_| "the URL the stream is written at cannot be read")?;
    url.path_segments_mut()
        .map_err(|()| "the URL the stream is written at cannot be read")?
        .pop_if_empty()
        .extend(["streams", name, "records"]);
    let bearer = Secret::new(token.to_owned()).bearer().ok_or("the token of the stream is no header")?;
    let basin = HeaderValue::from_str(basin).map_err(|_| "the basin of the stream is no header")?;
    let headers = HeaderMap::from_iter([
        (AUTHORIZATION, bearer),
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (HeaderName::from_static("s2-basin"), basin),
    ]);
    Ok(Place::Records { url, headers })
}

/// The reason why the store did not take records, after how many attempts.
struct Refused {
    /// In words.
    reason: String,
    attempts: u32,
    /// The token is none any more.
    is_denied: bool,
}

impl Refused {
    fn told(self, call: &Call) -> Box<CallError> {
        let what = format!("the stream could not be written: {}", self.reason);
        let context = FailureContext { call, attempts: self.attempts };
        CallError::sent(ErrorKind::Connection, &what, &context).into()
    }
}

/// Appends the records, as often as it takes: readers drop the ids they know.
async fn append(
    records: &[StreamRecord],
    call: &Call,
    url: &Url,
    place_headers: &HeaderMap,
    network: &Network,
    made_at: Instant,
) -> std::result::Result<End, Refused> {
    let (format, body) = encode(records);
    let mut headers = place_headers.clone();
    headers.insert(HeaderName::from_static("s2-format"), HeaderValue::from_static(format));
    let bytes = Bytes::from(body);
    let timeout = call.policy.timeout;
    let partition =
        Partition::new(url.origin().ascii_serialization().into(), call.identity.credential.digest);
    let mut backoff = Backoff::new(&call.policy.retry, made_at, made_at.checked_add(timeout));
    loop {
        backoff.count();
        let attempts = backoff.attempts();
        let refused = |reason: String| Refused { reason, attempts, is_denied: false };
        let elsewhere = call.elsewhere(Method::POST, url.clone(), &headers);
        let elsewhere = elsewhere.map_err(|reason| refused(reason.to_owned()))?;
        let outgoing = Outgoing { body: Some(bytes.clone()), ..elsewhere };
        let remaining = timeout.saturating_sub(made_at.elapsed());
        let sent = tokio::time::timeout(remaining, network.transport.send(outgoing)).await;
        let (failed, reason) = match sent {
            Err(_) => return Err(refused(format!("no answer within {} ms", timeout.as_millis()))),
            Ok(Ok(raw)) if raw.is_success() => {
                network.succeeded(&partition);
                let read = |text: String| serde_json::from_str(&text).ok();
                let appended =
                    attempt::text(call, network, raw, read).await.ok().and_then(|(_, read, _)| read);
                return appended
                    .flatten()
                    .map(|appended: Appended| appended.end)
                    .ok_or_else(|| refused("its answer does not say where the records are".to_owned()));
            }
            Ok(Ok(Raw { head, .. })) if DENIED.contains(&head.status) => {
                let reason = "the store refuses its token".to_owned();
                return Err(Refused { is_denied: true, ..refused(reason) });
            }
            Ok(Ok(Raw { head, .. })) => {
                let hints = Hints::read(&head, SystemTime::now());
                (Failed::Answered(head.status, hints), format!("it answered {}", head.status))
            }
            Ok(Err(error)) => (Failed::Broken(error.broken), explained(error, call, url)),
        };
        match backoff.wait(classify(&failed, true), None) {
            Ok(wait) if network.pay_for_retry(&partition).is_ok() => tokio::time::sleep(wait).await,
            _ => return Err(refused(reason)),
        }
    }
}

/// Says how a store in the user's own network is allowed, where the place of it may be what is wrong.
fn explained(TransportError { broken, reason, .. }: TransportError, call: &Call, url: &Url) -> String {
    let origin = url.origin().ascii_serialization();
    let is_known = call.server.base_url.has_host_of(url) || call.server.storage_origins.contains(&origin);
    match broken {
        Broken::Permanent if !is_known => {
            format!("{reason}; where it is a store of your own, name {origin} in storageOrigins")
        }
        _ => reason,
    }
}

/// Writes records as text, or in base64 where one of them holds bytes.
fn encode(records: &[StreamRecord]) -> (&'static str, String) {
    let holds_bytes = records.iter().any(|record| matches!(record, StreamRecord::Trim(_)));
    let write = |bytes: &[u8]| match holds_bytes {
        true => STANDARD.encode(bytes),
        false => String::from_utf8_lossy(bytes).into_owned(),
    };
    let written: Vec<_> = records.iter().map(|record| record.to_json(write)).collect();
    (if holds_bytes { "base64" } else { "raw" }, json!({ "records": written }).to_string())
}

fn failure(call: &Call, what: &str) -> CallError {
    CallError::sent(ErrorKind::Response, what, &FailureContext { call, attempts: 0 })
}
