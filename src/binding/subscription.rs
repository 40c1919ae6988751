//! Subscriptions as JavaScript holds them: opaque handles.

use std::cell::RefCell;
use std::sync::Arc;

use napi::Env;
use napi::bindgen_prelude::{Array, Either, External, Function, Unknown};
use napi_derive::napi;
use serde_json::json;

use super::mail;
use super::prepared::Prepared;
use crate::engine::call::Call;
use crate::engine::digest::hex;
use crate::engine::engine::{CancelOnDrop, Engine};
use crate::engine::identity::Secret;
use crate::engine::outcome::CallError;
use crate::engine::subscription::{Mailbox, cursor};

/// A subscription that was begun. With the handle it ends, unless it has ended before.
pub struct Subscription {
    call: Arc<Call>,
    mailbox: Arc<Mailbox>,
    cancel: RefCell<Option<CancelOnDrop>>,
}

/// Says what of a feed's options the facade has to know: `[keepAlive, throwOnAbort, the place of the request options]`, or the
/// failure of a call that is refused.
#[napi(skip_typescript, catch_unwind)]
pub fn feed_options(call: &External<Prepared>) -> Either<(bool, bool, Option<u32>), String> {
    match call.feed() {
        Ok((_, plan)) => Either::A((plan.keeps_alive, plan.throws_on_abort, call.options_index())),
        Err(failure) => Either::B(failure),
    }
}

/// The function of the scope that answers a fresh token, if it has one.
#[napi(skip_typescript, catch_unwind)]
pub fn refresh_of<'env>(
    env: &'env Env,
    call: &External<Prepared>,
) -> napi::Result<Option<Function<'env, (), Unknown<'static>>>> {
    let refresher = call.refresher();
    Ok(refresher.map(|refresher| call.realm().helpers.function(refresher, env)).transpose()?.flatten())
}

/// Begins to watch; its subscriber is woken under this id, and told of what happens where somebody wants to know. A call that is refused answers its failure.
#[napi(skip_typescript, catch_unwind)]
pub fn subscribe(
    call: &External<Prepared>,
    id: u32,
    is_watched: bool,
) -> Either<External<Subscription>, String> {
    let (call, plan, realm) = match call.feed() {
        Ok((feed, plan)) => (Arc::clone(feed), Arc::clone(plan), call.realm()),
        Err(failure) => return Either::B(failure),
    };
    let Some(engine) = Engine::running() else {
        return Either::B(CallError::internal(call.operation.name, "the engine is not running").to_json());
    };
    let mailbox = realm.mailbox(id, &plan, is_watched);
    let cancel = engine.subscribe(Arc::clone(&call), plan, Arc::clone(&mailbox));
    Either::A(External::new(Subscription { call, mailbox, cancel: RefCell::new(Some(cancel)) }))
}

/// The next piece of mail as in a batch, without an id, or nothing: then the subscriber is woken when there is one.
#[napi(skip_typescript, catch_unwind)]
pub fn take_mail<'env>(
    env: &'env Env,
    subscription: &External<Subscription>,
) -> napi::Result<Option<Array<'env>>> {
    let Some(mail) = subscription.mailbox.take() else { return Ok(None) };
    let mut flat = env.create_array(5)?;
    mail::write(env, &mut flat, 0, mail)?;
    Ok(Some(flat))
}

/// Ends a subscription: nothing more is asked for it, and it asks for nothing.
#[napi(skip_typescript, catch_unwind)]
pub fn unsubscribe(subscription: &External<Subscription>) {
    subscription.mailbox.end(Ok(()));
    drop(subscription.cancel.take());
}

/// A digest of the credential that a subscription was made with: it tells two apart, and shows neither.
#[napi(skip_typescript, catch_unwind)]
pub fn subscription_credential(subscription: &External<Subscription>) -> String {
    hex(&subscription.call.identity.credential.digest)
}

/// Answers a subscription that wanted a fresh token.
#[napi(skip_typescript, catch_unwind)]
pub fn give_token(subscription: &External<Subscription>, token: Option<String>) {
    subscription.mailbox.give_token(token.map(Secret::new));
}

/// The state of a subscription, by its name.
#[napi(skip_typescript, catch_unwind)]
pub fn subscription_state(subscription: &External<Subscription>) -> &'static str {
    subscription.mailbox.state().name()
}

/// What a subscription has done so far, as JSON.
#[napi(skip_typescript, catch_unwind)]
pub fn subscription_stats(subscription: &External<Subscription>) -> String {
    let stats = subscription.mailbox.stats();
    json!({
        "requests": stats.requests,
        "reconnects": stats.reconnects,
        "updates": stats.updates,
        "coalesced": stats.coalesced,
        "bytes": stats.bytes,
        "sharedWith": stats.shared_with,
    })
    .to_string()
}

/// A token to go on from where a subscription is.
#[napi(skip_typescript, catch_unwind)]
pub fn subscription_cursor(subscription: &External<Subscription>) -> String {
    cursor(&subscription.call, subscription.mailbox.watermark())
}
