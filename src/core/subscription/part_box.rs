//! The parts of a stream on their way to one reader, until they are taken.
//!
//! The I/O thread puts in and waits while it is full, JavaScript takes out, many at a time.

use std::collections::VecDeque;
use std::fmt::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::records::{Place, Record};
use super::state::{State, Stats};
use super::token_question::TokenQuestion;
use crate::identity::Secret;
use crate::outcome::CallError;
use crate::transport::Held;

/// Parts, and their bytes, that are taken at once.
const MAX_PARTS: usize = 256;
const MAX_BYTES: usize = 128 * 1024;
/// With so many bytes it is full.
const FULL_AT: usize = 256 * 1024;

/// Parts as they are taken.
#[derive(Debug, PartialEq)]
pub struct Parts {
    /// A list, as JSON: of values, or of parts with all that is known of each.
    pub json: String,
    /// The place of the first, where these are values and stand one right behind the other.
    pub first: Option<u64>,
    /// The place of the last, or one behind it where nothing stands that is told.
    pub through: String,
}

/// Something to tell a reader.
pub enum PartMail {
    /// There are parts.
    Parts(Parts),
    /// Nothing more comes.
    Ended,
    /// It has failed.
    Failed(Box<CallError>),
    /// A fresh token is asked for.
    TokenWanted,
}

/// The parts that wait for one reader.
pub struct PartBox {
    contents: Mutex<Contents>,
    /// Wakes the thread of the reader.
    wake: Box<dyn Fn() + Send + Sync>,
    taken: Notify,
    ended: Notify,
    finished: Notify,
    question: TokenQuestion,
    tells_parts: bool,
}

#[derive(Default)]
struct Contents {
    batches: VecDeque<Batch>,
    bytes: usize,
    /// Counts them among those of the credential.
    account: Option<Held>,
    end: Option<Result<(), Box<CallError>>>,
    /// Nothing more is written: it ends with the last part that there is.
    is_finishing: bool,
    wants_token: bool,
    is_armed: bool,
    state: State,
    stats: Stats,
}

struct Batch {
    json: String,
    count: usize,
    first: Option<u64>,
    through: Place,
}

impl PartBox {
    /// Makes one that is empty, for a reader that `wake` wakes; `tells_parts` for one that wants to know more than values.
    pub fn new(tells_parts: bool, wake: Box<dyn Fn() + Send + Sync>) -> Self {
        Self {
            contents: Mutex::default(),
            wake,
            taken: Notify::new(),
            ended: Notify::new(),
            finished: Notify::new(),
            question: TokenQuestion::default(),
            tells_parts,
        }
    }

    /// Counts what waits among what everything of its credential holds.
    pub fn counted_by(&self, account: Held) {
        self.contents().account = Some(account);
    }

