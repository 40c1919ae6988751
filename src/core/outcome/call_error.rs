//! A failed call as data: it crosses to JavaScript whole and becomes a class there, in one place.

use std::sync::Arc;
use std::time::SystemTime;

use serde_json::{Value, json};

use crate::call::Call;
use crate::identity::Credential;
use crate::identity::Identity;
use crate::identity::hide_public_tokens;
use crate::invalid::{Invalid, InvalidKind};
use crate::retry::Hints;
use crate::time::since_epoch;
use crate::transport::{Answer, Head, MAX_ERROR_BYTES};

/// So much of a body is looked at to show its beginning: a token may stand where that ends.
const MAX_READ_BYTES: usize = 2 * MAX_ERROR_BYTES;

/// Headers of answers that hold a credential: the token of a stream's store, and a gateway's session.
const SECRET_HEADERS: [&str; 2] = ["x-s2-access-token", "set-cookie"];

/// A failed call: what failed, for whom, and what to do about it.
#[derive(Clone, Debug)]
pub struct CallError {
    /// The kind, which decides the class in JavaScript.
    pub kind: ErrorKind,
    /// The whole message, as JavaScript shows it.
    pub message: String,
    /// Its message without whose call it was and how often it was tried.
    pub reason: String,
    /// The name of the operation, `runs.list`.
    pub operation: String,
    /// Attempts made, the last one included; 0 when nothing was sent.
    pub attempts: u32,
    credential: Value,
    /// The id that the server gave the request.
    request_id: Option<String>,
    /// The code that Node has for a broken connection.
    code: Option<&'static str>,
    /// When a rate limit resets, in epoch milliseconds.
    reset_at: Option<u64>,
    answer: Value,
    /// The answer's text, which crosses by itself: within JSON its characters would be escaped once more.
    body: Option<String>,
    details: Value,
}

/// The kind of a failure, which decides the class it becomes in JavaScript (`js/errors.js`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// An argument is not what the call takes, and nothing was sent: `ArgumentError`.
    Argument,
    /// Token, base URL or branch are not fit to call with, and nothing was sent: `ConfigurationError`.
    Configuration,
    /// The server answered with an error status: the subclass of `ApiError` for it, such as `NotFoundError`.
    Status,
    /// No connection, or one that broke: `ApiConnectionError`.
    Connection,
    /// The deadline passed: `ApiTimeoutError`.
    Timeout,
    /// A 2xx whose body is not what the API promises: `ApiResponseError`.
    Response,
    /// A poll that did not end within its requests: `ApiTimeoutError`.
    Unfinished,
    /// A batch that has not got all of its items: `BatchNotSealedError`.
    NotSealed,
    /// A defect in hairtrigger itself: `ApiError`.
    Internal,
}

impl ErrorKind {
    fn name(self) -> &'static str {
        match self {
            Self::Argument => "argument",
            Self::Configuration => "configuration",
            Self::Status => "status",
            Self::Connection => "connection",
            Self::Timeout => "timeout",
            Self::Response => "response",
            Self::Unfinished => "unfinished",
            Self::NotSealed => "not sealed",
            Self::Internal => "internal",
        }
    }
}

/// An answered call: whose it was, and after how many attempts.
#[derive(Clone)]
pub struct Answered {
    /// The identity that the call ran under.
    pub identity: Arc<Identity>,
    /// Attempts made, the last one included.
    pub attempts: u32,
}

/// Names a call in its errors: who called, and how often.
pub struct FailureContext<'a> {
    /// The call that failed.
    pub call: &'a Call,
    /// Attempts made, the last one included.
    pub attempts: u32,
}

impl CallError {
    /// A failure of which nothing more is known.
    fn new(kind: ErrorKind, operation: &str, reason: String) -> Self {
        Self {
            kind,
            message: format!("{operation}: {reason}"),
            reason,
            operation: operation.to_owned(),
            attempts: 0,
            credential: Value::Null,
            request_id: None,
            code: None,
            reset_at: None,
            answer: Value::Null,
            body: None,
            details: Value::Null,
        }
    }

    /// Refuses a call before anything is sent.
    pub fn refused(operation: &str, invalid: Invalid) -> Self {
        let kind = match invalid.kind {
            InvalidKind::Argument => ErrorKind::Argument,
            InvalidKind::Configuration
            | InvalidKind::Token
            | InvalidKind::LegacyKey
            | InvalidKind::BaseUrl => ErrorKind::Configuration,
        };
        Self::new(kind, operation, invalid.message)
    }

    /// Reports a defect as one.
    pub fn internal(operation: &str, reason: &str) -> Self {
        let message = format!("{operation}: {reason}; this is a defect in hairtrigger, please report it");
        Self { message, ..Self::new(ErrorKind::Internal, operation, reason.to_owned()) }
    }

    /// Ends a poll whose answer never became final.
    pub fn unfinished(operation: &str, requests: u32) -> Self {
        let reason =
            format!("it did not complete within {requests} requests; raise pollIntervalMs to wait longer");
        Self { attempts: requests, ..Self::new(ErrorKind::Unfinished, operation, reason) }
    }

