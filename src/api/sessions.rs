//! Sessions: what an agent remembers across its runs. Their channels are in `session_channels`.

use super::prelude::*;
use crate::binding::Argument::{self, Body, Segment};
use crate::model::session::{
    CloseSessionParams, ListSessionsParams, Session, StartSessionParams, StartedSession, UpdateSessionParams,
};

operations![START, RETRIEVE, UPDATE, CLOSE, LIST];

const SESSIONS: &str = "/api/v1/sessions";
const SESSION: &str = "/api/v1/sessions/{session}";
const ID: Argument = Segment("sessionIdOrExternalId");
const WHOLE: Shape = Shape::Object(Session::FIELDS);

static START: Operation = Operation::post("sessions.start", SESSIONS, "")
    .accepts(KEYS_AND_PUBLIC)
    .idempotent_given("externalId", "pass externalId to make the call safe to repeat")
    .answers(Shape::Object(StartedSession::FIELDS));

endpoint! {
    /// Starts a session and triggers its first run.
    ///
    /// With an `externalId` that is there already it answers that session, and its live run or a new one; the
    /// server refuses one that is closed or expired. It is retried after a failure that leaves open whether
    /// the session was started only with an `externalId`.
    ///
    /// `POST /api/v1/sessions`; takes a secret key, or a public token with `write:sessions`.
    "sessions" start("params: StartSessionParams, requestOptions?: RequestOptions") -> "ApiPromise<StartedSession>" = START,
        takes &[params::<StartSessionParams>()]
}

static RETRIEVE: Operation =
    Operation::get("sessions.retrieve", SESSION).accepts(KEYS_AND_PUBLIC).answers(WHOLE);

endpoint! {
    /// Retrieves a session by its id, `session_…`, or by the `externalId` it was started with.
    ///
    /// `GET /api/v1/sessions/{session}`; takes a secret key, or a public token with `read:sessions`.
    "sessions" retrieve("sessionIdOrExternalId: string, requestOptions?: RequestOptions") -> "ApiPromise<Session>" = RETRIEVE,
        takes &[ID]
}

static UPDATE: Operation =
    Operation::patch("sessions.update", SESSION).accepts(KEYS_AND_PUBLIC).answers(WHOLE);

endpoint! {
    /// Changes the tags or the metadata of a session.
    ///
    /// `PATCH /api/v1/sessions/{session}`; takes a secret key, or a public token with `admin`.
    "sessions" update("sessionIdOrExternalId: string, params: UpdateSessionParams, requestOptions?: RequestOptions") -> "ApiPromise<Session>" = UPDATE,
        takes &[ID, params::<UpdateSessionParams>()]
}

static CLOSE: Operation = Operation::post("sessions.close", "/api/v1/sessions/{session}/close", "")
    .accepts(KEYS_AND_PUBLIC)
    .idempotent()
    .answers(WHOLE);

endpoint! {
    /// Closes a session, for good. Closing one that is closed already changes nothing and is no error.
    ///
    /// `POST /api/v1/sessions/{session}/close`; takes a secret key, or a public token with `admin`.
    "sessions" close("sessionIdOrExternalId: string, params?: CloseSessionParams, requestOptions?: RequestOptions") -> "ApiPromise<Session>" = CLOSE,
        takes &[ID, Body("params", CloseSessionParams::PARAMETERS)]
}

static LIST: Operation = Operation::get("sessions.list", SESSIONS)
    .accepts(KEYS_AND_PUBLIC)
    .pages(Kind::Page, Shape::Page(Session::FIELDS));

endpoint! {
    /// Lists sessions, newest first, a page at a time: await it for one page, iterate it for all.
    ///
    /// It takes one type, tag, task and status each: the server reads several of the first three as one that nobody
    /// has, and refuses several statuses.
    ///
    /// `GET /api/v1/sessions`; takes a secret key, or a public token with `read:sessions`.
    "sessions" list("params?: ListSessionsParams, requestOptions?: RequestOptions") -> "CursorPagePromise<Session>" = LIST,
        takes &[optional_params::<ListSessionsParams>()]
}
