//! The reading of one stream: asks, reads on where it was after something broke, and tells its reader.

use std::rc::Rc;
use std::sync::Arc;
use std::time::SystemTime;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use tokio::time::sleep;

use super::company::Company;
use super::failure::{Failure, Judged};
use super::feed::FeedFault;
use super::read_stream::ReadStream;
use super::refresh::Pace;
use super::tail_reading::{Reading, Stop};
use super::trouble::Trouble;
use crate::attempt::{self, Network};
use crate::call::{Call, FeedPlan, TailEnd, TailStart};
use crate::outcome::{Attempted, CallError, ErrorKind, FailureContext};
use crate::retry::{Hints, Partition};
use crate::transport::{Broken, Progress, Raw, Traffic, TransportError};

/// Answers in a row that end as they begin, before they are asked for less and less often, and before it is given up.
const MAX_EMPTY: u32 = 3;
const MAX_FUTILE: u32 = 13;
/// What is left of a stream is there at once: the server need not wait for more.
const LAST_LOOK_IN_SECONDS: u32 = 1;

/// A stream that is read.
pub struct Tail {
    stream: ReadStream,
    network: Rc<Network>,
    company: Company,
}

/// How the reading goes.
struct Course {
    trouble: Trouble,
    /// The token was renewed since the last answer that was good.
    is_renewed: bool,
    pace: Pace,
    /// Answers in a row that said nothing and ended at once.
    empty: u32,
}

type Followed<T> = Result<T, Box<CallError>>;

impl Tail {
    /// Makes it of a stream.
    pub fn new(stream: ReadStream, network: Rc<Network>, company: Company) -> Self {
        Self { stream, network, company }
    }

    /// The stream.
    pub fn stream(&self) -> &ReadStream {
        &self.stream
    }

    /// Reads until the stream is at its end.
    pub async fn run(&self) -> Followed<()> {
        let mut course = Course {
            trouble: Trouble::new(self.stream.plan().reconnect),
            is_renewed: false,
            pace: Pace::default(),
            empty: 0,
        };
        while !self.step(&mut course).await? {}
        Ok(())
    }

    /// One request, and what follows of it; true at the end of the stream.
    async fn step(&self, course: &mut Course) -> Followed<bool> {
        if self.stream.plan().refreshes && !course.is_renewed && course.pace.is_due(&self.stream.call()) {
            course.is_renewed = true;
            self.stream.renew().await?;
        }
        let call = self.stream.call();
        let host = Arc::clone(call.server.base_url.host());
        let partition = Partition::new(host, call.identity.credential.digest);
        let weather = self.company.weather(&partition, &call);
        // What it looked for alone is over: it must not wait for itself.
        self.stream.gave_up();
        let probe = weather.clear().await;
        self.stream.ask_under(weather.clone(), probe);
        self.stream.mailbox().count(|stats| stats.requests += 1);
        let is_finishing = self.stream.mailbox().is_finishing();
        let progress = Progress::default();
        let reading = Reading::new(
            &self.stream,
            &call,
            (&self.network, &self.company.waiting),
            &progress,
            is_finishing,
        );
        let raw = tokio::select! {
            biased;
            raw = self.ask(&call, &reading, &progress, is_finishing) => raw,
            // It asks once more, and reads what is there by now.
            () = self.stream.mailbox().finishing(), if !is_finishing => return Ok(false),
        };
        if reading.has_heard() {
            if course.trouble.tries() > 0 {
                self.network.succeeded(&partition);
            }
            course.trouble.end();
            course.is_renewed = false;
        }
        let failure = match self.judge_end(&call, &reading, raw).await? {
            End::Of(is_end) if is_end || is_finishing => return Ok(true),
            End::Of(_) => {
                self.pause(course, &reading).await;
                return if course.empty > MAX_FUTILE { Err(futile(&call, course.empty)) } else { Ok(false) };
            }
            End::Broken(failure) => *failure,
        };
        if let Failure::Broken(attempted, _) = &failure {
            match attempted.as_ref().map(|answer| answer.head.status) {
                Ok(401 | 403) if self.stream.plan().refreshes && !course.is_renewed => {
                    course.is_renewed = true;
                    course.pace.refused().await;
                    self.stream.renew().await?;
                    return Ok(false);
                }
                Ok(500..) => weather.failed(),
                Ok(_) => {}
                Err(error) => weather.broke(error),
            }
        }
        self.stream.gave_up();
        let judged =
            failure.judge(&call, &FeedPlan::default(), &mut course.trouble, self.stream.is_current())?;
        self.come_back(judged, &partition).await;
        Ok(false)
    }

    async fn ask(
        &self,
        call: &Call,
        reading: &Reading<'_>,
        progress: &Progress,
        is_finishing: bool,
    ) -> Result<Raw, TransportError> {
        let headers = self.headers(call, is_finishing)?;
        let url = call.url();
        let mut outgoing = call.outgoing(call.operation.method.http(), url.clone(), &headers);
        outgoing.traffic = Traffic::Tails;
        outgoing.progress = Some(progress);
        outgoing.sink = Some(reading);
        tokio::select! {
            biased;
            raw = self.network.transport.send(outgoing) => raw,
            () = progress.stalled_for(|| reading.idle()) => Err(TransportError::silent(&url, reading.idle())),
        }
    }

