//! Makes the server's refusals understandable: what it said, and what to do about it.

use serde_json::Value;

use crate::call::Call;
use crate::identity::CredentialKind;
use crate::identity::Environment;
use crate::transport::Answer;
use crate::wording::{capitalised, shorten};

const HTML: &str = "(an HTML page; is the base URL the API's?)";

/// Says what an error status means for this call.
pub fn explain(call: &Call, answer: &Answer) -> String {
    let status = answer.head.status;
    let said = server_text(answer);
    let own = reqwest::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    let said = if said.is_empty() { own.unwrap_or_default() } else { &said };
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
            "{used} needs the scope for {name}, or it has expired; {name} takes {accepted}",
            used = capitalised(credential.kind.name()),
            name = operation.name,
            accepted = operation.accepts.describe(),
        )),
        401 => Some(format!(
            "{} does not know this token: it was revoked, or it belongs to another server",
            call.server.base_url.as_str(),
        )),
        429 => Some("The rate limit of this credential is used up until it resets".to_owned()),
        _ => None,
    }
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

/// The server's own words: its `error`, the `message` or `detail` it uses elsewhere, or plain text.
fn server_text(answer: &Answer) -> String {
    let text = String::from_utf8_lossy(&answer.body);
    let said = match serde_json::from_str::<Value>(&text) {
        Ok(Value::Object(body)) => ["error", "message", "detail", "title"]
            .iter()
            .find_map(|field| body.get(*field).filter(|value| !value.is_null()))
            .map_or_else(|| Value::Object(body.clone()).to_string(), sentence),
        Ok(other) => sentence(&other),
        Err(_) if is_html(answer) => HTML.to_owned(),
        Err(_) => text.trim().to_owned(),
    };
    shorten(&said)
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

fn is_html(answer: &Answer) -> bool {
    answer.head.header("content-type").is_some_and(|kind| kind.starts_with("text/html"))
}

/// The beginning of a body that is not what it should be.
pub fn shown_body(answer: &Answer) -> String {
    let said = shorten(&String::from_utf8_lossy(&answer.body));
    if is_html(answer) { format!("{HTML} {said}") } else { said }
}
