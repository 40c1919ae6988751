//! A public token that is asked for: signed here with a root key, minted by the server for other keys.

use std::time::Duration;

use serde_json::{Map, Value};

use super::content::JsonObject;
use crate::identity::CredentialKind;
use crate::identity::public_token::Expiration;
use crate::invalid::Invalid;
use crate::operation::Operation;

const DEFAULT_LIFE: Duration = Duration::from_secs(15 * 60);

/// A token that is asked for: what it is to allow, and for how long.
#[derive(Clone)]
pub struct TokenRequest {
    /// Mints tokens for keys that cannot sign.
    pub mint: &'static Operation,
    /// Scopes; without any nothing is allowed.
    pub scopes: Option<Vec<String>>,
    /// Its first use is to be its last one.
    pub is_for_one_use: Option<bool>,
    /// JSON.
    pub realtime: Option<Value>,
    /// The end of its life, by default 15 minutes from now.
    pub expiry: Option<Expiry>,
}

/// The end of a token.
#[derive(Clone)]
pub enum Expiry {
    /// An instant in epoch seconds.
    At(f64),
    /// A duration such as `1h`.
    After(String),
}

/// The source of a credential's token.
pub enum TokenSource {
    /// The server's claims, together with these, are signed with the key.
    Sign { claims: Map<String, Value>, expiration: Expiration },
    /// The server mints it when it is asked with this body.
    Mint(&'static Operation, JsonObject),
}

impl TokenRequest {
    /// Chooses where a credential of this kind gets the token from.
    pub fn source(&self, kind: CredentialKind) -> Result<TokenSource, Invalid> {
        match kind {
            CredentialKind::AdditionalKey => Ok(TokenSource::Mint(self.mint, self.body()?)),
            _ => Ok(TokenSource::Sign { claims: self.claims(), expiration: self.expiration()? }),
        }
    }

    fn claims(&self) -> Map<String, Value> {
        let mut claims = Map::new();
        claims.extend(self.scopes.clone().map(|scopes| ("scopes".to_owned(), scopes.into())));
        claims.extend(self.is_for_one_use.map(|once| ("otu".to_owned(), once.into())));
        claims.extend(self.realtime.clone().map(|realtime| ("realtime".to_owned(), realtime)));
        claims
    }

    fn body(&self) -> Result<JsonObject, Invalid> {
        let Some(scopes) = self.scopes.as_ref().filter(|scopes| !scopes.is_empty()) else {
            return Err(Invalid::argument(
                "scopes must name at least one scope under an additional key, as in \
                 { scopes: { read: { runs: true } } }",
            ));
        };
        let mut body = JsonObject::default();
        body.add_json("scopes", &Value::from(scopes.clone()).to_string());
        match &self.expiry {
            None => {}
            Some(Expiry::At(seconds)) => body.add_json("expirationTime", &(*seconds as u64).to_string()),
            Some(Expiry::After(duration)) => body.add_text("expirationTime", duration),
        }
        if let Some(once) = self.is_for_one_use {
            body.add_json("oneTimeUse", &once.to_string());
        }
        if let Some(realtime) = &self.realtime {
            body.add_json("realtime", &realtime.to_string());
        }
        Ok(body)
    }

    fn expiration(&self) -> Result<Expiration, Invalid> {
        match &self.expiry {
            Some(Expiry::At(seconds)) => Ok(Expiration::At(*seconds as u64)),
            None => Ok(Expiration::After(DEFAULT_LIFE)),
            Some(Expiry::After(text)) => {
                humantime::parse_duration(text).map(Expiration::After).map_err(|_| {
                    Invalid::argument(
                        "expirationTime must be a duration such as \"15m\", \"1h\" or \"2days\", a Date or \
                     epoch seconds",
                    )
                })
            }
        }
    }
}
