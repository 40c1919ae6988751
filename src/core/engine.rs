//! The I/O thread: everything on the network happens there, started at the first call.

use std::sync::Arc;
use std::thread;

use once_cell::sync::OnceCell;
use tokio::sync::{mpsc, oneshot};

use super::attempt;
use super::call::Call;
use super::failure::Failure;
use super::poll;
use super::transport::Transport;
use super::trust::ProcessTrust;

/// How a call ended.
pub enum Outcome {
    Answered(Delivery),
    Failed(Box<Failure>),
}

impl Outcome {
    pub fn failed(failure: Failure) -> Self {
        Self::Failed(Box::new(failure))
    }
}

/// A checked answer on its way to JavaScript, as text.
pub struct Delivery {
    /// JSON of status, URL and headers.
    pub head: String,
    pub body: String,
    /// JSON of the packets the body only points at.
    pub packets: Option<String>,
}

/// Ends a call that nobody waits for any more. Dropping it ends nothing.
pub struct Canceller(oneshot::Sender<()>);

impl Canceller {
    pub fn cancel(self) {
        // A call that has already ended has nobody listening, and needs nobody.
        let _ = self.0.send(());
    }
}

type Settle = Box<dyn FnOnce(Outcome) + Send>;

struct Job {
    call: Arc<Call>,
    cancelled: oneshot::Receiver<()>,
    settle: Settle,
}

/// The way to the I/O thread. One per process; it holds connections and no credential.
pub struct Engine {
    jobs: mpsc::UnboundedSender<Job>,
}

static ENGINE: OnceCell<Engine> = OnceCell::new();

impl Engine {
    /// The running engine, started with this trust if it is not running yet.
    pub fn get_or_start(trust: impl FnOnce() -> ProcessTrust) -> Result<&'static Self, String> {
        ENGINE.get_or_try_init(|| Self::start(trust()))
    }

    fn start(trust: ProcessTrust) -> Result<Self, String> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| format!("the I/O runtime could not be started: {error}"))?;
        let (jobs, queue) = mpsc::unbounded_channel();
        thread::Builder::new()
            .name("hairtrigger-io".to_owned())
            .spawn(move || runtime.block_on(work(queue, Arc::new(Transport::new(trust)))))
            .map_err(|error| format!("the I/O thread could not be started: {error}"))?;
        Ok(Self { jobs })
    }

    /// Starts a call. `settle` is called exactly once, on the I/O thread, unless it is cancelled.
    pub fn submit(&self, call: Arc<Call>, settle: Settle) -> Canceller {
        let (cancel, cancelled) = oneshot::channel();
        let job = Job { call, cancelled, settle };
        if let Err(mpsc::error::SendError(job)) = self.jobs.send(job) {
            let failure = Failure::internal(job.call.operation.name, "the I/O thread is gone");
            (job.settle)(Outcome::failed(failure));
        }
        Canceller(cancel)
    }
}

async fn work(mut queue: mpsc::UnboundedReceiver<Job>, transport: Arc<Transport>) {
    let local = tokio::task::LocalSet::new();
    local
        .run_until(async move {
            while let Some(job) = queue.recv().await {
                let transport = Arc::clone(&transport);
                tokio::task::spawn_local(run(job, transport));
            }
        })
        .await;
}

async fn run(job: Job, transport: Arc<Transport>) {
    let operation = job.call.operation.name;
    let call = job.call;
    // A task of its own, so that a panic ends this call and not the thread.
    let task = tokio::task::spawn_local(async move {
        match call.request.poll_interval {
            Some(interval) => poll::run(&call, &transport, interval).await,
            None => attempt::run(&call, &transport).await,
        }
    });
    let abort = task.abort_handle();
    tokio::select! {
        biased;
        Ok(()) = job.cancelled => abort.abort(),
        ended = task => {
            let outcome = ended.unwrap_or_else(|_| {
                Outcome::failed(Failure::internal(operation, "the call panicked"))
            });
            (job.settle)(outcome);
        }
    }
}
