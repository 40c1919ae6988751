//! Streams as JavaScript reads them: opaque handles.

use std::cell::RefCell;
use std::sync::Arc;

use napi::Env;
use napi::bindgen_prelude::{Array, Either, External};
use napi_derive::napi;
use serde_json::json;

use super::mail;
use super::prepared::Prepared;
use crate::engine::call::{Call, TailStart};
use crate::engine::digest::hex;
use crate::engine::engine::{CancelOnDrop, Engine};
use crate::engine::identity::Secret;
use crate::engine::outcome::CallError;
use crate::engine::subscription::{PartBox, cursor};

/// A stream that is read. With the handle that ends, unless it has ended before.
pub struct TailHandle {
    call: Arc<Call>,
    parts: Arc<PartBox>,
    cancel: RefCell<Option<CancelOnDrop>>,
}

/// What of a reading's options the facade has to know: `[keepAlive, throwOnAbort, whether it begins at once, the place of the
/// options]`.
type TailOptions = (bool, bool, bool, Option<u32>);

/// Says what of a reading's options the facade has to know, or the failure of a call that is refused.
#[napi(skip_typescript, catch_unwind)]
pub fn tail_options(call: &External<Prepared>) -> Either<TailOptions, String> {
    match call.tail() {
        Ok((_, plan)) => {
            // What comes from now on does not wait until somebody looks.
            let is_latest = plan.start == TailStart::Latest;
            Either::A((plan.keeps_alive, plan.throws_on_abort, is_latest, call.options_index()))
        }
        Err(failure) => Either::B(failure),
    }
}

/// Begins to read; its reader is woken under this id. A call that is refused answers its failure.
#[napi(skip_typescript, catch_unwind)]
pub fn read_stream(call: &External<Prepared>, id: u32) -> Either<External<TailHandle>, String> {
    let (call, plan, realm) = match call.tail() {
        Ok((tail, plan)) => (Arc::clone(tail), Arc::clone(plan), call.realm()),
        Err(failure) => return Either::B(failure),
    };
    let Some(engine) = Engine::running() else {
        return Either::B(CallError::internal(call.operation.name, "the engine is not running").to_json());
    };
    let parts = realm.part_box(id, &plan);
    let cancel = engine.read(Arc::clone(&call), plan, Arc::clone(&parts));
    Either::A(External::new(TailHandle { call, parts, cancel: RefCell::new(Some(cancel)) }))
}

/// The next parts as in a batch, without an id, or nothing: then the reader is woken when there are some.
#[napi(skip_typescript, catch_unwind)]
pub fn take_parts<'env>(env: &'env Env, tail: &External<TailHandle>) -> napi::Result<Option<Array<'env>>> {
    let Some(parts) = tail.parts.take() else { return Ok(None) };
    let mut flat = env.create_array(5)?;
    mail::write_parts(env, &mut flat, 0, parts)?;
    Ok(Some(flat))
}

/// Ends a reading: nothing more is asked for it, and it asks for nothing.
#[napi(skip_typescript, catch_unwind)]
pub fn stop_reading(tail: &External<TailHandle>) {
    tail.parts.end(Ok(()));
    drop(tail.cancel.take());
}

/// Nothing more is written: it ends when everything was read.
#[napi(skip_typescript, catch_unwind)]
pub fn finish_reading(tail: &External<TailHandle>) {
    tail.parts.finish();
}

/// A digest of the credential that a reading was begun with: it tells two apart, and shows neither.
#[napi(skip_typescript, catch_unwind)]
pub fn tail_credential(tail: &External<TailHandle>) -> String {
    hex(&tail.call.identity.credential.digest)
}

/// Answers a reading that wanted a fresh token.
#[napi(skip_typescript, catch_unwind)]
pub fn give_tail_token(tail: &External<TailHandle>, token: Option<String>) {
    tail.parts.give_token(token.map(Secret::new));
}

/// The state of a reading, by its name.
#[napi(skip_typescript, catch_unwind)]
pub fn tail_state(tail: &External<TailHandle>) -> &'static str {
    tail.parts.state().name()
}

/// What a reading has done so far, as JSON.
#[napi(skip_typescript, catch_unwind)]
pub fn tail_stats(tail: &External<TailHandle>) -> String {
    let stats = tail.parts.stats();
    json!({
        "requests": stats.requests,
        "reconnects": stats.reconnects,
        "parts": stats.updates,
        "bytes": stats.bytes,
    })
    .to_string()
}

/// A token to go on from a place.
#[napi(skip_typescript, catch_unwind)]
pub fn tail_cursor(tail: &External<TailHandle>, place: String) -> String {
    cursor(&tail.call, place)
}
