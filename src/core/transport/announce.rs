//! Tells when a connection stands, before anything was asked over it.
//!
//! Whoever waits for a connection to open must not wait for the answer to the first request as well, which may
//! take as long as it likes.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::task::{Context, Poll};

use tokio::sync::Notify;
use tower_layer::Layer;
use tower_service::Service;

/// Says that a connection was made.
#[derive(Clone, Default)]
pub struct Announced(Arc<State>);

/// Counts the connections that are begun, whatever comes of them.
#[derive(Clone, Default)]
pub struct Connecting(Arc<AtomicU32>);

impl Connecting {
    /// Says how many were begun since it was asked last.
    pub fn take(&self) -> u32 {
        self.0.swap(0, Ordering::Relaxed)
    }
}

#[derive(Default)]
struct State {
    begun: Connecting,
    stands: AtomicBool,
    made: Notify,
}

impl Announced {
    /// Counts what is begun there too.
    pub fn new(begun: Connecting) -> Self {
        Self(Arc::new(State { begun, ..State::default() }))
    }

    /// A connection was made at some time.
    pub fn stands(&self) -> bool {
        self.0.stands.load(Ordering::Acquire)
    }

    /// Waits until a connection is made.
    pub async fn made(&self) {
        let made = self.0.made.notified();
        if !self.stands() {
            made.await;
        }
    }

    fn announce(&self) {
        self.0.stands.store(true, Ordering::Release);
        self.0.made.notify_waiters();
    }
}

/// Announces what the connector below it makes.
impl<S> Layer<S> for Announced {
    type Service = Announcing<S>;

    fn layer(&self, connector: S) -> Announcing<S> {
        Announcing { connector, announced: self.clone() }
    }
}

/// A connector that announces its connections.
#[derive(Clone)]
pub struct Announcing<S> {
    connector: S,
    announced: Announced,
}

impl<S, Target> Service<Target> for Announcing<S>
where
    S: Service<Target>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.connector.poll_ready(context)
    }

    fn call(&mut self, target: Target) -> Self::Future {
        self.announced.0.begun.0.fetch_add(1, Ordering::Relaxed);
        let connecting = self.connector.call(target);
        let announced = self.announced.clone();
        Box::pin(async move {
            let connection = connecting.await?;
            announced.announce();
            Ok(connection)
        })
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn whoever_waits_is_told_once_a_connection_was_made() {
        let announced = Announced::default();
        let waiting = announced.made();
        tokio::pin!(waiting);
        assert!(waiting.as_mut().now_or_never().is_none() && !announced.stands());
        announced.announce();
        waiting.await;
        announced.made().await;
    }
}
