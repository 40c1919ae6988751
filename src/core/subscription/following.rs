//! The following of one feed: asks, listens, comes back after something broke, and tells all who watch it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep};

use super::asking::{Asked, Question, ask, handle_of, is_restart, is_without_feeds};
use super::change_log;
use super::company::Company;
use super::course::Course;
use super::failure::{Failure, Judged};
use super::feed::{Answered, Feed, FeedFault, FeedRequest};
use super::mailbox::Mailbox;
use super::poll::Poll;
use super::refresh::Pace;
use super::run_row::RunUpdate;
use super::state::{State, Stats};
use super::trouble::Trouble;
use super::turns::{Turn, Turns};
use crate::attempt::Network;
use crate::call::{Call, FeedPlan, FeedTransport};
use crate::outcome::CallError;
use crate::retry::Partition;
use crate::transport::{Answer, Progress, Traffic};

/// The server tells whoever comes back later only of what happens from then on: ask what was missed first.
const MAX_GAP: Duration = Duration::from_millis(1_500);
/// A server that is not available so often has no feeds.
const MAX_UNAVAILABLE: u32 = 5;

/// Somebody who watches a feed.
pub struct Subscriber {
    pub mailbox: Arc<Mailbox>,
    /// The place of the feed among those it watches.
    pub feed: usize,
    /// What was told before, in epoch milliseconds.
    pub since: Option<f64>,
    /// It is being told what others were told already.
    pub catches_up: Cell<bool>,
}

/// A feed that is followed, and those who watch it.
pub struct Following {
    pub(super) plan: Arc<FeedPlan>,
    /// The place of the feed among those of the plan.
    place: usize,
    pub(super) network: Rc<Network>,
    pub(super) company: Company,
    pub(super) call: RefCell<Arc<Call>>,
    pub(super) feed: RefCell<Feed>,
    /// What is asked for where changes are asked for again and again.
    pub(super) poll: RefCell<Option<Box<Poll>>>,
    pub(super) subscribers: RefCell<Vec<Rc<Subscriber>>>,
    /// How many those are, for whoever asks from another thread.
    watchers: Arc<AtomicUsize>,
    /// Somebody has come to watch.
    pub(super) joined: Notify,
    /// Those who have to be told what others were told already, since the last time all was said.
    pub(super) latecomers: RefCell<Vec<Rc<Subscriber>>>,
    /// All that was there has been told once.
    pub(super) is_current: Cell<bool>,
    /// It goes on under another token than it began with.
    pub(super) is_renewed: Cell<bool>,
}

pub(super) type Followed = Result<(), Box<CallError>>;

impl Following {
    pub fn new(
        call: Arc<Call>,
        (plan, place): (Arc<FeedPlan>, usize),
        network: Rc<Network>,
        company: Company,
    ) -> Self {
        let kept = company.kept.count(call.identity.credential.digest, 0);
        Self {
            feed: Feed::new(plan.max_row_bytes).counted_by(kept).into(),
            poll: RefCell::default(),
            plan,
            place,
            network,
            company,
            call: call.into(),
            subscribers: RefCell::default(),
            watchers: Arc::default(),
            joined: Notify::new(),
            latecomers: RefCell::default(),
            is_current: Cell::new(false),
            is_renewed: Cell::new(false),
        }
    }

    /// Whoever has the token that it began with may join: not any more once that was replaced by what somebody else gave.
    pub fn may_be_joined(&self) -> bool {
        !self.is_renewed.get()
    }

    /// Lets somebody watch, who may have to catch up on what was told already.
    pub fn add(&self, subscriber: Rc<Subscriber>) {
        if self.is_current.get() {
            subscriber.mailbox.enter(State::Live);
            subscriber.catches_up.set(true);
        }
        subscriber.mailbox.share(&self.watchers);
        self.latecomers.borrow_mut().push(Rc::clone(&subscriber));
        self.subscribers.borrow_mut().push(subscriber);
        self.joined.notify_one();
        self.count_watchers();
    }

    fn count_watchers(&self) {
        self.watchers.store(self.subscribers.borrow().len(), Ordering::Relaxed);
    }

    /// Counts an update among what waits to be taken, for as long as anybody has it.
    pub(super) fn counted(&self, mut update: RunUpdate) -> Arc<RunUpdate> {
        let holder = self.call.borrow().identity.credential.digest;
        update.account = Some(self.company.waiting.count(holder, update.size()));
        Arc::new(update)
    }

