//! A realm: one JavaScript thread's side of the engine.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Arc, Weak};

use napi::bindgen_prelude::{Array, External, Float64Array, FnArgs, Function, Object, ToNapiValue, Unknown};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Env, JsString, Status, check_status, sys};
use napi_derive::napi;

use super::arguments::{Encoded, Helpers};
use super::arrivals::Arrivals;
use super::large_body::LargeBody;
use crate::engine::attempt::trace_of;
use crate::engine::call::{Call, CallTrace, FeedPlan, TailPlan};
use crate::engine::decode::Columns;
use crate::engine::engine::{CancelOnDrop, in_a_moment};
use crate::engine::outcome::{CallError, Delivery, Outcome};
use crate::engine::subscription::{Mailbox, PartBox};

/// One threadsafe function wakes the thread, whatever number of calls have ended.
type Wake = ThreadsafeFunction<(), Unknown<'static>, Batch, Status, false, true>;

/// What a main thread or worker shares with nobody: its way back from the I/O thread.
pub struct Realm {
    wake: Arc<Wake>,
    batches: Batches,
    records: RefCell<HashMap<u32, Watched>>,
    pub helpers: Rc<Helpers>,
}

/// A call that somebody watches, once it is known.
#[derive(Default)]
struct Watched {
    trace: Arc<CallTrace>,
    call: Option<Arc<Call>>,
}

/// Something for JavaScript.
enum Entry {
    /// A call has ended.
    Outcome(Outcome),
    /// A subscriber has mail, which is taken when the batch is built: by then there may be later news.
    Mail(Arc<Mailbox>),
    /// A reader has parts of its stream, which are taken then too.
    Parts(Arc<PartBox>),
}

/// What a call in flight needs of its realm. With the realm it ends, as when a worker does.
#[derive(Default)]
struct PendingCall {
    /// Where no handle keeps it.
    cancel: Option<CancelOnDrop>,
    /// Somebody wants to read the body as it came.
    keeps_body: bool,
}

#[derive(Default)]
struct PendingCalls(RefCell<HashMap<u32, PendingCall>>);

impl PendingCalls {
    fn change(&self, id: u32, change: impl FnOnce(&mut PendingCall)) {
        change(self.0.borrow_mut().entry(id).or_default());
    }

    fn land(&self, id: u32) -> Option<PendingCall> {
        self.0.borrow_mut().remove(&id)
    }
}

impl Realm {
    /// Keeps a call going that nobody can abort.
    pub fn keep_alive(&self, id: u32, cancel: CancelOnDrop) {
        self.batches.pending.change(id, |call| call.cancel = Some(cancel));
    }

    /// The call as it is sent: with its record, where somebody watches it.
    pub fn watched(&self, id: u32, call: &Arc<Call>) -> Arc<Call> {
        match self.records.borrow_mut().get_mut(&id) {
            None => Arc::clone(call),
            Some(watched) => {
                let trace = Some(Arc::clone(&watched.trace));
                let call = Arc::new(Call { trace, ..Call::clone(call) });
                watched.call = Some(Arc::clone(&call));
                call
            }
        }
    }

    /// What settles a call of this realm, from the I/O thread.
    pub fn settler(&self, id: u32) -> Box<dyn FnOnce(Outcome) + Send> {
        let (wake, ended) = (Arc::clone(&self.wake), Arc::clone(&self.batches.ended));
        Box::new(move |outcome| {
            if ended.push((id, Entry::Outcome(outcome))) {
                // A realm that is closing has nobody left to tell.
                let _ = wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
            }
        })
    }

    /// Makes a mailbox whose subscriber in this realm is woken under this id.
    pub fn mailbox(&self, id: u32, plan: &FeedPlan, is_watched: bool) -> Arc<Mailbox> {
        Arc::new_cyclic(|mailbox| Mailbox::new(plan, is_watched, self.waker(id, mailbox, Entry::Mail)))
    }

    /// Makes the mailbox of a stream whose reader in this realm is woken under this id.
    pub fn part_box(&self, id: u32, plan: &TailPlan) -> Arc<PartBox> {
        Arc::new_cyclic(|parts| PartBox::new(plan.tells_parts, self.waker(id, parts, Entry::Parts)))
    }

    fn waker<T: Send + Sync + 'static>(
        &self,
        id: u32,
        mailbox: &Weak<T>,
        entry: fn(Arc<T>) -> Entry,
    ) -> Box<dyn Fn() + Send + Sync> {
        let (wake, ended, mailbox) =
            (Arc::clone(&self.wake), Arc::clone(&self.batches.ended), mailbox.clone());
        Box::new(move || {
            let Some(mailbox) = mailbox.upgrade() else { return };
            if let Some(pause) = ended.gather((id, entry(mailbox))) {
                let (wake, ended) = (Arc::clone(&wake), Arc::clone(&ended));
                // What comes together wakes the thread once.
                in_a_moment(pause, move || {
                    if ended.is_due() {
                        // As above.
                        let _ = wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
                    }
                });
            }
        })
    }
}

