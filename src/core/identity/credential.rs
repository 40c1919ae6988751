//! Tells by its form what kind of credential a token is.

use std::sync::Arc;

use super::environment::Environment;
use super::redaction::Redactor;
use super::secret::Secret;
use crate::invalid::{Invalid, InvalidKind};

/// A token with what its form says about it.
#[derive(Clone)]
pub struct Credential {
    /// The token itself.
    pub secret: Secret,
    /// Its kind.
    pub kind: CredentialKind,
    /// The environment a secret key belongs to, from its prefix.
    pub environment: Option<Environment>,
    /// Its prefix and its last four characters, for people to recognise it by.
    pub masked: String,
    /// The beginning of its digest, for people to tell two of them apart.
    pub fingerprint: String,
    /// The SHA-256 of the token: tells credentials apart where the fingerprint is too short.
    pub digest: [u8; 32],
    /// Those that it has come in the place of, the latest first: a server may still show them.
    pub replaced: Vec<Arc<Credential>>,
}

/// Tokens that are remembered behind the one that has replaced them.
const MAX_REPLACED: usize = 3;

impl Credential {
    /// Puts the masked form wherever the token stands in a text, or one that it has come in the place of.
    pub fn redactor(&self) -> Redactor<'_> {
        let redactor = Redactor::new(&self.secret, &self.masked);
        self.replaced.iter().fold(redactor, |redactor, old| redactor.and(&old.secret, &old.masked))
    }

    /// The credential in the place of another one.
    pub fn replacing(mut self, old: &Self) -> Self {
        let latest = Arc::new(Self { replaced: Vec::new(), ..old.clone() });
        self.replaced =
            std::iter::once(latest).chain(old.replaced.iter().cloned()).take(MAX_REPLACED).collect();
        self
    }
}

/// The kinds of credentials that the API knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// `tr_dev_…`, `tr_stg_…`, `tr_prod_…`, `tr_preview_…`
    SecretKey,
    /// `tr_<env>_sk_…`, scoped
    AdditionalKey,
    /// `tr_pat_…`
    PersonalAccessToken,
    /// `tr_oat_…`
    OrganizationToken,
    /// `tr_uat_…`
    UserActorToken,
    /// A JSON web token signed with a root key
    PublicToken,
    /// A key of an older product, good for its server alone
    LegacyKey,
    /// Anything else, as a self-hosted server may hand out
    Unknown,
}

impl CredentialKind {
    /// Names it as a person would, with its article.
    pub fn name(self) -> &'static str {
        match self {
            Self::SecretKey => "a secret key",
            Self::AdditionalKey => "an additional API key",
            Self::PersonalAccessToken => "a personal access token",
            Self::OrganizationToken => "an organization token",
            Self::UserActorToken => "a user-actor token",
            Self::PublicToken => "a public access token",
            Self::LegacyKey => "a key of an older product",
            Self::Unknown => "a token of unknown kind",
        }
    }
}

const PREFIXES: &[(&str, Environment)] = &[
    ("tr_dev_", Environment::Dev),
    ("tr_stg_", Environment::Staging),
    ("tr_prod_", Environment::Prod),
    ("tr_preview_", Environment::Preview),
];

const TOKEN_PREFIXES: &[(&str, CredentialKind)] = &[
    ("tr_pat_", CredentialKind::PersonalAccessToken),
    ("tr_oat_", CredentialKind::OrganizationToken),
    ("tr_uat_", CredentialKind::UserActorToken),
    ("eyJ", CredentialKind::PublicToken),
];

/// Keys of products that no longer exist, and what replaced them.
const LEGACY_PREFIXES: &[&str] = &["trigger_development_", "trigger_live_", "pk_"];

impl Credential {
    /// Reads a token. `field` is what the config or the environment calls it.
    ///
    /// Refuses an empty token, one that is not header-safe, and keys of the older products.
    /// The message never holds the token.
    pub fn parse(secret: Secret, field: &str) -> Result<Self, Invalid> {
        check_form(&secret, field)?;
        if LEGACY_PREFIXES.iter().any(|prefix| secret.starts_with(prefix)) {
            return Err(Invalid::of(
                InvalidKind::LegacyKey,
                format!(
                    "{field} is a key of an older Trigger.dev product (trigger_…, pk_…); today's API takes the \
                     secret key of an environment (tr_dev_…, tr_prod_…), found on the project's API keys page. A \
                     server that still runs that product is called through hairtrigger/legacy"
                ),
            ));
        }
        let (kind, environment, prefix) = recognise(&secret);
        if secret == Secret::new(prefix.clone()) {
            return Err(Invalid::token(format!("{field} ends after its prefix; copy the whole token")));
        }
        Ok(Self::of(secret, kind, environment, &prefix))
    }

