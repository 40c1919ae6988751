//! Makes a batch: stores its large payloads, creates it, sends its items until the server has them all.

use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;

use super::upload;
use crate::attempt;
use crate::attempt::Network;
use crate::call::Batch;
use crate::call::Call;
use crate::call::Content;
use crate::call::Request;
use crate::call::{Path, Segment};
use crate::outcome::{CallError, ErrorKind, FailureContext};
use crate::outcome::{Delivery, Outcome};
use crate::retry::Backoff;
use crate::retry::Class;

/// Uploads of large payloads at once.
const MAX_UPLOADS: usize = 10;

type Result<T> = std::result::Result<T, Box<CallError>>;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Created {
    id: String,
    run_count: u64,
    #[serde(default)]
    is_cached: bool,
    public_access_token: Option<String>,
}

/// The number of items the server says it has.
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

/// Makes the batch and answers its handle.
pub async fn run(batch: &Batch, call: &Call, network: &Network, made_at: Instant) -> Outcome {
    let payloads =
        batch.items.iter().map(|item| upload::offload(&item.payload, call, batch.presign, network, made_at));
    // Before anything is created.
    let payloads: Vec<_> = stream::iter(payloads).buffered(MAX_UPLOADS).try_collect().await?;
    let lines = batch.lines(&payloads);
    let mut delivery = attempt::run(&call.brief(), network, made_at).await?;
    let holder = call.identity.credential.digest;
    let created: Option<Created> = network.threads.parse(holder, &mut delivery.body.text).await;
    let Some(created) = created else {
        return Err(failure(call, ErrorKind::Response, "the server's answer names no batch").into());
    };
    // One that was there already has its items.
    if !created.is_cached {
        send(batch, call, &created.id, lines, network, made_at).await?;
    }
    let mut handle = json!({ "batchId": created.id, "runCount": created.run_count });
    if let (Some(token), Some(handle)) = (created.public_access_token, handle.as_object_mut()) {
        handle.insert("publicAccessToken".to_owned(), token.into());
    }
    delivery.body.text = handle.to_string();
    Ok(delivery)
}

/// Sends the items, again when the server has not got all of them: it knows each by its index.
async fn send(
    batch: &Batch,
    call: &Call,
    id: &str,
    lines: String,
    network: &Network,
    made_at: Instant,
) -> Result<()> {
    let segment =
        Segment::new("batchId", id).map_err(|invalid| CallError::refused(call.operation.name, invalid))?;
    let request = Request { path: Path::fill(batch.send.path, &[segment]), ..Request::default() };
    let content = Some(Content { kind: "application/x-ndjson", bytes: lines.into() });
    let sending = Call { operation: batch.send, request, content, ..call.brief() };
    let deadline = made_at.checked_add(call.policy.timeout);
    let mut backoff = Backoff::new(&call.policy.retry, Instant::now(), deadline);
    loop {
        backoff.count();
        let delivery = match attempt::run(&sending, network, made_at).await {
            Ok(delivery) => delivery,
            // An earlier attempt, whose answer was lost, has done it.
            Err(failure) if failure.attempts > 1 && says_sealed(&failure) => return Ok(()),
            Err(failure) => {
                return Err(failure
                    .with_details(&json!({ "batchId": id }), &call.identity.credential)
                    .into());
            }
        };
        let Some(received) = unsealed(call, delivery, network).await else { return Ok(()) };
        match backoff.wait(Class::Repeatable, None) {
            Ok(wait) => tokio::time::sleep(wait).await,
            Err(_) => return Err(not_sealed(call, id, &received).into()),
        }
    }
}

/// The server says that the batch has all of its items.
fn says_sealed(failure: &CallError) -> bool {
    failure.status() == 422
        && failure.server_message().is_some_and(|message| message.contains("already sealed"))
}

async fn unsealed(call: &Call, mut delivery: Delivery, network: &Network) -> Option<Received> {
    let holder = call.identity.credential.digest;
    let received: Option<Received> = network.threads.parse(holder, &mut delivery.body.text).await;
    received.filter(|received| !received.sealed)
}

fn not_sealed(call: &Call, id: &str, received: &Received) -> CallError {
    let what = format!(
        "batch {id} has {} of its {} items, and the server takes no more: it is not sealed, and no run of it \
         begins. Trigger the items again in a new batch",
        received.enqueued_count, received.expected_count,
    );
    let details = json!({
        "batchId": id,
        "enqueuedCount": received.enqueued_count,
        "expectedCount": received.expected_count,
        "itemsAccepted": received.items_accepted,
        "itemsDeduplicated": received.items_deduplicated,
    });
    failure(call, ErrorKind::NotSealed, &what).with_details(&details, &call.identity.credential)
}

fn failure(call: &Call, cause: ErrorKind, what: &str) -> CallError {
    CallError::sent(cause, what, &FailureContext { call, attempts: 1 })
}