/// Ended calls on their way into JavaScript: `[id, body, head or failure, packets, rows, id, …]`.
///
/// A failure has no body; the text of its answer stands where packets do. Of a large body a handle stands there, of which
/// pieces are taken. Where there are rows, the body is their table; they stand in the array that
/// JavaScript keeps for them, one call's after the other's, and only their number crosses, or they come in
/// an array of their own when that one is full.
pub struct Batch {
    ended: Vec<(u32, Entry)>,
    pending: Rc<PendingCalls>,
    rows: Option<Rc<RefCell<Float64Array>>>,
    /// How many numbers stand in the kept array.
    placed: usize,
}

/// What batches are made of.
#[derive(Clone)]
struct Batches {
    ended: Arc<Arrivals<(u32, Entry)>>,
    pending: Rc<PendingCalls>,
    rows: Option<Rc<RefCell<Float64Array>>>,
    /// JavaScript takes its time: what ends is kept for it.
    is_paused: Rc<Cell<bool>>,
}

impl Batches {
    /// What has ended; nothing while JavaScript takes its time.
    fn take(&self) -> Batch {
        let ended = if self.is_paused.get() { Vec::new() } else { self.ended.take() };
        Batch { ended, pending: Rc::clone(&self.pending), rows: self.rows.clone(), placed: 0 }
    }
}

const WIDTH: u32 = 5;
/// Pieces of mail that one subscriber is told in a batch: more than it keeps.
const MAX_MAIL: usize = 512;

impl Batch {
    fn tell<'env>(
        &mut self,
        env: &'env Env,
        flat: &mut Array<'env>,
        index: u32,
        outcome: Outcome,
    ) -> napi::Result<()> {
        match outcome {
            Err(failure) => {
                if let Some(body) = failure.body() {
                    flat.set(index + 3, text(env, body)?)?;
                }
                flat.set(index + 2, text(env, &failure.to_json())?)
            }
            Ok(delivery) => {
                let (operation, by) = (delivery.operation, delivery.by.clone());
                match self.tell_answer(env, flat, index, delivery) {
                    Ok(()) => Ok(()),
                    // It must not take the others of the batch with it.
                    Err(_) => flat
                        .set(index + 2, text(env, &CallError::unwieldy(operation, by.as_ref()).to_json())?),
                }
            }
        }
    }

    /// Makes every value before it sets one: the body comes last, and says that all are there.
    fn tell_answer<'env>(
        &mut self,
        env: &'env Env,
        flat: &mut Array<'env>,
        index: u32,
        Delivery { head, body, packets, held, .. }: Delivery,
    ) -> napi::Result<()> {
        flat.set(index + 2, text(env, &head)?)?;
        if let Some(packets) = packets {
            flat.set(index + 3, text(env, &packets)?)?;
        }
        if let Some(pieces) = body.pieces {
            return flat.set(index + 1, LargeBody::new(body.text, pieces, held));
        }
        let told = text(env, body.columns.as_ref().map_or(&body.text, |columns| &columns.table))?;
        if let Some(Columns { rows, .. }) = body.columns {
            match self.place(&rows) {
                true => flat.set(index + 4, u32::try_from(rows.len()).unwrap_or(u32::MAX))?,
                false => flat.set(index + 4, Float64Array::new(rows))?,
            }
        }
        flat.set(index + 1, told)
    }

    /// Copies rows behind those that are there; false when they do not fit.
    fn place(&mut self, rows: &[f64]) -> bool {
        let Some(kept) = &self.rows else { return false };
        let mut kept = kept.borrow_mut();
        // SAFETY: this runs on the thread of the array, and JavaScript runs only when it has returned.
        #[expect(unsafe_code, reason = "JavaScript could write to the array at the same time")]
        let place = unsafe { kept.as_mut() }.get_mut(self.placed..self.placed + rows.len());
        let Some(place) = place else { return false };
        place.copy_from_slice(rows);
        self.placed += rows.len();
        true
    }
}

impl ToNapiValue for Batch {
    #[expect(unsafe_code, reason = "the trait hands over a raw pointer")]
    unsafe fn to_napi_value(raw: sys::napi_env, mut batch: Self) -> napi::Result<sys::napi_value> {
        let env = Env::from_raw(raw);
        let ended = std::mem::take(&mut batch.ended);
        let mut flat =
            env.create_array(u32::try_from(ended.len()).unwrap_or(u32::MAX).saturating_mul(WIDTH))?;
        let mut index = 0;
        for (id, entry) in ended {
            flat.set(index, id)?;
            let mut outcome = match entry {
                Entry::Outcome(outcome) => outcome,
                Entry::Mail(mailbox) => {
                    // It may have been taken already, or there are events besides what it was woken for.
                    for _ in 0..MAX_MAIL {
                        let Some(mail) = mailbox.take_due() else { break };
                        flat.set(index, id)?;
                        super::mail::write(&env, &mut flat, index, mail)?;
                        index += WIDTH;
                    }
                    continue;
                }
                Entry::Parts(parts) => {
                    // As above.
                    if let Some(mail) = parts.take() {
                        super::mail::write_parts(&env, &mut flat, index, mail)?;
                    }
                    index += WIDTH;
                    continue;
                }
            };
            let keeps_body = batch.pending.land(id).is_some_and(|call| call.keeps_body);
            if let Ok(delivery) = &mut outcome {
                if keeps_body || batch.rows.is_none() {
                    delivery.body.columns = None;
                }
                if keeps_body {
                    delivery.body.pieces = None;
                }
            }
            let operation = outcome
                .as_ref()
                .map_or_else(|failure| failure.operation.clone(), |it| it.operation.to_owned());
            if batch.tell(&env, &mut flat, index, outcome).is_err() {
                // It must not take the others of the batch with it.
                let what = "its outcome cannot be handed over";
                flat.set(index + 2, text(&env, &CallError::internal(&operation, what).to_json())?)?;
            }
            index += WIDTH;
        }
        // SAFETY: the array was made in this environment.
        unsafe { ToNapiValue::to_napi_value(raw, flat) }
    }
}

