//! Says in a sentence what is known of a credential. A verdict holds no token.

use std::time::{Duration, UNIX_EPOCH};

use serde_json::{Map, Value, json};

use crate::call::Call;
use crate::identity::Claims;
use crate::identity::CredentialKind;
use crate::identity::Environment;
use crate::invalid::{Invalid, InvalidKind};
use crate::wording::{sentence, shorten};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The server knows it and lets it in.
    Ok,
    /// It cannot be sent, or the server does not know it.
    Invalid,
    /// The server says that it was revoked.
    Revoked,
    /// The server knows it, and does not let it in here.
    Forbidden,
    /// Something answers that is not the API.
    WrongHost,
    /// No answer comes, or none that says anything of the credential.
    Unreachable,
    /// A key of a product that no longer exists.
    LegacyKey,
}

impl Status {
    fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Invalid => "invalid",
            Self::Revoked => "revoked",
            Self::Forbidden => "forbidden",
            Self::WrongHost => "wrong_host",
            Self::Unreachable => "unreachable",
            Self::LegacyKey => "legacy_key",
        }
    }
}

/// The verdict on a config that is not fit to ask with, unless the fault is not the credential's.
pub fn of_fault(invalid: &Invalid) -> Option<String> {
    let status = match invalid.kind {
        InvalidKind::Token => Status::Invalid,
        InvalidKind::LegacyKey => Status::LegacyKey,
        InvalidKind::BaseUrl => Status::WrongHost,
        InvalidKind::Argument | InvalidKind::Configuration => return None,
    };
    Some(json!({ "status": status.name(), "sentence": sentence(&invalid.message) }).to_string())
}

/// The credential of a call: what its form says of it, and what is to be said of it.
pub struct CheckedCredential<'a> {
    call: &'a Call,
    pub claims: Option<Claims>,
}

impl<'a> CheckedCredential<'a> {
    pub fn of(call: &'a Call) -> Self {
        Self { call, claims: Claims::of(&call.identity.credential) }
    }

