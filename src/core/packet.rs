//! Payloads and outputs that an answer only points at.

use serde::Deserialize;
use serde_json::json;

use super::call::Call;
use super::transport::{Outgoing, Transport};

/// The fields of a run that point at object storage.
#[derive(Deserialize)]
struct Pointers {
    #[serde(rename = "payloadPresignedUrl", default)]
    payload: Option<String>,
    #[serde(rename = "outputPresignedUrl", default)]
    output: Option<String>,
}

/// Fetches what the body points at, without the token and without any of our headers.
///
/// The result is a JSON list of `[field, content type, text]`. As in the official SDK a packet that
/// cannot be fetched is left out: the run itself is still worth having.
pub async fn resolve(call: &Call, transport: &Transport, body: &str) -> Option<String> {
    if !body.contains("PresignedUrl") {
        return None;
    }
    let pointers: Pointers = serde_json::from_str(body).ok()?;
    let (payload, output) = tokio::join!(
        fetch(call, transport, "payload", pointers.payload),
        fetch(call, transport, "output", pointers.output),
    );
    let packets: Vec<_> = [payload, output].into_iter().flatten().collect();
    (!packets.is_empty()).then(|| json!(packets).to_string())
}

async fn fetch(
    call: &Call,
    transport: &Transport,
    field: &'static str,
    url: Option<String>,
) -> Option<(&'static str, String, String)> {
    let url = reqwest::Url::parse(&url?).ok()?;
    let outgoing = Outgoing {
        method: reqwest::Method::GET,
        host: url.origin().ascii_serialization().into(),
        url,
        headers: &reqwest::header::HeaderMap::new(),
        body: None,
        authority: None,
        max_response_bytes: call.policy.max_response_bytes,
    };
    let answer = transport.send(outgoing).await.ok()?;
    if !(200..300).contains(&answer.head.status) {
        return None;
    }
    let kind = answer.head.header("content-type").unwrap_or("application/json").to_owned();
    Some((field, kind, String::from_utf8(answer.body).ok()?))
}
