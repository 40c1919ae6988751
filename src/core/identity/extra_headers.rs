//! The extra headers a scope or a call may add.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::redaction::shown_name;
use crate::invalid::Invalid;

/// Headers a caller may not set: they say whose call it is, or how the message is framed.
const OWN: &[&str] = &[
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "x-trigger-branch",
];

/// Headers of one scope or call, and bytes of their names and values together: servers take 8 to 32 KiB in all.
const MAX_HEADERS: usize = 128;
const MAX_BYTES: usize = 32 * 1024;

/// Says if nobody but the client itself may set a header, given in lower case.
pub fn is_reserved(name: &str) -> bool {
    OWN.contains(&name)
}

/// Headers added to every request of a scope or a call; they win over the client's defaults.
#[derive(Clone, Default)]
pub struct ExtraHeaders {
    headers: HeaderMap,
    bytes: usize,
}

impl ExtraHeaders {
    /// Checks one header and adds it. `path` is where the caller wrote it.
    pub fn insert(&mut self, path: &str, name: &str, value: &str) -> Result<(), Invalid> {
        let lower = name.to_ascii_lowercase();
        if is_reserved(&lower) {
            let instead = match lower.as_str() {
                "authorization" => "; pass the token as secretKey or accessToken",
                "x-trigger-branch" => "; pass the branch as previewBranch",
                _ => "",
            };
            return Err(Invalid::argument(format!(
                "{path} may not name {lower}, the client sets it itself{instead}"
            )));
        }
        let header = HeaderName::from_bytes(lower.as_bytes())
            .map_err(|_| Invalid::argument(format!("{path} holds a name that is no HTTP header name")))?;
        let mut checked = HeaderValue::from_str(value).map_err(|_| {
            Invalid::argument(format!(
                "{path}.{} holds characters that cannot stand in an HTTP header",
                shown_name(&lower)
            ))
        })?;
        self.bytes = self.bytes.saturating_add(name.len()).saturating_add(value.len());
        if self.bytes > MAX_BYTES || self.headers.len() >= MAX_HEADERS {
            return Err(Invalid::argument(format!(
                "{path} has more than {MAX_HEADERS} headers or {MAX_BYTES} bytes, which no server takes"
            )));
        }
        // A proxy's key is a secret too: keep every caller's value out of HTTP-layer logs.
        checked.set_sensitive(true);
        self.headers.insert(header, checked);
        Ok(())
    }

    /// These headers with the others laid over them.
    pub fn with(&self, others: &Self) -> Self {
        let mut merged = self.clone();
        others.apply(&mut merged.headers);
        merged
    }

    /// Sets them on a request, over what is there.
    pub fn apply(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.headers {
            headers.insert(name.clone(), value.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_headers_are_refused_in_any_case() {
        for name in OWN {
            let upper = name.to_ascii_uppercase();
            let invalid = ExtraHeaders::default().insert("additionalHeaders", &upper, "x");
            assert!(invalid.is_err(), "{name}");
        }
    }

    #[test]
    fn more_than_a_server_takes_is_refused() {
        let mut many = ExtraHeaders::default();
        for number in 0..MAX_HEADERS {
            assert!(many.insert("additionalHeaders", &format!("x-{number}"), "1").is_ok());
        }
        assert!(many.insert("additionalHeaders", "x-more", "1").is_err());
        let mut large = ExtraHeaders::default();
        assert!(large.insert("additionalHeaders", "x-a", &"a".repeat(MAX_BYTES)).is_err());
    }

    #[test]
    fn values_cannot_start_another_header() {
        let mut headers = ExtraHeaders::default();
        let invalid = headers.insert("additionalHeaders", "x-a", "1\r\nauthorization: Bearer y");
        assert!(invalid.is_err());
        assert!(headers.insert("additionalHeaders", "x a", "1").is_err());
        assert!(headers.insert("additionalHeaders", "", "1").is_err());
    }
}
