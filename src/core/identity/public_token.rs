//! Public tokens: JSON web tokens that the secret key of an environment signs.

use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use once_cell::sync::Lazy;
use ring::hmac;
use serde_json::{Map, Value};
use signature::Signer;

use super::credential::{Credential, CredentialKind};
use crate::time::since_epoch;
use crate::transport::Head;

const ISSUER: &str = "https://id.trigger.dev";
const AUDIENCE: &str = "https://api.trigger.dev";
/// The life of a token of a run or a batch.
pub const HOUR: Duration = Duration::from_secs(60 * 60);
/// The life of a token of a waitpoint.
pub const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// HMAC from ring, which is here anyway; the providers the library brings are megabytes of other ones.
static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |_, key| Ok(Box::new(HmacSigner(hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes())))),
    verifier_factory: |_, _| Err(ErrorKind::InvalidAlgorithm.into()),
    key_utils: KeyUtils::new_unimplemented(),
};
static IS_INSTALLED: Lazy<bool> = Lazy::new(|| PROVIDER.install_default().is_ok());

struct HmacSigner(hmac::Key);

impl Signer<Vec<u8>> for HmacSigner {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, signature::Error> {
        Ok(hmac::sign(&self.0, message).as_ref().to_vec())
    }
}

impl JwtSigner for HmacSigner {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

/// The end of a token: so long after it is issued, or at an instant in epoch seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiration {
    /// So long after it is issued.
    After(Duration),
    /// At an instant in epoch seconds.
    At(u64),
}

/// Signs a token of these claims. Its times come from one reading of the clock.
///
/// Answers nothing when the credential is not a root key, the only kind that can sign.
pub fn sign(
    credential: &Credential,
    mut claims: Map<String, Value>,
    expiration: Expiration,
) -> Option<String> {
    if credential.kind != CredentialKind::SecretKey || !*IS_INSTALLED {
        return None;
    }
    claims.insert("iss".to_owned(), ISSUER.into());
    claims.insert("aud".to_owned(), AUDIENCE.into());
    let issued_at = since_epoch().as_secs();
    let expires_at = match expiration {
        Expiration::After(life) => issued_at.saturating_add(life.as_secs()),
        Expiration::At(instant) => instant,
    };
    claims.insert("iat".to_owned(), issued_at.into());
    claims.insert("exp".to_owned(), expires_at.into());
    let header = Header { typ: None, ..Header::new(Algorithm::HS256) };
    let token: Result<String> = credential
        .secret
        .with_bytes(|secret| jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(secret)));
    token.ok()
}

/// The claims of a public token, which nobody has checked.
pub struct Claims {
    /// The permissions, as `read:runs:run_1234`.
    pub scopes: Vec<String>,
    /// In epoch seconds.
    pub expires_at: Option<u64>,
    /// Its first use is its last one.
    pub is_for_one_use: bool,
}

/// The payload of a public token, which nobody has checked; nothing of a credential that is none.
fn payload_of(credential: &Credential) -> Option<Value> {
    if credential.kind != CredentialKind::PublicToken {
        return None;
    }
    let payload = credential.secret.expose().split('.').nth(1)?;
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
}

/// The environment that a public token says it is of.
pub fn subject(credential: &Credential) -> Option<String> {
    payload_of(credential)?.get("sub")?.as_str().map(str::to_owned)
}

impl Claims {
    /// Reads them; nothing of a credential that is no public token.
    pub fn of(credential: &Credential) -> Option<Self> {
        let claims = payload_of(credential)?;
        let scopes = claims.get("scopes").and_then(Value::as_array);
        Some(Self {
            scopes: scopes.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect(),
            expires_at: claims.get("exp").and_then(Value::as_u64),
            is_for_one_use: claims.get("otu").and_then(Value::as_bool).unwrap_or(false),
        })
    }

    /// Says if it has expired by the clock of this machine.
    pub fn has_expired(&self) -> bool {
        self.expires_at.is_some_and(|at| at <= since_epoch().as_secs())
    }
}

/// The token that comes with an answer, or is signed with the claims that do, for this scope alone.
pub fn of_answer(head: &Head, credential: &Credential, scope: String, life: Duration) -> Option<String> {
    if let Some(token) = head.header("x-trigger-jwt") {
        return Some(token.to_owned());
    }
    let claims = head.header("x-trigger-jwt-claims").unwrap_or("{}");
    let mut claims: Map<String, Value> = serde_json::from_str(claims).ok()?;
    claims.insert("scopes".to_owned(), vec![scope].into());
    sign(credential, claims, Expiration::After(life))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Secret;

    fn credential(token: &str) -> Credential {
        Credential::parse(Secret::new(token.to_owned()), "secretKey").expect("a credential")
    }

    #[test]
    fn tokens_are_signed_with_the_secret_key() {
        let claims = serde_json::from_str(r#"{"sub":"environment","pub":true}"#).expect("claims");
        let token = sign(&credential("tr_dev_abcdefghijklmnopqrst"), claims, Expiration::At(4_000_000_000))
            .expect("a token");
        let [header, payload, signature]: [&str; 3] =
            token.split('.').collect::<Vec<_>>().try_into().expect("three parts");
        let key = hmac::Key::new(hmac::HMAC_SHA256, b"tr_dev_abcdefghijklmnopqrst");
        let decode =
            |text| base64::Engine::decode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, text).expect("base64");
        assert_eq!(decode(header), br#"{"alg":"HS256"}"#);
        hmac::verify(&key, format!("{header}.{payload}").as_bytes(), &decode(signature))
            .expect("a signature");
        let claims: Value = serde_json::from_slice(&decode(payload)).expect("claims");
        assert_eq!(claims["sub"], "environment");
        assert_eq!(claims["iss"], ISSUER);
        assert_eq!(claims["exp"], 4_000_000_000_u64);
    }

    #[test]
    fn other_keys_cannot_sign() {
        for token in ["tr_prod_sk_abcdefghijklmnopqrst", "tr_pat_abcdefgh", "eyJhbGciOiJIUzI1NiJ9.e.s"] {
            assert!(sign(&credential(token), Map::new(), Expiration::At(4_000_000_000)).is_none(), "{token}");
        }
    }
}
