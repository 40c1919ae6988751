//! The following of one feed: asks, listens, comes back after something broke, and tells all who watch it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::time::{Instant, sleep, timeout};

use super::company::Company;
use super::feed::{Answered, Feed, FeedFault, FeedRequest};
use super::mailbox::{Mailbox, State, Stats};
use super::refresh;
use super::run_row::{PACKETS, Packet, RunUpdate};
use super::trouble::Trouble;
use crate::attempt::{self, Network, Success};
use crate::call::{Call, FeedPlan};
use crate::decode::Body;
use crate::operation::Method;
use crate::outcome::{Attempted, CallError, ErrorKind, FailureContext, messages};
use crate::retry::{Class, Failed, Hints, NoRetry, Partition, classify};
use crate::transport::{Answer, Head, Progress, Traffic, TransportError};

/// The server tells whoever comes back later only of what happens from then on: ask what was missed first.
const MAX_GAP: Duration = Duration::from_millis(1_500);
/// Answers in a row that are none of a feed, before it ends.
const MAX_FOREIGN: u32 = 10;
/// A run that is not there yet may be soon: so many more tries.
const MAX_MISSING: u32 = 3;
/// Tries of what the server refuses and asks to repeat all the same.
const MAX_REFUSALS: u32 = 5;
/// While a limit lasts, a feed looks no more often.
const LIMITED_LOOK: Duration = Duration::from_secs(20);
/// Of changes in a list, one may show up this much later than another with a later date.
const LAG_IN_MS: f64 = 10_000.0;

/// Somebody who watches a feed.
pub struct Subscriber {
    pub mailbox: Arc<Mailbox>,
    /// The place of the feed among those it watches.
    pub feed: usize,
    /// What was told before, in epoch milliseconds.
    pub since: Option<f64>,
}

/// A feed that is followed, and those who watch it.
pub struct Following {
    plan: Arc<FeedPlan>,
    network: Rc<Network>,
    company: Company,
    call: RefCell<Arc<Call>>,
    feed: RefCell<Feed>,
    subscribers: RefCell<Vec<Rc<Subscriber>>>,
    /// All that was there has been told once.
    is_current: Cell<bool>,
}

/// The end of a request.
enum Asked {
    Success(Head, String),
    /// A success that is no answer of a feed.
    Foreign(&'static str, Answer),
    Failed(Attempted, Hints),
}

type Followed = Result<(), Box<CallError>>;

impl Following {
    pub fn new(call: Arc<Call>, plan: Arc<FeedPlan>, network: Rc<Network>, company: Company) -> Self {
        let feed = RefCell::new(Feed::new(plan.max_row_bytes));
        let (subscribers, is_current) = (RefCell::default(), Cell::new(false));
        Self { plan, network, company, call: RefCell::new(call), feed, subscribers, is_current }
    }

    /// Lets somebody watch; what was told already is told to it too.
    pub fn add(&self, subscriber: Rc<Subscriber>) {
        if self.is_current.get() {
            subscriber.mailbox.enter(State::Live);
            for update in self.feed.borrow_mut().all() {
                self.tell(&subscriber, &Arc::new(update));
            }
        }
        self.subscribers.borrow_mut().push(subscriber);
    }

    /// Somebody does not watch any more.
    pub fn remove(&self, subscriber: &Rc<Subscriber>) {
        self.subscribers.borrow_mut().retain(|known| !Rc::ptr_eq(known, subscriber));
    }

    /// Tells one who watches of an update, unless it was told before.
    fn tell(&self, subscriber: &Subscriber, update: &Arc<RunUpdate>) {
        let lag = if self.plan.stops_on_completion { 0.0 } else { LAG_IN_MS };
        if subscriber.since.is_none_or(|since| update.updated_at >= since - lag) {
            subscriber.mailbox.put(update, subscriber.feed);
        }
    }

    fn everybody(&self) -> Vec<Rc<Subscriber>> {
        self.subscribers.borrow().clone()
    }

