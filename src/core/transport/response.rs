//! An answer as it came, read within its limit.

use std::borrow::Cow;

use reqwest::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap};

/// Status, headers and URL of an answer.
#[derive(Clone)]
pub struct Head {
    pub status: u16,
    pub headers: HeaderMap,
    pub url: String,
}

impl Head {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// As `[name, value]` pairs, but for those that describe the body before it was decoded.
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

    /// What a `Response` object is made from when somebody asks for one.
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
    pub head: Head,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.head.status)
    }
}

/// Why a body could not be read to its end.
pub enum BodyError {
    TooLarge,
    Broken(reqwest::Error),
}

/// Reads the whole body, which reqwest has decompressed, up to `limit` bytes.
pub async fn read_body(mut response: reqwest::Response, limit: usize) -> Result<Vec<u8>, BodyError> {
    let announced = response.content_length().unwrap_or(0);
    if announced > limit as u64 {
        return Err(BodyError::TooLarge);
    }
    let mut body = Vec::with_capacity(usize::try_from(announced).unwrap_or(0));
    while let Some(chunk) = response.chunk().await.map_err(BodyError::Broken)? {
        if body.len() + chunk.len() > limit {
            return Err(BodyError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
