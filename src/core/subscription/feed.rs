//! The conversation about one feed: which request comes next, and what an answer means.
//!
//! Nothing here waits or sends. [`Feed::request`] says what to ask; [`Feed::answered`] takes the answer and says what
//! has changed.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use super::change_log::Message;
pub use super::conversation::{Answered, Answering, FeedFault, FeedRequest};
use super::packet::Packet;
use super::run_row::{RunRow, RunUpdate, StoredPacket};
use crate::transport::{Head, Held};

/// Rows of runs that have ended, kept because they may still change; the oldest are let go of.
const MAX_FINAL_ROWS: usize = 1_000;
/// What the rows of a feed may hold together: it stands for however many of them a server names.
const MAX_HELD: usize = 64 * 1024 * 1024;
/// What a feed may always hold, whatever the others of its credential do.
const ALWAYS_HELD: usize = 64 * 1024;
/// What a row takes besides its texts.
const ROW_OVERHEAD: usize = size_of::<Kept>() + KEY_OVERHEAD;
/// A key with its places in a table and in the heap.
const KEY_OVERHEAD: usize = 2 * size_of::<(String, Box<Kept>)>();
/// Versions that are remembered, so that none is delivered twice.
const MAX_VERSIONS: usize = 50_000;
/// An answer that says nothing and comes sooner was not waited for by anybody.
const MIN_HOLD: Duration = Duration::from_secs(1);
/// So many such answers in a row are chance; more are a cache or a proxy.
const MAX_CHANCE: u32 = 3;
/// So many in a row end the feed.
const MAX_FUTILE: u32 = 10;
/// So many answers in a row that all leave something to be said are no snapshot of anything.
const MAX_UNFINISHED: u32 = 1_000;

/// A conversation about a feed, and the rows it has brought.
pub struct Feed {
    handle: Option<String>,
    offset: String,
    cursor: String,
    has_schema: bool,
    is_up_to_date: bool,
    /// Something may have been missed: ask before waiting for news.
    looks_again: bool,
    /// Boxed: the table of a feed has room for more rows than the one that most have.
    rows: HashMap<String, Box<Kept>>,
    /// Keys of the rows that have changed since the last time all was said, in the order they did.
    changed: Vec<String>,
    /// Keys of the rows of runs that have ended, the oldest first.
    final_rows: VecDeque<String>,
    /// The bytes of all rows, and of the keys of those that have changed.
    held: usize,
    /// Counts them among those of the credential.
    account: Option<Held>,
    versions: lru::LruCache<String, Version>,
    futile: u32,
    /// Answers since all was said.
    unfinished: u32,
    max_row_bytes: usize,
}

/// A row, and the lists it is in.
#[derive(Default)]
struct Kept {
    row: RunRow,
    is_changed: bool,
    is_final: bool,
}

impl Kept {
    fn weight(&self, key: &str) -> usize {
        ROW_OVERHEAD + key.len() + self.row.size()
    }
}

fn weight_of(key: &str) -> usize {
    KEY_OVERHEAD + key.len()
}

/// The version of a run that was delivered last.
struct Version {
    updated_at: f64,
    digest: [u8; 32],
}

impl Feed {
    /// Begins a conversation about rows that may hold so many bytes each.
    pub fn new(max_row_bytes: usize) -> Self {
        Self {
            handle: None,
            offset: "-1".to_owned(),
            cursor: String::new(),
            has_schema: false,
            is_up_to_date: false,
            looks_again: false,
            rows: HashMap::new(),
            changed: Vec::new(),
            final_rows: VecDeque::new(),
            held: 0,
            account: None,
            versions: lru::LruCache::unbounded(),
            futile: 0,
            unfinished: 0,
            max_row_bytes,
        }
    }

    /// Counts what the rows hold among what everything of the credential does.
    pub fn counted_by(self, account: Held) -> Self {
        Self { account: Some(account), ..self }
    }

    /// The next request.
    pub fn request(&self) -> FeedRequest {
        let is_live = self.is_live();
        let mut query = vec![("log", "full".to_owned()), ("offset", self.offset.clone())];
        if let Some(handle) = &self.handle {
            query.push(("handle", handle.clone()));
        }
        if is_live {
            query.push(("cursor", self.cursor.clone()));
            query.push(("live", "true".to_owned()));
        }
        FeedRequest { query, is_live }
    }

    /// The next request waits for news.
    pub fn is_live(&self) -> bool {
        self.is_up_to_date && !self.looks_again
    }

    /// Something may have been missed since the last answer: the next request does not wait for news.
    pub fn look_again(&mut self) {
        self.looks_again = true;
    }

    /// How long to wait before asking again, where the server answers without anything to say: the number of times.
    pub fn futile_answers(&self) -> u32 {
        self.futile.saturating_sub(MAX_CHANCE - 1)
    }

