//! The reading of one answer of a tail: inflates it, takes events and records out of it, and hands them on as fast as
//! they are taken.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::io;
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use tokio::time::Instant;

use super::heard::{Heard, Version};
use super::read_stream::ReadStream;
use super::record_batch::RecordBatch;
use super::records::{self, Record, RecordFault, RecordKind};
use super::sse::{EventReader, text_of};
use super::work::Work;
use crate::attempt::Network;
use crate::call::Call;
use crate::decode::{Encoding, GradualInflate};
use crate::transport::{BodySink, Head, Held, Memory, Progress};

/// Pings come every 5 s or so in version 2, and every 10 to 15 s in version 1.
const IDLE: [(Version, Duration); 2] =
    [(Version::One, Duration::from_secs(30)), (Version::Two, Duration::from_secs(20))];
/// An event that has begun counts from so many bytes on: of short ones there may be as many as there are streams.
const COUNTED_AT: usize = 64 * 1024;
/// The server's own, where a reader says none.
const WINDOW: Duration = Duration::from_secs(60);
/// No server ends an answer so soon when it has nothing to tell.
const FUTILE: Duration = Duration::from_millis(500);
/// What goes on for so long is no answer of something else.
const STAYED: Duration = Duration::from_secs(5);
/// So much of an answer that is no stream is shown.
const MAX_FOREIGN_BYTES: usize = 4 * 1024;
/// So much of a piece is looked at in one step.
const STEP: usize = 64 * 1024;
/// What a compressed byte may cost on this thread, in bytes, though it comes to nothing.
const PACKED_WORK: usize = 128;
/// What one record of a batch costs on this thread, in bytes.
const RECORD_WORK: usize = 128;
/// So much of a batch may wait uncounted for a reader that is slow: no batch of a store is larger.
const MAX_WAITING_BYTES: usize = 1024 * 1024;
const TURN_COMPLETE: &str = "turn-complete";
const TOKEN_HEADER: &str = "public-access-token";

/// What ended the reading before the answer ended.
pub enum Stop {
    /// It is no stream, and says what is wrong with it.
    Foreign(&'static str),
    /// An event is over the limit.
    TooLarge,
    /// A part costs more than its bytes.
    Costly(&'static str),
    /// It does not inflate.
    Damaged(io::Error),
    /// The server says that it could not read on.
    Failed,
    /// Everything that was written was read.
    CaughtUp,
}

impl From<RecordFault> for Stop {
    fn from(fault: RecordFault) -> Self {
        match fault {
            RecordFault::Foreign(what) => Self::Foreign(what),
            RecordFault::Costly(what) => Self::Costly(what),
        }
    }
}

/// One answer as it is read.
pub struct Reading<'a> {
    stream: &'a ReadStream,
    call: &'a Call,
    network: &'a Network,
    /// Counts the event that has begun.
    memory: &'a Memory,
    begun_event: RefCell<Option<Held>>,
    progress: &'a Progress,
    /// Everything that was written was written before it was asked for.
    is_finishing: bool,
    begun: RefCell<Option<Begun>>,
    stop: RefCell<Option<Stop>>,
    /// What an answer said that is no stream.
    foreign: RefCell<Vec<u8>>,
    has_heard: Cell<bool>,
    is_done: Cell<bool>,
    has_told: Cell<bool>,
    told_at: Cell<Option<Instant>>,
    work: Work,
}

/// What is known once the head is there.
struct Begun {
    version: Version,
    is_settled: bool,
    inflate: Option<GradualInflate>,
    events: EventReader,
    head: Head,
}

impl<'a> Reading<'a> {
    /// Reads an answer of a stream.
    pub fn new(
        stream: &'a ReadStream,
        call: &'a Call,
        (network, memory): (&'a Network, &'a Memory),
        progress: &'a Progress,
        is_finishing: bool,
    ) -> Self {
        Self {
            stream,
            call,
            network,
            memory,
            begun_event: RefCell::default(),
            progress,
            is_finishing,
            begun: RefCell::default(),
            stop: RefCell::default(),
            foreign: RefCell::default(),
            has_heard: Cell::new(false),
            is_done: Cell::new(false),
            has_told: Cell::new(false),
            told_at: Cell::new(None),
            work: Work::default(),
        }
    }

    /// How long nothing may come.
    pub fn idle(&self) -> Duration {
        let version = self.begun.borrow().as_ref().map_or(Version::One, |begun| begun.version);
        let known = IDLE.iter().find(|(of, _)| *of == version).map(|(_, idle)| *idle);
        self.stream.plan().idle_timeout.or(known).unwrap_or(WINDOW)
    }

    /// It was the stream that answered: it said something, or stayed for a while without a word.
    pub fn has_heard(&self) -> bool {
        let is_foreign = self.stop.borrow().is_some();
        let stayed = self.told_at.get().is_some_and(|at| at.elapsed() >= STAYED);
        self.has_heard.get() || (stayed && !is_foreign)
    }