    fn contents(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the contents, and wakes the reader if it waits.
    fn change(&self, change: impl FnOnce(&mut Contents)) {
        let wakes = {
            let mut contents = self.contents();
            change(&mut contents);
            std::mem::take(&mut contents.is_armed)
        };
        if wakes {
            (self.wake)();
        }
    }

    /// Control records are told.
    pub fn tells_parts(&self) -> bool {
        self.tells_parts
    }

    /// Puts records in.
    pub fn put(&self, records: &[Record]) {
        if records.is_empty() {
            return;
        }
        self.change(|contents| {
            if contents.end.is_none() {
                for record in records {
                    contents.put(record, self.tells_parts);
                }
                contents.count();
            }
        });
    }

    /// Records up to this place have nothing to tell.
    pub fn pass(&self, place: &Place) {
        if let Some(batch) = self.contents().batches.back_mut() {
            batch.through = place.clone();
        }
    }

    /// Waits until there is room for more.
    pub async fn has_room(&self) {
        while self.is_full() {
            self.taken.notified().await;
        }
    }

    /// There is no room for more; where its credential holds too much, there is while nothing waits.
    pub fn is_full(&self) -> bool {
        let contents = self.contents();
        let is_full = contents.bytes >= FULL_AT || (contents.bytes > 0 && contents.is_crowded());
        is_full && contents.end.is_none()
    }

    /// Takes the next thing; where there is none, the reader is woken when there is one.
    pub fn take(&self) -> Option<PartMail> {
        let mail = self.contents().take();
        self.taken.notify_one();
        mail
    }

    /// Ends it: what is in it can still be taken.
    pub fn end(&self, end: Result<(), Box<CallError>>) {
        self.change(|contents| {
            contents.end.get_or_insert(end);
            contents.state = State::Closed;
        });
        self.ended.notify_one();
        self.taken.notify_one();
    }

    /// Waits until nothing more is wanted.
    pub async fn ended(&self) {
        while self.contents().end.is_none() {
            self.ended.notified().await;
        }
    }

    /// Nothing more is written: what is there is read to its end.
    pub fn finish(&self) {
        self.contents().is_finishing = true;
        self.finished.notify_one();
    }

    /// Nothing more is written.
    pub fn is_finishing(&self) -> bool {
        self.contents().is_finishing
    }

    /// Waits until nothing more is written.
    pub async fn finishing(&self) {
        while !self.is_finishing() {
            self.finished.notified().await;
        }
    }

    /// Asks the reader for a fresh token, whether it waits or not, and waits for it; it may have none.
    pub async fn fresh_token(&self) -> Option<Secret> {
        self.question
            .ask(|| {
                self.contents().wants_token = true;
                (self.wake)();
            })
            .await
    }

    /// Answers the question for a fresh token.
    pub fn give_token(&self, token: Option<Secret>) {
        self.question.answer(token);
    }

    /// Changes the state.
    pub fn enter(&self, state: State) {
        let mut contents = self.contents();
        if contents.end.is_none() {
            contents.state = state;
        }
    }

    /// The state.
    pub fn state(&self) -> State {
        self.contents().state
    }

    /// Counts something.
    pub fn count(&self, count: impl FnOnce(&mut Stats)) {
        count(&mut self.contents().stats);
    }

    /// The counts so far.
    pub fn stats(&self) -> Stats {
        self.contents().stats
    }
}

impl Contents {
    fn put(&mut self, record: &Record, tells_parts: bool) {
        let number = match (&record.place, &record.chunk) {
            (Place::Number(number), Some(_)) if !tells_parts => Some(*number),
            _ => None,
        };
        if self.batches.back().is_none_or(|last| !last.takes(number)) {
            let json = String::from("[");
            let through = record.place.clone();
            self.batches.push_back(Batch { json, count: 0, first: number, through });
        }
        let Some(batch) = self.batches.back_mut() else { return };
        let before = batch.json.len();
        if batch.count > 0 {
            batch.json.push(',');
        }
        match (number, &record.chunk) {
            (Some(_), Some(chunk)) => batch.json.push_str(chunk),
            _ => write_part(&mut batch.json, record),
        }
        batch.count += 1;
        batch.through.clone_from(&record.place);
        self.bytes += batch.json.len() - before;
    }

    fn count(&mut self) {
        if let Some(account) = &mut self.account {
            account.set(self.bytes);
        }
    }

    fn is_crowded(&self) -> bool {
        self.account.as_ref().is_some_and(Held::is_crowded)
    }

    fn take(&mut self) -> Option<PartMail> {
        if std::mem::take(&mut self.wants_token) {
            return Some(PartMail::TokenWanted);
        }
        if let Some(Batch { mut json, count, first, through }) = self.batches.pop_front() {
            self.bytes = self.bytes.saturating_sub(json.len() - 1);
            self.count();
            self.stats.updates += count as u64;
            json.push(']');
            return Some(PartMail::Parts(Parts { json, first, through: through.to_text() }));
        }
        match &mut self.end {
            Some(end) => Some(match std::mem::replace(end, Ok(())) {
                Ok(()) => PartMail::Ended,
                Err(failure) => PartMail::Failed(failure),
            }),
            None => {
                self.is_armed = true;
                None
            }
        }
    }
}

impl Batch {
    /// It can hold one more: a value that stands right behind its last, or one more part.
    fn takes(&self, number: Option<u64>) -> bool {
        let fits = match (self.first, number) {
            (Some(first), Some(number)) => first + self.count as u64 == number,
            (None, None) => true,
            _ => false,
        };
        fits && self.count < MAX_PARTS && self.json.len() < MAX_BYTES
    }
}

/// Writes a part as its reader gets it.
fn write_part(json: &mut String, record: &Record) {
    let text = |text: &str| serde_json::Value::from(text).to_string();
    // Nothing fails when a text is written to.
    let _ = write!(json, r#"{{"id":{}"#, text(&record.place.to_text()));
    if let Some(id) = &record.id {
        let _ = write!(json, r#","recordId":{}"#, text(id));
    }
    if let Some(chunk) = &record.chunk {
        let _ = write!(json, r#","chunk":{chunk}"#);
    }
    if let Some(timestamp) = record.timestamp.filter(|timestamp| timestamp.is_finite()) {
        let _ = write!(json, r#","timestamp":{timestamp}"#);
    }
    if let Some(headers) = &record.headers {
        let _ = write!(json, r#","headers":{}"#, serde_json::to_string(headers).unwrap_or_default());
    }
    json.push('}');
}

#[cfg(test)]
#[path = "part_box_tests.rs"]
mod tests;
