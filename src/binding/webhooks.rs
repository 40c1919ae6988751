//! What the facade asks of the core for a webhook.

use napi_derive::napi;

use crate::engine::identity::webhook_signature;

/// Whether a payload was signed with this secret.
#[napi(skip_typescript, catch_unwind)]
pub fn is_signed(payload: String, signature: String, secret: String) -> bool {
    webhook_signature::is_valid(payload.as_bytes(), &signature, secret.as_bytes())
}
