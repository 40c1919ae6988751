//! A batch: created with the number of its items, then sent all of them as lines of JSON.

use std::time::Duration;

use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;

use super::attempt;
use super::call::{Call, Content};
use super::engine::{Delivery, Outcome};
use super::failure::{Cause, Failure, Trail};
use super::network::Network;
use super::operation::Operation;
use super::path::{Path, Segment};
use super::payload::Payload;
use super::request::{JsonObject, Request};
use super::retry::{self, Class};
use super::trigger::TriggerOptions;

/// Uploads of large payloads at once.
const UPLOADS: usize = 10;

/// What a batch consists of. The request that creates it is that of its call.
#[derive(Clone)]
pub struct Batch {
    pub items: Vec<Item>,
    /// What takes the items of a batch, whose id is in its path.
    pub send: &'static Operation,
    /// What answers where a large payload may be put.
    pub ask: &'static Operation,
}

#[derive(Clone)]
pub struct Item {
    pub task: String,
    pub payload: Payload,
    pub options: TriggerOptions,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Created {
    id: String,
    run_count: u64,
    #[serde(default)]
    is_cached: bool,
    public_access_token: Option<String>,
}

/// What the server says of the items it was sent.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Received {
    #[serde(default)]
    sealed: bool,
    #[serde(default)]
    items_accepted: u64,
    #[serde(default)]
    items_deduplicated: u64,
    #[serde(default)]
    enqueued_count: u64,
    #[serde(default)]
    expected_count: u64,
}

impl Batch {
    pub fn lock_to(&mut self, version: &str) {
        for item in &mut self.items {
            item.options.lock_to(version);
        }
    }

    pub async fn run(&self, call: &Call, network: &Network, made_at: Instant) -> Outcome {
        self.make(call, network, made_at).await.unwrap_or_else(|failed| *failed)
    }

    async fn make(&self, call: &Call, network: &Network, made_at: Instant) -> Result<Outcome, Box<Outcome>> {
        let lines = self.lines(call, network).await?;
        let mut delivery = match attempt::run(call, network, made_at).await {
            Outcome::Answered(delivery) => delivery,
            failed => return Ok(failed),
        };
        let Ok(batch) = serde_json::from_str::<Created>(&delivery.body.text) else {
            return Err(failure(call, Cause::Response, "the server's answer names no batch".to_owned()));
        };
        // One that was there already has its items.
        if !batch.is_cached {
            self.send(call, &batch.id, lines, network).await?;
        }
        let mut handle = json!({ "batchId": batch.id, "runCount": batch.run_count });
        if let (Some(token), Some(handle)) = (batch.public_access_token, handle.as_object_mut()) {
            handle.insert("publicAccessToken".to_owned(), token.into());
        }
        delivery.body.text = handle.to_string();
        Ok(Outcome::Answered(delivery))
    }

    /// The items as lines, large payloads put into object storage before anything is created.
    async fn lines(&self, call: &Call, network: &Network) -> Result<String, Box<Outcome>> {
        let payloads = self.items.iter().map(|item| item.payload.clone().offload(call, self.ask, network));
        let payloads: Vec<Payload> = stream::iter(payloads).buffered(UPLOADS).try_collect().await?;
        let numbered = self.items.iter().zip(payloads).enumerate();
        Ok(numbered.map(|(index, (item, payload))| item.line(index, &payload)).collect())
    }

    /// Sends the items, again when the server has not got all of them: it knows each by its index.
    async fn send(
        &self,
        call: &Call,
        id: &str,
        lines: String,
        network: &Network,
    ) -> Result<(), Box<Outcome>> {
        let segment = Segment::new("batchId", id)
            .map_err(|fault| Box::new(Outcome::failed(Failure::refused(call.operation.name, fault))))?;
        let request = Request { path: Path::fill(self.send.path, &[segment]), ..Request::default() };
        let content = Some(Content { kind: "application/x-ndjson", bytes: lines.into() });
        let sending = Call { operation: self.send, request, content, ..call.clone() };
        let mut made = 0;
        loop {
            made += 1;
            let delivery = match attempt::run(&sending, network, Instant::now()).await {
                Outcome::Answered(delivery) => delivery,
                Outcome::Failed(mut failed) => {
                    failed.details = json!({ "batchId": id });
                    return Err(Box::new(Outcome::Failed(failed)));
                }
            };
            let Some(received) = unsealed(&delivery) else { return Ok(()) };
            let unlimited = Duration::MAX;
            let chance = fastrand::f64();
            match retry::wait(
                &call.policy.retry,
                Class::Repeatable,
                made,
                None,
                Duration::ZERO,
                unlimited,
                chance,
            ) {
                Ok(wait) => tokio::time::sleep(wait).await,
                Err(_) => return Err(not_sealed(call, id, &received)),
            }
        }
    }
}

impl Item {
    fn line(&self, index: usize, payload: &Payload) -> String {
        let mut line = JsonObject::default();
        line.add_json("index", &index.to_string());
        line.add_text("task", &self.task);
        payload.add_to(&mut line);
        let mut options = self.options.object.clone();
        options.add_text("payloadType", payload.kind());
        if matches!(&self.payload, Payload::Text(text, _) if !text.is_empty()) {
            options.add_json("payloadSize", &self.payload.size().to_string());
        }
        line.add_json("options", &options.finish());
        let mut line = line.finish();
        line.push('\n');
        line
    }
}

fn unsealed(delivery: &Delivery) -> Option<Received> {
    let received: Option<Received> = serde_json::from_str(&delivery.body.text).ok();
    received.filter(|received| !received.sealed)
}

fn not_sealed(call: &Call, id: &str, received: &Received) -> Box<Outcome> {
    let what = format!(
        "batch {id} has {} of its {} items, and the server takes no more: it is not sealed, and no run of it \
         begins. Trigger the items again in a new batch",
        received.enqueued_count, received.expected_count,
    );
    let mut failed = failure(call, Cause::NotSealed, what);
    if let Outcome::Failed(failure) = failed.as_mut() {
        failure.details = json!({
            "batchId": id,
            "enqueuedCount": received.enqueued_count,
            "expectedCount": received.expected_count,
            "itemsAccepted": received.items_accepted,
            "itemsDeduplicated": received.items_deduplicated,
        });
    }
    failed
}

fn failure(call: &Call, cause: Cause, what: String) -> Box<Outcome> {
    let trail = Trail { call, request_id: None, attempts: 1 };
    Box::new(Outcome::failed(Failure::sent(cause, &what, &trail)))
}
