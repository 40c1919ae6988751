//! The I/O thread: everything on the network happens there, started at the first call.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::rc::Rc;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use futures_util::FutureExt;
use once_cell::sync::OnceCell;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::dedupe::Dedupe;
use crate::attempt;
use crate::attempt::Network;
use crate::call::Call;
use crate::call::{FeedPlan, Plan, TailPlan};
use crate::decode::DecodeThreads;
use crate::flows::batching;
use crate::flows::credential_check;
use crate::flows::polling;
use crate::flows::polling::Polling;
use crate::flows::stream_writing::{self, Places};
use crate::flows::triggering;
use crate::outcome::Outcome;
use crate::outcome::{CallError, ErrorKind};
use crate::subscription::{Hub, Mailbox, PartBox};
use crate::transport::Transport;

/// Somebody waits for a call. Dropped, it ends the call: nobody does any more.
pub struct CancelOnDrop(#[expect(dead_code, reason = "dropping it is its use")] oneshot::Sender<()>);

type Settle = Box<dyn FnOnce(Outcome) + Send>;

struct Job {
    call: Arc<Call>,
    made_at: Instant,
    abandoned: oneshot::Receiver<()>,
    reply: Reply,
}

/// The way in which a job answers.
enum Reply {
    /// Once.
    Settle(Settle),
    /// As often as there is something to tell.
    Mail(Arc<FeedPlan>, Arc<Mailbox>),
    /// With the parts of a stream.
    Parts(Arc<TailPlan>, Arc<PartBox>),
}

/// The way to the I/O thread. One per process; it holds connections and no credential.
pub struct Engine {
    jobs: mpsc::UnboundedSender<Job>,
}

static ENGINE: OnceCell<Engine> = OnceCell::new();

impl Engine {
    /// The running engine, started with this transport if it is not running yet.
    pub fn get_or_start(
        transport: impl FnOnce() -> Transport + Send + 'static,
    ) -> Result<&'static Self, String> {
        ENGINE.get_or_try_init(|| Self::start(transport))
    }

    /// The engine, once it was started.
    pub fn running() -> Option<&'static Self> {
        ENGINE.get()
    }

    fn start(transport: impl FnOnce() -> Transport + Send + 'static) -> Result<Self, String> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .on_thread_start(DecodeThreads::give_way)
            .build()
            .map_err(|error| format!("the I/O runtime could not be started: {error}"))?;
        let (jobs, queue) = mpsc::unbounded_channel();
        thread::Builder::new()
            .name("hairtrigger-io".to_owned())
            .spawn(move || runtime.block_on(work(queue, transport())))
            .map_err(|error| format!("the I/O thread could not be started: {error}"))?;
        Ok(Self { jobs })
    }

    /// Starts a call, whose deadline begins now. `settle` is called exactly once, on the I/O thread,
    /// unless the call is abandoned before.
    pub fn submit(&self, call: Arc<Call>, settle: Settle) -> CancelOnDrop {
        self.begin(call, Reply::Settle(settle))
    }

    /// Begins to watch what a call asks for; the mailbox is told until it is ended or abandoned.
    pub fn subscribe(&self, call: Arc<Call>, plan: Arc<FeedPlan>, mailbox: Arc<Mailbox>) -> CancelOnDrop {
        self.begin(call, Reply::Mail(plan, mailbox))
    }

    /// Begins to read the stream that a call asks for; the mailbox is told until it is ended or abandoned.
    pub fn read(&self, call: Arc<Call>, plan: Arc<TailPlan>, mailbox: Arc<PartBox>) -> CancelOnDrop {
        self.begin(call, Reply::Parts(plan, mailbox))
    }

    fn begin(&self, call: Arc<Call>, reply: Reply) -> CancelOnDrop {
        let (interest, abandoned) = oneshot::channel();
        let job = Job { call, made_at: Instant::now(), abandoned, reply };
        if let Err(mpsc::error::SendError(job)) = self.jobs.send(job) {
            let failure = CallError::internal(job.call.operation.name, "the I/O thread is gone").into();
            match job.reply {
                Reply::Settle(settle) => settle(Err(failure)),
                Reply::Mail(_, mailbox) => mailbox.end(Err(failure)),
                Reply::Parts(_, mailbox) => mailbox.end(Err(failure)),
            }
        }
        CancelOnDrop(interest)
    }
}

/// Everything that the calls of the process share.
struct Shared {
    network: Rc<Network>,
    dedupe: Dedupe,
    subscriptions: Hub,
    places: Places,
}

async fn work(mut queue: mpsc::UnboundedReceiver<Job>, transport: Transport) {
    let network = Rc::new(Network::new(transport));
    let own = Rc::clone(&network);
    let subscriptions = Hub::new(Rc::clone(&network));
    let shared =
        Rc::new(Shared { network, dedupe: Dedupe::default(), subscriptions, places: Places::default() });
    let local = tokio::task::LocalSet::new();
    // The connections' own tasks run outside of it.
    let all = local.run_until(async move {
        let watching = Rc::clone(&shared);
        tokio::task::spawn_local(async move { watching.network.transport.watch_for_floods().await });
        while let Some(job) = queue.recv().await {
            let shared = Rc::clone(&shared);
            // A kind of task each: one that watches or reads lives long, and would keep the place that a call needs.
            match job.reply {
                Reply::Settle(settle) => {
                    tokio::task::spawn_local(run(job.call, job.made_at, job.abandoned, settle, shared))
                }
                Reply::Mail(plan, mailbox) => {
                    tokio::task::spawn_local(watch(job.call, plan, mailbox, job.abandoned, shared))
                }
                Reply::Parts(plan, mailbox) => {
                    tokio::task::spawn_local(read(job.call, plan, mailbox, job.abandoned, shared))
                }
            };
        }
    });
    own.transport.explained(all).await;
}

