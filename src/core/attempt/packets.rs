//! Payloads and outputs that an answer only points at.

use std::sync::Arc;

use reqwest::header::HeaderMap;
use reqwest::{Method, Url};
use serde::Deserialize;
use serde_json::json;

use super::network::Network;
use super::reading;
use crate::call::{Call, Packets, Path, Segment};
use crate::transport::{Held, Raw};

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

/// The place where a stored packet can be fetched.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    presigned_url: String,
}

/// A field, the content type of its value, and the value as a text.
pub type Packet = (&'static str, String, String);

/// Packets as they are handed over: a JSON list of `[field, content type, text]`, and what they take of memory.
pub type Resolved = (String, Vec<Arc<Held>>);

/// A packet that was fetched.
struct Fetched {
    packet: Packet,
    held: Option<Held>,
}

const JSON: &str = "application/json";
/// The type of an output that is the name of a stored packet.
const STORE: &str = "application/store";
/// The type of a packet that says why there is no output.
const TIMEOUT: &str = "timeout";

/// Finds what of the body is to be decoded by its own type.
pub async fn resolve(call: &Call, network: &Network, body: &str) -> Option<Resolved> {
    match call.request.packets {
        Packets::None => None,
        Packets::Elsewhere => fetch_all(call, network, body).await,
        Packets::Output(path) => output_of(call, network, path, body).await,
    }
}

/// Takes the output that stands in the body, or at the place in object storage that the body names.
async fn output_of(call: &Call, network: &Network, path: &'static str, body: &str) -> Option<Resolved> {
    let holder = call.identity.credential.digest;
    let Output { output, output_type, output_is_error } = network.threads.parse(holder, body).await?;
    let output = output.unwrap_or_default();
    let plain = |packet| Fetched { packet, held: None };
    let fetched = match output_type.as_deref().unwrap_or(JSON) {
        _ if output_is_error => {
            vec![
                plain(("error", TIMEOUT.to_owned(), output)),
                plain(("output", JSON.to_owned(), String::new())),
            ]
        }
        _ if output.is_empty() => return None,
        STORE => {
            let path = Path::fill(path, &[Segment::new("output", &output).ok()?]);
            let nothing = || plain(("output", JSON.to_owned(), String::new()));
            vec![import(call, network, "output", &path).await.unwrap_or_else(nothing)]
        }
        kind => vec![plain(("output", kind.to_owned(), output))],
    };
    Some(write(call, network, fetched).await)
}

/// Asks the API where a stored packet can be fetched, and fetches it.
async fn import(call: &Call, network: &Network, field: &'static str, path: &Path) -> Option<Fetched> {
    let headers = call.headers(&uuid::Uuid::new_v4().to_string()).ok()?;
    let url = call.server.base_url.join(path.as_str());
    let raw = network.transport.send(call.outgoing(Method::GET, url, &headers)).await.ok()?;
    let (answer, _) = reading::packet(call, network, raw).await.ok()?;
    let body = String::from_utf8(answer.body).ok()?;
    let stored: Stored = network.threads.parse(call.identity.credential.digest, &body).await?;
    fetch(call, network, field, Some(stored.presigned_url)).await
}

/// Fetches a packet of a run from where it is stored, by the run or else by the path: its content type and its text.
///
/// As in the official SDK a packet that cannot be fetched is left out: the run itself is still worth having.
pub async fn stored_packet(
    call: &Call,
    network: &Network,
    run: &str,
    field: &'static str,
    path: &str,
) -> Option<(String, String)> {
    let segment = |name, text| Segment::new(name, text).ok();
    let of_run =
        Path::fill("/api/v1/runs/{run}/packets/{field}", &[segment("run", run)?, segment("field", field)?]);
    let fetched = match import(call, network, field, &of_run).await {
        Some(fetched) => fetched,
        None => {
            import(call, network, field, &Path::fill("/api/v1/packets/{path}", &[segment("path", path)?]))
                .await?
        }
    };
    let (_, kind, text) = fetched.packet;
    Some((kind, text))
}

/// Fetches what the body points at, without the token and without any of our headers.
///
/// As in the official SDK a packet that cannot be fetched is left out: the run itself is still worth having.
async fn fetch_all(call: &Call, network: &Network, body: &str) -> Option<Resolved> {
    let fetched = fetch_pointers(call, network, body).await;
    if fetched.is_empty() { None } else { Some(write(call, network, fetched).await) }
}

/// Fetches the packets that the answer about a run points at: the field of each, its content type and its text.
pub async fn presigned_packets(call: &Call, network: &Network, body: &str) -> Vec<Packet> {
    fetch_pointers(call, network, body).await.into_iter().map(|fetched| fetched.packet).collect()
}

async fn fetch_pointers(call: &Call, network: &Network, body: &str) -> Vec<Fetched> {
    if !body.contains("PresignedUrl") {
        return Vec::new();
    }
    let parsed = network.threads.parse(call.identity.credential.digest, body).await;
    let Some(pointers): Option<Pointers> = parsed else { return Vec::new() };
    let (payload, output) = tokio::join!(
        fetch(call, network, "payload", pointers.payload),
        fetch(call, network, "output", pointers.output),
    );
    [payload, output].into_iter().flatten().collect()
}

async fn fetch(call: &Call, network: &Network, field: &'static str, url: Option<String>) -> Option<Fetched> {
    let url = Url::parse(&url?).ok()?;
    let headers = HeaderMap::new();
    let outgoing = call.elsewhere(Method::GET, url, &headers).ok()?;
    let raw = network.transport.send(outgoing).await.ok().filter(Raw::is_success)?;
    let (answer, held) = reading::packet(call, network, raw).await.ok()?;
    let kind = answer.head.header("content-type").unwrap_or(JSON).to_owned();
    Some(Fetched { packet: (field, kind, String::from_utf8(answer.body).ok()?), held })
}

async fn write(call: &Call, network: &Network, fetched: Vec<Fetched>) -> Resolved {
    let size = fetched.iter().map(|fetched| fetched.packet.2.len()).sum();
    let (packets, held): (Vec<Packet>, Vec<_>) =
        fetched.into_iter().map(|fetched| (fetched.packet, fetched.held)).unzip();
    let json = move || json!(packets).to_string();
    let json = network.threads.run(call.identity.credential.digest, size, json).await;
    (json, held.into_iter().flatten().map(Arc::new).collect())
}
