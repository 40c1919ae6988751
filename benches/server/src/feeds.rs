//! The feeds of runs, one of each run: held until the run is changed, or for about as long as the real server holds them.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::Response;
use serde_json::json;
use tokio::sync::watch;
use tokio::time::timeout;

/// A feed is held for this long at least, and for at most so much longer.
const HOLD: Duration = Duration::from_secs(17);
const HOLD_VARIES_BY: u32 = 6_000;
/// A run's row has about 1.9 kB, and one whose id says so a payload of 100 kB.
const PAYLOAD: usize = 900;
const LARGE_PAYLOAD: usize = 100_000;
const UP_TO_DATE: &str = r#"{"headers":{"control":"up-to-date"}}"#;

/// The runs of one port.
pub struct Feeds {
    /// The version of each run, which whoever waits for it sees change.
    versions: RefCell<HashMap<String, watch::Sender<u64>>>,
    held: Cell<usize>,
    answered: Cell<u32>,
    schema: String,
}

/// A feed that is held, until this is dropped.
struct Held<'a>(&'a Cell<usize>);

impl<'a> Held<'a> {
    fn new(held: &'a Cell<usize>) -> Self {
        held.set(held.get() + 1);
        Self(held)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl Feeds {
    pub fn new() -> Self {
        let (versions, held, answered) = (RefCell::default(), Cell::new(0), Cell::new(0));
        Self { versions, held, answered, schema: schema() }
    }

    /// How many are held.
    pub fn held(&self) -> usize {
        self.held.get()
    }

    /// Changes the runs whose numbers are in the range, and answers how many there are.
    pub fn update(&self, range: std::ops::Range<usize>) -> usize {
        let versions = self.versions.borrow();
        let changed = versions.iter().filter(|(run, _)| number_of(run).is_some_and(|it| range.contains(&it)));
        changed.map(|(_, version)| version.send_modify(|version| *version += 1)).count()
    }

    /// Answers a request for the feed of a run.
    pub async fn answer(self: Rc<Self>, run: &str, query: &str) -> Response<Full<Bytes>> {
        let parameter =
            |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        let is_live = parameter("live") == Some("true");
        let known = parameter("offset").and_then(|offset| offset.split_once('_')?.1.parse::<u64>().ok());
        let mut changes = {
            let mut versions = self.versions.borrow_mut();
            versions.entry(run.to_owned()).or_insert_with(|| watch::channel(1).0).subscribe()
        };
        let mut is_changed = true;
        if is_live {
            let _held = Held::new(&self.held);
            let changed = changes.wait_for(|version| Some(*version) != known);
            is_changed = timeout(self.hold(), changed).await.is_ok();
        }
        let version = *changes.borrow();
        let body = match is_changed {
            true => format!("[{},{UP_TO_DATE}]", row(run, version, is_live)),
            false => format!("[{UP_TO_DATE}]"),
        };
        let mut response = Response::builder()
            .header("content-type", "application/json; charset=utf-8")
            .header("cache-control", "no-store")
            .header("electric-handle", format!("run-{run}"))
            .header("electric-offset", format!("{}_{version}", 1_767_261_600_000 + version));
        response = match is_live {
            true => response.header("electric-cursor", version),
            false => response.header("electric-schema", &self.schema),
        };
        response.body(Full::new(body.into())).expect("an answer")
    }

    /// Spread, as on the real server: feeds that began together do not end together.
    fn hold(&self) -> Duration {
        self.answered.set(self.answered.get().wrapping_add(1));
        HOLD + Duration::from_millis(u64::from(
            self.answered.get().wrapping_mul(2_654_435_761) % HOLD_VARIES_BY,
        ))
    }
}

fn number_of(run: &str) -> Option<usize> {
    run.rsplit('_').next()?.parse().ok()
}

/// A row as the native server writes it. What changes with each version is the metadata: when that was, in epoch
/// milliseconds.
fn row(run: &str, version: u64, is_update: bool) -> String {
    let since = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    let size = if run.contains("large") { LARGE_PAYLOAD } else { PAYLOAD };
    let (seconds, milliseconds) = (version / 1_000 % 60, version % 1_000);
    json!({
        "key": format!("\"public\".\"TaskRun\"/\"{run}\""),
        "value": {
            "id": run,
            "taskIdentifier": "send-welcome-email",
            "createdAt": "2026-01-01T10:00:00.123",
            "updatedAt": format!("2026-01-01T10:{:02}:{seconds:02}.{milliseconds:03}", version / 60_000 % 60),
            "startedAt": "2026-01-01T10:00:00.456",
            "delayUntil": null,
            "queuedAt": "2026-01-01T10:00:00.234",
            "expiredAt": null,
            "completedAt": null,
            "friendlyId": run,
            "number": "0",
            "isTest": "f",
            "status": "EXECUTING",
            "usageDurationMs": "1234",
            "costInCents": "0.0123",
            "baseCostInCents": "0.0025",
            "ttl": "10m",
            "payload": json!({ "json": { "to": "somebody@example.com", "text": "x".repeat(size) } }).to_string(),
            "payloadType": "application/super+json",
            "metadata": json!({ "step": version, "changedAt": since.as_micros() as f64 / 1_000.0 }).to_string(),
            "metadataType": "application/json",
            "output": null,
            "outputType": "application/json",
            "runTags": "{customer:1234,\"region: eu\"}",
            "error": null,
            "realtimeStreams": "{}",
        },
        "headers": { "operation": if is_update { "update" } else { "insert" } },
    })
    .to_string()
}

/// The types of the columns, as the native server names them.
fn schema() -> String {
    let plain = |kind: &'static str, names: &'static str| {
        names.split(' ').map(move |name| (name.to_owned(), json!({ "type": kind })))
    };
    let list = |name: &str| (name.to_owned(), json!({ "type": "text", "dims": 1 }));
    let texts =
        "id taskIdentifier friendlyId status ttl payload payloadType metadata metadataType output outputType";
    let dates = "createdAt updatedAt startedAt delayUntil queuedAt expiredAt completedAt";
    let columns = plain("text", texts)
        .chain(plain("timestamp", dates))
        .chain(plain("int4", "number usageDurationMs"))
        .chain(plain("float8", "costInCents baseCostInCents"))
        .chain(plain("bool", "isTest"))
        .chain(plain("jsonb", "error"))
        .chain([list("runTags"), list("realtimeStreams")]);
    serde_json::Value::Object(columns.collect()).to_string()
}