    /// Names it as a person would, without an article.
    fn called(&self) -> &'static str {
        match self.call.identity.credential.kind {
            CredentialKind::SecretKey => "secret key",
            CredentialKind::AdditionalKey => "additional API key",
            CredentialKind::PersonalAccessToken => "personal access token",
            CredentialKind::OrganizationToken => "organization token",
            CredentialKind::UserActorToken => "user-actor token",
            CredentialKind::PublicToken => "public access token",
            CredentialKind::Unknown | CredentialKind::LegacyKey => "token",
        }
    }

    fn host(&self) -> &str {
        self.call.server.base_url.as_str()
    }

    fn is_of_preview(&self) -> bool {
        self.call.identity.credential.environment == Some(Environment::Preview)
    }

    fn verdict(&self, status: Status, sentence: String, owner: Map<String, Value>) -> String {
        let credential = &self.call.identity.credential;
        let mut verdict = Map::new();
        verdict.insert("status".to_owned(), status.name().into());
        let sentence = shorten(&credential.redactor().redact(&sentence));
        verdict.insert("sentence".to_owned(), sentence.into());
        verdict.insert("kind".to_owned(), self.called().replace([' ', '-'], "_").to_lowercase().into());
        verdict.insert("masked".to_owned(), credential.masked.clone().into());
        verdict.insert("baseURL".to_owned(), self.host().into());
        if let Some(environment) = credential.environment {
            verdict.insert("environment".to_owned(), environment.slug().into());
        }
        if let Some(claims) = &self.claims {
            verdict.insert("scopes".to_owned(), claims.scopes.clone().into());
            let expiry = claims.expires_at.and_then(|at| UNIX_EPOCH.checked_add(Duration::from_secs(at)));
            if let Some(at) = expiry {
                let at = humantime::format_rfc3339_millis(at).to_string();
                verdict.insert("expiresAt".to_owned(), at.into());
            }
        }
        // Not even a server that mirrors what it was sent puts the token here.
        for (name, value) in owner {
            let clean = credential.redactor().redact(&value.to_string());
            verdict.insert(name, serde_json::from_str(&clean).unwrap_or_default());
        }
        Value::Object(verdict).to_string()
    }

    /// A whole key, with the environment it belongs to.
    pub fn of_environment(&self, answer: &Value) -> String {
        let mut owner = Map::new();
        let environment = environment_of(answer);
        let branch = text(answer, "/branchName");
        let whose = match (&environment, &branch) {
            (Some(environment), Some(branch)) => format!("{environment}, branch {branch},"),
            (Some(environment), None) => environment.clone(),
            _ => "an environment".to_owned(),
        };
        owner.extend(environment.map(|environment| ("environment".to_owned(), environment.into())));
        owner.extend(branch.map(|branch| ("branch".to_owned(), branch.into())));
        let is_paused = answer.get("paused").and_then(Value::as_bool);
        owner.extend(is_paused.map(|is_paused| ("isPaused".to_owned(), is_paused.into())));
        let project =
            texts(answer, "/project", &[("ref", "externalRef"), ("name", "name"), ("slug", "slug")]);
        let organization =
            texts(answer, "/organization", &[("id", "id"), ("slug", "slug"), ("title", "title")]);
        let name = text(&project, "/name").unwrap_or_default();
        let reference = text(&project, "/ref").unwrap_or_default();
        owner.insert("project".to_owned(), project);
        owner.insert("organization".to_owned(), organization);
        let what = format!("The {} works: it belongs to {whose} of {name} ({reference})", self.called());
        self.verdict(Status::Ok, sentence(&what), owner)
    }

    /// The token of a person or an organization.
    pub fn of_holder(&self, answer: &Value) -> String {
        let id = text(answer, "/userId").unwrap_or_default();
        let mut owner = Map::new();
        let whose = match id.strip_prefix("org_") {
            Some(id) => {
                owner.insert("organization".to_owned(), json!({ "id": id }));
                format!("the organization {id}")
            }
            None => {
                let email = text(answer, "/email").unwrap_or_default();
                owner.insert("user".to_owned(), json!({ "id": id, "email": email }));
                email
            }
        };
        self.verdict(Status::Ok, format!("The {} works: it belongs to {whose}.", self.called()), owner)
    }

    /// A credential that was let in, and nothing more is known of it.
    pub fn let_in(&self) -> String {
        let what = match self.call.identity.credential.kind {
            CredentialKind::AdditionalKey | CredentialKind::PublicToken => {
                ": its scopes let it list runs, what else they allow the server does not say"
            }
            _ => "",
        };
        self.verdict(Status::Ok, format!("The {} works{what}.", self.called()), Map::new())
    }

    /// A credential that the server knows, without the scope for what it was asked with.
    pub fn out_of_scope(&self) -> String {
        let what = "but its scopes do not allow to list runs; it is good for what its scopes name";
        self.forbidden(what)
    }

    /// A token that is used up by its first use.
    pub fn for_one_use(&self) -> String {
        let sentence =
            "This public access token is good for one use, which asking would have been; nothing was sent.";
        self.verdict(Status::Forbidden, sentence.to_owned(), Map::new())
    }

    /// A credential that the server did not let in, in the server's words.
    pub fn unknown(&self, said: &str) -> String {
        if self.is_of_preview() && said.contains("x-trigger-branch") {
            return self.forbidden("but a key of preview acts on one branch: name it as previewBranch");
        }
        if said.contains("No matching branch") {
            return self.forbidden("but not the branch: it was archived, or never made");
        }
        let expired = self.claims.as_ref().is_some_and(Claims::has_expired);
        let (status, why) = match said.to_lowercase() {
            said if said.contains("revoked") => (Status::Revoked, "it was revoked; make a new one"),
            _ if expired => (Status::Invalid, "it has expired; make a new one"),
            _ if self.is_of_preview() && self.call.identity.branch.is_none() => (
                Status::Invalid,
                "it was mistyped, replaced or revoked, it belongs to another server, or it lacks a previewBranch",
            ),
            _ => (
                Status::Invalid,
                "it was mistyped, replaced or revoked, or it belongs to another server; copy it again",
            ),
        };
        let sentence = format!("{} does not take this {}: {why}.", self.host(), self.called());
        self.verdict(status, sentence, Map::new())
    }

    /// The server's own no, which says no more.
    pub fn refused(&self, said: &str) -> String {
        self.forbidden(&format!("but refuses it: {said}"))
    }

    fn forbidden(&self, what: &str) -> String {
        let what = format!("{} knows this {}, {what}", self.host(), self.called());
        self.verdict(Status::Forbidden, sentence(&what), Map::new())
    }

    pub fn elsewhere(&self, what: &str) -> String {
        let what = format!("{} is not the Trigger.dev API, check the base URL: {what}", self.host());
        self.verdict(Status::WrongHost, sentence(&what), Map::new())
    }

    pub fn unreachable(&self, what: &str) -> String {
        let what = format!("{} could not be asked: {what}", self.host());
        self.verdict(Status::Unreachable, sentence(&what), Map::new())
    }
}

/// A text in an answer; nothing where there is something else.
fn text(answer: &Value, pointer: &str) -> Option<String> {
    answer.pointer(pointer).and_then(Value::as_str).map(str::to_owned)
}

/// The texts among these fields of an object, under other names.
fn texts(answer: &Value, pointer: &str, names: &[(&str, &str)]) -> Value {
    let object = answer.pointer(pointer).unwrap_or(&Value::Null);
    let named =
        |(name, field): &(&str, &str)| Some(((*name).to_owned(), text(object, &format!("/{field}"))?.into()));
    Value::Object(names.iter().filter_map(named).collect())
}

/// The environment of a key as its config calls it.
fn environment_of(answer: &Value) -> Option<String> {
    let known = match answer.get("type").and_then(Value::as_str) {
        Some("DEVELOPMENT") => Some(Environment::Dev),
        Some("STAGING") => Some(Environment::Staging),
        Some("PRODUCTION") => Some(Environment::Prod),
        Some("PREVIEW") => Some(Environment::Preview),
        _ => None,
    };
    known.map(|known| known.slug().to_owned()).or_else(|| text(answer, "/slug"))
}

#[cfg(test)]
#[path = "checked_credential_tests.rs"]
mod tests;