/// A JavaScript string. ASCII is copied as it is, which V8 does several times faster than decoding UTF-8.
pub fn text<'env>(env: &'env Env, text: &str) -> napi::Result<JsString<'env>> {
    if text.is_ascii() { env.create_string_latin1(text) } else { env.create_string(text) }
}

/// Opens the realm of the calling thread. `settle` gets the batches, whose rows are in `rows`, or which have
/// none where there is no place for them; `encode` writes JSON, `is_ordinary` tells literals from other objects,
/// `keep_refresh` answers what is to be kept of a config's function.
#[napi(skip_typescript, catch_unwind)]
pub fn open_realm(
    settle: Function<'_, Batch, Unknown<'static>>,
    encode: Function<'_, FnArgs<(Unknown<'static>, bool)>, Encoded>,
    is_ordinary: Function<'_, Object<'static>, bool>,
    keep_refresh: Function<'_, Unknown<'static>, Unknown<'static>>,
    rows: Option<Float64Array>,
) -> napi::Result<External<Rc<Realm>>> {
    let batches = Batches {
        ended: Arc::default(),
        pending: Rc::default(),
        rows: rows.map(|rows| Rc::new(RefCell::new(rows))),
        is_paused: Rc::default(),
    };
    let woken = batches.clone();
    let wake =
        settle.build_threadsafe_function::<()>().weak::<true>().build_callback(move |_| Ok(woken.take()))?;
    let realm = Realm {
        wake: Arc::new(wake),
        batches,
        records: RefCell::default(),
        helpers: Rc::new(Helpers::new(&encode, &is_ordinary, &keep_refresh)?),
    };
    Ok(External::new(Rc::new(realm)))
}

/// Keeps what ends from now on until the realm is resumed.
#[napi(skip_typescript, catch_unwind)]
pub fn pause_realm(realm: &External<Rc<Realm>>) {
    realm.batches.is_paused.set(true);
}

/// Answers what has ended meanwhile; what ends from now on is told at once.
#[napi(skip_typescript, catch_unwind)]
pub fn resume_realm(realm: &External<Rc<Realm>>) -> Batch {
    realm.batches.is_paused.set(false);
    realm.batches.take()
}

/// Hands this call's body over as it came, because somebody will read it.
#[napi(skip_typescript, catch_unwind)]
pub fn keep_body(realm: &External<Rc<Realm>>, id: u32) {
    realm.batches.pending.change(id, |call| call.keeps_body = true);
}

/// Watches the call that will be sent under this id; the carrier takes a trace to the server.
#[napi(skip_typescript, catch_unwind)]
pub fn watch_call(realm: &External<Rc<Realm>>, id: u32, carrier: HashMap<String, String>) {
    let watched = Watched { trace: Arc::new(CallTrace::new(carrier)), call: None };
    realm.records.borrow_mut().insert(id, watched);
}

/// The record of a watched call as JSON, `null` when it was not sent. The last look ends the watch.
#[napi(skip_typescript, catch_unwind)]
pub fn record_of(realm: &External<Rc<Realm>>, id: u32, is_last: bool) -> Option<String> {
    let mut records = realm.records.borrow_mut();
    let json = records.get(&id).and_then(|watched| trace_of(watched.call.as_ref()?));
    if is_last {
        records.remove(&id);
    }
    json
}

/// Keeps the process alive: calls are in call.
#[napi(skip_typescript, catch_unwind)]
pub fn hold_realm(env: Env, realm: &External<Rc<Realm>>) -> napi::Result<()> {
    // SAFETY: called on the thread that made the function, which lives as long as the realm.
    #[expect(unsafe_code, reason = "napi's own refer() needs the function by itself")]
    let status = unsafe { sys::napi_ref_threadsafe_function(env.raw(), realm.wake.raw()) };
    check_status!(status)
}

/// Lets the process end: nothing is in call.
#[napi(skip_typescript, catch_unwind)]
pub fn release_realm(env: Env, realm: &External<Rc<Realm>>) -> napi::Result<()> {
    // SAFETY: as above.
    #[expect(unsafe_code, reason = "napi's own unref() needs the function by itself")]
    let status = unsafe { sys::napi_unref_threadsafe_function(env.raw(), realm.wake.raw()) };
    check_status!(status)
}
