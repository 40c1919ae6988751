//! Resume tokens: where a subscription was, for one that goes on from there, in another process too.
//!
//! A token names what was watched and how far it was told. It holds no credential and no host.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::digest::{hex, sha256};
use crate::identity::public_token::subject;
use crate::invalid::Invalid;

const VERSION: &str = "v1.";
/// No token is longer.
const MAX_LENGTH: usize = 1_024;

/// What a token says.
#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Said {
    /// A digest of what is watched.
    feed: String,
    /// The environment of the credential, as far as it tells.
    environment: Option<String>,
    /// The latest change that was told, in epoch milliseconds.
    told: f64,
}

/// Writes the token of a subscription that was told of changes up to an instant.
pub fn write(call: &Call, told: f64) -> String {
    let said = Said { feed: feed_of(call), environment: environment_of(call), told };
    format!("{VERSION}{}", BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_string(&said).unwrap_or_default()))
}

/// Reads the instant from a token, which must be one of what this call watches, in its environment.
pub fn read(token: &str, call: &Call) -> Result<f64, Invalid> {
    let refuse = |why: &str| Err(Invalid::argument(format!("since {why}")));
    let said = token.strip_prefix(VERSION).filter(|_| token.len() <= MAX_LENGTH);
    let said = said.and_then(|text| BASE64_URL_SAFE_NO_PAD.decode(text).ok());
    let Some(said) = said.and_then(|json| serde_json::from_slice::<Said>(&json).ok()) else {
        return refuse("must be what the cursor of a subscription was");
    };
    if said.feed != feed_of(call) {
        return refuse("is of a subscription to something else");
    }
    match (&said.environment, &environment_of(call)) {
        (Some(of_token), Some(own)) if of_token != own => {
            refuse("is of a subscription in another environment")
        }
        _ if said.told.is_finite() => Ok(said.told),
        _ => refuse("must be what the cursor of a subscription was"),
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