    /// Takes what ended it, if it was not the answer's own end.
    pub fn take_stop(&self) -> Option<Stop> {
        self.stop.borrow_mut().take()
    }

    /// The head of an answer that could not be used, and the beginning of what it said.
    pub fn take_foreign(&self) -> Option<(Head, Vec<u8>)> {
        let begun = self.begun.borrow_mut().take()?;
        Some((begun.head, self.foreign.take()))
    }

    /// The session says that nothing more comes.
    pub fn is_settled(&self) -> bool {
        self.begun.borrow().as_ref().is_some_and(|begun| begun.is_settled)
    }

    /// It ended as answers end when nothing has come for a while, and was not cut. Version 1 has no word for that.
    pub fn is_whole(&self) -> bool {
        let seconds = self.stream.plan().timeout_in_seconds;
        let window = seconds.map_or(WINDOW, |seconds| Duration::from_secs(seconds.into()));
        let was_silent = self.told_at.get().is_some_and(|at| at.elapsed() >= window);
        let version = self.begun.borrow().as_ref().map(|begun| begun.version);
        version == Some(Version::One) || self.is_done.get() || self.is_settled() || was_silent
    }

    /// It ended as it began.
    pub fn was_futile(&self) -> bool {
        !self.has_told.get() && self.told_at.get().is_none_or(|at| at.elapsed() < FUTILE)
    }

    fn stop(&self, stop: Stop) {
        self.stop.borrow_mut().get_or_insert(stop);
    }

    /// Takes a piece step by step, and lets others have their turn in between: little may be inflated to very much.
    async fn read(&self, piece: Bytes) -> Result<(), Stop> {
        let mut piece: &[u8] = &piece;
        while !piece.is_empty() {
            let (bytes, rest) = self.inflate(piece)?;
            let packed = if matches!(bytes, Cow::Owned(_)) { piece.len() - rest.len() } else { 0 };
            piece = rest;
            self.work.did_one(bytes.len() + packed * PACKED_WORK).await;
            if self.stop.borrow().is_some() {
                self.show(&bytes)?;
                continue;
            }
            self.make_room(bytes.len()).await;
            let mut bytes: &[u8] = &bytes;
            while let Some(heard) = self.next(&mut bytes)? {
                self.work.did_one(0).await;
                self.hear(heard).await?;
            }
            self.release();
        }
        Ok(())
    }

    /// The bytes of an event whose end has not come yet.
    fn kept(&self) -> usize {
        self.begun.borrow().as_ref().map_or(0, |begun| begun.events.held())
    }

    /// Inflates a beginning of a piece; answers what it came to, and the rest of the piece.
    fn inflate<'p>(&self, piece: &'p [u8]) -> Result<(Cow<'p, [u8]>, &'p [u8]), Stop> {
        let mut begun = self.begun.borrow_mut();
        let Some(begun) = begun.as_mut() else { return Err(Stop::Foreign("the body has no head")) };
        let Some(inflate) = &mut begun.inflate else {
            let (start, rest) = piece.split_at(piece.len().min(STEP));
            return Ok((start.into(), rest));
        };
        let (bytes, rest) = inflate.inflate(piece).map_err(Stop::Damaged)?;
        Ok((bytes.into(), rest))
    }

    /// Keeps the beginning of what is no stream, to show it.
    fn show(&self, bytes: &[u8]) -> Result<(), Stop> {
        let mut foreign = self.foreign.borrow_mut();
        let room = MAX_FOREIGN_BYTES.saturating_sub(foreign.len());
        foreign.extend(bytes.iter().take(room));
        if foreign.len() < MAX_FOREIGN_BYTES { Ok(()) } else { Err(Stop::CaughtUp) }
    }

    /// Counts a long event that has begun, and reads no more of it while its credential holds too much: one such event after
    /// the other goes on to its end.
    async fn make_room(&self, more: usize) {
        let kept = self.kept();
        if kept < COUNTED_AT {
            return;
        }
        let held = self.begun_event.take();
        let mut held = held.unwrap_or_else(|| self.memory.hold(self.call.identity.credential.digest));
        held.resize(kept + more).await;
        self.begun_event.replace(Some(held));
    }

    fn release(&self) {
        if self.kept() < COUNTED_AT {
            self.begun_event.take();
        }
    }

    /// Takes the next event off the beginning of what was inflated.
    fn next(&self, bytes: &mut &[u8]) -> Result<Option<Heard>, Stop> {
        let mut begun = self.begun.borrow_mut();
        let Some(begun) = begun.as_mut() else { return Ok(None) };
        let event = begun.events.read(bytes).map_err(|_| Stop::TooLarge)?;
        Ok(event.map(|event| Heard::of(begun.version, event)))
    }

