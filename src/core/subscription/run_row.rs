//! A run as a row of a feed, and the text that JavaScript makes an object of.

use std::sync::Arc;

use serde_json::{Value, json};

use super::change_log::Cell;
use super::postgres_text::{boolean, epoch_in_ms, list};
use super::run_status::{api_name, flags, is_final};
use crate::digest::sha256;

/// The columns that a run is made of; others are left out.
const COLUMNS: [&str; 26] = [
    "friendlyId",
    "status",
    "completedAt",
    "updatedAt",
    "payload",
    "payloadType",
    "output",
    "outputType",
    "metadata",
    "metadataType",
    "error",
    "runTags",
    "realtimeStreams",
    "taskIdentifier",
    "idempotencyKey",
    "ttl",
    "createdAt",
    "startedAt",
    "delayUntil",
    "queuedAt",
    "expiredAt",
    "number",
    "isTest",
    "usageDurationMs",
    "costInCents",
    "baseCostInCents",
];

/// Dates that a run has only once something has happened, by the names of their columns.
const DATES: [(&str, &str); 7] = [
    ("createdAt", "createdAt"),
    ("updatedAt", "updatedAt"),
    ("startedAt", "startedAt"),
    ("delayUntil", "delayedUntil"),
    ("queuedAt", "queuedAt"),
    ("expiredAt", "expiredAt"),
    ("completedAt", "finishedAt"),
];
const TEXTS: [&str; 3] = ["taskIdentifier", "idempotencyKey", "ttl"];
const NUMBERS: [(&str, &str); 3] = [
    ("usageDurationMs", "durationMs"),
    ("costInCents", "costInCents"),
    ("baseCostInCents", "baseCostInCents"),
];
const LISTS: [(&str, &str); 2] = [("runTags", "tags"), ("realtimeStreams", "realtimeStreams")];

/// The fields of a run whose values say their own type.
pub const PACKETS: [&str; 3] = ["payload", "output", "metadata"];
/// The type of a packet whose text is the path of a stored one.
const STORED: &str = "application/store";
const JSON: &str = "application/json";
const MAX_ID: usize = 256;

/// A value that says its own type.
#[derive(Debug, PartialEq)]
pub struct Packet {
    /// The content type.
    pub kind: String,
    /// The value as a text.
    pub text: String,
}

/// A run as it was at one time, as it crosses to JavaScript.
#[derive(Debug)]
pub struct RunUpdate {
    /// The id of the run.
    pub run: String,
    /// Everything but the packets, as a JSON object with dates in epoch milliseconds.
    pub json: String,
    /// Payload, output, metadata, where there are any.
    pub packets: [Option<Arc<Packet>>; 3],
    /// When the run was changed last, in epoch milliseconds.
    pub updated_at: f64,
    /// The run has ended.
    pub is_final: bool,
    /// Tells it from other versions of the run.
    pub version: [u8; 32],
}

impl RunUpdate {
    /// The bytes it keeps.
    pub fn size(&self) -> usize {
        let packets = self.packets.iter().flatten().map(|packet| packet.text.len());
        self.json.len() + packets.sum::<usize>()
    }
}

/// The row of a run: the texts of its columns.
#[derive(Default)]
pub struct RunRow {
    texts: [Option<Box<str>>; COLUMNS.len()],
    packets: [Option<Arc<Packet>>; 3],
    /// Packets that were fetched from where the row points, by the path they were fetched from.
    fetched: [Option<Fetched>; 3],
}

/// The path that a packet was fetched from, and the packet if it was there.
type Fetched = (Box<str>, Option<Arc<Packet>>);

/// The columns of a row hold more than is allowed.
#[derive(Debug, PartialEq)]
pub struct TooLarge {
    /// The bytes of the row.
    pub size: usize,
    /// The column that holds most of them.
    pub column: &'static str,
}

/// A packet that has to be fetched before the run is whole.
#[derive(Debug, PartialEq)]
pub struct StoredPacket {
    /// Its place among [`PACKETS`].
    pub index: usize,
    /// Where it is stored.
    pub path: String,
}

