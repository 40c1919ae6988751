//! An operation of the API, as it is known before it is called.

use super::accepts::Accepts;
use super::shape::Shape;

/// One operation of the API, said once: its request, who may call it, and what may be repeated.
#[derive(Clone, Copy)]
pub struct Operation {
    /// Its name as a user writes it: `runs.list`.
    pub name: &'static str,
    /// The kind of its result.
    pub kind: Kind,
    /// The HTTP method.
    pub method: Method,
    /// The path, with a `{name}` for each segment that comes from an argument.
    pub path: &'static str,
    /// The credentials it accepts.
    pub accepts: Accepts,
    /// Says what to call instead under a credential the operation does not take; may be empty.
    pub instead: &'static str,
    /// Says if it may be sent twice.
    pub idempotency: Idempotency,
    /// The shape of a successful answer.
    pub answer: Shape,
}

impl Operation {
    /// An operation that reads.
    pub const fn get(name: &'static str, path: &'static str) -> Self {
        Self::of(name, Method::Get, path, Idempotency::Idempotent)
    }

    /// An operation that does something, once: a failure that leaves open whether it did is not repeated.
    pub const fn post(name: &'static str, path: &'static str, how: &'static str) -> Self {
        Self::of(name, Method::Post, path, Idempotency::Unless(how))
    }

    /// An operation that ends in the same state however often it arrives.
    pub const fn put(name: &'static str, path: &'static str) -> Self {
        Self::of(name, Method::Put, path, Idempotency::Idempotent)
    }

    /// An operation that changes some fields, and ends in the same state however often it arrives.
    pub const fn patch(name: &'static str, path: &'static str) -> Self {
        Self::of(name, Method::Patch, path, Idempotency::Idempotent)
    }

    /// An operation that deletes, and ends in the same state however often it arrives.
    pub const fn delete(name: &'static str, path: &'static str) -> Self {
        Self::of(name, Method::Delete, path, Idempotency::Idempotent)
    }

    /// An operation that sends nothing.
    pub const fn local(name: &'static str) -> Self {
        Self { kind: Kind::Local, ..Self::get(name, "") }
    }

    const fn of(name: &'static str, method: Method, path: &'static str, idempotency: Idempotency) -> Self {
        Self {
            name,
            kind: Kind::Json,
            method,
            path,
            accepts: Accepts::NOBODY,
            instead: "",
            idempotency,
            answer: Shape::Any,
        }
    }

    /// The credentials it takes; it needs none where nothing is said.
    pub const fn accepts(self, accepts: Accepts) -> Self {
        Self { accepts, ..self }
    }

    /// Method and path.
    pub fn line(&self) -> String {
        format!("{} {}", self.method.http(), self.path)
    }

    /// One value.
    pub const fn answers(self, answer: Shape) -> Self {
        Self { answer, ..self }
    }

    /// Answers what is known of a credential.
    pub const fn answers_verdict(self, answer: Shape) -> Self {
        Self { kind: Kind::Verdict, answer, ..self }
    }

    /// A prompt, which its variables are handed over with.
    pub const fn resolves_prompt(self, answer: Shape) -> Self {
        Self { kind: Kind::Prompt, answer, ..self }
    }

    /// Runs that are told of as they change.
    pub const fn feeds(self) -> Self {
        Self { kind: Kind::Feed, ..self }
    }

    /// Parts of a stream that are told of as they come.
    pub const fn tails(self) -> Self {
        Self { kind: Kind::Tail, ..self }
    }

    /// Pages, each with its items in this shape.
    pub const fn pages(self, kind: Kind, answer: Shape) -> Self {
        Self { kind, answer, ..self }
    }

    /// It may be repeated although it is a POST.
    pub const fn idempotent(self) -> Self {
        Self { idempotency: Idempotency::Idempotent, ..self }
    }

    /// It may be repeated when the call gives this parameter; `how` says so to the caller.
    pub const fn idempotent_given(self, parameter: &'static str, how: &'static str) -> Self {
        Self { idempotency: Idempotency::Given(parameter, how), ..self }
    }

    /// Says what to call under a credential it does not take.
    pub const fn instead(self, instead: &'static str) -> Self {
        Self { instead, ..self }
    }
}

/// The way in which the facade hands the answer over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One request, one value.
    Json,
    /// A page with cursors to its neighbours.
    Page,
    /// A page with a number.
    NumberedPage,
    /// Requests until the answer is final.
    Poll(Finality),
    /// A value of several requests, whose items may be an async iterable.
    Batch,
    /// One request, a prompt that can describe itself to a tracer.
    Prompt,
    /// Requests that tell whose a credential is.
    Verdict,
    /// No request: the answer is known here.
    Local,
    /// Runs, told of for as long as somebody wants to know.
    Feed,
    /// The parts of a stream, told of for as long as they come.
    Tail,
}

/// The way in which an answer says that it is final.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finality {
    /// Its `isCompleted` is true, as a run's.
    Completed,
    /// Its `status` is no longer `PENDING`, as a bulk action's.
    NotPending,
}

impl Kind {
    /// Names it for the table of operations.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Page => "page",
            Self::NumberedPage => "numbered page",
            Self::Batch => "batch",
            Self::Prompt => "prompt",
            Self::Poll(_) => "poll",
            Self::Verdict => "verdict",
            Self::Local => "local",
            Self::Feed => "feed",
            Self::Tail => "tail",
        }
    }

    /// It has neighbours.
    pub fn is_page(self) -> bool {
        matches!(self, Self::Page | Self::NumberedPage)
    }
}

/// The HTTP methods of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
}

impl Method {
    /// The method as the HTTP library knows it.
    pub fn http(self) -> reqwest::Method {
        match self {
            Self::Get => reqwest::Method::GET,
            Self::Post => reqwest::Method::POST,
            Self::Put => reqwest::Method::PUT,
            Self::Patch => reqwest::Method::PATCH,
            Self::Delete => reqwest::Method::DELETE,
        }
    }

    /// Its parameters stand in the body, not in the query.
    pub fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch)
    }
}

/// Says whether a request may go out again after a failure that leaves open if it was processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idempotency {
    /// Reads, and writes that end in the same state however often they arrive.
    Idempotent,
    /// Never; the text tells the caller how to go on.
    Unless(&'static str),
    /// Only when the call gives this parameter, and not as false; the text tells the caller so.
    Given(&'static str, &'static str),
}

impl Idempotency {
    /// Names it for the table of operations.
    pub fn name(self) -> &'static str {
        match self {
            Self::Idempotent => "yes",
            Self::Unless(_) => "no",
            Self::Given(parameter, _) => parameter,
        }
    }

    /// Says how a call that must not be sent twice is made again.
    pub fn advice(self) -> Option<&'static str> {
        match self {
            Self::Idempotent => None,
            Self::Unless(how) | Self::Given(_, how) => Some(how),
        }
    }
}
