//! A configuration as a caller wrote it, checked but not yet resolved against a parent.

use std::sync::Arc;

use super::base_url::BaseUrl;
use super::branch::Branch;
use super::credential::Credential;
use super::extra_headers::ExtraHeaders;
use super::legacy_keys;
use super::policy::PolicyChanges;
use super::refresher::Refresher;
use super::secret::Secret;
use crate::invalid::Invalid;
use crate::transport::{CertificateAuthority, NetworkPolicy};

/// A config as it was written. Everything it does not name comes from the parent scope.
#[derive(Clone, Default)]
pub struct Config {
    /// `accessToken` or `secretKey`.
    pub token: TokenChoice,
    /// `refreshAccessToken`.
    pub refresher: Option<Arc<Refresher>>,
    /// `previewBranch`.
    pub branch: BranchChoice,
    /// `baseURL`.
    pub base_url: Option<BaseUrl>,
    /// `ca`.
    pub certificate_authority: Option<CertificateAuthority>,
    /// `network`.
    pub network: Option<NetworkPolicy>,
    /// Origins, as `https://storage.example`, that answers may name besides the server's own host.
    pub storage_origins: Option<Arc<[String]>>,
    /// `requestOptions.additionalHeaders`.
    pub headers: Option<ExtraHeaders>,
    /// The rest of `requestOptions`.
    pub policy: PolicyChanges,
    /// `false`: no call runs in the default scope.
    pub ambient: Option<bool>,
}

/// The token of a config.
#[derive(Clone, Default)]
pub enum TokenChoice {
    /// Neither `accessToken` nor `secretKey` is a key of the config.
    #[default]
    NotNamed,
    /// A token, which starts a new identity.
    Named(Credential),
    /// Named, but undefined, null or empty: what a failed look-up leaves behind.
    Unset(Invalid),
}

/// The branch of a config.
#[derive(Clone, Default)]
pub enum BranchChoice {
    /// The parent's, where the identity is.
    #[default]
    NotNamed,
    /// Named as null: none.
    NoBranch,
    /// This branch.
    Named(Branch),
}

/// Reads an origin that answers may name: scheme, host and port of an http(s) URL, and nothing else.
pub fn storage_origin(text: &str, field: &str) -> Result<String, Invalid> {
    let url = reqwest::Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let is_origin =
        |url: &reqwest::Url| url.path() == "/" && url.query().is_none() && url.username().is_empty();
    match url.filter(is_origin) {
        Some(url) => Ok(url.origin().ascii_serialization()),
        None => Err(Invalid::configuration(format!(
            "{field} is no origin; pass scheme, host and port alone, as in https://storage.example"
        ))),
    }
}

/// One of the two names of the token in a config: absent, unset, or a text.
pub enum GivenToken {
    /// It is no key of the config.
    Absent,
    /// It is a key of the config, but undefined or null, which this says.
    Unset(&'static str),
    /// A text, which may be empty.
    Text(String),
}

impl TokenChoice {
    /// Reads the two names of one thing.
    ///
    /// A second name that is undefined says nothing against the first, but two different tokens do.
    pub fn read(access_token: GivenToken, secret_key: GivenToken) -> Result<Self, Invalid> {
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
                            return Err(Invalid::configuration(
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
    pub fn read_legacy(field: &'static str, given: GivenToken) -> Result<Self, Invalid> {
        match given {
            GivenToken::Absent => Ok(Self::NotNamed),
            GivenToken::Unset(what) => Ok(Self::unset(field, what)),
            GivenToken::Text(text) if text.trim().is_empty() => Ok(Self::unset(field, "empty")),
            GivenToken::Text(text) => Ok(Self::Named(legacy_keys::parse_key(Secret::new(text), field)?)),
        }
    }

    fn unset(field: &str, what: &str) -> Self {
        Self::Unset(Invalid::token(format!(
            "{field} is named but {what}; a failed look-up must not fall back to another key, \
             so nothing was sent. Pass a token, or leave {field} out to use the parent's"
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