    pub(super) fn of(
        secret: Secret,
        kind: CredentialKind,
        environment: Option<Environment>,
        prefix: &str,
    ) -> Self {
        Self {
            masked: secret.masked(prefix),
            fingerprint: secret.fingerprint(),
            digest: secret.digest(),
            secret,
            kind,
            environment,
            replaced: Vec::new(),
        }
    }
}

/// Refuses a token that is empty, or that no header can hold.
pub(super) fn check_form(secret: &Secret, field: &str) -> Result<(), Invalid> {
    if secret.is_empty() {
        return Err(Invalid::token(format!(
            "{field} is empty; pass a secret key (tr_…) or leave {field} out"
        )));
    }
    if ["\"", "'", "`", "TRIGGER_"].iter().any(|mark| secret.starts_with(mark)) {
        return Err(Invalid::token(format!(
            "{field} begins with a quotation mark or with the name of a variable; pass the token alone"
        )));
    }
    if !secret.is_header_safe() {
        return Err(Invalid::token(format!(
            "{field} holds characters that cannot stand in an HTTP header, such as spaces or \
             line breaks; copy the token again without them"
        )));
    }
    Ok(())
}

fn recognise(secret: &Secret) -> (CredentialKind, Option<Environment>, String) {
    for (prefix, environment) in PREFIXES {
        let additional = format!("{prefix}sk_");
        if secret.starts_with(&additional) {
            return (CredentialKind::AdditionalKey, Some(*environment), additional);
        }
        if secret.starts_with(prefix) {
            return (CredentialKind::SecretKey, Some(*environment), (*prefix).to_owned());
        }
    }
    for (prefix, kind) in TOKEN_PREFIXES {
        if secret.starts_with(prefix) {
            return (*kind, None, (*prefix).to_owned());
        }
    }
    (CredentialKind::Unknown, None, String::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Credential, Invalid> {
        Credential::parse(Secret::new(text.to_owned()), "secretKey")
    }

    #[test]
    fn refuses_a_prefix_alone() {
        for text in ["tr_dev_", "tr_preview_sk_", "tr_pat_", "eyJ"] {
            let invalid = parse(text).err().expect(text);
            assert!(invalid.message.contains("ends after its prefix"));
        }
    }

    #[test]
    fn recognises_every_prefix() {
        let cases = [
            ("tr_dev_x", CredentialKind::SecretKey, Some(Environment::Dev)),
            ("tr_stg_x", CredentialKind::SecretKey, Some(Environment::Staging)),
            ("tr_prod_x", CredentialKind::SecretKey, Some(Environment::Prod)),
            ("tr_preview_x", CredentialKind::SecretKey, Some(Environment::Preview)),
            ("tr_prod_sk_x", CredentialKind::AdditionalKey, Some(Environment::Prod)),
            ("tr_pat_x", CredentialKind::PersonalAccessToken, None),
            ("tr_oat_x", CredentialKind::OrganizationToken, None),
            ("tr_uat_x", CredentialKind::UserActorToken, None),
            ("eyJhbGciOi", CredentialKind::PublicToken, None),
            ("custom", CredentialKind::Unknown, None),
        ];
        for (text, kind, environment) in cases {
            let credential = parse(text).expect(text);
            assert_eq!((credential.kind, credential.environment), (kind, environment), "{text}");
        }
    }

    #[test]
    fn refuses_without_repeating_the_value() {
        for text in ["", "  ", "tr_prod_with space", "a\nb", "trigger_live_abcdef", "pk_dev_abcdef"] {
            let invalid = parse(text).err().expect(text);
            assert!(text.trim().is_empty() || !invalid.message.contains(text), "{}", invalid.message);
            assert!(invalid.message.contains("secretKey"));
        }
    }
}
