//! Resume tokens: where a subscription was, for one that goes on from there, in another process too.
//!
//! A token names what was watched and how far it was told. It holds no credential and no host.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::digest::{hex, sha256};
use crate::identity::public_token::subject;
use crate::invalid::Invalid;

const VERSION: &str = "v1.";
/// No token is longer.
const MAX_LENGTH: usize = 1_024;

/// What a token says; of what was told, runs name an instant and streams a place.
#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Said<T> {
    /// A digest of what is watched.
    feed: String,
    /// The environment of the credential, as far as it tells.
    environment: Option<String>,
    /// The latest that was told: a change, in epoch milliseconds, or the place of a part.
    told: T,
}

/// Writes the token of a subscription that was told of everything up to there.
pub fn write<T: Serialize>(call: &Call, told: T) -> String {
    let said = Said { feed: feed_of(call), environment: environment_of(call), told };
    format!("{VERSION}{}", BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_string(&said).unwrap_or_default()))
}

/// Reads how far it was told from a token, which must be one of what this call watches, in its environment.
pub fn read<T: DeserializeOwned>(token: &str, call: &Call) -> Result<T, Invalid> {
    let refuse = |why: &str| Err(Invalid::argument(format!("since {why}")));
    let said = token.strip_prefix(VERSION).filter(|_| token.len() <= MAX_LENGTH);
    let said = said.and_then(|text| BASE64_URL_SAFE_NO_PAD.decode(text).ok());
    let Some(said) = said.and_then(|json| serde_json::from_slice::<Said<T>>(&json).ok()) else {
        return refuse("must be what the cursor of a subscription was");
    };
    if said.feed != feed_of(call) {
        return refuse("is of a subscription to something else");
    }
    match (&said.environment, &environment_of(call)) {
        (Some(of_token), Some(own)) if of_token != own => {
            refuse("is of a subscription in another environment")
        }
        _ => Ok(said.told),
    }
}

fn feed_of(call: &Call) -> String {
    let mut parts = vec![call.operation.name.to_owned(), call.request.path.as_str().to_owned()];
    parts.extend(call.request.query.iter().flat_map(|(name, value)| [name.to_string(), value.clone()]));
    let digest = hex(&sha256([parts.join("\n").as_bytes()]));
    digest.get(..16).unwrap_or_default().to_owned()
}

/// Names the environment, where the credential says it: by the name in a key, or the subject of a public token.
fn environment_of(call: &Call) -> Option<String> {
    let credential = &call.identity.credential;
    match credential.environment {
        Some(environment) => Some(environment.slug().to_owned()),
        None => subject(credential),
    }
}