    /// Somebody does not watch any more.
    pub fn remove(&self, subscriber: &Rc<Subscriber>) {
        for list in [&self.subscribers, &self.latecomers] {
            list.borrow_mut().retain(|known| !Rc::ptr_eq(known, subscriber));
        }
        self.count_watchers();
    }

    pub(super) fn everybody(&self) -> Vec<Rc<Subscriber>> {
        self.subscribers.borrow().clone()
    }

    pub(super) fn enter(&self, state: State) {
        for subscriber in self.subscribers.borrow().iter() {
            subscriber.mailbox.enter(state);
        }
    }

    pub(super) fn count(&self, count: impl Fn(&mut Stats)) {
        for subscriber in self.subscribers.borrow().iter() {
            subscriber.mailbox.count(&count);
        }
    }

    pub(super) fn call(&self) -> Arc<Call> {
        Arc::clone(&self.call.borrow())
    }

    /// Follows the feed until it is over, cannot be followed any more, or nobody waits for it.
    pub async fn run(&self) -> Followed {
        let mut course = Course {
            trouble: Trouble::new(self.plan.reconnect),
            answered_at: Instant::now(),
            is_renewed: false,
            pace: Pace::default(),
            is_polling: false,
            unavailable: 0,
        };
        while !self.is_over() {
            self.step(&mut course).await?;
        }
        Ok(())
    }

    /// Its run has ended and that was told, and nobody wants to know what becomes of it then.
    fn is_over(&self) -> bool {
        self.plan.stops_on_completion && self.is_current.get() && self.feed.borrow().has_ended()
    }

    /// One request, and what follows of it.
    async fn step(&self, course: &mut Course) -> Followed {
        if self.plan.refreshes && !course.is_renewed && course.pace.is_due(&self.call()) {
            course.is_renewed = true;
            Box::pin(self.renew()).await;
        }
        let call = self.call();
        let partition =
            Partition::new(Arc::clone(call.server.base_url.host()), call.identity.credential.digest);
        let turns = self.company.turns(&partition);
        let weather = self.company.weather(&partition, &call);
        let probe = weather.clear().await;
        let is_polling = self.is_polling(&turns);
        if std::mem::replace(&mut course.is_polling, is_polling) != is_polling {
            self.begin_anew(is_polling);
        }
        if is_polling {
            // Boxed, as everything that is rare: each feed that is held would keep a place for it.
            return Box::pin(self.poll(course, &call, &partition, (&turns, &weather))).await;
        }
        let (request, turn) = self.in_turn(&turns, course.answered_at).await;
        let progress = Progress::new(request.is_live.then(|| course.answered_at + MAX_GAP));
        let is_live = request.is_live;
        let question = Question {
            query: request.query,
            traffic: Traffic::Polls,
            progress: &progress,
            idle: self.plan.idle_timeout,
        };
        let asked = ask(&call, &self.network, question, change_log::read_large).await;
        drop(turn);
        if progress.is_late() {
            return Ok(());
        }
        self.count(|stats| {
            stats.requests += 1;
            stats.bytes += asked.bytes();
        });
        let failure = match asked {
            Asked::Success(head, body, large) => {
                weather.succeeded();
                let after = progress.since_begin();
                let answered = match large {
                    Some(messages) => Box::pin(self.take_in(&head, messages, after)).await,
                    None => self.feed.borrow_mut().answered(&head, change_log::read(&body), after),
                };
                match answered {
                    Ok(answered) => {
                        if course.trouble.tries() > 0 {
                            self.network.succeeded(&partition);
                        }
                        course.go_well();
                        if is_live {
                            turns.succeeded();
                        }
                        if answered == Answered::UpToDate {
                            self.deliver(&call).await;
                            self.enter(if turns.is_limited() { State::Limited } else { State::Live });
                        }
                        self.pause(&course.trouble).await;
                        return Ok(());
                    }
                    Err(fault) => Failure::faulty(fault, &call, &self.network, head, body.into_bytes()).await,
                }
            }
            Asked::Foreign(what, answer) => Failure::Faulty(FeedFault::NotAFeed(what), answer),
            Asked::Failed(Ok(answer), _) if is_restart(&answer) => {
                weather.succeeded();
                self.count(|stats| stats.reconnects += 1);
                let restarted = self.feed.borrow_mut().restarted(handle_of(&answer.head));
                match restarted {
                    Ok(_) => {
                        course.answered_at = Instant::now();
                        self.pause(&course.trouble).await;
                        return Ok(());
                    }
                    Err(fault) => Failure::Faulty(fault, answer),
                }
            }
            Asked::Failed(Ok(answer), _) if self.may_renew(&answer, course) => {
                Box::pin(self.renew_refused(course)).await;
                return Ok(());
            }
            Asked::Failed(Ok(answer), _) if self.falls_back(&answer, course) => {
                turns.lack_feeds();
                course.trouble.end();
                return Ok(());
            }
            Asked::Failed(attempted, hints) => {
                match attempted.as_ref().map(|answer| answer.head.status) {
                    Ok(429) => turns.refused(),
                    Ok(500..) => weather.failed(),
                    Ok(_) => {}
                    Err(error) => weather.broke(error),
                }
                Failure::Broken(attempted, hints)
            }
        };
        drop(probe);
        Box::pin(self.recover(failure, course, &call, &partition)).await
    }

