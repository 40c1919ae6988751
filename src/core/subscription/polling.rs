//! The following of a feed that the server does not have: asks for the runs themselves, again and again.
//!
//! It asks as an ordinary call does: within the rate limit of its credential, in line with the calls of that, and not more
//! often than [`Turns`] lets all that it polls together.

use std::time::{Duration, SystemTime};

use tokio::time::sleep;

use super::asking::{Asked, Question, ask};
use super::failure::Failure;
use super::feed::FeedFault;
use super::following::{Course, Followed, Following};
use super::packet::{PACKETS, Packet};
use super::poll::{Next, Poll};
use super::state::State;
use super::turns::Turns;
use super::weather::Weather;
use crate::attempt;
use crate::call::{Call, Packets, Request};
use crate::operation::Operation;
use crate::outcome::CallError;
use crate::retry::{Hints, Partition, WaitLimit};
use crate::transport::{Answer, Progress, Traffic};

/// The requests of a poll; in errors stands the subscription that they are made for.
static RUN: Operation = Operation::get("runs.retrieve", "/api/v3/runs/{runId}");
static LIST: Operation = Operation::get("runs.list", "/api/v1/runs");

impl Following {
    /// One request, or the wait for the next round.
    pub(super) async fn poll(
        &self,
        course: &mut Course,
        call: &Call,
        partition: &Partition,
        (turns, weather): (&Turns, &Weather),
    ) -> Followed {
        let next = self.poll.borrow_mut().as_mut().map(|poll| poll.next());
        let (operation, path, query) = match next {
            Some(Next::Run(path)) => (&RUN, path, Vec::new()),
            Some(Next::List(path, query)) => (&LIST, path, query),
            Some(Next::Wait(wait)) => {
                sleep(wait).await;
                return Ok(());
            }
            None => return Err(CallError::internal(call.operation.name, "nothing is polled").into()),
        };
        turns.to_poll().await;
        let request = Request { path, packets: Packets::Elsewhere, ..Request::default() };
        let polled = Call { operation, request, ..call.clone() };
        let slot = self.network.slot(partition, WaitLimit { deadline: None, longest: Duration::MAX });
        let Ok(permit) = slot.acquire().await else {
            sleep(self.plan.reconnect.max_wait).await;
            return Ok(());
        };
        let progress = Progress::new(None);
        let idle = self.plan.idle_timeout;
        let question = Question { query: &query, traffic: Traffic::Calls, progress: &progress, idle };
        let asked = ask(&polled, &self.network, question).await;
        if let Some((head, refusal)) = asked.answer() {
            permit.answered(head, refusal, &Hints::read(head, SystemTime::now()));
        }
        self.count(|stats| {
            stats.requests += 1;
            stats.bytes += asked.bytes();
        });
        let failure = match asked {
            Asked::Success(head, body) => {
                weather.succeeded();
                match self.take(call, &polled, &body).await {
                    Ok(()) => {
                        if course.trouble.tries() > 0 {
                            self.network.succeeded(partition);
                        }
                        course.go_well();
                        self.deliver(call).await;
                        self.enter(State::Polling);
                        return Ok(());
                    }
                    Err(fault) => Failure::Faulty(fault, Answer { head, body: body.into_bytes() }),
                }
            }
            Asked::Foreign(what, answer) => Failure::Faulty(FeedFault::NotAFeed(what), answer),
            Asked::Failed(Ok(answer), _) if self.may_renew(&answer, course) => {
                self.renew().await;
                return Ok(());
            }
            Asked::Failed(Ok(answer), _) if answer.head.status == 404 && self.misses() => {
                course.go_well();
                return Ok(());
            }
            Asked::Failed(attempted, hints) => {
                if matches!(attempted.as_ref().map(|answer| answer.head.status), Err(_) | Ok(500..)) {
                    weather.failed();
                }
                Failure::Broken(attempted, hints)
            }
        };
        self.recover(failure, course, call, partition).await
    }

    fn with_poll<T>(&self, work: impl FnOnce(&mut Poll) -> T) -> Option<T> {
        self.poll.borrow_mut().as_mut().map(|poll| work(poll))
    }

    /// Takes a run or a list of runs.
    async fn take(&self, call: &Call, polled: &Call, body: &str) -> Result<(), FeedFault> {
        if std::ptr::eq(polled.operation, &raw const LIST) {
            let is_list = self.with_poll(|poll| poll.listed(body)).unwrap_or_default();
            return is_list.then_some(()).ok_or(FeedFault::NotAFeed("the body is no list of runs"));
        }
        let query = call.request.query.iter().filter(|(name, _)| *name == "skipColumns");
        let skipped: Vec<&str> = query.flat_map(|(_, columns)| columns.split(',')).collect();
        let change = self.with_poll(|poll| poll.retrieved(body, &skipped)).flatten();
        let change = change.ok_or(FeedFault::NotAFeed("the body is no run"))?;
        if self.feed.borrow_mut().apply(vec![change])? {
            self.with_poll(Poll::moved);
        }
        let stored = self.feed.borrow().stored_packets();
        if stored.is_empty() {
            return Ok(());
        }
        let fetched = attempt::presigned_packets(polled, &self.network, body).await;
        for (key, _, stored) in stored {
            let field = PACKETS.get(stored.index);
            let packet = fetched.iter().find(|(of, ..)| Some(of) == field);
            if let Some((_, kind, text)) = packet {
                let packet = Packet::new(kind.as_str(), text.as_str());
                self.feed.borrow_mut().place(&key, stored, Some(packet));
            }
        }
        Ok(())
    }

    /// A run of a list is not there any more: that is no failure.
    fn misses(&self) -> bool {
        let missed = self.with_poll(|poll| poll.is_listed().then(|| poll.missed())).flatten();
        missed.is_some_and(|change| self.feed.borrow_mut().apply(vec![change]).is_ok())
    }
}