impl RunRow {
    /// Lays columns over the row; says if that changed any of them.
    pub fn overlay(&mut self, cells: &[Cell<'_>]) -> bool {
        let mut is_changed = false;
        for (name, text) in cells {
            let place = COLUMNS.iter().position(|column| column == name);
            let Some(kept) = place.and_then(|place| self.texts.get_mut(place)) else { continue };
            if kept.as_deref() != text.as_deref() {
                *kept = text.as_deref().map(Box::from);
                is_changed = true;
            }
        }
        is_changed
    }

    /// Puts columns in the place of all it has; says if that changed any. What was fetched for it stays good.
    pub fn replace(&mut self, cells: &[Cell<'_>]) -> bool {
        let before = std::mem::take(&mut self.texts);
        self.overlay(cells);
        self.texts != before
    }

    fn text(&self, column: &str) -> Option<&str> {
        let place = COLUMNS.iter().position(|known| *known == column)?;
        self.texts.get(place)?.as_deref()
    }

    /// The id of the run, which every row has. A text that is far longer than an id is none: it is kept where the row is
    /// not.
    pub fn id(&self) -> Option<&str> {
        self.text("friendlyId").filter(|id| id.len() <= MAX_ID)
    }

    /// The bytes it keeps, with what was fetched for it.
    pub fn size(&self) -> usize {
        let texts = self.texts.iter().flatten().map(|text| text.len());
        let fetched = self.fetched.iter().flatten();
        let fetched =
            fetched.map(|(path, packet)| path.len() + packet.as_ref().map_or(0, |it| it.text.len()));
        texts.sum::<usize>() + fetched.sum::<usize>()
    }

    /// The run has ended: its status says so, or its date does, whichever of them can be trusted.
    pub fn is_final(&self) -> bool {
        self.text("completedAt").is_some() || is_final(api_name(self.text("status").unwrap_or_default()))
    }

    /// Checks what its columns hold together.
    pub fn check_size(&self, limit: usize) -> Result<(), TooLarge> {
        let length = |text: &Option<Box<str>>| text.as_deref().map_or(0, str::len);
        let size: usize = self.texts.iter().map(length).sum();
        if size <= limit {
            return Ok(());
        }
        let largest = self.texts.iter().zip(COLUMNS).max_by_key(|(text, _)| length(text));
        Err(TooLarge { size, column: largest.map_or("", |(_, column)| column) })
    }

    /// Lists the packets that the row only points at, and that were not fetched yet.
    pub fn stored_packets(&self) -> Vec<StoredPacket> {
        let stored = PACKETS.iter().enumerate().filter_map(|(index, field)| {
            let path = self.stored_path(field)?;
            let is_fetched =
                self.fetched.get(index).and_then(Option::as_ref).is_some_and(|(of, _)| **of == *path);
            (!is_fetched).then(|| StoredPacket { index, path: path.to_owned() })
        });
        stored.collect()
    }

    fn stored_path(&self, field: &str) -> Option<&str> {
        let is_stored = self.text(&format!("{field}Type"))?.split(';').next().map(str::trim) == Some(STORED);
        self.text(field).filter(|path| is_stored && !path.is_empty())
    }

    /// Keeps a packet that was fetched, or that there is none where the row points.
    pub fn place(&mut self, stored: StoredPacket, packet: Option<Packet>) {
        if let Some(fetched) = self.fetched.get_mut(stored.index) {
            *fetched = Some((stored.path.into(), packet.map(Arc::new)));
        }
    }

    /// The run as it is now; nothing for a row without an id.
    pub fn update(&mut self) -> Option<RunUpdate> {
        self.renew_packets();
        let json = self.json()?;
        let mut parts = vec![json.as_bytes()];
        for packet in &self.packets {
            // What separates them is in no JSON and in no type.
            parts.push(b"\0");
            if let Some(packet) = packet {
                parts.extend([packet.kind.as_bytes(), b"\0", packet.text.as_bytes()]);
            }
        }
        Some(RunUpdate {
            run: self.id()?.to_owned(),
            version: sha256(parts),
            json,
            packets: self.packets.clone(),
            updated_at: self.text("updatedAt").and_then(epoch_in_ms).unwrap_or_default(),
            is_final: self.is_final(),
        })
    }

    /// Makes packets anew where their texts have changed: whoever has them already knows them by their place in memory.
    fn renew_packets(&mut self) {
        for (index, field) in PACKETS.iter().enumerate() {
            let packet = match (self.stored_path(field), self.fetched.get(index).and_then(Option::as_ref)) {
                (Some(_), Some((_, fetched))) => fetched.clone(),
                (Some(_), None) => None,
                (None, _) => self.packet(field).map(Arc::new),
            };
            if let Some(known) = self.packets.get_mut(index)
                && *known != packet
            {
                *known = packet;
            }
        }
    }

    fn packet(&self, field: &str) -> Option<Packet> {
        let text = self.text(field).filter(|text| !text.is_empty())?;
        let kind = self.text(&format!("{field}Type")).unwrap_or(JSON);
        Some(Packet { kind: kind.to_owned(), text: text.to_owned() })
    }

    fn json(&self) -> Option<String> {
        let mut run = serde_json::Map::new();
        run.insert("id".to_owned(), self.id()?.into());
        let status = api_name(self.text("status").unwrap_or_default());
        run.insert("status".to_owned(), status.into());
        for (name, holds) in flags(status) {
            run.insert(name.to_owned(), holds.into());
        }
        for column in TEXTS {
            if let Some(text) = self.text(column) {
                run.insert(column.to_owned(), text.into());
            }
        }
        for (column, name) in DATES {
            if let Some(text) = self.text(column) {
                run.insert(name.to_owned(), epoch_in_ms(text).map_or_else(|| text.into(), whole));
            }
        }
        for (column, name) in NUMBERS {
            run.insert(name.to_owned(), self.text(column).map_or_else(|| 0.into(), number));
        }
        if let Some(text) = self.text("number") {
            run.insert("number".to_owned(), number(text));
        }
        run.insert("isTest".to_owned(), self.text("isTest").is_some_and(boolean).into());
        for (column, name) in LISTS {
            run.insert(name.to_owned(), self.text(column).and_then(list).unwrap_or_default().into());
        }
        if let Some(error) = self.text("error").and_then(error) {
            run.insert("error".to_owned(), error);
        }
        Some(Value::from(run).to_string())
    }
}

/// A number without a fraction where it has none.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds of a date are far below the bound")]
fn whole(number: f64) -> Value {
    (number as i64).into()
}

/// Reads a number; a text that is none stands as it is.
fn number(text: &str) -> Value {
    serde_json::from_str(text).ok().filter(Value::is_number).unwrap_or_else(|| text.into())
}

/// Tells an error as the API does. One of an unknown type shows the message it has.
fn error(text: &str) -> Option<Value> {
    let error: Value = serde_json::from_str(text).ok()?;
    let field = |name: &str| error.get(name).filter(|value| !value.is_null());
    Some(match field("type").and_then(Value::as_str) {
        Some("INTERNAL_ERROR") => {
            let code = field("code").and_then(Value::as_str).unwrap_or("UNKNOWN");
            json!({ "message": format!("trigger.dev internal error ({code})") })
        }
        Some("STRING_ERROR" | "CUSTOM_ERROR") => json!({ "message": field("raw").unwrap_or(&"".into()) }),
        _ => {
            let mut told = serde_json::Map::new();
            for name in ["name", "message", "stackTrace", "causes"] {
                if let Some(value) =
                    field(name).filter(|value| value.as_array().is_none_or(|list| !list.is_empty()))
                {
                    told.insert(name.to_owned(), value.clone());
                }
            }
            let message = field("raw").unwrap_or(&Value::Null).clone();
            told.entry("message").or_insert(message);
            told.into()
        }
    })
}

#[cfg(test)]
#[path = "run_row_tests.rs"]
mod tests;
