//! What there is to tell one subscriber, until it is taken.
//!
//! The I/O thread puts in, JavaScript takes out. Of each run the latest version alone is kept, unless the subscriber wants
//! every one; so it holds no more than what is watched, however slowly it is read.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tokio::sync::Notify;

use super::known_packets::KnownPackets;
use super::run_row::RunUpdate;
use super::state::{State, Stats};
use super::token_question::TokenQuestion;
use crate::call::FeedPlan;
use crate::identity::Secret;
use crate::outcome::CallError;
use crate::time::since_epoch;
use crate::transport::Held;

/// Updates that wait where every one is wanted, and their bytes, before the feed has to wait too.
const MAX_BUFFERED: usize = 64;
const MAX_BUFFERED_BYTES: usize = 4 * 1024 * 1024;
/// The same where the latest of each run alone is kept.
const MAX_WAITING: usize = 50_000;
const MAX_WAITING_BYTES: usize = 64 * 1024 * 1024;
/// Events that wait to be told.
const MAX_EVENTS: usize = 256;
/// So much may wait for one whom others do not wait for, where their credential holds too much.
const MAX_CROWDED_BYTES: usize = 256 * 1024;

/// An update on its way to JavaScript, with the packets that are not known there yet.
pub struct Taken {
    /// The update.
    pub update: Arc<RunUpdate>,
    /// For each of its packets: whether it is as it was when this run was taken last.
    pub is_known: [bool; 3],
    /// The runs whose packets need not be kept any more.
    pub forgotten: Vec<String>,
}

/// Something to tell a subscriber.
pub enum Mail {
    /// A run has changed.
    Update(Taken),
    /// Nothing more comes.
    Ended,
    /// It has failed.
    Failed(Box<CallError>),
    /// A fresh token is asked for.
    TokenWanted,
    /// Something has happened, as JSON.
    Event(String),
}

/// The mailbox of one subscriber.
pub struct Mailbox {
    contents: Mutex<Contents>,
    /// Wakes the thread of the subscriber.
    wake: Box<dyn Fn() + Send + Sync>,
    /// Something was taken, or nothing more is wanted.
    taken: Notify,
    ended: Notify,
    token: TokenQuestion,
    keeps_every: bool,
    /// Somebody wants to know of what happens.
    is_watched: bool,
}

#[derive(Default)]
struct Contents {
    /// By when each came.
    updates: BTreeMap<u64, Arc<RunUpdate>>,
    /// Where the update of each run stands, where the latest alone is kept.
    places: HashMap<String, u64>,
    last_place: u64,
    bytes: usize,
    /// Feeds whose runs have not ended, where the subscription ends with the last of them.
    awaited: Option<HashSet<usize>>,
    end: Option<Result<(), Box<CallError>>>,
    wants_token: bool,
    events: VecDeque<String>,
    /// The subscriber waits, and has to be woken.
    is_armed: bool,
    /// It was woken, and has not looked yet.
    is_due: bool,
    known: KnownPackets,
    state: State,
    stats: Stats,
    /// Of each of its feeds, how many watch it.
    watchers: Vec<Arc<AtomicUsize>>,
    /// The latest date of a change that was taken.
    watermark: f64,
}

impl Mailbox {
    /// Makes a mailbox that is empty, for a subscriber that `wake` wakes.
    pub fn new(plan: &FeedPlan, is_watched: bool, wake: Box<dyn Fn() + Send + Sync>) -> Self {
        let awaited = plan.stops_on_completion.then(|| (0..plan.paths.len()).collect());
        Self {
            contents: Mutex::new(Contents { awaited, ..Contents::default() }),
            wake,
            taken: Notify::new(),
            ended: Notify::new(),
            token: TokenQuestion::default(),
            is_watched,
            keeps_every: plan.keeps_every,
        }
    }

    /// Counts what the subscriber is known to have among what everything of its credential holds.
    pub fn counted_by(&self, account: Held) {
        self.contents().known.counted_by(account);
    }

