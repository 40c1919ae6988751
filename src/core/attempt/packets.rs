//! Payloads and outputs that an answer only points at.

use std::sync::Arc;

use reqwest::header::HeaderMap;
use reqwest::{Method, Url};
use serde::Deserialize;

use super::network::Network;
use super::reading;
use crate::call::{Call, Packets, Path, Segment};
use crate::transport::{Held, Raw};

/// The fields of a run that point at object storage.
#[derive(Default, Deserialize)]
struct Pointers {
    #[serde(rename = "payloadPresignedUrl", default)]
    payload: Option<Pointer>,
    #[serde(rename = "outputPresignedUrl", default)]
    output: Option<Pointer>,
}

/// A URL in an answer, or nothing where a text is none, or longer than any server reads.
#[derive(Deserialize)]
#[serde(from = "String")]
struct Pointer(Option<Url>);

impl From<String> for Pointer {
    fn from(text: String) -> Self {
        Self(if text.len() <= MAX_NAME { Url::parse(&text).ok() } else { None })
    }
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
    presigned_url: Pointer,
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

/// No URL of a stored packet is longer, and no name of one.
const MAX_NAME: usize = 16 * 1024;
const JSON: &str = "application/json";
/// The type of an output that is the name of a stored packet.
const STORE: &str = "application/store";
/// The type of a packet that says why there is no output.
const TIMEOUT: &str = "timeout";

/// Finds what of the body is to be decoded by its own type.
pub async fn resolve(call: &Call, network: &Network, body: &mut String) -> Option<Resolved> {
    match call.request.packets {
        Packets::None => None,
        Packets::Elsewhere => fetch_all(call, network, body).await,
        Packets::Output(path) => output_of(call, network, path, body).await,
    }
}

/// Takes the output that stands in the body, or at the place in object storage that the body names.
async fn output_of(
    call: &Call,
    network: &Network,
    path: &'static str,
    body: &mut String,
) -> Option<Resolved> {
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
            let path = Path::fill(path, &[segment("output", &output)?]);
            let nothing = || plain(("output", JSON.to_owned(), String::new()));
            vec![import(call, network, "output", &path).await.unwrap_or_else(nothing)]
        }
        kind => vec![plain(("output", kind.to_owned(), output))],
    };
    Some(write(call, network, fetched).await)
}

/// Asks the API where a stored packet can be fetched, and fetches it.
async fn import(call: &Call, network: &Network, field: &'static str, path: &Path) -> Option<Fetched> {
    let asking = call.brief();
    let headers = asking.headers(&uuid::Uuid::new_v4().to_string()).ok()?;
    let url = asking.server.base_url.join(path.as_str());
    let raw = network.transport.send(asking.outgoing(Method::GET, url, &headers)).await.ok()?;
    let read = |text: String| serde_json::from_str(&text).ok();
    let (_, read, _) = reading::text(&asking, network, raw, read).await.ok()?;
    let stored: Stored = read??;
    fetch(call, network, field, Some(stored.presigned_url)).await
}

/// A segment of a path that an answer has named.
fn segment(name: &'static str, text: &str) -> Option<Segment> {
    if text.len() <= MAX_NAME { Segment::new(name, text).ok() } else { None }
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
async fn fetch_all(call: &Call, network: &Network, body: &mut String) -> Option<Resolved> {
    let fetched = fetch_pointers(call, network, body).await;
    if fetched.is_empty() { None } else { Some(write(call, network, fetched).await) }
}

/// Fetches the packets that the answer about a run points at: the field of each, its content type and its text.
pub async fn presigned_packets(call: &Call, network: &Network, body: &mut String) -> Vec<Packet> {
    fetch_pointers(call, network, body).await.into_iter().map(|fetched| fetched.packet).collect()
}

async fn fetch_pointers(call: &Call, network: &Network, body: &mut String) -> Vec<Fetched> {
    let read = |body: &str| {
        let points = body.contains("PresignedUrl");
        points.then(|| serde_json::from_str(body).ok()).flatten().unwrap_or_default()
    };
    let pointers: Pointers = network.threads.read(call.identity.credential.digest, body, read).await;
    let (payload, output) = tokio::join!(
        fetch(call, network, "payload", pointers.payload),
        fetch(call, network, "output", pointers.output),
    );
    within_limit([payload, output].into_iter().flatten().collect(), call.policy.max_response_bytes)
}

/// What one answer points at may hold together what one answer may; where it is more, the largest is left out.
fn within_limit(mut fetched: Vec<Fetched>, limit: usize) -> Vec<Fetched> {
    let size = |fetched: &Fetched| fetched.packet.2.len();
    while fetched.iter().map(size).sum::<usize>() > limit
        && let Some((largest, _)) = fetched.iter().enumerate().max_by_key(|(_, fetched)| size(fetched))
    {
        fetched.remove(largest);
    }
    fetched
}

async fn fetch(call: &Call, network: &Network, field: &'static str, url: Option<Pointer>) -> Option<Fetched> {
    let headers = HeaderMap::new();
    let outgoing = call.elsewhere(Method::GET, url?.0?, &headers).ok()?;
    let raw = network.transport.send(outgoing).await.ok().filter(Raw::is_success)?;
    let (head, text, held) = reading::text(call, network, raw, |text| text).await.ok()?;
    let kind = head.header("content-type").unwrap_or(JSON).to_owned();
    Some(Fetched { packet: (field, kind, text?), held })
}

async fn write(call: &Call, network: &Network, fetched: Vec<Fetched>) -> Resolved {
    let size = fetched.iter().map(|fetched| fetched.packet.2.len()).sum();
    let (packets, held): (Vec<Packet>, Vec<_>) =
        fetched.into_iter().map(|fetched| (fetched.packet, fetched.held)).unzip();
    let json = move || serde_json::to_string(&packets).unwrap_or_default();
    let json = network.threads.run(call.identity.credential.digest, size, json).await;
    (json, held.into_iter().flatten().map(Arc::new).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_answer_points_at_holds_no_more_than_an_answer_may() {
        let of = |field, size| Fetched { packet: (field, String::new(), "x".repeat(size)), held: None };
        let kept = |payload, output| -> Vec<_> {
            let within = within_limit(vec![of("payload", payload), of("output", output)], 10);
            within.iter().map(|fetched| fetched.packet.0).collect()
        };
        assert_eq!(kept(5, 5), ["payload", "output"]);
        assert_eq!(kept(6, 5), ["output"]);
        assert_eq!(kept(1, 10), ["payload"]);
        assert_eq!(kept(20, 20), [""; 0]);
    }

    #[test]
    fn a_url_that_no_server_reads_is_not_even_parsed() {
        let read = |url: &str| {
            let body = serde_json::json!({ "payloadPresignedUrl": url }).to_string();
            serde_json::from_str::<Pointers>(&body).unwrap().payload.unwrap().0
        };
        assert!(read("https://storage.example/1").is_some());
        assert!(read("storage").is_none());
        assert!(read(&format!("https://storage.example/{}", "x".repeat(MAX_NAME))).is_none());
    }
}
