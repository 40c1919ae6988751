//! Makes of a checked answer what is handed over: with a public token, or become one.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::network::Network;
use crate::call::{Call, PostProcess};
use crate::decode::Body;
use crate::identity::{Credential, public_token};
use crate::transport::Head;

/// Answers the body as it is handed over; nothing when no public token can be made of it.
pub async fn post_process(call: &Call, network: &Network, head: &Head, body: Body) -> Option<Body> {
    if matches!(call.request.post_process, PostProcess::Nothing) {
        return Some(body);
    }
    let (post_process, identity) = (call.request.post_process.clone(), Arc::clone(&call.identity));
    let (head, size) = (head.clone(), body.text.len());
    let work = move || changed(&post_process, &identity.credential, &head, &body.text).map(Body::of);
    network.threads.run(call.identity.credential.digest, size, work).await
}

fn changed(post_process: &PostProcess, credential: &Credential, head: &Head, body: &str) -> Option<String> {
    match post_process {
        PostProcess::Nothing => Some(body.to_owned()),
        PostProcess::AddPublicToken(scope, life) => {
            let mut handle: Map<String, Value> = serde_json::from_str(body).ok()?;
            let id = handle.get("id").and_then(Value::as_str).unwrap_or_default();
            // A server that sends none leaves a key that cannot sign without one: the handle is still good.
            if let Some(token) = public_token::of_answer(head, credential, format!("{scope}:{id}"), *life) {
                handle.insert("publicAccessToken".to_owned(), token.into());
            }
            Some(Value::Object(handle).to_string())
        }
        PostProcess::SignClaims(more, expiration) => {
            let mut claims: Map<String, Value> = serde_json::from_str(body).ok()?;
            claims.extend(more.clone());
            Some(Value::from(public_token::sign(credential, claims, *expiration)?).to_string())
        }
        PostProcess::TakeToken => {
            let answer: Map<String, Value> = serde_json::from_str(body).ok()?;
            Some(answer.get("token").filter(|token| token.is_string())?.to_string())
        }
    }
}