    /// Takes a successful answer that came after so long: its head, and the messages of its body, if it is one of a feed.
    pub fn answered(
        &mut self,
        head: &Head,
        messages: Option<Vec<Message<'_>>>,
        after: Duration,
    ) -> Result<Answered, FeedFault> {
        let Some(answering) = self.begin_answer(head, messages.as_deref(), after)? else {
            return Ok(Answered::Restarted);
        };
        let is_moved = self.apply(messages.unwrap_or_default())?;
        self.end_answer(&answering, is_moved)
    }

    /// Takes the beginning of an answer, whose messages are applied next; nothing where the conversation begins anew.
    pub fn begin_answer(
        &mut self,
        head: &Head,
        messages: Option<&[Message<'_>]>,
        after: Duration,
    ) -> Result<Option<Answering>, FeedFault> {
        let is_live = self.is_live();
        let header =
            |name: &str, older: &str| head.header(name).or_else(|| head.header(older)).map(str::to_owned);
        let handle = header("electric-handle", "electric-shape-id")
            .ok_or(FeedFault::NotAFeed("it has no header electric-handle"))?;
        let offset = header("electric-offset", "electric-chunk-last-offset")
            .ok_or(FeedFault::NotAFeed("it has no header electric-offset"))?;
        let schema = head.header("electric-schema");
        if !is_live && !self.has_schema && schema.is_none() {
            return Err(FeedFault::NotAFeed("it has no header electric-schema"));
        }
        let messages = messages.ok_or(FeedFault::NotAFeed("the body is no list of changes"))?;
        if messages.contains(&Message::MustRefetch) {
            return self.restarted(Some(handle)).map(|_| None);
        }
        self.has_schema |= schema.is_some();
        self.handle = Some(handle);
        self.offset = offset;
        if let Some(cursor) = head.header("electric-cursor") {
            cursor.clone_into(&mut self.cursor);
        }
        // Only an answer with the last word says that all was said; one that is empty says no more than nothing.
        let is_up_to_date = matches!(messages.last(), Some(Message::UpToDate))
            || head.header("electric-up-to-date").is_some()
            || (is_live && messages.is_empty());
        Ok(Some(Answering { is_live, is_up_to_date, after }))
    }

    /// Ends an answer whose messages were applied, and may have changed something.
    pub fn end_answer(
        &mut self,
        &Answering { is_live, is_up_to_date, after }: &Answering,
        is_moved: bool,
    ) -> Result<Answered, FeedFault> {
        self.is_up_to_date = is_up_to_date;
        if is_up_to_date {
            self.looks_again = false;
        }
        let is_futile = !is_moved && if is_live { after < MIN_HOLD } else { !is_up_to_date };
        self.count(is_futile)?;
        self.unfinished = if is_up_to_date { 0 } else { self.unfinished + 1 };
        if self.unfinished >= MAX_UNFINISHED {
            return Err(FeedFault::Endless(self.unfinished));
        }
        Ok(if is_up_to_date { Answered::UpToDate } else { Answered::More })
    }

    /// The server has another feed by now: the conversation begins anew, under the handle it names.
    pub fn restarted(&mut self, handle: Option<String>) -> Result<Answered, FeedFault> {
        self.count(true)?;
        // The first time nobody has to wait.
        self.begin_anew(handle);
        Ok(Answered::Restarted)
    }

    /// Begins anew, under a handle if there is one. What was delivered is not delivered again.
    pub fn begin_anew(&mut self, handle: Option<String>) {
        self.handle = handle;
        "-1".clone_into(&mut self.offset);
        self.cursor.clear();
        self.has_schema = false;
        self.is_up_to_date = false;
        self.looks_again = false;
        self.rows.clear();
        self.hold(0);
        self.changed.clear();
        self.final_rows.clear();
    }

    fn count(&mut self, is_futile: bool) -> Result<(), FeedFault> {
        self.futile = if is_futile { self.futile + 1 } else { 0 };
        if self.futile >= MAX_FUTILE { Err(FeedFault::Futile(self.futile)) } else { Ok(()) }
    }

    /// Makes the changes that messages tell of; says if they changed anything.
    pub fn apply<'m>(&mut self, messages: impl IntoIterator<Item = Message<'m>>) -> Result<bool, FeedFault> {
        let mut is_moved = false;
        for message in messages {
            is_moved |= match message {
                Message::Insert(key, cells) => self.change(key, |row| row.replace(&cells))?,
                Message::Update(key, cells) => self.change(key, |row| row.overlay(&cells))?,
                Message::Delete(key) => self.remove(key.as_ref()).is_some(),
                Message::UpToDate | Message::MustRefetch => false,
            };
        }
        Ok(is_moved)
    }

