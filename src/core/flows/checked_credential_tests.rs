use std::sync::Arc;

use super::*;
use crate::call::CallOptions;
use crate::call::Request;
use crate::identity::Branch;
use crate::identity::Credential;
use crate::identity::ProcessEnvironment;
use crate::identity::Scope;
use crate::identity::Secret;
use crate::identity::{BranchChoice, Config, TokenChoice};
use crate::operation::Accepts;
use crate::operation::Operation;

static OPERATION: Operation = Operation::get("auth.verify", "/").accepts(Accepts::ANY);

fn call(token: &str, branch: Option<&str>) -> Call {
    let credential = Credential::parse(Secret::new(token.to_owned()), "secretKey").expect("a credential");
    let config = Config {
        token: TokenChoice::Named(credential),
        branch: match branch {
            None => BranchChoice::NoBranch,
            Some(name) => BranchChoice::Named(Branch::parse(name, "previewBranch").expect("a branch")),
        },
        ..Config::default()
    };
    let scope = Scope::of_environment(&ProcessEnvironment::default()).derive(&config).expect("a scope");
    Call::new(&OPERATION, &scope, CallOptions::default(), Request::default()).expect("a call")
}

fn told(token: &str, branch: Option<&str>, tell: impl FnOnce(&CheckedCredential<'_>) -> String) -> Value {
    let call = Arc::new(call(token, branch));
    serde_json::from_str(&tell(&CheckedCredential::of(&call))).expect("JSON")
}

const KEY: &str = "tr_prod_abcdefghijklmnopqrstuvwx";

#[test]
fn revoked_is_what_the_server_says_is_revoked() {
    let status = |said: &str| told(KEY, None, |subject| subject.unknown(said))["status"].clone();
    assert_eq!(status("Invalid or Missing API key"), "invalid");
    assert_eq!(status("This API key was Revoked"), "revoked");
}

#[test]
fn a_preview_key_without_its_branch_is_not_an_unknown_one() {
    let key = "tr_preview_abcdefghijklmnopqrstuvwx";
    let said = "x-trigger-branch header required for preview env";
    let verdict = told(key, None, |subject| subject.unknown(said));
    assert_eq!(verdict["status"], "forbidden");
    assert!(verdict["sentence"].as_str().is_some_and(|text| text.contains("previewBranch")));
    let verdict = told(key, Some("b"), |subject| subject.unknown("No matching branch env"));
    assert_eq!(verdict["status"], "forbidden");
    let verdict = told(key, None, |subject| subject.unknown("Invalid API Key"));
    assert_eq!(verdict["status"], "invalid");
    assert!(verdict["sentence"].as_str().is_some_and(|text| text.contains("previewBranch")));
}

#[test]
fn a_server_that_mirrors_the_token_does_not_get_it_into_the_verdict() {
    let answer = json!({
        "type": "PRODUCTION", "slug": KEY, "branchName": KEY,
        "project": { "name": KEY, "externalRef": KEY, "slug": KEY }, "organization": { "title": KEY },
    });
    let verdicts = [
        told(KEY, None, |subject| subject.of_environment(&answer)),
        told(KEY, None, |subject| subject.of_holder(&json!({ "userId": KEY, "email": KEY }))),
        told(KEY, None, |subject| subject.refused(KEY)),
        told(KEY, None, |subject| subject.elsewhere(KEY)),
        told(KEY, None, |subject| subject.unreachable(KEY)),
    ];
    for verdict in verdicts {
        assert!(!verdict.to_string().contains(KEY), "{verdict}");
    }
}

#[test]
fn the_claims_of_a_public_token_are_told() {
    let encode =
        |text: &str| base64::Engine::encode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, text.as_bytes());
    let claims = encode(r#"{"scopes":["read:runs"],"exp":1000000000,"otu":true}"#);
    let verdict = told(&format!("eyJhbGciOiJIUzI1NiJ9.{claims}.sig"), None, |subject| {
        assert!(subject.claims.as_ref().is_some_and(|claims| claims.is_for_one_use && claims.has_expired()));
        subject.unknown("Public Access Token is invalid")
    });
    assert_eq!(verdict["scopes"], json!(["read:runs"]));
    assert_eq!(verdict["expiresAt"], "2001-09-09T01:46:40.000Z");
    assert!(verdict["sentence"].as_str().is_some_and(|text| text.contains("expired")));
}

#[test]
fn only_faults_of_the_credential_and_its_server_are_verdicts() {
    let status = |kind| of_fault(&Invalid::of(kind, "why")).map(|json| json.contains(r#""sentence":"why.""#));
    for kind in [InvalidKind::Token, InvalidKind::LegacyKey, InvalidKind::BaseUrl] {
        assert_eq!(status(kind), Some(true));
    }
    for kind in [InvalidKind::Argument, InvalidKind::Configuration] {
        assert_eq!(status(kind), None);
    }
}