    fn contents(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts an update of a feed in.
    pub fn put(&self, update: &Arc<RunUpdate>, feed: usize) {
        let (wakes, is_last) = {
            let mut contents = self.contents();
            if contents.end.is_some() {
                return;
            }
            let coalesced = contents.stats.coalesced;
            contents.put(update, self.keeps_every);
            let is_last = update.is_final && contents.is_last(feed);
            if self.is_watched {
                let is_coalesced = contents.stats.coalesced > coalesced;
                contents.tell(&json!({
                    "event": "update",
                    "bytes": update.size(),
                    "coalesced": is_coalesced,
                    "lagInMs": (since_epoch().as_millis() as f64 - update.updated_at).max(0.0),
                }));
            }
            if is_last {
                contents.end = Some(Ok(()));
            }
            (contents.disarm() || self.is_watched, is_last)
        };
        if is_last {
            self.ended.notify_one();
        }
        if wakes {
            (self.wake)();
        }
    }

    /// Waits until nothing more is wanted.
    pub async fn ended(&self) {
        while !self.is_ended() {
            self.ended.notified().await;
        }
    }

    /// Ends it: what is in it can still be taken.
    pub fn end(&self, end: Result<(), Box<CallError>>) {
        let wakes = {
            let mut contents = self.contents();
            contents.end.get_or_insert(end);
            contents.state = State::Closed;
            contents.disarm()
        };
        self.ended.notify_one();
        self.taken.notify_one();
        if wakes {
            (self.wake)();
        }
    }

    /// Nothing more is put in.
    pub fn is_ended(&self) -> bool {
        self.contents().end.is_some()
    }

    /// Asks the subscriber for a fresh token, whether it waits or not, and waits for it; it may have none.
    pub async fn fresh_token(&self) -> Option<Secret> {
        let ask = || {
            self.contents().wants_token = true;
            (self.wake)();
        };
        self.token.ask(ask).await
    }

    /// Answers the question for a fresh token.
    pub fn give_token(&self, token: Option<Secret>) {
        self.token.answer(token);
    }

    /// Takes the next thing; where there is none, the subscriber is woken when there is one.
    pub fn take(&self) -> Option<Mail> {
        let mail = self.contents().take();
        self.taken.notify_one();
        mail
    }

    /// Takes what the subscriber was woken for, unless it has looked by itself since.
    pub fn take_due(&self) -> Option<Mail> {
        let mail = {
            let mut contents = self.contents();
            match contents.out_of_turn() {
                None if std::mem::take(&mut contents.is_due) => contents.take(),
                mail => mail,
            }
        };
        self.taken.notify_one();
        mail
    }

    /// Somebody wants to know of what happens.
    pub fn is_watched(&self) -> bool {
        self.is_watched
    }

    /// Tells whoever wants to know of what has happened.
    pub fn tell(&self, event: impl FnOnce() -> Value) {
        if self.is_watched {
            self.contents().tell(&event());
            (self.wake)();
        }
    }

    /// There is no room for more.
    pub fn is_full(&self) -> bool {
        let contents = self.contents();
        let (updates, bytes) = match self.keeps_every {
            true => (MAX_BUFFERED, MAX_BUFFERED_BYTES),
            false => (MAX_WAITING, MAX_WAITING_BYTES),
        };
        contents.updates.len() >= updates || contents.bytes >= bytes
    }

    /// Waits until there is room for more; where its credential holds too much, until nothing waits to be taken.
    pub async fn has_room(&self, is_crowded: impl Fn() -> bool) {
        while (self.is_full() || (!self.is_empty() && is_crowded())) && !self.is_ended() {
            self.taken.notified().await;
        }
    }

    fn is_empty(&self) -> bool {
        self.contents().updates.is_empty()
    }

    /// Much waits to be taken.
    pub fn is_behind(&self) -> bool {
        self.contents().bytes >= MAX_CROWDED_BYTES
    }

    /// Changes the state.
    pub fn enter(&self, state: State) {
        let is_entered = {
            let mut contents = self.contents();
            contents.end.is_none() && std::mem::replace(&mut contents.state, state) != state
        };
        if is_entered && matches!(state, State::Live | State::Limited | State::Polling) {
            self.tell(|| json!({ "event": state.name() }));
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
        let contents = self.contents();
        // What has ended shares with nobody, whatever is left of it.
        let watchers = if contents.end.is_some() { &[][..] } else { &contents.watchers };
        let most = watchers.iter().map(|watchers| watchers.load(Ordering::Relaxed)).max();
        Stats { shared_with: most.unwrap_or_default().saturating_sub(1) as u64, ..contents.stats }
    }

    /// A feed is watched by so many, as it counts them.
    pub fn share(&self, watchers: &Arc<AtomicUsize>) {
        self.contents().watchers.push(Arc::clone(watchers));
    }

    /// Everything up to this change was told before.
    pub fn start_at(&self, watermark: f64) {
        self.contents().watermark = watermark;
    }

    /// The latest change that was taken, before all that were not: in epoch milliseconds.
    pub fn watermark(&self) -> f64 {
        let contents = self.contents();
        let waiting = contents.updates.values().map(|update| update.updated_at - 1.0);
        waiting.fold(contents.watermark, f64::min)
    }
}

impl Contents {
    fn put(&mut self, update: &Arc<RunUpdate>, keeps_every: bool) {
        self.last_place += 1;
        let mut place = self.last_place;
        if !keeps_every {
            // It keeps the turn of the one it replaces.
            place = *self.places.entry(update.run.clone()).or_insert(place);
        }
        self.bytes += update.size();
        if let Some(replaced) = self.updates.insert(place, Arc::clone(update)) {
            self.bytes = self.bytes.saturating_sub(replaced.size());
            self.stats.coalesced += 1;
        }
    }

    fn is_last(&mut self, feed: usize) -> bool {
        let Some(awaited) = &mut self.awaited else { return false };
        awaited.remove(&feed);
        awaited.is_empty()
    }

    fn disarm(&mut self) -> bool {
        let was_armed = std::mem::take(&mut self.is_armed);
        self.is_due |= was_armed;
        was_armed
    }

    /// Of events that nobody takes the oldest are left out.
    fn tell(&mut self, event: &Value) {
        if self.events.len() >= MAX_EVENTS {
            self.events.pop_front();
        }
        self.events.push_back(event.to_string());
    }

    /// What is told whether the subscriber waits or not.
    fn out_of_turn(&mut self) -> Option<Mail> {
        if std::mem::take(&mut self.wants_token) {
            return Some(Mail::TokenWanted);
        }
        self.events.pop_front().map(Mail::Event)
    }

    fn take(&mut self) -> Option<Mail> {
        self.is_due = false;
        if let Some(mail) = self.out_of_turn() {
            return Some(mail);
        }
        if let Some((_, update)) = self.updates.pop_first() {
            self.places.remove(&update.run);
            if self.updates.is_empty() {
                // Thousands lie empty most of the time: they keep no place for what they held.
                (self.updates, self.places) = Default::default();
            }
            self.bytes = self.bytes.saturating_sub(update.size());
            self.stats.updates += 1;
            self.watermark = self.watermark.max(update.updated_at);
            let (is_known, forgotten) = self.known.learn(&update);
            return Some(Mail::Update(Taken { update, is_known, forgotten }));
        }
        match &mut self.end {
            Some(end) => Some(match std::mem::replace(end, Ok(())) {
                Ok(()) => Mail::Ended,
                Err(failure) => Mail::Failed(failure),
            }),
            None => {
                self.is_armed = true;
                None
            }
        }
    }
}

#[cfg(test)]
#[path = "mailbox_tests.rs"]
mod tests;