    /// Replaces an answer that a JavaScript string cannot hold.
    pub fn unwieldy(operation: &'static str, by: Option<&Answered>) -> Self {
        let reason = "the answer came, but what it holds is longer than a JavaScript string can be; ask for less at once";
        Self {
            attempts: by.map_or(0, |by| by.attempts),
            credential: by.map_or(Value::Null, |by| shown(&by.identity.credential)),
            ..Self::new(ErrorKind::Response, operation, reason.to_owned())
        }
    }

    /// Reports a call that went out and failed. `what` says what was wrong and what to do.
    pub fn sent(kind: ErrorKind, reason: &str, context: &FailureContext<'_>) -> Self {
        let credential = &context.call.identity.credential;
        let failure = Self {
            attempts: context.attempts,
            credential: shown(credential),
            ..Self::new(kind, context.call.operation.name, credential.redactor().redact(reason))
        };
        failure.worded(credential)
    }

    /// Words the message: what was wrong, whose call it was, how often it was tried.
    fn worded(mut self, credential: &Credential) -> Self {
        let attempts = match self.attempts {
            0 => "not sent".to_owned(),
            1 => "1 attempt".to_owned(),
            many => format!("{many} attempts"),
        };
        let message = format!(
            "{operation}: {reason} [{masked} #{fingerprint}, {attempts}{request}]",
            operation = self.operation,
            reason = self.reason,
            masked = credential.masked,
            fingerprint = credential.fingerprint,
            request = self.request_id.as_ref().map_or_else(String::new, |id| format!(", request {id}")),
        );
        self.message = credential.redactor().redact(&message);
        self
    }

    /// Adds the code of what broke the connection.
    pub fn with_code(self, code: Option<&'static str>) -> Self {
        Self { code, ..self }
    }

    /// Adds the answer, its headers without any copy of the token that the server may have put into
    /// them; its body has lost those already.
    pub fn with_answer(mut self, answer: &Answer, call: &Call) -> Self {
        let redactor = call.identity.credential.redactor();
        let headers: serde_json::Map<String, Value> = answer
            .head
            .header_pairs()
            .into_iter()
            .map(|(name, value)| {
                let is_secret = SECRET_HEADERS.iter().any(|secret| name.eq_ignore_ascii_case(secret));
                let value =
                    if is_secret { "…".to_owned() } else { hide_public_tokens(&redactor.redact(&value)) };
                (redactor.redact(name), value.into())
            })
            .collect();
        self.request_id = server_request_id(&answer.head).map(|id| redactor.redact(id));
        self.reset_at = reset_at(&answer.head);
        self.body = Some(String::from_utf8_lossy(&answer.body).into_owned());
        self.answer = json!({
            "status": answer.head.status,
            "headers": headers,
        });
        self.worded(&call.identity.credential)
    }

    /// Adds what else the error says, by the names of its properties, without any copy of the token in it.
    pub fn with_details(mut self, details: &Value, credential: &Credential) -> Self {
        let clean = hide_public_tokens(&credential.redactor().redact(&details.to_string()));
        self.details = serde_json::from_str(&clean).unwrap_or_default();
        self
    }

    /// The status of the answer, 0 without one.
    pub fn status(&self) -> u64 {
        self.answer.get("status").and_then(Value::as_u64).unwrap_or_default()
    }

    /// The `error` of a JSON answer, as the API words its refusals.
    pub fn server_message(&self) -> Option<String> {
        let body: Value = serde_json::from_str(self.body()?).ok()?;
        body.get("error").and_then(Value::as_str).map(str::to_owned)
    }

    /// The text of the answer.
    pub fn body(&self) -> Option<&str> {
        self.body.as_deref()
    }

    /// Writes the failure as JSON, of which the facade makes an error: all of it but the text of the answer.
    pub fn to_json(&self) -> String {
        let mut fields = json!({
            "cause": self.kind.name(),
            "message": self.message,
            "operation": self.operation,
            "attempts": self.attempts,
            "credential": self.credential,
            "requestId": self.request_id,
            "code": self.code,
            "reason": self.code.map(|_| &self.reason),
            "resetAt": self.reset_at,
            "answer": self.answer,
            "details": self.details,
        });
        if let Some(fields) = fields.as_object_mut() {
            fields.retain(|_, value| !value.is_null());
        }
        fields.to_string()
    }
}

/// A credential as an error shows it.
fn shown(credential: &Credential) -> Value {
    json!({
        "kind": credential.kind.name(),
        "masked": credential.masked,
        "fingerprint": credential.fingerprint,
    })
}

/// When the rate limit of a 429 resets, in epoch milliseconds.
fn reset_at(head: &Head) -> Option<u64> {
    let now = SystemTime::now();
    let wait = Hints::read(head, now).wait.filter(|_| head.status == 429)?;
    u64::try_from((since_epoch() + wait).as_millis()).ok()
}

fn server_request_id(head: &Head) -> Option<&str> {
    head.header("x-request-id").filter(|id| !id.is_empty())
}

/// Takes the token out of a body whose server may have put copies of it there, and any public token that it has
/// issued.
pub fn without_token(body: &[u8], credential: &Credential) -> String {
    // What is behind costs nothing, and a character that is cut is one that nobody sees.
    let read = body.get(..MAX_READ_BYTES).unwrap_or(body);
    let text = String::from_utf8_lossy(read);
    // It may have been cut within a token.
    hide_public_tokens(&credential.redactor().redact_up_to(&text, MAX_ERROR_BYTES))
}
