//! The following of a feed that the server does not have: asks for the runs themselves, again and again.
//!
//! It asks as an ordinary call does: within the rate limit of its credential, in line with the calls of that, and not more
//! often than [`Turns`] lets all that it polls together.

use std::rc::Rc;
use std::time::{Duration, SystemTime};

use futures_util::future::join_all;
use tokio::time::sleep;

use super::asking::{Asked, Question, ask};
use super::course::Course;
use super::failure::Failure;
use super::feed::FeedFault;
use super::following::{Followed, Following};
use super::packet::PACKETS;
use super::poll::{Due, Next, Poll};
use super::poll_answer::{Asked as Wanted, PollAnswer};
use super::state::State;
use super::turns::Turns;
use super::weather::Weather;
use super::work::Work;
use crate::attempt;
use crate::call::{Call, Packets, Path, Request};
use crate::operation::Operation;
use crate::outcome::CallError;
use crate::retry::{Hints, Partition, WaitLimit};
use crate::transport::{Progress, Traffic};

/// The requests of a poll; in errors stands the subscription that they are made for.
static RUN: Operation = Operation::get("runs.retrieve", "/api/v3/runs/{runId}");
static LIST: Operation = Operation::get("runs.list", "/api/v1/runs");

/// The end of a request, with what its answer was read into.
type Answered = Asked<Option<PollAnswer>>;

/// A request of a poll.
struct Polled {
    /// The run it asks for; without one it is a list.
    due: Option<Due>,
    call: Call,
    query: Vec<(&'static str, String)>,
    wanted: Wanted,
}

impl Polled {
    fn new(call: &Call, operation: &'static Operation, path: Path, wanted: Wanted) -> Self {
        let request = Request { path, packets: Packets::Elsewhere, ..Request::default() };
        Self { due: None, call: Call { operation, request, ..call.clone() }, query: Vec::new(), wanted }
    }
}

impl Following {
    /// The requests that are next, all at once, or the wait for the next round.
    pub(super) async fn poll(
        &self,
        course: &mut Course,
        call: &Call,
        partition: &Partition,
        (turns, weather): (&Rc<Turns>, &Weather),
    ) -> Followed {
        let polled = match self.with_poll(Poll::next) {
            Some(Next::Runs(due)) => due
                .into_iter()
                .map(|due| {
                    let polled = Polled::new(call, &RUN, due.path(), Wanted::Run);
                    Polled { due: Some(due), ..polled }
                })
                .collect(),
            Some(Next::List(path, query)) => {
                let wanted = self.with_poll(|poll| poll.asks_list()).unwrap_or(Wanted::Ids);
                vec![Polled { query, ..Polled::new(call, &LIST, path, wanted) }]
            }
            Some(Next::Wait(wait)) => {
                sleep(wait).await;
                return Ok(());
            }
            None => return Err(CallError::internal(call.operation.name, "nothing is polled").into()),
        };
        let asked = polled.into_iter().map(|Polled { due, call, query, wanted }| async {
            let asked = self.ask_in_turn(&call, (query, wanted), partition, turns).await;
            (due, call, asked)
        });
        let mut broken = None;
        let mut is_refused = false;
        for (due, call, asked) in join_all(asked).await {
            self.count(|stats| {
                stats.requests += 1;
                stats.bytes += asked.bytes();
            });
            match self.take_answer(due, &call, asked, weather).await {
                Ok(()) => {}
                Err(Failure::Broken(Ok(answer), _)) if self.may_renew(&answer, course) => is_refused = true,
                Err(failure) => {
                    broken.get_or_insert(failure);
                }
            }
        }
        if broken.is_none() && !is_refused {
            if course.trouble.tries() > 0 {
                self.network.succeeded(partition);
            }
            course.go_well();
        }
        self.deliver(call).await;
        match broken {
            _ if is_refused => self.renew_refused(course).await,
            None => self.enter(State::Polling),
            Some(failure) => return self.recover(failure, course, call, partition).await,
        }
        Ok(())
    }