    fn enter(&self, state: State) {
        for subscriber in self.subscribers.borrow().iter() {
            subscriber.mailbox.enter(state);
        }
    }

    fn count(&self, count: impl Fn(&mut Stats)) {
        for subscriber in self.subscribers.borrow().iter() {
            subscriber.mailbox.count(&count);
        }
    }

    fn call(&self) -> Arc<Call> {
        Arc::clone(&self.call.borrow())
    }

    /// Follows the feed until it cannot be followed any more, or nobody waits for it.
    pub async fn run(&self) -> Followed {
        let mut trouble = Trouble::new(self.plan.reconnect);
        let mut answered_at = Instant::now();
        let mut is_renewed = false;
        loop {
            if self.plan.refreshes && !is_renewed && refresh::is_due(&self.call()) {
                is_renewed = true;
                self.renew().await?;
            }
            let call = self.call();
            let partition =
                Partition::new(Arc::clone(call.server.base_url.host()), call.identity.credential.digest);
            let turns = self.company.turns(&partition);
            let weather = self.company.weather(&partition);
            let _probe = weather.clear().await;
            if self.feed.borrow().request().is_live && answered_at.elapsed() > MAX_GAP {
                self.feed.borrow_mut().look_again();
            }
            let mut request = self.feed.borrow().request();
            let live_turn = if request.is_live { turns.to_live().await } else { None };
            if request.is_live && (live_turn.is_none() || answered_at.elapsed() > MAX_GAP) {
                // It looks in between, without waiting for news.
                self.feed.borrow_mut().look_again();
                request = self.feed.borrow().request();
            }
            let _turn = match live_turn {
                Some(turn) if request.is_live => turn,
                _ => turns.to_begin().await,
            };
            let progress = Progress::new(request.is_live.then(|| answered_at + MAX_GAP));
            let asked = self.ask(&call, &request, &progress).await;
            if progress.is_late() {
                continue;
            }
            self.count(|stats| stats.requests += 1);
            let held = progress.since_begin();
            let (failure, wait) = match asked {
                Asked::Success(head, body) => {
                    weather.succeeded();
                    let answered = self.feed.borrow_mut().answered(&head, &body, held);
                    match answered {
                        Ok(answered) => {
                            if trouble.tries() > 0 {
                                self.network.succeeded(&partition);
                            }
                            trouble.end();
                            is_renewed = false;
                            answered_at = Instant::now();
                            if request.is_live {
                                turns.succeeded();
                            }
                            if answered == Answered::UpToDate {
                                self.deliver(&call).await;
                                self.enter(if turns.is_limited() { State::Limited } else { State::Live });
                            }
                            self.pause(&trouble).await;
                            continue;
                        }
                        Err(fault) => match self.judge(&call, fault, head, body, &mut trouble) {
                            (failure, None) => return Err(failure),
                            judged => judged,
                        },
                    }
                }
                Asked::Foreign(what, answer) => {
                    let fault = FeedFault::NotAFeed(what);
                    let body = String::from_utf8_lossy(&answer.body).into_owned();
                    match self.judge(&call, fault, answer.head, body, &mut trouble) {
                        (failure, None) => return Err(failure),
                        judged => judged,
                    }
                }
                Asked::Failed(Ok(answer), _) if is_restart(&answer) => {
                    weather.succeeded();
                    answered_at = Instant::now();
                    let handle = answer
                        .head
                        .header("electric-handle")
                        .or_else(|| answer.head.header("electric-shape-id"));
                    let handle = handle.map(str::to_owned);
                    self.count(|stats| stats.reconnects += 1);
                    let restarted = self.feed.borrow_mut().restarted(handle);
                    if let Err(fault) = restarted {
                        let head = answer.head.clone();
                        return Err(self.judge(&call, fault, head, String::new(), &mut trouble).0);
                    }
                    self.pause(&trouble).await;
                    continue;
                }
                Asked::Failed(Ok(answer), _)
                    if answer.head.status == 401 && self.plan.refreshes && !is_renewed =>
                {
                    is_renewed = true;
                    self.renew().await?;
                    continue;
                }
                Asked::Failed(attempted, hints) => {
                    let is_limit = matches!(&attempted, Ok(answer) if answer.head.status == 429);
                    if is_limit {
                        turns.refused();
                    } else if !matches!(&attempted, Ok(answer) if answer.head.status < 500) {
                        weather.failed();
                    }
                    let wait = self.wait_after(&attempted, hints, &mut trouble);
                    let failure = self.failure(&call, attempted, trouble.tries());
                    let Some(wait) = wait else { return Err(failure) };
                    self.enter(if is_limit { State::Limited } else { State::Waiting });
                    // Whoever asks too often is let alone longer; of one refusal nothing follows.
                    let look = if is_limit && trouble.tries() > 2 { LIMITED_LOOK } else { Duration::ZERO };
                    (failure, Some(wait.max(look)))
                }
            };
            drop(failure);
            drop(_turn);
            drop(_probe);
            self.count(|stats| stats.reconnects += 1);
            self.feed.borrow_mut().look_again();
            let wait = wait.unwrap_or_default();
            sleep(match self.network.pay_for_retry(&partition) {
                Ok(()) => wait,
                Err(_) => wait.max(self.plan.reconnect.max_wait),
            })
            .await;
        }
    }

