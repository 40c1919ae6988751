//! A realm: one JavaScript thread's side of the engine.

use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};

use napi::bindgen_prelude::{External, FnArgs, Function, FunctionRef, ToNapiValue, Unknown};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Env, JsError, JsString, Status, check_status, sys};
use napi_derive::napi;

use crate::core::engine::Outcome;

/// One threadsafe function wakes the thread, whatever number of calls have ended.
type Wake = ThreadsafeFunction<(), Unknown<'static>, Batch, Status, false, true>;
type Encode = FunctionRef<FnArgs<(Unknown<'static>, bool)>, Option<String>>;

/// What a main thread or worker shares with nobody: its way back from the I/O thread.
pub struct Realm {
    wake: Arc<Wake>,
    ended: Arc<Ended>,
    encode: Encode,
}

/// Calls that have ended since the thread was last woken.
#[derive(Default)]
struct Ended(Mutex<Vec<(u32, Outcome)>>);

impl Ended {
    /// True when the thread has to be woken for it.
    fn push(&self, id: u32, outcome: Outcome) -> bool {
        let mut ended = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ended.push((id, outcome));
        ended.len() == 1
    }

    fn take(&self) -> Vec<(u32, Outcome)> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Realm {
    /// What settles a call of this realm, from the I/O thread.
    pub fn settler(&self, id: u32) -> Box<dyn FnOnce(Outcome) + Send> {
        let (wake, ended) = (Arc::clone(&self.wake), Arc::clone(&self.ended));
        Box::new(move |outcome| {
            if ended.push(id, outcome) {
                // A realm that is closing has nobody left to tell.
                let _ = wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
            }
        })
    }
}

/// Writes a caller's values as JSON the way JavaScript does: its `toJSON`, its key order.
pub struct Encoder<'a> {
    pub env: &'a Env,
    pub realm: &'a Realm,
}

impl Encoder<'_> {
    /// JSON, or `None` for what JSON has no text for, such as `undefined`.
    pub fn json(&self, value: Unknown<'_>) -> napi::Result<Option<String>> {
        self.encode(value, false)
    }

    /// The official SDK's payload encoding, which keeps dates, maps and the like.
    pub fn super_json(&self, value: Unknown<'_>) -> napi::Result<Option<String>> {
        self.encode(value, true)
    }

    fn encode(&self, value: Unknown<'_>, as_super_json: bool) -> napi::Result<Option<String>> {
        let encode = self.realm.encode.borrow_back(self.env)?;
        // SAFETY: the value is live for this call, and `encode` keeps nothing of it.
        #[expect(unsafe_code, reason = "the reference's argument type has to be 'static")]
        let value: Unknown<'static> = unsafe { std::mem::transmute(value) };
        encode.call(FnArgs::from((value, as_super_json))).map_err(|error| rethrow(self.env, error))
    }
}

/// Makes what JavaScript threw pending again: napi took it out of the environment to report it.
fn rethrow(env: &Env, error: napi::Error) -> napi::Error {
    match env.throw(JsError::from(error).into_unknown(*env)) {
        Ok(()) => napi::Error::from_status(Status::PendingException),
        Err(failed) => failed,
    }
}

/// Ended calls on their way into JavaScript: `[id, body, head or failure, packets, id, …]`.
///
/// A failure has no body.
pub struct Batch(Vec<(u32, Outcome)>);

impl ToNapiValue for Batch {
    #[expect(unsafe_code, reason = "the trait hands over a raw pointer")]
    unsafe fn to_napi_value(raw: sys::napi_env, batch: Self) -> napi::Result<sys::napi_value> {
        let env = Env::from_raw(raw);
        let mut flat = env.create_array(u32::try_from(batch.0.len() * 4).unwrap_or(u32::MAX))?;
        let mut index = 0;
        for (id, outcome) in batch.0 {
            let (body, head, packets) = match outcome {
                Outcome::Answered(delivery) => (Some(delivery.body), delivery.head, delivery.packets),
                Outcome::Failed(failure) => (None, failure.to_json(), None),
            };
            flat.set(index, id)?;
            if let Some(body) = body {
                flat.set(index + 1, text(&env, &body)?)?;
            }
            flat.set(index + 2, text(&env, &head)?)?;
            if let Some(packets) = packets {
                flat.set(index + 3, text(&env, &packets)?)?;
            }
            index += 4;
        }
        // SAFETY: the array was made in this environment.
        unsafe { ToNapiValue::to_napi_value(raw, flat) }
    }
}

/// A JavaScript string. ASCII is copied as it is, which V8 does several times faster than decoding UTF-8.
fn text<'env>(env: &'env Env, text: &str) -> napi::Result<JsString<'env>> {
    if text.is_ascii() { env.create_string_latin1(text) } else { env.create_string(text) }
}

/// Opens the realm of the calling thread. `settle` gets the batches, `encode` writes JSON.
#[napi(skip_typescript, catch_unwind)]
pub fn open_realm(
    settle: Function<'_, Batch, Unknown<'static>>,
    encode: Function<'_, FnArgs<(Unknown<'static>, bool)>, Option<String>>,
) -> napi::Result<External<Rc<Realm>>> {
    let ended = Arc::new(Ended::default());
    let waiting = Arc::clone(&ended);
    let wake = settle
        .build_threadsafe_function::<()>()
        .weak::<true>()
        .build_callback(move |_| Ok(Batch(waiting.take())))?;
    let realm = Realm { wake: Arc::new(wake), ended, encode: encode.create_ref()? };
    Ok(External::new(Rc::new(realm)))
}

/// Keeps the process alive: calls are in flight.
#[napi(skip_typescript, catch_unwind)]
pub fn hold_realm(env: Env, realm: &External<Rc<Realm>>) -> napi::Result<()> {
    // SAFETY: called on the thread that made the function, which lives as long as the realm.
    #[expect(unsafe_code, reason = "napi's own refer() needs the function by itself")]
    let status = unsafe { sys::napi_ref_threadsafe_function(env.raw(), realm.wake.raw()) };
    check_status!(status)
}

/// Lets the process end: nothing is in flight.
#[napi(skip_typescript, catch_unwind)]
pub fn release_realm(env: Env, realm: &External<Rc<Realm>>) -> napi::Result<()> {
    // SAFETY: as above.
    #[expect(unsafe_code, reason = "napi's own unref() needs the function by itself")]
    let status = unsafe { sys::napi_unref_threadsafe_function(env.raw(), realm.wake.raw()) };
    check_status!(status)
}
