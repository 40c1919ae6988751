//! What there is to tell one subscriber, until it is taken.
//!
//! The I/O thread puts in, JavaScript takes out. Of each run the latest version alone is kept, unless the subscriber wants
//! every one; so it holds no more than what is watched, however slowly it is read.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::packet::Packet;
use super::run_row::RunUpdate;
use crate::call::FeedPlan;
use crate::identity::Secret;
use crate::outcome::CallError;

/// Updates that wait where every one is wanted, and their bytes, before the feed has to wait too.
const MAX_BUFFERED: usize = 64;
const MAX_BUFFERED_BYTES: usize = 4 * 1024 * 1024;
/// The same where the latest of each run alone is kept.
const MAX_WAITING: usize = 50_000;
const MAX_WAITING_BYTES: usize = 64 * 1024 * 1024;
/// Runs whose packets the subscriber is known to have.
const MAX_KNOWN: usize = 1_000;
const MAX_KNOWN_BYTES: usize = 16 * 1024 * 1024;

/// The state of a subscription, as its user sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// It has not been told what is there yet.
    #[default]
    Connecting,
    /// It is told of changes as they happen.
    Live,
    /// The connection is broken, or the server is: it is tried again after a while.
    Waiting,
    /// The server lets no more be watched at once: it takes turns.
    Limited,
    /// It asks again and again, because the server has no realtime.
    Polling,
    /// It has ended.
    Closed,
}

impl State {
    /// Names it for JavaScript.
    pub fn name(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Live => "live",
            Self::Waiting => "waiting",
            Self::Limited => "limited",
            Self::Polling => "polling",
            Self::Closed => "closed",
        }
    }
}

/// Counts what a subscription has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Requests that were made for it.
    pub requests: u64,
    /// Times it had to begin again after something broke.
    pub reconnects: u64,
    /// Updates that were taken.
    pub updates: u64,
    /// Updates that a later one of the same run has replaced before they were taken.
    pub coalesced: u64,
    /// Bytes of the answers.
    pub bytes: u64,
}

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
}

/// The mailbox of one subscriber.
pub struct Mailbox {
    contents: Mutex<Contents>,
    /// Wakes the thread of the subscriber.
    wake: Box<dyn Fn() + Send + Sync>,
    /// Something was taken, or nothing more is wanted.
    taken: Notify,
    ended: Notify,
    token: Mutex<Option<Option<Secret>>>,
    token_given: Notify,
    keeps_every: bool,
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
    /// The subscriber waits, and has to be woken.
    is_armed: bool,
    known: Known,
    state: State,
    stats: Stats,
    /// The latest date of a change that was taken.
    watermark: f64,
}

impl Mailbox {
    /// Makes a mailbox that is empty, for a subscriber that `wake` wakes.
    pub fn new(plan: &FeedPlan, wake: Box<dyn Fn() + Send + Sync>) -> Self {
        let awaited = plan.stops_on_completion.then(|| (0..plan.paths.len()).collect());
        Self {
            contents: Mutex::new(Contents { awaited, ..Contents::default() }),
            wake,
            taken: Notify::new(),
            ended: Notify::new(),
            token: Mutex::default(),
            token_given: Notify::new(),
            keeps_every: plan.keeps_every,
        }
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
            contents.put(update, self.keeps_every);
            let is_last = update.is_final && contents.is_last(feed);
            if is_last {
                contents.end = Some(Ok(()));
            }
            (contents.disarm(), is_last)
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
        // What was given too late for the last question is no answer to this one.
        self.token.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.contents().wants_token = true;
        (self.wake)();
        loop {
            let given = self.token.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(token) = given {
                return token;
            }
            self.token_given.notified().await;
        }
    }

    /// Answers the question for a fresh token.
    pub fn give_token(&self, token: Option<Secret>) {
        self.token.lock().unwrap_or_else(PoisonError::into_inner).replace(token);
        self.token_given.notify_one();
    }

    /// Takes the next thing; where there is none, the subscriber is woken when there is one.
    pub fn take(&self) -> Option<Mail> {
        let mail = self.contents().take();
        self.taken.notify_one();
        mail
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

    /// Waits until there is room for more.
    pub async fn has_room(&self) {
        while self.is_full() && !self.is_ended() {
            self.taken.notified().await;
        }
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
        std::mem::take(&mut self.is_armed)
    }

    fn take(&mut self) -> Option<Mail> {
        if std::mem::take(&mut self.wants_token) {
            return Some(Mail::TokenWanted);
        }
        if let Some((_, update)) = self.updates.pop_first() {
            self.places.remove(&update.run);
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

/// The packets that the subscriber has already, by run.
#[derive(Default)]
struct Known {
    packets: HashMap<String, [Option<Arc<Packet>>; 3]>,
    /// Runs in the order they were learned.
    order: VecDeque<String>,
    bytes: usize,
}

impl Known {
    /// Says which packets of an update are known, and learns the others. Of the runs that are known the oldest are forgotten
    /// when there are too many, or their packets hold too much.
    fn learn(&mut self, update: &RunUpdate) -> ([bool; 3], Vec<String>) {
        let mut is_known = [false; 3];
        self.bytes += size_of(&update.packets);
        match self.packets.insert(update.run.clone(), update.packets.clone()) {
            None => self.order.push_back(update.run.clone()),
            Some(before) => {
                self.bytes = self.bytes.saturating_sub(size_of(&before));
                for ((known, packet), is_known) in before.iter().zip(&update.packets).zip(&mut is_known) {
                    *is_known = match (known, packet) {
                        (Some(known), Some(packet)) => Arc::ptr_eq(known, packet) || known == packet,
                        (None, None) => true,
                        _ => false,
                    };
                }
            }
        }
        (is_known, self.forget(&update.run))
    }

    /// Forgets what is too much, but not the run that is being told.
    fn forget(&mut self, told: &str) -> Vec<String> {
        let mut forgotten = Vec::new();
        while self.order.len() > 1 && (self.order.len() > MAX_KNOWN || self.bytes > MAX_KNOWN_BYTES) {
            let Some(run) = self.order.pop_front() else { break };
            if run == told {
                self.order.push_back(run);
                continue;
            }
            self.bytes = self.bytes.saturating_sub(self.packets.remove(&run).as_ref().map_or(0, size_of));
            forgotten.push(run);
        }
        forgotten
    }
}

fn size_of(packets: &[Option<Arc<Packet>>; 3]) -> usize {
    packets.iter().flatten().map(|packet| packet.text.len()).sum()
}

#[cfg(test)]
#[path = "mailbox_tests.rs"]
mod tests;
