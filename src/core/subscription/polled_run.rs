//! Runs as the API answers them, read as the columns that a feed has of them.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;

use super::beginning::Beginning;
use super::change_log::{Cell, text_of};

const STORED: &str = "application/store";
/// What an answer about one run has, and a list of runs has not.
const BEYOND_LIST: [&str; 4] = ["payload", "output", "metadata", "error"];

/// Tags of a run that are looked at: the server takes ten of each.
pub const MAX_TAGS: usize = 1_000;

/// The fields of a run, by the columns that a feed has them in.
const FIELDS: [(&str, &str); 15] = [
    ("friendlyId", "id"),
    ("taskIdentifier", "taskIdentifier"),
    ("idempotencyKey", "idempotencyKey"),
    ("status", "status"),
    ("createdAt", "createdAt"),
    ("updatedAt", "updatedAt"),
    ("startedAt", "startedAt"),
    ("delayUntil", "delayedUntil"),
    ("expiredAt", "expiredAt"),
    ("completedAt", "finishedAt"),
    ("ttl", "ttl"),
    ("isTest", "isTest"),
    ("usageDurationMs", "durationMs"),
    ("costInCents", "costInCents"),
    ("baseCostInCents", "baseCostInCents"),
];

/// A list of runs says all that is wanted of them where these columns are skipped.
pub fn is_in_list(skipped: &[String]) -> bool {
    BEYOND_LIST.iter().all(|column| skipped.iter().any(|skipped| skipped == column))
}

/// Reads a run as the columns that a feed has of it; nothing for what is no run.
pub fn read_run(body: &str, skipped: &[String]) -> Option<Vec<Cell<'static>>> {
    let run: HashMap<Cow<'_, str>, &RawValue> = serde_json::from_str(body).ok()?;
    let text = |field: &str| run.get(field).copied().and_then(text_of).map(Cow::into_owned);
    let id = text("id")?;
    let mut cells: Vec<(&'static str, Option<String>)> =
        FIELDS.iter().map(|(column, field)| (*column, text(field))).collect();
    cells.push(("runTags", run.get("tags").and_then(|tags| array_of(tags))));
    cells.push(("error", json(&run, "error")));
    for (field, kind) in [("payload", "payloadType"), ("output", "outputType"), ("metadata", "metadataType")]
    {
        let (value, of_type) = match run.contains_key(format!("{field}PresignedUrl").as_str()) {
            // The URL is another one each time. What it leads to is not.
            true => (Some(format!("{id}/{field}")), STORED),
            false => (json(&run, field), "application/json"),
        };
        cells.push((kind, value.is_some().then(|| of_type.to_owned())));
        cells.push((field, value));
    }
    let wanted = cells.into_iter().filter(|(column, _)| !skipped.iter().any(|skipped| skipped == column));
    Some(wanted.map(|(column, text)| (Cow::Borrowed(column), text.map(Cow::Owned))).collect())
}

/// The JSON of a field that is not null.
fn json(run: &HashMap<Cow<'_, str>, &RawValue>, field: &str) -> Option<String> {
    run.get(field).map(|value| value.get().to_owned()).filter(|json| json != "null")
}

/// Writes a list of texts as Postgres does.
fn array_of(list: &RawValue) -> Option<String> {
    let Beginning::<String, MAX_TAGS>(texts) = serde_json::from_str(list.get()).ok()?;
    let quoted = texts.iter().map(|text| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")));
    Some(format!("{{{}}}", quoted.collect::<Vec<_>>().join(",")))
}
