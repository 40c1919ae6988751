//! Payloads and outputs that an answer only points at.

use reqwest::header::HeaderMap;
use reqwest::{Method, Url};
use serde::Deserialize;
use serde_json::json;

use crate::call::Call;
use crate::call::Packets;
use crate::call::{Path, Segment};
use crate::transport::Transport;

/// The fields of a run that point at object storage.
#[derive(Deserialize)]
struct Pointers {
    #[serde(rename = "payloadPresignedUrl", default)]
    payload: Option<String>,
    #[serde(rename = "outputPresignedUrl", default)]
    output: Option<String>,
}

/// The fields that hold an output, or what became of it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Output {
    #[serde(default)]
    output: Option<String>,
    #[serde(default)]
    output_type: Option<String>,
    #[serde(default)]
    output_is_error: bool,
}

/// Where a packet is kept.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    presigned_url: String,
}

/// A field, the content type of its value, and the value as a text.
type Packet = (&'static str, String, String);

const JSON: &str = "application/json";
/// The type of an output that is the name of a stored packet.
const STORE: &str = "application/store";
/// The type of a packet that says why there is no output.
const TIMEOUT: &str = "timeout";

/// What of the body is to be decoded by its own type: a JSON list of `[field, content type, text]`.
pub async fn resolve(call: &Call, transport: &Transport, body: &str) -> Option<String> {
    match call.request.packets {
        Packets::None => None,
        Packets::Elsewhere => fetch_all(call, transport, body).await,
        Packets::Output(path) => output_of(call, transport, path, body).await,
    }
}

/// The output that stands in the body, or at the place in object storage that the body names.
async fn output_of(call: &Call, transport: &Transport, path: &'static str, body: &str) -> Option<String> {
    let Output { output, output_type, output_is_error } = serde_json::from_str(body).ok()?;
    let output = output.unwrap_or_default();
    let kind = output_type.as_deref().unwrap_or(JSON);
    let packets = match kind {
        _ if output_is_error => json!([["error", TIMEOUT, output], ["output", JSON, ""]]),
        _ if output.is_empty() => return None,
        STORE => {
            let name = Segment::new("output", &output).ok()?;
            let place = Path::fill(path, &[name]);
            json!([import(call, transport, &place).await.unwrap_or((
                "output",
                JSON.to_owned(),
                String::new()
            ))])
        }
        kind => json!([["output", kind, output]]),
    };
    Some(packets.to_string())
}

/// Asks the API where a stored packet can be fetched, and fetches it.
async fn import(call: &Call, transport: &Transport, path: &Path) -> Option<Packet> {
    let headers = call.headers(&uuid::Uuid::new_v4().to_string()).ok()?;
    let url = call.server.base_url.join(path.as_str());
    let outgoing = call.outgoing(Method::GET, url, &headers);
    let answer = transport.send(outgoing).await.ok()?;
    let place: Place = serde_json::from_slice(&answer.body).ok()?;
    fetch(call, transport, "output", Some(place.presigned_url)).await
}

/// Fetches what the body points at, without the token and without any of our headers.
///
/// As in the official SDK a packet that cannot be fetched is left out: the run itself is still worth having.
async fn fetch_all(call: &Call, transport: &Transport, body: &str) -> Option<String> {
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
) -> Option<Packet> {
    let url = Url::parse(&url?).ok()?;
    let headers = HeaderMap::new();
    let outgoing = call.elsewhere(Method::GET, url, &headers);
    let answer = transport.send(outgoing).await.ok()?;
    if !(200..300).contains(&answer.head.status) {
        return None;
    }
    let kind = answer.head.header("content-type").unwrap_or(JSON).to_owned();
    Some((field, kind, String::from_utf8(answer.body).ok()?))
}
