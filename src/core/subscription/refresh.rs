//! Fresh tokens for subscriptions that outlive theirs.

use std::sync::Arc;
use std::time::Duration;

use crate::call::Call;
use crate::identity::public_token::{Claims, subject};
use crate::identity::{Credential, Identity, Secret};
use crate::invalid::Invalid;
use crate::time::since_epoch;

/// A public token is renewed so long before it expires.
const AHEAD: Duration = Duration::from_secs(60);
/// A caller that does not answer for so long has no fresh token.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// Before another one who watches the same is asked too.
pub const PATIENCE_WITH_ONE: Duration = Duration::from_secs(3);

/// Says if the token of a call expires so soon that it should be renewed.
pub fn is_due(call: &Call) -> bool {
    let expires_at = Claims::of(&call.identity.credential).and_then(|claims| claims.expires_at);
    expires_at.is_some_and(|at| at <= (since_epoch() + AHEAD).as_secs())
}

/// The call under a fresh token, which must be of the same kind and of the same environment: nothing else of whose call it
/// is changes.
pub fn renew(call: &Call, token: Secret) -> Result<Call, Invalid> {
    let old = &call.identity.credential;
    let fresh = Credential::parse(token, "refreshAccessToken")?;
    let refuse = |why: &str| {
        Err(Invalid::configuration(format!(
            "refreshAccessToken answered {why}; the subscription keeps its scope"
        )))
    };
    if fresh.kind != old.kind {
        return refuse(&format!("{}, and it began with {}", fresh.kind.name(), old.kind.name()));
    }
    if fresh.environment != old.environment || subject(&fresh) != subject(old) {
        return refuse("a token of another environment");
    }
    let credential = fresh.replacing(old);
    let identity = Identity { credential, ..Identity::clone(&call.identity) };
    Ok(Call { identity: Arc::new(identity), ..call.clone() })
}
