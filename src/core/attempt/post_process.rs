//! Makes of a checked answer what is handed over: with a public token, or become one.

use serde_json::{Map, Value};

use crate::call::{Call, PostProcess};
use crate::decode::Body;
use crate::identity::public_token;
use crate::transport::Head;

/// Answers the body as it is handed over; nothing when no public token can be made of it.
pub fn post_process(call: &Call, head: &Head, mut body: Body) -> Option<Body> {
    let credential = &call.identity.credential;
    match &call.request.post_process {
        PostProcess::Nothing => {}
        PostProcess::AddPublicToken(scope, life) => {
            let mut handle: Map<String, Value> = serde_json::from_str(&body.text).ok()?;
            let id = handle.get("id").and_then(Value::as_str).unwrap_or_default();
            // A server that sends none leaves a key that cannot sign without one: the handle is still good.
            if let Some(token) = public_token::of_answer(head, credential, format!("{scope}:{id}"), *life) {
                handle.insert("publicAccessToken".to_owned(), token.into());
            }
            body.text = Value::Object(handle).to_string();
        }
        PostProcess::SignClaims(more, expires_at) => {
            let mut claims: Map<String, Value> = serde_json::from_str(&body.text).ok()?;
            claims.extend(more.clone());
            body.text = Value::from(public_token::sign(credential, claims, *expires_at)?).to_string();
        }
        PostProcess::TakeToken => {
            let answer: Map<String, Value> = serde_json::from_str(&body.text).ok()?;
            body.text = answer.get("token").filter(|token| token.is_string())?.to_string();
        }
    }
    Some(body)
}
