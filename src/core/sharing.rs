//! Identical reads in flight that share one request.
//!
//! Identical means: the same credential, host, URL and headers, and the same policy. The request goes on
//! while anybody waits for it, whoever was first.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::future::Future;
use std::rc::{Rc, Weak};

use reqwest::header::HeaderMap;
use tokio::sync::Notify;
use tokio::task::AbortHandle;

use super::call::Call;
use super::delivery::Outcome;
use super::digest::sha256;
use super::fault::Fault;

/// What two calls have in common when they are identical: a digest, because a token is part of it.
type Key = [u8; 32];

/// The requests that are shared at this moment.
#[derive(Default)]
pub struct Sharing(RefCell<HashMap<Key, Weak<Shared>>>);

/// One request, and everybody who waits for it.
struct Shared {
    outcome: OnceCell<Outcome>,
    ended: Notify,
    request: OnceCell<AbortHandle>,
}

impl Drop for Shared {
    /// The last one has gone.
    fn drop(&mut self) {
        if let Some(request) = self.request.get() {
            request.abort();
        }
    }
}

impl Sharing {
    /// The outcome of the request that is in flight for such a call, or of `request`, which is then shared.
    pub async fn join<F: Future<Output = Outcome> + 'static>(
        &self,
        call: &Call,
        request: impl FnOnce() -> F,
    ) -> Result<Outcome, Fault> {
        let key = key_of(call)?;
        let shared = match self.0.borrow().get(&key).and_then(Weak::upgrade) {
            Some(shared) if shared.outcome.get().is_none() => Some(shared),
            _ => None,
        };
        let shared = shared.unwrap_or_else(|| self.share(key, request()));
        loop {
            let ended = shared.ended.notified();
            if let Some(outcome) = shared.outcome.get() {
                return Ok(outcome.clone());
            }
            ended.await;
        }
    }

    fn share(&self, key: Key, request: impl Future<Output = Outcome> + 'static) -> Rc<Shared> {
        let shared =
            Rc::new(Shared { outcome: OnceCell::new(), ended: Notify::new(), request: OnceCell::new() });
        // Weak, so that the request ends with the last one who waits for it.
        let waiting = Rc::downgrade(&shared);
        let task = tokio::task::spawn_local(async move {
            let outcome = request.await;
            if let Some(shared) = waiting.upgrade() {
                let _ = shared.outcome.set(outcome);
                shared.ended.notify_waiters();
            }
        });
        let _ = shared.request.set(task.abort_handle());
        let mut requests = self.0.borrow_mut();
        requests.retain(|_, request| request.strong_count() > 0);
        requests.insert(key, Rc::downgrade(&shared));
        shared
    }
}

fn key_of(call: &Call) -> Result<Key, Fault> {
    let mut parts = Vec::new();
    let mut add = |bytes: &[u8]| {
        // Lengths keep neighbouring parts apart.
        parts.extend_from_slice(&bytes.len().to_le_bytes());
        parts.extend_from_slice(bytes);
    };
    add(call.operation.name.as_bytes());
    add(call.url().as_str().as_bytes());
    if let Some(authority) = &call.server.certificate_authority {
        add(&authority.id);
    }
    let headers: HeaderMap = call.headers("")?;
    for (name, value) in &headers {
        add(name.as_str().as_bytes());
        add(value.as_bytes());
    }
    add(format!("{:?}", call.policy).as_bytes());
    Ok(sha256([parts.as_slice()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_request_ends_with_the_last_who_waits() {
        let local = tokio::task::LocalSet::new();
        local
            .run_until(async {
                let sharing = Sharing::default();
                let (working, dropped) = tokio::sync::oneshot::channel::<()>();
                let shared = sharing.share([0; 32], async move {
                    let _working = working;
                    std::future::pending().await
                });
                let other = Rc::clone(&shared);
                drop(shared);
                tokio::task::yield_now().await;
                drop(other);
                assert!(dropped.await.is_err());
            })
            .await;
    }
}