    async fn hear(&self, event: Heard) -> Result<(), Stop> {
        match event {
            Heard::Line(id, data) => {
                let (holder, size) = (self.call.identity.credential.digest, data.len());
                let read = move || records::read_line(&id.unwrap_or_default(), &text_of(data));
                let record = self.network.threads.run(holder, size, read).await?;
                self.tell(vec![record], 0).await;
                Ok(())
            }
            Heard::Batch(data) => self.hear_batch(data).await,
            Heard::Ping(tail) => {
                self.has_heard.set(true);
                self.look_at_end(tail)
            }
            Heard::Failed => Err(Stop::Failed),
            Heard::Done => {
                self.is_done.set(true);
                Ok(())
            }
            Heard::Nothing => Ok(()),
        }
    }

    /// Tells the records of a batch, a few at a time.
    async fn hear_batch(&self, data: Vec<u8>) -> Result<(), Stop> {
        let (threads, holder) = (&self.network.threads, self.call.identity.credential.digest);
        let mut batch = threads.run(holder, data.len(), move || RecordBatch::of(text_of(data))).await?;
        loop {
            let size = batch.left();
            let read = move || (batch.read(), batch);
            let (records, rest) = threads.run(holder, size, read).await;
            batch = rest;
            let records = records?;
            let count = records.len();
            self.tell(records, batch.left()).await;
            if count == 0 {
                return self.look_at_end(batch.tail());
            }
            self.work.did(count * RECORD_WORK).await;
        }
    }

    /// Once nothing more is written, the last record is the end.
    fn look_at_end(&self, tail: Option<u64>) -> Result<(), Stop> {
        match tail {
            Some(tail) if self.is_finishing && self.stream.has_all_before(tail) => Err(Stop::CaughtUp),
            _ => Ok(()),
        }
    }

    /// Tells records that were not told before, and waits until there is room for more; so many bytes of their batch are left.
    async fn tell(&self, records: Vec<Record>, left: usize) {
        self.has_heard.set(true);
        self.told_at.set(Some(Instant::now()));
        let mailbox = self.stream.mailbox();
        let mut told = Vec::with_capacity(records.len());
        let mut passed = None;
        for mut record in records {
            if record.place.is_unknown() {
                record.place = self.stream.last().unwrap_or(record.place);
            } else if !self.stream.moves_to(&record.place) {
                continue;
            }
            let is_told = match record.kind {
                RecordKind::Command => false,
                RecordKind::Control => {
                    if record.header("trigger-control") == Some(TURN_COMPLETE)
                        && let Some(token) = record.header(TOKEN_HEADER)
                    {
                        self.stream.take_token(token);
                    }
                    mailbox.tells_parts()
                }
                RecordKind::Data => !record.id.as_ref().is_some_and(|id| self.stream.was_told(id)),
            };
            if is_told {
                passed = None;
                told.push(record);
            } else {
                passed = Some(record.place);
            }
        }
        if !told.is_empty() {
            self.has_told.set(true);
        }
        mailbox.put(&told);
        if let Some(place) = passed {
            mailbox.pass(&place);
        }
        if mailbox.is_full() {
            // No other stream waits for whoever reads this one.
            if let Some(held) = &mut *self.begun_event.borrow_mut() {
                held.set(left.saturating_sub(MAX_WAITING_BYTES));
            }
            mailbox.has_room().await;
            self.told_at.set(Some(Instant::now()));
        }
    }
}

impl BodySink for Reading<'_> {
    fn begin(&self, head: &Head) {
        let version = match head.header("x-stream-version") {
            None | Some("v1") => Version::One,
            Some(_) => Version::Two,
        };
        let is_stream = head.header("content-type").is_some_and(|kind| {
            kind.trim_start().get(..17).is_some_and(|kind| kind.eq_ignore_ascii_case("text/event-stream"))
        });
        if !is_stream {
            self.stop(Stop::Foreign("the body is no event stream"));
        }
        let is_packed = head.header("content-encoding").and_then(Encoding::of) == Some(Encoding::Gzip);
        self.begun.replace(Some(Begun {
            version,
            is_settled: head.header("x-session-settled") == Some("true"),
            inflate: is_packed.then(GradualInflate::default),
            events: EventReader::new(self.call.policy.max_response_bytes),
            head: head.clone(),
        }));
        self.told_at.set(Some(Instant::now()));
        if is_stream {
            self.stream.answered();
        }
    }

    fn take(&self, piece: Bytes) -> LocalBoxFuture<'_, bool> {
        let size = piece.len() as u64;
        self.stream.mailbox().count(|stats| stats.bytes += size);
        let read = async move {
            // Nothing comes while it works, or waits for whoever reads.
            self.progress.pause();
            let read = self.read(piece).await;
            self.progress.step();
            read.map_err(|stop| self.stop(stop)).is_ok()
        };
        read.boxed_local()
    }
}
