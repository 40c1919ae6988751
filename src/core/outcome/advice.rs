//! Makes the server's refusals understandable: what it said, and what to do about it.

use serde_json::{Map, Value};

use super::call_error::without_token;
use crate::call::Call;
use crate::identity::Credential;
use crate::identity::CredentialKind;
use crate::identity::Environment;
use crate::operation::Method;
use crate::transport::{Answer, Head};
use crate::wording::{capitalised, shorten};

/// The statuses that a list of runs can be asked for, as `RunStatus` has them.
const RUN_STATUSES: &str = "PENDING_VERSION, QUEUED, DEQUEUED, EXECUTING, WAITING, COMPLETED, CANCELED, FAILED, \
                            CRASHED, SYSTEM_FAILURE, DELAYED, EXPIRED, TIMED_OUT";
const HTML: &str = "(an HTML page; is the base URL the API's?)";

/// Says what an error status means for this call.
pub fn explain(call: &Call, answer: &Answer) -> String {
    let status = answer.head.status;
    let said = &answer.said;
    let own = reqwest::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    let said = if said.is_empty() { own.unwrap_or_default() } else { said };
    let mut text = format!("{status} {said}").trim_end().to_owned();
    if let Some(advice) = advice(call, answer) {
        let end = if text.ends_with(['.', '!', '?']) { " " } else { ". " };
        text.push_str(end);
        text.push_str(&advice);
    }
    text
}

/// The endpoint itself knows what this status means, so repeating the call cannot help.
pub fn is_explained(call: &Call, status: u16) -> bool {
    call.request.explanation.is_some_and(|(explained, _)| explained == status)
}

/// The sentence after the server's own words.
fn advice(call: &Call, answer: &Answer) -> Option<String> {
    let status = answer.head.status;
    if let Some((_, sentence)) = call.request.explanation.filter(|(explained, _)| *explained == status) {
        return Some(sentence.to_owned());
    }
    let credential = &call.identity.credential;
    let operation = call.operation;
    match status {
        // Not refused before it is sent: a server of tomorrow may know others.
        400 if operation.name.starts_with("runs.") && answer.said.contains("Invalid status values") => {
            Some(format!("The status of a run is one of {RUN_STATUSES}"))
        }
        401 | 403 if !operation.accepts.includes(credential.kind) => Some(format!(
            "This call used {used}; {name} takes {accepted}.{instead}",
            used = credential.kind.name(),
            name = operation.name,
            accepted = operation.accepts.describe(),
            instead = instead(call),
        )),
        401 if needs_branch(call) => Some(
            "A preview key acts on one branch and the call named none, or one that does not exist: \
             pass previewBranch"
                .to_owned(),
        ),
        401 | 403 if is_scoped(credential.kind) => Some(format!(
            "{used} needs the scope for {name}, or it has expired; {name} takes {accepted}{switched_off}",
            used = capitalised(credential.kind.name()),
            name = operation.name,
            accepted = operation.accepts.describe(),
            switched_off = match credential.kind {
                CredentialKind::AdditionalKey if status == 401 =>
                    ". Or the server has additional API keys switched off, as self-hosted ones do by default",
                _ => "",
            },
        )),
        401 => Some(format!(
            "{} does not know this token: it was revoked, or it belongs to another server",
            call.server.base_url.as_str(),
        )),
        404 | 405 if operation.accepts.includes(CredentialKind::LegacyKey) && is_unknown_route(answer) => {
            Some(
                "Servers of today answer nothing of hairtrigger/legacy, which is for those of older products"
                    .to_owned(),
            )
        }
        404 | 405 if is_unknown_route(answer) => Some(format!(
            "The server has no {line}: it is older than {name}, or the base URL is not the API's",
            line = operation.line(),
            name = operation.name,
        )),
        404 => absent(call),
        413 => Some("The body is larger than the server takes".to_owned()),
        422 if credential.kind == CredentialKind::PublicToken && operation.method == Method::Post => Some(
            "Of public tokens that are good once, a server honours one for each environment; \
             create them with multipleUse: true"
                .to_owned(),
        ),
        431 => {
            Some("The URL and the headers are larger than the server takes, which is about 16 kB".to_owned())
        }
        429 => Some("The rate limit of this credential is used up until it resets".to_owned()),
        _ => None,
    }
}

