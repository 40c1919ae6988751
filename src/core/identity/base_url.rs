//! Base URLs: where the API is.

use std::sync::Arc;

use reqwest::Url;

use crate::invalid::{Invalid, InvalidKind};

/// An http(s) URL without its trailing slash; a path prefix is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    url: Url,
    text: String,
    host: Arc<str>,
}

impl BaseUrl {
    /// The API of Trigger.dev's own cloud.
    pub const DEFAULT: &'static str = "https://api.trigger.dev";

    /// The message never holds the value: a URL can carry a password.
    pub fn parse(text: &str, field: &str) -> Result<Self, Invalid> {
        let refuse = |what: &str| {
            Invalid::of(
                InvalidKind::BaseUrl,
                format!("{field} {what}; pass an http or https URL such as https://api.trigger.dev"),
            )
        };
        // The tables that write a host in ASCII would be a fortieth of the addon, and Node has them.
        if !text.is_ascii() {
            return Err(refuse("is not written in ASCII, as `new URL(url).href` writes it"));
        }
        let url = Url::parse(text).map_err(|_| refuse("is not a URL"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(refuse("is not an http or https URL"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refuse("holds a user name or password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refuse("holds a query or a fragment"));
        }
        Ok(Self {
            text: url.as_str().trim_end_matches('/').to_owned(),
            host: url.origin().ascii_serialization().into(),
            url,
        })
    }

    /// The URL, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The URL of a path of the API, which is all percent-encoded already.
    pub fn join(&self, path: &str) -> Url {
        let mut url = self.url.clone();
        // Scheme and host have been parsed once; they cost more than all the rest.
        url.set_path(&format!("{}{path}", self.url.path().trim_end_matches('/')));
        url
    }

    /// Its scheme is https.
    pub fn is_encrypted(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Another URL is on the same host, whatever its port.
    pub fn has_host_of(&self, other: &Url) -> bool {
        self.url.host_str() == other.host_str()
    }

    /// Scheme, host and port.
    pub fn host(&self) -> &Arc<str> {
        &self.host
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_urls_keep_their_prefix_and_lose_the_slash() {
        let cases = [
            ("https://a.example", "https://a.example"),
            ("https://a.example/", "https://a.example"),
            ("http://127.0.0.1:3030/trigger/", "http://127.0.0.1:3030/trigger"),
            ("https://a.example/trigger///", "https://a.example/trigger"),
            ("HTTPS://A.example", "https://a.example"),
            ("https://xn--mnchen-3ya.example", "https://xn--mnchen-3ya.example"),
            ("https://a.example/m%C3%BCnchen", "https://a.example/m%C3%BCnchen"),
        ];
        for (text, expected) in cases {
            assert_eq!(BaseUrl::parse(text, "baseURL").expect(text).as_str(), expected);
        }
    }

    #[test]
    fn base_urls_that_are_refused_are_not_repeated() {
        for text in [
            "",
            "api.trigger.dev",
            "ftp://a.example",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://user:hunter2@a.example",
            "https://a.example/?a=hunter2",
            "https://a.example/#x",
        ] {
            let invalid = BaseUrl::parse(text, "baseURL").expect_err(text);
            assert!(invalid.message.starts_with("baseURL "));
            assert!(!invalid.message.contains("hunter2"));
        }
    }

    #[test]
    fn what_is_beyond_ascii_is_told_how_it_is_written() {
        for text in ["https://münchen.example", "https://a.example/münchen"] {
            let invalid = BaseUrl::parse(text, "baseURL").expect_err(text);
            assert!(invalid.message.contains("`new URL(url).href` writes it"));
        }
    }
}