/// Does something after a pause, when all that can go on then has gone on; on another thread than this one at once.
pub fn in_a_moment(pause: Duration, work: impl FnOnce() + 'static) {
    if tokio::runtime::Handle::try_current().is_ok() {
        tokio::task::spawn_local(async move {
            if !pause.is_zero() {
                tokio::time::sleep(pause).await;
            }
            work();
        });
    } else {
        work();
    }
}

async fn watch(
    call: Arc<Call>,
    plan: Arc<FeedPlan>,
    mailbox: Arc<Mailbox>,
    abandoned: oneshot::Receiver<()>,
    shared: Rc<Shared>,
) {
    let operation = call.operation.name;
    let watch = shared.subscriptions.watch(&call, &plan, &mailbox).map(Ok);
    if let Some(Err(failure)) = until_abandoned(operation, abandoned, watch).await {
        mailbox.end(Err(failure));
    }
}

async fn read(
    call: Arc<Call>,
    plan: Arc<TailPlan>,
    mailbox: Arc<PartBox>,
    abandoned: oneshot::Receiver<()>,
    shared: Rc<Shared>,
) {
    let operation = call.operation.name;
    let read = shared.subscriptions.read(&call, &plan, &mailbox).map(Ok);
    if let Some(Err(failure)) = until_abandoned(operation, abandoned, read).await {
        mailbox.end(Err(failure));
    }
}

async fn run(
    call: Arc<Call>,
    made_at: Instant,
    abandoned: oneshot::Receiver<()>,
    settle: Settle,
    shared: Rc<Shared>,
) {
    let operation = call.operation.name;
    let work = async move {
        let network = &shared.network;
        match (&call.request.plan, Polling::of(&call)) {
            (Plan::CredentialCheck(probes), _) => {
                credential_check::run(probes, &call, network, made_at).await
            }
            (Plan::Batch(batch), _) => batching::run(batch, &call, network, made_at).await,
            (Plan::StreamWrite(write), _) => {
                stream_writing::run(write, &call, &shared.places, network, made_at).await
            }
            (Plan::Trigger(trigger), _) if call.content.is_none() => {
                triggering::run(trigger, &call, network, made_at).await
            }
            (_, Some(polling)) => polling::run(polling, &call, network, made_at).await,
            _ if call.dedupe => share(Arc::clone(&call), Rc::clone(&shared), made_at).await,
            _ => attempt::run(&call, network, made_at).await,
        }
    };
    let outcome = until_abandoned(operation, abandoned, work).await;
    if let Some(outcome) = outcome {
        settle(outcome);
    }
}

/// Waits for the request that identical calls share.
async fn share(call: Arc<Call>, shared: Rc<Shared>, made_at: Instant) -> Outcome {
    let request = {
        let (call, shared) = (Arc::clone(&call), Rc::clone(&shared));
        async move { attempt::run(&call, &shared.network, made_at).await }
    };
    let joined = shared.dedupe.join(&call, request);
    match joined.map_err(|invalid| CallError::refused(call.operation.name, invalid))?.await {
        // Whoever was first had less time left.
        Err(failure) if failure.kind == ErrorKind::Timeout => {
            attempt::run(&call, &shared.network, made_at).await
        }
        outcome => outcome,
    }
}

/// Does the work of a call; nothing when it was abandoned, which ends the work.
async fn until_abandoned<T>(
    operation: &'static str,
    abandoned: oneshot::Receiver<()>,
    work: impl Future<Output = Result<T, Box<CallError>>>,
) -> Option<Result<T, Box<CallError>>> {
    tokio::select! {
        biased;
        _ = abandoned => None,
        // A panic ends this call and not the thread.
        outcome = AssertUnwindSafe(work).catch_unwind() => {
            let panicked = |_| Err(CallError::internal(operation, "the call panicked").into());
            Some(outcome.unwrap_or_else(panicked))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ended(
        abandoned: oneshot::Receiver<()>,
        work: impl Future<Output = Outcome> + 'static,
    ) -> Option<Outcome> {
        tokio::task::LocalSet::new().run_until(until_abandoned("runs.list", abandoned, work)).await
    }

    #[tokio::test]
    async fn a_panic_rejects_its_call_and_nothing_else() {
        let (_interest, abandoned) = oneshot::channel();
        let outcome = ended(abandoned, async { panic!("a defect") }).await;
        let Some(Err(failure)) = outcome else { panic!("it did not fail") };
        assert!(failure.message.starts_with("runs.list: the call panicked; this is a defect"));
    }

    #[tokio::test]
    async fn a_call_that_nobody_waits_for_ends() {
        let (interest, abandoned) = oneshot::channel();
        let (working, dropped) = oneshot::channel::<()>();
        drop(interest);
        let outcome = ended(abandoned, async move {
            let _working = working;
            std::future::pending().await
        });
        assert!(outcome.await.is_none());
        assert!(dropped.await.is_err(), "its work was dropped");
    }
}
