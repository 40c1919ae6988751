//! Whose a credential is, asked of the server with as few requests as its kind allows.

use serde_json::Value;
use tokio::time::Instant;

use super::attempt;
use super::call::Call;
use super::credential::CredentialKind;
use super::engine::{Delivery, Outcome};
use super::environment::Environment;
use super::failure::{Cause, Failure};
use super::network::Network;
use super::operation::Operation;
use super::path::Path;
use super::request::Request;
use super::shape::Body;
use super::verdict::Subject;

/// What can be asked, each by an operation whose answers and refusals tell something.
pub struct Questions {
    /// Which environment a whole key belongs to. A scoped one is refused like an unknown one.
    pub environment: Question,
    /// Whose the token of a person or an organization is.
    pub holder: Question,
    /// Whether a token that acts for a person is known.
    pub organizations: Question,
    /// Whether a key or token is known, be its scopes what they may; in a refusal also why.
    pub runs: Question,
}

pub struct Question {
    pub operation: &'static Operation,
    pub query: &'static [(&'static str, &'static str)],
    /// Where an answer of the API has what no other server's has, as a JSON pointer.
    pub proof: &'static str,
}

/// What the server answers a question.
enum Heard {
    Answer(Value),
    /// 401, in the API's words.
    Unknown(String),
    /// 403, in the API's words.
    Forbidden(String),
    /// Not the API's words.
    Elsewhere(String),
    Nothing(String),
    /// Not the server's doing.
    Broken(Box<Failure>),
}

impl Questions {
    /// Everything that may be asked.
    pub fn operations(&self) -> Vec<&'static Operation> {
        [&self.environment, &self.holder, &self.organizations, &self.runs]
            .map(|question| question.operation)
            .to_vec()
    }

    pub async fn ask(&self, call: &Call, network: &Network, made_at: Instant) -> Outcome {
        let subject = Subject::of(call);
        let ask = |question| one(question, call, network, made_at);
        if subject.claims.as_ref().is_some_and(|claims| claims.is_for_one_use) {
            return delivered(call, subject.for_one_use());
        }
        let verdict = match call.identity.credential.kind {
            CredentialKind::PersonalAccessToken | CredentialKind::OrganizationToken => {
                subject.conclude(ask(&self.holder).await, Subject::of_holder)
            }
            CredentialKind::UserActorToken => {
                subject.conclude(ask(&self.organizations).await, |subject, _| subject.let_in())
            }
            CredentialKind::PublicToken => subject.scoped(ask(&self.runs).await),
            CredentialKind::Unknown
            | CredentialKind::LegacyKey
            | CredentialKind::SecretKey
            | CredentialKind::AdditionalKey => match ask(&self.environment).await {
                Heard::Unknown(said) if !may_mean_more(call) => Ok(subject.unknown(&said)),
                Heard::Unknown(_) => subject.scoped(ask(&self.runs).await),
                heard => subject.conclude(heard, Subject::of_environment),
            },
        };
        match verdict {
            Ok(verdict) => delivered(call, verdict),
            Err(failure) => Outcome::Failed(failure),
        }
    }
}

/// The refusal of a whole key says it all, unless it is the missing branch that is refused.
fn may_mean_more(call: &Call) -> bool {
    let credential = &call.identity.credential;
    match (credential.kind, credential.environment) {
        (CredentialKind::AdditionalKey, _) | (_, Some(Environment::Preview)) => true,
        (_, Some(Environment::Dev)) => call.identity.branch.is_some(),
        _ => false,
    }
}

async fn one(question: &Question, call: &Call, network: &Network, made_at: Instant) -> Heard {
    let Question { operation, query, proof } = *question;
    let query = query.iter().map(|(name, value)| ((*name).into(), (*value).to_owned())).collect();
    let request = Request { path: Path::fill(operation.path, &[]), query, ..Request::default() };
    let asking = Call { operation, request, content: None, ..call.clone() };
    let failure = match attempt::run(&asking, network, made_at).await {
        Outcome::Answered(delivery) => {
            let answer: Value = serde_json::from_str(&delivery.body.text).unwrap_or_default();
            return match answer.pointer(proof) {
                Some(_) => Heard::Answer(answer),
                None => Heard::Elsewhere("it answers in another way".to_owned()),
            };
        }
        Outcome::Failed(failure) => failure,
    };
    match (failure.cause, failure.status(), failure.said()) {
        (Cause::Status, 401, Some(said)) => Heard::Unknown(said),
        (Cause::Status, 403, Some(said)) => Heard::Forbidden(said),
        (Cause::Status, 408 | 429 | 500.., _) | (Cause::Connection | Cause::Timeout, ..) => {
            Heard::Nothing(failure.what)
        }
        (Cause::Status, 300..=399, _) => Heard::Elsewhere(format!("it answers {}", failure.what)),
        (Cause::Status | Cause::Response, status, _) => {
            Heard::Elsewhere(format!("it answers {status}, and not in the API's words"))
        }
        _ => Heard::Broken(failure),
    }
}

impl Subject<'_> {
    fn conclude(
        &self,
        heard: Heard,
        answered: impl FnOnce(&Self, &Value) -> String,
    ) -> Result<String, Box<Failure>> {
        Ok(match heard {
            Heard::Answer(answer) => answered(self, &answer),
            Heard::Unknown(said) => self.unknown(&said),
            Heard::Forbidden(said) => self.refused(&said),
            Heard::Elsewhere(what) => self.elsewhere(&what),
            Heard::Nothing(what) => self.unreachable(&what),
            Heard::Broken(failure) => return Err(failure),
        })
    }

    fn scoped(&self, heard: Heard) -> Result<String, Box<Failure>> {
        match heard {
            Heard::Forbidden(_) => Ok(self.out_of_scope()),
            heard => self.conclude(heard, |subject, _| subject.let_in()),
        }
    }
}

fn delivered(call: &Call, verdict: String) -> Outcome {
    let body = Body { text: verdict, columns: None };
    Outcome::Answered(Delivery {
        operation: call.operation.name,
        by: None,
        head: "{}".to_owned(),
        body,
        packets: None,
    })
}