    /// One request, when it is its turn.
    ///
    /// A large answer is read on a decode thread, not on this one.
    async fn ask_in_turn(
        &self,
        call: &Call,
        (query, wanted): (Vec<(&'static str, String)>, Wanted),
        partition: &Partition,
        turns: &Rc<Turns>,
    ) -> Answered {
        let turn = turns.to_poll().await;
        let slot = self.network.slot(partition, WaitLimit { deadline: None, longest: Duration::MAX });
        // Nothing is too late for one that waits for as long as it takes.
        let permit = slot.acquire().await.ok();
        let progress = Progress::new(None);
        let idle = self.plan.idle_timeout;
        let question = Question { query, traffic: Traffic::Calls, progress: &progress, idle };
        let asked = ask(call, &self.network, question, move |body| wanted.read(body)).await;
        if let Some((head, refusal)) = asked.answer() {
            turn.answered(head);
            if let Some(permit) = permit {
                permit.answered(head, refusal, &Hints::read(head, SystemTime::now()));
            }
        }
        asked
    }

    fn with_poll<T>(&self, work: impl FnOnce(&mut Poll) -> T) -> Option<T> {
        self.poll.borrow_mut().as_mut().map(|poll| work(poll))
    }

    /// Takes an answer, or says what is wrong with it; then it is asked for again.
    async fn take_answer(
        &self,
        due: Option<Due>,
        call: &Call,
        asked: Answered,
        weather: &Weather,
    ) -> Result<(), Failure> {
        match asked {
            Asked::Success(head, mut body, answer) => {
                weather.succeeded();
                let taken = match due {
                    Some(due) => self.take_run(due, call, &mut body, answer).await,
                    None => self.take_list(answer).await,
                };
                match taken {
                    Ok(()) => Ok(()),
                    Err(fault) => {
                        Err(Failure::faulty(fault, call, &self.network, head, body.into_bytes()).await)
                    }
                }
            }
            Asked::Failed(Ok(answer), hints) => {
                let status = answer.head.status;
                match due {
                    Some(due) if status == 404 && due.is_listed() => {
                        self.miss(due);
                        return Ok(());
                    }
                    Some(due) => self.put_back(due),
                    None if status == 403 && self.with_poll(Poll::is_refused_list) == Some(true) => {
                        return Ok(());
                    }
                    None => {}
                }
                if status >= 500 {
                    weather.failed();
                }
                Err(Failure::Broken(Ok(answer), hints))
            }
            Asked::Failed(Err(error), hints) => {
                if let Some(due) = due {
                    self.put_back(due);
                }
                weather.broke(&error);
                Err(Failure::Broken(Err(error), hints))
            }
            Asked::Foreign(what, answer) => {
                if let Some(due) = due {
                    self.put_back(due);
                }
                Err(Failure::Faulty(FeedFault::NotAFeed(what), answer))
            }
        }
    }

    fn put_back(&self, due: Due) {
        self.with_poll(|poll| poll.put_back(due));
    }

    /// A run of a list is not there any more: that is no failure.
    fn miss(&self, due: Due) {
        if let Some(change) = self.with_poll(|poll| poll.missed(due)) {
            // To let go of a row cannot be too much.
            let _ = self.feed.borrow_mut().apply(vec![change]);
        }
    }

    async fn take_list(&self, answer: Option<PollAnswer>) -> Result<(), FeedFault> {
        let changes = self.with_poll(|poll| poll.listed(answer)).flatten();
        let changes = changes.ok_or(FeedFault::NotAFeed("the body is no list of runs"))?;
        let work = Work::default();
        for change in changes {
            work.did_one(change.size()).await;
            if self.feed.borrow_mut().apply([change])? {
                self.with_poll(Poll::moved);
            }
        }
        Ok(())
    }

    async fn take_run(
        &self,
        due: Due,
        polled: &Call,
        body: &mut String,
        answer: Option<PollAnswer>,
    ) -> Result<(), FeedFault> {
        let change = match self.with_poll(|poll| poll.retrieved(due, answer)) {
            Some(Ok(change)) => change,
            Some(Err(due)) => {
                self.put_back(due);
                return Err(FeedFault::NotAFeed("the body is no run"));
            }
            None => return Ok(()),
        };
        if self.feed.borrow_mut().apply([change])? {
            self.with_poll(Poll::moved);
        }
        let mut stored = Vec::new();
        {
            let feed = self.feed.borrow();
            for key in feed.changed() {
                stored.extend(feed.stored_packets(key).into_iter().map(|(_, packet)| (key.clone(), packet)));
            }
        }
        if stored.is_empty() {
            return Ok(());
        }
        let mut fetched = attempt::presigned_packets(polled, &self.network, body).await;
        for (key, stored) in stored {
            let field = PACKETS.get(stored.index);
            let place = fetched.iter().position(|(of, ..)| Some(of) == field);
            if let Some((_, kind, text)) = place.map(|place| fetched.swap_remove(place)) {
                let packet = self.packet(polled, kind, text).await;
                self.feed.borrow_mut().place(&key, stored, Some(packet));
            }
        }
        Ok(())
    }
}