    /// Where the server answers at once and says nothing, it is asked less and less often.
    async fn pause(&self, trouble: &Trouble) {
        let futile = self.feed.borrow().futile_answers();
        if futile > 0 {
            sleep(trouble.step(futile, fastrand::f64())).await;
        }
    }

    async fn ask(&self, call: &Call, request: &FeedRequest, progress: &Progress) -> Asked {
        let headers = match call.headers("") {
            Ok(headers) => headers,
            Err(invalid) => {
                return Asked::Failed(Err(TransportError::permanent(invalid.message)), Hints::default());
            }
        };
        let url = call.url_with(request.query.clone());
        let mut outgoing = call.outgoing(Method::Get.http(), url.clone(), &headers);
        outgoing.traffic = Traffic::Polls;
        outgoing.progress = Some(progress);
        let raw = tokio::select! {
            raw = self.network.transport.send(outgoing) => raw,
            () = progress.stalled(self.plan.idle_timeout) => Err(TransportError::silent(&url, self.plan.idle_timeout)),
        };
        let raw = match raw {
            Ok(raw) => raw,
            Err(error) => return Asked::Failed(Err(error), Hints::default()),
        };
        self.count(|stats| stats.bytes += raw.bytes.len() as u64);
        if !raw.is_success() {
            let hints = Hints::read(&raw.head, SystemTime::now());
            return Asked::Failed(attempt::refusal(call, &self.network, raw).await, hints);
        }
        match attempt::success(call, &self.network, raw).await {
            Ok(Success { head, body: Ok(Body { text, .. }), .. }) => Asked::Success(head, text),
            Ok(Success { head, body: Err((what, body)), .. }) => Asked::Foreign(what, Answer { head, body }),
            Err(error) => Asked::Failed(Err(error), Hints::default()),
        }
    }

    /// Fetches what the rows point at, and tells everybody what has changed.
    async fn deliver(&self, call: &Call) {
        let stored = self.feed.borrow().stored_packets();
        for (key, run, stored) in stored {
            let Some(field) = PACKETS.get(stored.index) else { continue };
            let fetched = attempt::stored_packet(call, &self.network, &run, field, &stored.path).await;
            if let Some(row) = self.feed.borrow_mut().row(&key) {
                row.place(stored, fetched.map(|(kind, text)| Packet { kind, text }));
            }
        }
        let updates: Vec<Arc<RunUpdate>> =
            self.feed.borrow_mut().take_changed().into_iter().map(Arc::new).collect();
        self.is_current.set(true);
        for update in updates {
            for subscriber in self.everybody() {
                subscriber.mailbox.has_room().await;
                self.tell(&subscriber, &update);
            }
        }
    }