    /// Changes a row; says if that made it another one. A row without the id of a run cannot be told: it is no row.
    fn change(
        &mut self,
        key: Cow<'_, str>,
        change: impl FnOnce(&mut RunRow) -> bool,
    ) -> Result<bool, FeedFault> {
        let mut kept = self.remove(key.as_ref()).unwrap_or_default();
        let is_changed = change(&mut kept.row);
        if kept.row.id().is_none() {
            return Ok(false);
        }
        kept.row.check_size(self.max_row_bytes).map_err(FeedFault::TooLarge)?;
        let key = key.into_owned();
        if is_changed && !std::mem::replace(&mut kept.is_changed, true) {
            self.hold(self.held + weight_of(&key));
            self.changed.push(key.clone());
        }
        self.hold(self.held + kept.weight(&key));
        self.rows.insert(key, kept);
        self.make_room();
        match self.held > MAX_HELD {
            true => Err(FeedFault::TooMuch),
            false if self.is_crowded() => Err(FeedFault::Crowded),
            false => Ok(is_changed),
        }
    }

    fn hold(&mut self, bytes: usize) {
        self.held = bytes;
        if let Some(account) = &mut self.account {
            account.set(bytes);
        }
    }

    fn remove(&mut self, key: &str) -> Option<Box<Kept>> {
        let kept = self.rows.remove(key)?;
        self.hold(self.held.saturating_sub(kept.weight(key)));
        Some(kept)
    }

    /// Lets go of runs that have ended, the oldest first, where there are too many or they hold too much.
    fn make_room(&mut self) {
        while self.final_rows.len() > MAX_FINAL_ROWS || self.is_full() {
            let Some(key) = self.final_rows.pop_front() else { return };
            self.remove(&key);
        }
    }

    /// The rows hold more than they may.
    pub fn is_full(&self) -> bool {
        self.held > MAX_HELD || self.is_crowded()
    }

    fn is_crowded(&self) -> bool {
        self.held > ALWAYS_HELD && self.account.as_ref().is_some_and(Held::is_crowded)
    }

    /// The packets that have to be fetched before the row under a key can be delivered, each with the id of its run.
    pub fn stored_packets(&self, key: &str) -> Vec<(String, StoredPacket)> {
        let Some(Kept { row, .. }) = self.rows.get(key).map(Box::as_ref) else { return Vec::new() };
        let id = row.id().unwrap_or_default();
        row.stored_packets().into_iter().map(|stored| (id.to_owned(), stored)).collect()
    }

    /// The keys of the rows that have changed since the last time, in the order they did.
    pub fn changed(&self) -> &[String] {
        &self.changed
    }

    /// Keeps a packet that was fetched for the row under a key, or that there is none where the row points.
    pub fn place(&mut self, key: &str, stored: StoredPacket, packet: Option<Packet>) {
        let Some(mut kept) = self.remove(key) else { return };
        kept.row.place(stored, packet);
        self.hold(self.held + kept.weight(key));
        self.rows.insert(key.to_owned(), kept);
    }

    /// Takes the keys of the rows that have changed since the last time, in the order they did.
    pub fn take_changed(&mut self) -> Vec<String> {
        let changed = std::mem::take(&mut self.changed);
        let held: usize = changed.iter().map(|key| weight_of(key)).sum();
        self.hold(self.held.saturating_sub(held));
        changed
    }

    /// The run under a key as it is now; nothing where what was taken before was later, or the same.
    pub fn take(&mut self, key: &str) -> Option<RunUpdate> {
        let kept = self.rows.get_mut(key)?;
        kept.is_changed = false;
        let update = kept.row.update()?;
        if update.is_final && !std::mem::replace(&mut kept.is_final, true) {
            self.final_rows.push_back(key.to_owned());
            self.make_room();
        }
        self.is_news(&update).then_some(update)
    }

    /// The keys of all rows.
    pub fn keys(&self) -> Vec<String> {
        self.rows.keys().cloned().collect()
    }

    /// The run under a key as it was taken; nothing where it has changed since.
    pub fn settled(&mut self, key: &str) -> Option<RunUpdate> {
        self.rows.get_mut(key).filter(|kept| !kept.is_changed)?.row.update()
    }

    /// Its runs have ended, and were taken in their last state.
    pub fn has_ended(&self) -> bool {
        !self.rows.is_empty() && self.rows.values().all(|kept| kept.is_final && !kept.is_changed)
    }

    fn is_news(&mut self, update: &RunUpdate) -> bool {
        let version = Version { updated_at: update.updated_at, digest: update.version };
        if let Some(known) = self.versions.get(&update.run)
            && (known.updated_at > version.updated_at || known.digest == version.digest)
        {
            return false;
        }
        self.versions.put(update.run.clone(), version);
        if self.versions.len() > MAX_VERSIONS {
            self.versions.pop_lru();
        }
        true
    }
}

#[cfg(test)]
#[path = "feed_tests.rs"]
mod tests;
