//! An answer as it came, read within its limit.

use std::borrow::Cow;
use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap};
use tokio::time::{Instant, timeout_at};

use super::memory::Held;

/// Status, headers and URL of an answer.
#[derive(Clone)]
pub struct Head {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The URL that answered, after redirects.
    pub url: String,
}

impl Head {
    /// Its status is a 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Finds a header, if it is a text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Lists `[name, value]` pairs, but for those that describe the body before it was decoded.
    pub fn header_pairs(&self) -> Vec<(&str, Cow<'_, str>)> {
        self.headers
            .iter()
            .filter(|(name, _)| *name != CONTENT_ENCODING && *name != CONTENT_LENGTH)
            .map(|(name, value)| {
                let text = match value.to_str() {
                    Ok(text) => Cow::Borrowed(text),
                    // Header bytes are latin1 for `fetch` too.
                    Err(_) => value.as_bytes().iter().map(|&byte| char::from(byte)).collect(),
                };
                (name.as_str(), text)
            })
            .collect()
    }

    /// Writes what a `Response` object is made from when somebody asks for one.
    pub fn to_json(&self) -> String {
        #[derive(serde::Serialize)]
        struct Shown<'a> {
            status: u16,
            url: &'a str,
            headers: Vec<(&'a str, Cow<'a, str>)>,
        }
        let shown = Shown { status: self.status, url: &self.url, headers: self.header_pairs() };
        serde_json::to_string(&shown).unwrap_or_default()
    }
}

/// A complete answer.
#[derive(Clone)]
pub struct Answer {
    /// Status, headers and URL.
    pub head: Head,
    /// The body.
    pub body: Vec<u8>,
    /// What the body of one that cannot be used says, in a few words: found where the body was read.
    pub said: String,
}

impl Answer {
    /// An answer of which nothing is to be said.
    pub fn new(head: Head, body: Vec<u8>) -> Self {
        Self { head, body, said: String::new() }
    }

    /// Its status is a 2xx.
    pub fn is_success(&self) -> bool {
        self.head.is_success()
    }
}

/// The most that is read of an answer that is no success: more than anybody looks at.
pub const MAX_ERROR_BYTES: usize = 256 * 1024;
/// The most that an answer holds which names a place, a number or an owner, and nothing that anybody asked for.
pub const MAX_BRIEF_BYTES: usize = 32 * 1024;
/// Bodies up to this size are not counted: what bounds them is how many requests there are at once.
const COUNTED_FROM: usize = 64 * 1024;
/// So much more of a large answer has to come in this time once others wait for the memory that it holds.
const STRETCH: usize = 256 * 1024;
const STRETCH_TIME: Duration = Duration::from_secs(2);

/// An answer as it came, which may be compressed.
pub struct Raw {
    /// Status, headers and URL.
    pub head: Head,
    /// The body as it came, which may be compressed.
    pub bytes: Vec<u8>,
    /// Counts a large body.
    pub held: Option<Held>,
}

impl Raw {
    /// Its status is a 2xx.
    pub fn is_success(&self) -> bool {
        self.head.is_success()
    }
}

/// The reason why a body could not be read to its end.
pub enum BodyError {
    TooLarge,
    Broken(reqwest::Error),
    /// It hardly comes, and others wait for the memory that it holds.
    Slow,
}

/// Reads the whole body as it comes, up to `limit` bytes; nothing is allocated because it was announced. Of an answer
/// that is no success the beginning will do.
pub async fn read_body(
    mut response: reqwest::Response,
    is_success: bool,
    limit: usize,
    hold: impl Fn() -> Held,
    count: impl Fn(usize),
) -> Result<(Vec<u8>, Option<Held>), BodyError> {
    if is_success && response.content_length().is_some_and(|announced| announced > limit as u64) {
        return Err(BodyError::TooLarge);
    }
    let mut body = Vec::new();
    let mut held: Option<Held> = None;
    let mut stretch = (0, Instant::now() + STRETCH_TIME);
    while let Some(chunk) = next(&mut response, held.as_ref(), &mut stretch.1).await? {
        count(chunk.len());
        let length = body.len() + chunk.len();
        if !is_success && length > MAX_ERROR_BYTES {
            body.extend(chunk.iter().take(MAX_ERROR_BYTES - body.len()));
            break;
        }
        // Why something was refused may take more words than what would have been answered.
        if length > limit && (is_success || limit != MAX_BRIEF_BYTES) {
            return Err(BodyError::TooLarge);
        }
        if length > COUNTED_FROM {
            let held = held.get_or_insert_with(&hold);
            let has_waited = !held.try_resize(length);
            if has_waited {
                held.resize(length).await;
            }
            if has_waited || length - stretch.0 >= STRETCH {
                stretch = (length, Instant::now() + STRETCH_TIME);
            }
        }
        body.extend_from_slice(&chunk);
    }
    Ok((body, held))
}

/// Waits for the next piece; for one that is late no longer than nobody needs the memory of those that are there.
async fn next(
    response: &mut reqwest::Response,
    held: Option<&Held>,
    late_at: &mut Instant,
) -> Result<Option<Bytes>, BodyError> {
    let Some(held) = held else { return response.chunk().await.map_err(BodyError::Broken) };
    let mut chunk = pin!(response.chunk());
    loop {
        if let Ok(chunk) = timeout_at(*late_at, chunk.as_mut()).await {
            return chunk.map_err(BodyError::Broken);
        }
        if held.is_wanted() {
            return Err(BodyError::Slow);
        }
        *late_at = Instant::now() + STRETCH_TIME;
    }
}
