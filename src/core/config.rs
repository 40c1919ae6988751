//! A configuration as a caller wrote it, checked but not yet resolved against a parent.

use std::sync::Arc;

use reqwest::Url;
use reqwest::header::HeaderValue;

use super::credential::Credential;
use super::fault::{Fault, FaultKind};
use super::headers::ExtraHeaders;
use super::legacy;
use super::policy::PolicyChanges;
use super::secret::Secret;
use super::trust::CertificateAuthority;

/// What a `config` object names. Everything it does not name comes from the parent scope.
#[derive(Clone, Default)]
pub struct Config {
    pub token: TokenChoice,
    pub branch: BranchChoice,
    pub base_url: Option<BaseUrl>,
    pub certificate_authority: Option<CertificateAuthority>,
    pub headers: Option<ExtraHeaders>,
    pub policy: PolicyChanges,
    /// `false`: no call runs in the default scope.
    pub ambient: Option<bool>,
}

#[derive(Clone, Default)]
pub enum TokenChoice {
    /// Neither `accessToken` nor `secretKey` is a key of the config.
    #[default]
    NotNamed,
    Named(Credential),
    /// Named, but undefined, null or empty: what a failed look-up leaves behind.
    Unset(Fault),
}

#[derive(Clone, Default)]
pub enum BranchChoice {
    #[default]
    NotNamed,
    NoBranch,
    Named(Branch),
}

/// A preview branch, or the branch of a dev environment.
#[derive(Clone, PartialEq, Eq)]
pub struct Branch {
    pub header: HeaderValue,
    /// It came from `TRIGGER_DEV_BRANCH`, so it names a branch of `dev`.
    pub of_dev: bool,
}

impl Branch {
    pub fn parse(name: &str, field: &str) -> Result<Self, Fault> {
        if name.trim().is_empty() {
            return Err(Fault::configuration(format!(
                "{field} is empty; leave it out to name no branch, or pass null for none"
            )));
        }
        let header = HeaderValue::from_str(name).map_err(|_| {
            Fault::configuration(format!("{field} holds characters that cannot stand in an HTTP header"))
        })?;
        Ok(Self { header, of_dev: false })
    }
}

/// One of the two names of the token in a config: absent, unset, or a text.
pub enum GivenToken {
    Absent,
    Unset(&'static str),
    Text(String),
}

impl TokenChoice {
    /// Reads the two names of one thing.
    ///
    /// A second name that is undefined says nothing against the first, but two different tokens do.
    pub fn read(access_token: GivenToken, secret_key: GivenToken) -> Result<Self, Fault> {
        let fields = [("accessToken", access_token), ("secretKey", secret_key)];
        let mut found: Option<(Secret, &str)> = None;
        let mut unset = None;
        for (field, given) in fields {
            match given {
                GivenToken::Absent => {}
                GivenToken::Unset(what) => unset = Some((field, what)),
                GivenToken::Text(text) if text.trim().is_empty() => unset = Some((field, "empty")),
                GivenToken::Text(text) => {
                    let secret = Secret::new(text);
                    match &found {
                        Some((first, _)) if *first != secret => {
                            return Err(Fault::configuration(
                                "accessToken and secretKey are two names of one thing and hold \
                                 different tokens; pass one of them",
                            ));
                        }
                        _ => found = Some((secret, field)),
                    }
                }
            }
        }
        match (found, unset) {
            (_, Some((field, what))) => Ok(Self::unset(field, what)),
            (Some((secret, field)), None) => Ok(Self::Named(Credential::parse(secret, field)?)),
            (None, None) => Ok(Self::NotNamed),
        }
    }

    /// Reads the key of an older product's server.
    pub fn read_legacy(field: &'static str, given: GivenToken) -> Result<Self, Fault> {
        match given {
            GivenToken::Absent => Ok(Self::NotNamed),
            GivenToken::Unset(what) => Ok(Self::unset(field, what)),
            GivenToken::Text(text) if text.trim().is_empty() => Ok(Self::unset(field, "empty")),
            GivenToken::Text(text) => Ok(Self::Named(legacy::parse_key(Secret::new(text), field)?)),
        }
    }

    fn unset(field: &str, what: &str) -> Self {
        Self::Unset(Fault::token(format!(
            "{field} is named but {what}; a failed look-up must not fall back to another key, \
             so nothing was sent. Pass a token, or leave {field} out to use the parent's"
        )))
    }
}

/// Where the API is: an http(s) URL without its trailing slash; a path prefix is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    url: Url,
    text: String,
    host: Arc<str>,
}

impl BaseUrl {
    pub const DEFAULT: &'static str = "https://api.trigger.dev";

    /// The message never holds the value: a URL can carry a password.
    pub fn parse(text: &str, field: &str) -> Result<Self, Fault> {
        let refuse = |what: &str| {
            Fault::of(
                FaultKind::BaseUrl,
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
            let fault = BaseUrl::parse(text, "baseURL").expect_err(text);
            assert!(fault.message.starts_with("baseURL "));
            assert!(!fault.message.contains("hunter2"));
        }
    }

    #[test]
    fn what_is_beyond_ascii_is_told_how_it_is_written() {
        for text in ["https://münchen.example", "https://a.example/münchen"] {
            let fault = BaseUrl::parse(text, "baseURL").expect_err(text);
            assert!(fault.message.contains("`new URL(url).href` writes it"));
        }
    }

    #[test]
    fn two_names_of_one_token() {
        let text = |token: &str| GivenToken::Text(token.to_owned());
        let read = |a, b| TokenChoice::read(a, b);
        assert!(matches!(read(text("tr_dev_a"), text("tr_dev_a")), Ok(TokenChoice::Named(_))));
        assert!(read(text("tr_dev_a"), text("tr_dev_b")).is_err());
        assert!(matches!(read(GivenToken::Absent, GivenToken::Absent), Ok(TokenChoice::NotNamed)));
        assert!(matches!(
            read(GivenToken::Unset("undefined"), GivenToken::Absent),
            Ok(TokenChoice::Unset(_))
        ));
        assert!(matches!(read(text("tr_dev_a"), GivenToken::Unset("undefined")), Ok(TokenChoice::Unset(_))));
        assert!(matches!(read(text(""), GivenToken::Absent), Ok(TokenChoice::Unset(_))));
    }
}