    fn headers(&self, call: &Call, is_finishing: bool) -> Result<HeaderMap, TransportError> {
        let broken = |reason: &str| TransportError::permanent(reason.to_owned());
        let id = uuid::Uuid::new_v4().to_string();
        let mut headers = call.headers(&id).map_err(|invalid| broken(&invalid.message))?;
        let mut set = |name: &'static str, value: &str| {
            let value = HeaderValue::from_str(value).map_err(|_| broken("a header cannot be sent"))?;
            headers.insert(HeaderName::from_static(name), value);
            Ok::<_, TransportError>(())
        };
        let place = self.stream.place();
        if let Some(place) = place {
            set("last-event-id", &place)?;
        } else if self.stream.plan().start == TailStart::Latest {
            set("x-trigger-stream-start", "latest")?;
        }
        let seconds =
            if is_finishing { Some(LAST_LOOK_IN_SECONDS) } else { self.stream.plan().timeout_in_seconds };
        if let Some(seconds) = seconds {
            set("timeout-seconds", &seconds.to_string())?;
        }
        if self.stream.plan().peeks {
            set("x-peek-settled", "1")?;
        }
        Ok(headers)
    }

    /// Says how an answer ended.
    async fn judge_end(
        &self,
        call: &Arc<Call>,
        reading: &Reading<'_>,
        raw: Result<Raw, TransportError>,
    ) -> Followed<End> {
        let broken = |error| Ok(End::Broken(Box::new(Failure::Broken(Err(error), Hints::default()))));
        let url = call.url();
        let raw = match (reading.take_stop(), raw) {
            (None, Ok(raw)) => raw,
            (None, Err(error)) => return broken(error),
            (Some(Stop::CaughtUp), _) => return Ok(End::Of(true)),
            (Some(Stop::Failed), _) => {
                return broken(lost("the server could not read the stream on"));
            }
            (Some(Stop::Damaged(error)), _) => {
                return broken(TransportError::damaged(&error, url.as_str()));
            }
            (Some(Stop::TooLarge), _) => {
                let reason = format!(
                    "an event of the stream holds more than {} bytes; maxResponseBytes sets the limit",
                    call.policy.max_response_bytes
                );
                return Err(unusable(call, &reason));
            }
            (Some(Stop::Costly(what)), _) => return Err(unusable(call, what)),
            (Some(Stop::Foreign(what)), raw) => {
                let Some((head, body)) = reading.take_foreign() else {
                    return broken(raw.err().unwrap_or_else(|| lost(what)));
                };
                let failure = Failure::faulty(FeedFault::NotAFeed(what), call, &self.network, head, body);
                return Ok(End::Broken(Box::new(failure.await)));
            }
        };
        if !raw.is_success() {
            let hints = Hints::read(&raw.head, SystemTime::now());
            let attempted: Attempted = attempt::refusal(call, &self.network, raw).await;
            return Ok(End::Broken(Box::new(Failure::Broken(attempted, hints))));
        }
        if !reading.is_whole() {
            return broken(lost("the stream was cut"));
        }
        let ends = reading.is_settled() || matches!(self.stream.plan().end, TailEnd::Silence);
        Ok(End::Of(ends))
    }

    async fn come_back(&self, judged: Judged, partition: &Partition) {
        self.stream.mailbox().enter(judged.state);
        self.stream.mailbox().count(|stats| stats.reconnects += 1);
        judged.pass(&self.network, partition, self.stream.plan().reconnect).await;
    }

    /// Where the server ends answers at once, it is asked less and less often.
    async fn pause(&self, course: &mut Course, reading: &Reading<'_>) {
        course.empty = if reading.was_futile() { course.empty + 1 } else { 0 };
        if course.empty > MAX_EMPTY {
            sleep(course.trouble.step(course.empty - MAX_EMPTY, fastrand::f64())).await;
        }
    }
}

/// The end of an answer.
enum End {
    /// It was whole: of the stream too, or of the answer alone.
    Of(bool),
    Broken(Box<Failure>),
}

fn lost(reason: &str) -> TransportError {
    TransportError {
        broken: Broken::Lost,
        code: Some("ECONNRESET"),
        ..TransportError::permanent(reason.to_owned())
    }
}

fn unusable(call: &Call, reason: &str) -> Box<CallError> {
    CallError::sent(ErrorKind::Response, reason, &FailureContext { call, attempts: 1 }).into()
}

fn futile(call: &Call, times: u32) -> Box<CallError> {
    let reason = format!(
        "{times} answers in a row ended as they began; a cache or a proxy answers in the place of the server"
    );
    CallError::sent(ErrorKind::Response, &reason, &FailureContext { call, attempts: times }).into()
}
