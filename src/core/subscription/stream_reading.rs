//! Streams that are read, those of runs to the completion of the run.

use std::rc::Rc;
use std::sync::Arc;

use tokio::sync::Notify;

use super::hub::Hub;
use super::mailbox::{Mail, Mailbox};
use super::part_box::PartBox;
use super::read_stream::ReadStream;
use super::tail::Tail;
use crate::call::{Call, FeedPlan, Path, Plan, Request, TailEnd, TailPlan};
use crate::operation::Operation;
use crate::outcome::CallError;

/// Of the run its end alone is of interest.
const SKIPPED: &str = "payload,output,metadata,error,runTags";

impl Hub {
    /// Reads a stream and tells the mailbox, until it wants no more, or the stream is at its end or cannot be read.
    pub async fn read(&self, call: &Arc<Call>, plan: &Arc<TailPlan>, mailbox: &Arc<PartBox>) {
        let (network, company) = (Rc::clone(&self.network), self.company.clone());
        mailbox.counted_by(company.waiting.count(call.identity.credential.digest, 0));
        let read = async {
            let stream = ReadStream::new(Arc::clone(call), Arc::clone(plan), Arc::clone(mailbox))?;
            let tail = Tail::new(stream, network, company);
            let completed = async {
                if let TailEnd::Completion(operation, path) = &plan.end {
                    completion(self, tail.stream(), operation, path).await?;
                    mailbox.finish();
                }
                std::future::pending().await
            };
            tokio::select! {
                biased;
                read = tail.run() => read,
                failed = completed => failed,
            }
        };
        let end = tokio::select! {
            biased;
            () = mailbox.ended() => Ok(()),
            read = read => read,
        };
        mailbox.end(end);
    }
}

/// Watches the run of a stream until it has completed, under whatever token the stream is read.
async fn completion(
    hub: &Hub,
    stream: &ReadStream,
    operation: &'static Operation,
    path: &Path,
) -> Result<(), Box<CallError>> {
    let mut is_renewed = false;
    loop {
        let failure = match watch(hub, &stream.call(), operation, path).await {
            Ok(()) => return Ok(()),
            Err(failure) => failure,
        };
        if is_renewed || !stream.plan().refreshes || !matches!(failure.status(), 401 | 403) {
            return Err(failure);
        }
        is_renewed = true;
        stream.renew().await?;
    }
}

async fn watch(
    hub: &Hub,
    call: &Call,
    operation: &'static Operation,
    path: &Path,
) -> Result<(), Box<CallError>> {
    let plan =
        Arc::new(FeedPlan { paths: vec![path.clone()], stops_on_completion: true, ..FeedPlan::default() });
    let request = Request {
        path: path.clone(),
        query: vec![("skipColumns".into(), SKIPPED.to_owned())],
        plan: Plan::Feed(Arc::clone(&plan)),
        ..Request::default()
    };
    let call = Arc::new(Call { operation, request, ..call.clone() });
    let news = Arc::new(Notify::new());
    let told = Arc::clone(&news);
    let mailbox = Arc::new(Mailbox::new(&plan, false, Box::new(move || told.notify_one())));
    hub.watch(&call, &plan, &mailbox).await;
    loop {
        match mailbox.take() {
            Some(Mail::Ended) => return Ok(()),
            Some(Mail::Failed(failure)) => return Err(failure),
            Some(Mail::Update(_) | Mail::TokenWanted | Mail::Event(_)) => {}
            None => news.notified().await,
        }
    }
}