/// Names what a 404 did not find, and says where else it may be.
fn absent(call: &Call) -> Option<String> {
    let mut named: Vec<String> = call
        .operation
        .path
        .split('/')
        .zip(call.request.path.as_str().split('/'))
        .filter_map(|(part, value)| Some((part.strip_prefix('{')?.strip_suffix('}')?, value)))
        .map(|(name, value)| {
            let text = percent_encoding::percent_decode_str(value).decode_utf8_lossy();
            format!("{name} {:?}", shorten(&text))
        })
        .collect();
    let last = named.pop()?;
    let among = if named.is_empty() { String::new() } else { format!(" with {}", named.join(", ")) };
    Some(match call.identity.credential.environment {
        Some(environment) => format!(
            "This key's environment ({}) has no {last}{among}; it may belong to another environment or project",
            environment.slug(),
        ),
        None => format!("There is no {last}{among} for this token; it may belong to another project"),
    })
}

/// A page, or nothing: the API itself answers with JSON.
fn is_unknown_route(answer: &Answer) -> bool {
    is_html(&answer.head) || answer.body.is_empty()
}

fn instead(call: &Call) -> String {
    match call.operation.instead {
        "" => String::new(),
        sentence => format!(" {sentence}"),
    }
}

fn is_scoped(kind: CredentialKind) -> bool {
    matches!(kind, CredentialKind::AdditionalKey | CredentialKind::PublicToken)
}

fn needs_branch(call: &Call) -> bool {
    call.identity.credential.environment == Some(Environment::Preview)
}

/// Makes of a refusal one that can be shown: without the token in it, and with what it says. It reads all of the body: on a
/// decode thread, where that is large.
pub fn as_refusal(head: Head, body: &[u8], credential: &Credential) -> Answer {
    let text = without_token(body, credential);
    let said = server_text(&head, &text);
    Answer { head, body: text.into_bytes(), said }
}

/// The same of an answer whose body is not what it should be: what it says is its beginning.
pub fn as_misshapen(head: Head, body: &[u8], credential: &Credential) -> Answer {
    let text = without_token(body, credential);
    let said = shorten(&text);
    let said = if is_html(&head) { format!("{HTML} {said}") } else { said };
    Answer { head, body: text.into_bytes(), said }
}

/// The server's own words: its `error`, the `message` or `detail` it uses elsewhere, or plain text.
fn server_text(head: &Head, text: &str) -> String {
    let said = match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(body)) if reasons(&body).is_some() => reasons(&body).unwrap_or_default(),
        Ok(Value::Object(body)) => ["error", "message", "detail", "title"]
            .iter()
            .find_map(|field| body.get(*field).filter(|value| !value.is_null()))
            .map_or_else(|| Value::Object(body.clone()).to_string(), sentence),
        Ok(other) => sentence(&other),
        Err(_) if is_html(head) => HTML.to_owned(),
        Err(_) => text.trim().to_owned(),
    };
    shorten(&said)
}

/// The reasons that newer routes list beside an `error` that only says which part of the request was wrong.
fn reasons(body: &Map<String, Value>) -> Option<String> {
    const MAX_REASONS: usize = 3;
    let list = ["details", "issues", "variableErrors"]
        .iter()
        .find_map(|field| body.get(*field).and_then(Value::as_array))?;
    let mut told: Vec<String> = list.iter().take(MAX_REASONS).filter_map(reason).collect();
    if told.is_empty() {
        return None;
    }
    if list.len() > MAX_REASONS {
        told.push(format!("and {} more", list.len() - MAX_REASONS));
    }
    let told = told.join("; ");
    // Of variables the error says what to do, of a request it repeats what the path shows.
    match body.get("error").and_then(Value::as_str) {
        Some(error) if body.contains_key("variableErrors") => Some(format!("{error} {told}")),
        _ => Some(told),
    }
}

fn reason(entry: &Value) -> Option<String> {
    let said = entry.get("message").or_else(|| entry.get("error"))?.as_str()?;
    let parts = entry.get("path").and_then(Value::as_array).into_iter().flatten();
    let parts: Option<Vec<String>> = parts
        .map(|part| match part {
            Value::Number(index) => Some(format!("[{index}]")),
            part => Some(format!(".{}", part.as_str()?)),
        })
        .collect();
    let path = parts?.concat();
    let path = entry.get("key").and_then(Value::as_str).unwrap_or_else(|| path.trim_start_matches('.'));
    Some(if path.is_empty() { said.to_owned() } else { format!("{path}: {said}") })
}

fn sentence(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(object) => match object.get("message") {
            Some(Value::String(text)) => text.clone(),
            _ => value.to_string(),
        },
        _ => value.to_string(),
    }
}

fn is_html(head: &Head) -> bool {
    head.header("content-type").is_some_and(|kind| kind.starts_with("text/html"))
}
