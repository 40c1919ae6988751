//! A run as a row of a feed, and the text that JavaScript makes an object of.

use std::sync::{Arc, LazyLock};

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use super::change_log::Cell;
use super::column::Column;
use super::packet::{COLUMNS, PACKETS, Packet};
use super::postgres_text::{boolean, epoch_in_ms, list};
use super::run_status::{api_name, flags, is_final};
use crate::digest::sha256;
use crate::transport::Held;

/// Dates that a run has only once something has happened, by their columns.
const DATES: [(Column, &str); 7] = [
    (Column::CreatedAt, "createdAt"),
    (Column::UpdatedAt, "updatedAt"),
    (Column::StartedAt, "startedAt"),
    (Column::DelayUntil, "delayedUntil"),
    (Column::QueuedAt, "queuedAt"),
    (Column::ExpiredAt, "expiredAt"),
    (Column::CompletedAt, "finishedAt"),
];
const TEXTS: [Column; 3] = [Column::TaskIdentifier, Column::IdempotencyKey, Column::Ttl];
const NUMBERS: [(Column, &str); 3] = [
    (Column::UsageDurationMs, "durationMs"),
    (Column::CostInCents, "costInCents"),
    (Column::BaseCostInCents, "baseCostInCents"),
];
const LISTS: [(Column, &str); 2] = [(Column::RunTags, "tags"), (Column::RealtimeStreams, "realtimeStreams")];

/// The type of a packet whose text is the path of a stored one.
const STORED: &str = "application/store";
/// The type of a packet that has none, in one place: packets of the same texts are the same.
static JSON: LazyLock<Arc<str>> = LazyLock::new(|| "application/json".into());
const MAX_ID: usize = 256;

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
    /// Counts it among what waits to be taken.
    pub account: Option<Held>,
}

impl RunUpdate {
    /// The bytes it keeps.
    pub fn size(&self) -> usize {
        let packets = self.packets.iter().flatten().map(|packet| packet.text.len());
        self.json.len() + packets.sum::<usize>()
    }
}

/// The row of a run: the texts of its columns, which its packets share.
#[derive(Default)]
pub struct RunRow {
    texts: [Option<Arc<str>>; Column::COUNT],
    packets: [Option<Arc<Packet>>; 3],
    /// Packets that were fetched from where the row points, by the path they were fetched from.
    fetched: [Option<Fetched>; 3],
}

/// The path that a packet was fetched from, and the packet if it was there.
type Fetched = (Arc<str>, Option<Arc<Packet>>);

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
    /// Its place among the packets of a run.
    pub index: usize,
    /// Where it is stored.
    pub path: String,
}