    /// The changes are asked for again and again.
    fn is_polling(&self, turns: &Turns) -> bool {
        match self.plan.transport {
            FeedTransport::Realtime => false,
            FeedTransport::Poll => true,
            FeedTransport::Auto => turns.are_without_feeds(),
        }
    }

    /// An answer says that the server has no feeds, once or often enough, and that is no reason to end.
    fn falls_back(&self, answer: &Answer, course: &mut Course) -> bool {
        if answer.head.status == 503 {
            course.unavailable += 1;
        }
        self.plan.transport == FeedTransport::Auto
            && (is_without_feeds(answer) || course.unavailable >= MAX_UNAVAILABLE)
    }

    /// What comes next is told in another way, and not after what was told so far.
    fn begin_anew(&self, is_polling: bool) {
        self.feed.borrow_mut().begin_anew(None);
        let poll = if is_polling { Poll::new(&self.plan.watched, self.place, self.skipped()) } else { None };
        self.poll.replace(poll.map(Box::new));
        self.is_current.set(false);
    }

    /// The columns that nobody who watches wants.
    fn skipped(&self) -> Vec<String> {
        let call = self.call();
        let skipped = call.request.query.iter().filter(|(name, _)| *name == "skipColumns");
        skipped.flat_map(|(_, columns)| columns.split(',')).map(str::to_owned).collect()
    }

    /// Waits before the next request, unless what went wrong is the end.
    pub(super) async fn recover(
        &self,
        failure: Failure,
        course: &mut Course,
        call: &Call,
        partition: &Partition,
    ) -> Followed {
        let cause = failure.cause();
        let judged = failure.judge(call, &self.plan, &mut course.trouble, self.is_current.get())?;
        let attempt = course.trouble.tries();
        let wait_in_ms = judged.wait.as_millis() as u64;
        self.tell_what_happened(
            || json!({ "event": "reconnect", "cause": cause, "attempt": attempt, "waitInMs": wait_in_ms }),
        );
        self.come_back(judged, partition).await;
        Ok(())
    }

    /// Waits for the turn of the next request, which then is another one when that took too long.
    async fn in_turn(&self, turns: &Rc<Turns>, answered_at: Instant) -> (FeedRequest, Turn) {
        let is_late = || answered_at.elapsed() > MAX_GAP;
        let next = || {
            if is_late() {
                self.feed.borrow_mut().look_again();
            }
            self.feed.borrow().request()
        };
        if next().is_live {
            let turn = turns.to_live().await;
            if turn.is_none() {
                // It looks in between, without waiting for news.
                self.feed.borrow_mut().look_again();
            }
            let request = next();
            if let Some(turn) = turn.filter(|_| request.is_live) {
                return (request, turn);
            }
        }
        let turn = turns.to_begin().await;
        (next(), turn)
    }

    /// Waits, and lets the next request ask what was missed.
    async fn come_back(&self, judged: Judged, partition: &Partition) {
        self.enter(judged.state);
        self.count(|stats| stats.reconnects += 1);
        self.feed.borrow_mut().look_again();
        judged.pass(&self.network, partition, self.plan.reconnect).await;
    }

    /// Where the server answers at once and says nothing, it is asked less and less often.
    async fn pause(&self, trouble: &Trouble) {
        let futile = self.feed.borrow().futile_answers();
        if futile > 0 {
            sleep(trouble.step(futile, fastrand::f64())).await;
        }
    }

    /// Tells whoever wants to know of what has happened.
    pub(super) fn tell_what_happened(&self, event: impl Fn() -> Value) {
        for subscriber in self.subscribers.borrow().iter() {
            subscriber.mailbox.tell(&event);
        }
    }
}
