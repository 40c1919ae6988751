//! Identical reads in flight that share one request.
//!
//! Identical means: the same credential, host, URL and headers, and the same policy. The request goes on
//! while anybody waits for it, whoever was first.

use std::cell::RefCell;
use std::collections::HashMap;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::rc::{Rc, Weak};

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared, WeakShared};

use crate::call::Call;
use crate::invalid::Invalid;
use crate::outcome::CallError;
use crate::outcome::Outcome;

/// Tells identical calls from others: a digest, because a token is part of it.
type Key = [u8; 32];
type Request = LocalBoxFuture<'static, Outcome>;
type Requests = RefCell<HashMap<Key, WeakShared<Request>>>;

/// The requests that are shared at this moment.
#[derive(Default)]
pub struct Dedupe(Rc<Requests>);

impl Dedupe {
    /// Joins the request that is in flight for such a call, or makes `request` and shares it.
    pub fn join(
        &self,
        call: &Call,
        request: impl Future<Output = Outcome> + 'static,
    ) -> Result<Shared<Request>, Invalid> {
        Ok(self.share(call.digest()?, call.operation.name, request))
    }

    fn share(
        &self,
        key: Key,
        operation: &'static str,
        request: impl Future<Output = Outcome> + 'static,
    ) -> Shared<Request> {
        if let Some(shared) = self.0.borrow().get(&key).and_then(WeakShared::upgrade) {
            return shared;
        }
        let listed = Listed { requests: Rc::downgrade(&self.0), key };
        let request = async move {
            // Off the list with the last who waits, or once there is an outcome.
            let _listed = listed;
            // A panic that only one of those who wait saw would leave the others without an answer.
            let outcome = AssertUnwindSafe(request).catch_unwind().await;
            outcome.unwrap_or_else(|_| Err(CallError::internal(operation, "the call panicked").into()))
        };
        let shared = request.boxed_local().shared();
        if let Some(weak) = shared.downgrade() {
            self.0.borrow_mut().insert(key, weak);
        }
        shared
    }
}

/// A place in the list of shared requests, left when it is dropped.
struct Listed {
    requests: Weak<Requests>,
    key: Key,
}

impl Drop for Listed {
    fn drop(&mut self) {
        if let Some(requests) = self.requests.upgrade() {
            requests.borrow_mut().remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use tokio::sync::oneshot;

    use super::*;
    use crate::outcome::Delivery;

    const KEY: Key = [0; 32];

    #[tokio::test]
    async fn a_request_ends_with_the_last_who_waits() {
        let dedupe = Dedupe::default();
        let (working, dropped) = oneshot::channel::<()>();
        let first = dedupe.share(KEY, "runs.list", async move {
            let _working = working;
            pending().await
        });
        let second = dedupe.share(KEY, "runs.list", async { unreachable!("it joins the first") });
        assert!(first.clone().now_or_never().is_none());
        drop(first);
        assert!(second.clone().now_or_never().is_none() && dedupe.0.borrow().len() == 1);
        drop(second);
        assert!(dropped.await.is_err() && dedupe.0.borrow().is_empty());
    }

    #[tokio::test]
    async fn whoever_comes_after_the_outcome_asks_anew() {
        let dedupe = Dedupe::default();
        let answer = |json: &str| Ok(Delivery::local("runs.list", json.to_owned()));
        let (first, second) = (answer("1"), answer("2"));
        let first = dedupe.share(KEY, "runs.list", async move { first });
        assert!(first.clone().await.is_ok_and(|delivery| delivery.body.text == "1"));
        let second = dedupe.share(KEY, "runs.list", async move { second });
        assert!(second.await.is_ok_and(|delivery| delivery.body.text == "2"));
    }

    #[tokio::test]
    async fn a_panic_rejects_everybody_who_waits() {
        let dedupe = Dedupe::default();
        let first = dedupe.share(KEY, "runs.list", async { panic!("a defect") });
        let second = dedupe.share(KEY, "runs.list", async { unreachable!("it joins the first") });
        for waiting in [first, second] {
            let failure = waiting.await.err().expect("a failure");
            assert!(failure.message.starts_with("runs.list: the call panicked; this is a defect"));
        }
    }
}