impl RunRow {
    /// Lays columns over the row; says if that changed any of them. A text that is as it was stays where it is.
    pub fn overlay(&mut self, cells: &[Cell<'_>]) -> bool {
        let mut is_changed = false;
        for (name, text) in cells {
            let column = Column::named(name);
            let Some(kept) = column.and_then(|column| self.texts.get_mut(column as usize)) else { continue };
            if kept.as_deref() != text.as_deref() {
                *kept = text.as_deref().map(Arc::from);
                is_changed = true;
            }
        }
        is_changed
    }

    /// Puts columns in the place of all it has; says if that changed any. What was fetched for it stays good.
    pub fn replace(&mut self, cells: &[Cell<'_>]) -> bool {
        let mut is_changed = self.overlay(cells);
        for (column, kept) in Column::ALL.iter().zip(&mut self.texts) {
            if kept.is_some() && !cells.iter().any(|(name, _)| name == column.name()) {
                *kept = None;
                is_changed = true;
            }
        }
        is_changed
    }

    fn shared_text(&self, column: Column) -> Option<&Arc<str>> {
        self.texts.get(column as usize)?.as_ref()
    }

    fn text(&self, column: Column) -> Option<&str> {
        self.shared_text(column).map(AsRef::as_ref)
    }

    /// The id of the run, which every row has. A text that is far longer than an id is none: it is kept where the row is
    /// not.
    pub fn id(&self) -> Option<&str> {
        self.text(Column::FriendlyId).filter(|id| id.len() <= MAX_ID)
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
        self.text(Column::CompletedAt).is_some() || is_final(self.status())
    }

    fn status(&self) -> &str {
        api_name(self.text(Column::Status).unwrap_or_default())
    }

    /// Checks what its columns hold together.
    pub fn check_size(&self, limit: usize) -> Result<(), TooLarge> {
        let length = |text: &Option<Arc<str>>| text.as_deref().map_or(0, str::len);
        let size: usize = self.texts.iter().map(length).sum();
        if size <= limit {
            return Ok(());
        }
        let largest = self.texts.iter().zip(Column::ALL).max_by_key(|(text, _)| length(text));
        Err(TooLarge { size, column: largest.map_or("", |(_, column)| column.name()) })
    }

    /// Lists the packets that the row only points at, and that were not fetched yet.
    pub fn stored_packets(&self) -> Vec<StoredPacket> {
        let stored = COLUMNS.iter().enumerate().filter_map(|(index, columns)| {
            let path = self.stored_path(*columns)?;
            let is_fetched =
                self.fetched.get(index).and_then(Option::as_ref).is_some_and(|(of, _)| **of == *path);
            (!is_fetched).then(|| StoredPacket { index, path: path.to_owned() })
        });
        stored.collect()
    }

    fn stored_path(&self, (column, kind): (Column, Column)) -> Option<&str> {
        let is_stored = self.text(kind)?.split(';').next().map(str::trim) == Some(STORED);
        self.text(column).filter(|path| is_stored && !path.is_empty())
    }

    /// Keeps a packet that was fetched, or that there is none where the row points.
    pub fn place(&mut self, stored: StoredPacket, packet: Option<Packet>) {
        if let Some(fetched) = self.fetched.get_mut(stored.index) {
            *fetched = Some((stored.path.into(), packet.map(Arc::new)));
        }
    }

    /// The run as it is now; nothing for a row without an id.
    pub fn update(&mut self) -> Option<RunUpdate> {
        let run = self.id()?.to_owned();
        self.renew_packets();
        let json = serde_json::to_string(&Told(self)).ok()?;
        let none = [0; 32];
        let packets =
            self.packets.iter().map(|packet| packet.as_ref().map_or(&none, |packet| &packet.digest));
        let version = sha256([json.as_bytes()].into_iter().chain(packets.map(<[u8; 32]>::as_slice)));
        Some(RunUpdate {
            run,
            version,
            json,
            packets: self.packets.clone(),
            updated_at: self.text(Column::UpdatedAt).and_then(epoch_in_ms).unwrap_or_default(),
            is_final: self.is_final(),
            account: None,
        })
    }

    /// Makes packets anew where their texts have changed: whoever has them already knows them by their place in memory.
    fn renew_packets(&mut self) {
        for (index, columns) in COLUMNS.into_iter().enumerate() {
            let known = self.packets.get(index).and_then(Option::as_ref);
            let packet = match (self.stored_path(columns), self.fetched.get(index).and_then(Option::as_ref)) {
                (Some(_), Some((_, fetched))) => fetched.clone(),
                (Some(_), None) => None,
                (None, _) => self.packet(columns, known),
            };
            if known != packet.as_ref()
                && let Some(kept) = self.packets.get_mut(index)
            {
                *kept = packet;
            }
        }
    }

    /// The packet in two columns, which may well be the one that is known.
    fn packet(&self, (column, kind): (Column, Column), known: Option<&Arc<Packet>>) -> Option<Arc<Packet>> {
        let text = self.shared_text(column).filter(|text| !text.is_empty())?;
        let kind = self.shared_text(kind).unwrap_or_else(|| &JSON);
        match known {
            Some(known) if known.is_of(kind, text) => Some(Arc::clone(known)),
            _ => Some(Packet::new(Arc::clone(kind), Arc::clone(text)).into()),
        }
    }
}

/// A run with everything but its packets, as JavaScript is told of it.
struct Told<'a>(&'a RunRow);

impl Serialize for Told<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let row = self.0;
        let mut run = serializer.serialize_map(None)?;
        run.serialize_entry("id", &row.id())?;
        run.serialize_entry("status", row.status())?;
        for (name, holds) in flags(row.status()) {
            run.serialize_entry(name, &holds)?;
        }
        for column in TEXTS {
            if let Some(text) = row.text(column) {
                run.serialize_entry(column.name(), text)?;
            }
        }
        for (column, name) in DATES {
            match row.text(column).map(|text| epoch_in_ms(text).ok_or(text)) {
                None => {}
                Some(Ok(epoch)) => run.serialize_entry(name, &whole(epoch))?,
                Some(Err(text)) => run.serialize_entry(name, text)?,
            }
        }
        for (column, name) in NUMBERS {
            run.serialize_entry(name, &row.text(column).map_or_else(|| 0.into(), number))?;
        }
        if let Some(text) = row.text(Column::Number) {
            run.serialize_entry(Column::Number.name(), &number(text))?;
        }
        run.serialize_entry("isTest", &row.text(Column::IsTest).is_some_and(boolean))?;
        for (column, name) in LISTS {
            run.serialize_entry(name, &row.text(column).and_then(list).unwrap_or_default())?;
        }
        if let Some(error) = row.text(Column::Error).and_then(error) {
            run.serialize_entry("error", &error)?;
        }
        for name in PACKETS {
            // JavaScript puts them in: an object that has the place already need not be made another one for it.
            run.serialize_entry(name, &())?;
        }
        run.end()
    }
}

/// A number without a fraction where it has none.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds of a date are far below the bound")]
fn whole(number: f64) -> i64 {
    number as i64
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