    /// Asks for a fresh token, and goes on under it.
    async fn renew(&self) -> Followed {
        let call = self.call();
        let Some(asked) = self.subscribers.borrow().first().cloned() else { return Ok(()) };
        let token = timeout(refresh::PATIENCE, asked.mailbox.fresh_token()).await.ok().flatten();
        let Some(token) = token else {
            // It goes on under the old one, for as long as that is good.
            return Ok(());
        };
        match refresh::renew(&call, token) {
            Ok(renewed) => self.call.replace(Arc::new(renewed)),
            Err(invalid) => return Err(CallError::refused(call.operation.name, invalid).into()),
        };
        Ok(())
    }

    /// How long to wait after a failure; nothing when it is the end.
    fn wait_after(&self, attempted: &Attempted, hints: Hints, trouble: &mut Trouble) -> Option<Duration> {
        let failed = match attempted {
            Ok(answer) => Failed::Answered(answer.head.status, hints),
            Err(error) => Failed::Broken(error.broken),
        };
        let most = match (classify(&failed, true), attempted) {
            (Class::Final | Class::Ambiguous, _) => return None,
            (Class::NotThereYet, _) if self.is_current.get() => return None,
            (Class::NotThereYet, _) => MAX_MISSING - 1,
            (Class::Repeatable, Ok(answer)) if !matches!(answer.head.status, 408 | 429 | 500..) => {
                MAX_REFUSALS
            }
            (Class::Repeatable, _) => u32::MAX,
        };
        (trouble.tries() < most).then(|| trouble.wait(hints.wait)).flatten()
    }

    fn failure(&self, call: &Call, attempted: Attempted, attempts: u32) -> Box<CallError> {
        let context = FailureContext { call, attempts: attempts.max(1) };
        let class = if attempted.is_ok() { Class::Final } else { Class::Repeatable };
        Box::new(messages::failed(attempted, class, NoRetry::Exhausted, &context))
    }

    /// Says what a fault of the feed is to the caller, and how long to wait before another try, where one makes sense.
    fn judge(
        &self,
        call: &Call,
        fault: FeedFault,
        head: Head,
        body: String,
        trouble: &mut Trouble,
    ) -> (Box<CallError>, Option<Duration>) {
        let response = |reason: &str, attempts| {
            let context = FailureContext { call, attempts };
            Box::new(CallError::sent(ErrorKind::Response, reason, &context))
        };
        match fault {
            FeedFault::NotAFeed(what) => {
                let wait = if trouble.tries() + 1 < MAX_FOREIGN { trouble.wait(None) } else { None };
                let what = format!("it is no answer of a feed: {what} is missing; does a proxy answer?");
                let context = FailureContext { call, attempts: trouble.tries() };
                let answer = Answer { head, body: body.into_bytes() };
                self.enter(State::Waiting);
                (Box::new(messages::misshapen(answer, &what, &context)), wait)
            }
            FeedFault::Futile(times) => {
                let reason = format!(
                    "{times} answers in a row came at once and said nothing new; a cache or a proxy answers in the \
                     place of the server"
                );
                (response(&reason, times), None)
            }
            FeedFault::TooLarge(row) => {
                let reason = format!(
                    "a row holds {size} bytes and maxRowBytes is {limit}; most of it is in the column {column:?}: leave \
                     that out with skipColumns, or raise maxRowBytes",
                    size = row.size,
                    limit = self.plan.max_row_bytes,
                    column = row.column,
                );
                (response(&reason, 1), None)
            }
        }
    }
}

/// The server has another feed by now: it says so, or does not know what it is asked after.
fn is_restart(answer: &Answer) -> bool {
    match answer.head.status {
        409 => true,
        400 => String::from_utf8_lossy(&answer.body).contains("out of bounds for this shape"),
        _ => false,
    }
}
