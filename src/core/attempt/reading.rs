//! Reads what came over the wire: inflates it, then checks or cleans it, on a decode thread when it is large.

use std::io;
use std::sync::Arc;

use super::network::Network;
use crate::call::Call;
use crate::decode::{self, Body, Effort, Encoding, WORTHWHILE};
use crate::outcome::{as_misshapen, as_refusal};
use crate::transport::{Answer, Head, Held, MAX_ERROR_BYTES, Raw, TransportError};

/// A success, read: its body in the shape it should have, or what is wrong with the body, and it.
pub struct Success {
    /// Status, headers and URL.
    pub head: Head,
    /// The body, or what is wrong with it.
    pub body: Result<Body, Misshapen>,
    /// Counts a large body.
    pub held: Option<Held>,
}

/// What is wrong with a body, and it.
pub type Misshapen = (&'static str, Vec<u8>);

/// Reads an answer with a success status.
pub async fn success(call: &Call, network: &Network, raw: Raw) -> Result<Success, TransportError> {
    let shape = call.operation.answer;
    let (head, body, held) = unpack(call, network, raw, move |body| decode::read(shape, body)).await?;
    Ok(Success { head, body, held })
}

/// Reads an answer with a success status, and its text into something else on the same thread.
pub async fn success_read<T: Send + 'static>(
    call: &Call,
    network: &Network,
    raw: Raw,
    read: impl FnOnce(&str) -> T + Send + 'static,
) -> Result<(Head, Result<(Body, T), Misshapen>), TransportError> {
    let shape = call.operation.answer;
    let work = move |body| {
        decode::read(shape, body).map(|body| {
            let read = read(&body.text);
            (body, read)
        })
    };
    let (head, body, _) = unpack(call, network, raw, work).await?;
    Ok((head, body))
}

/// Reads a body that is asked for by a flow, or that an answer only pointed at: its text, made something of on the same
/// thread; nothing where it is no UTF-8.
pub async fn text<T: Send + 'static>(
    call: &Call,
    network: &Network,
    raw: Raw,
    read: impl FnOnce(String) -> T + Send + 'static,
) -> Result<(Head, Option<T>, Option<Held>), TransportError> {
    unpack(call, network, raw, move |body| String::from_utf8(body).ok().map(read)).await
}

/// Reads an answer with any other status, without the tokens its server may have put into it. Of a long body the
/// beginning says as much.
pub async fn refusal(call: &Call, network: &Network, raw: Raw) -> Result<Answer, TransportError> {
    let identity = Arc::clone(&call.identity);
    let Raw { head, bytes, .. } = raw;
    let packed = Packed::of(&head, bytes);
    let (size, url) = (packed.size(), head.url.clone());
    let clean = move || {
        let (body, _) = packed.unpack(MAX_ERROR_BYTES)?;
        Ok(as_refusal(head, &body, &identity.credential))
    };
    let cleaned: io::Result<Answer> = network.threads.run(call.identity.credential.digest, size, clean).await;
    cleaned.map_err(|error| TransportError::damaged(&error, &url))
}

/// Makes of an answer whose body is not what it should be one that can be shown: without the token in it.
pub async fn misshapen(call: &Call, network: &Network, head: Head, body: Vec<u8>) -> Answer {
    let identity = Arc::clone(&call.identity);
    let (holder, size) = (identity.credential.digest, body.len());
    let clean = move || as_misshapen(head, &body, &identity.credential);
    network.threads.run(holder, size, clean).await
}

/// Inflates a body and does the work on it, and counts how much memory it takes.
async fn unpack<T: Send + 'static>(
    call: &Call,
    network: &Network,
    raw: Raw,
    work: impl FnOnce(Vec<u8>) -> T + Send + 'static,
) -> Result<(Head, T, Option<Held>), TransportError> {
    let holder = call.identity.credential.digest;
    let limit = call.policy.max_response_bytes;
    let Raw { head, bytes, held } = raw;
    let packed = Packed::of(&head, bytes);
    let size = packed.size();
    let memory = network.transport.memory().clone();
    let unpacked = network.threads.run(holder, size, move || {
        let (body, has_more) = packed.unpack(limit)?;
        if has_more {
            return Ok(None);
        }
        let mut held = held;
        if body.len() >= WORTHWHILE {
            held.get_or_insert_with(|| memory.hold(holder)).set(body.len());
        }
        Ok(Some((work(body), held)))
    });
    let unpacked: io::Result<_> = unpacked.await;
    match unpacked {
        Ok(Some((worked, held))) => Ok((head, worked, held)),
        Ok(None) => Err(TransportError::too_large(head, limit)),
        Err(error) => Err(TransportError::damaged(&error, &head.url)),
    }
}

/// Most bodies that are longer come to more than is worked on here.
const MAX_PACKED_HERE: usize = 8 * 1024;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A body that may have to be inflated yet.
enum Packed {
    Plain(Vec<u8>),
    Encoded(Encoding, Vec<u8>),
}

impl Packed {
    /// Inflates what is small, and easy to inflate, here and now: it is not worth the way to another thread.
    fn of(head: &Head, bytes: Vec<u8>) -> Self {
        let encoding = head.header("content-encoding").and_then(Encoding::of);
        let Some(encoding) = encoding.filter(|_| !bytes.is_empty()) else {
            return Self::Plain(bytes);
        };
        if bytes.len() < MAX_PACKED_HERE
            && let Ok((body, false)) = encoding.inflate(&bytes, WORTHWHILE, Effort::SMALL)
        {
            return Self::Plain(body);
        }
        Self::Encoded(encoding, bytes)
    }

    /// Says how large it is, or may well be.
    fn size(&self) -> usize {
        match self {
            Self::Plain(body) => body.len(),
            Self::Encoded(_, body) => body.len().max(WORTHWHILE),
        }
    }

    /// Inflates what the limit allows, and says if there is more. A byte order mark is no part of a text, as in `fetch`.
    fn unpack(self, limit: usize) -> io::Result<(Vec<u8>, bool)> {
        let (mut body, has_more) = match self {
            Self::Plain(body) => {
                let has_more = body.len() > limit;
                (body, has_more)
            }
            Self::Encoded(encoding, body) => encoding.inflate(&body, limit, Effort::LARGE)?,
        };
        if body.starts_with(BYTE_ORDER_MARK) {
            body.drain(..BYTE_ORDER_MARK.len());
        }
        Ok((body, has_more))
    }
}
