//! Asks the server whose a credential is, with as few requests as its kind allows.

use serde_json::Value;
use tokio::time::Instant;

use super::checked_credential::CheckedCredential;
use crate::attempt;
use crate::attempt::Network;
use crate::call::Call;
use crate::call::Path;
use crate::call::Request;
use crate::call::{Probe, Probes};
use crate::identity::CredentialKind;
use crate::identity::Environment;
use crate::outcome::{CallError, ErrorKind};
use crate::outcome::{Delivery, Outcome};

/// The server's answer to a probe.
enum ProbeAnswer {
    Answer(Value),
    /// 401, in the API's words.
    Unknown(String),
    /// 403, in the API's words.
    Forbidden(String),
    /// An answer in words that are not the API's.
    Elsewhere(String),
    Nothing(String),
    /// A failure that is not the server's doing.
    Broken(Box<CallError>),
}

/// Asks what the credential's kind calls for, and tells what is known then.
pub async fn run(probes: &Probes, call: &Call, network: &Network, made_at: Instant) -> Outcome {
    let subject = CheckedCredential::of(call);
    let ask = |probe| ask(probe, call, network, made_at);
    if subject.claims.as_ref().is_some_and(|claims| claims.is_for_one_use) {
        return Ok(delivered(call, subject.for_one_use()));
    }
    let verdict = match call.identity.credential.kind {
        CredentialKind::PersonalAccessToken | CredentialKind::OrganizationToken => {
            subject.conclude(ask(&probes.holder).await, CheckedCredential::of_holder)
        }
        CredentialKind::UserActorToken => {
            subject.conclude(ask(&probes.organizations).await, |subject, _| subject.let_in())
        }
        CredentialKind::PublicToken => subject.scoped(ask(&probes.runs).await),
        CredentialKind::Unknown
        | CredentialKind::LegacyKey
        | CredentialKind::SecretKey
        | CredentialKind::AdditionalKey => match ask(&probes.environment).await {
            ProbeAnswer::Unknown(said) if !may_mean_more(call) => Ok(subject.unknown(&said)),
            ProbeAnswer::Unknown(_) => subject.scoped(ask(&probes.runs).await),
            heard => subject.conclude(heard, CheckedCredential::of_environment),
        },
    };
    Ok(delivered(call, verdict?))
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

async fn ask(probe: &Probe, call: &Call, network: &Network, made_at: Instant) -> ProbeAnswer {
    let Probe { operation, query, proof } = *probe;
    let query = query.iter().map(|(name, value)| ((*name).into(), (*value).to_owned())).collect();
    let request = Request { path: Path::fill(operation.path, &[]), query, ..Request::default() };
    let asking = Call { operation, request, content: None, ..call.clone() };
    // All that is to be known of some is that they come, however long they are.
    let asking = if proof.is_empty() { asking } else { asking.brief() };
    let failure = match attempt::run(&asking, network, made_at).await {
        Ok(_) if proof.is_empty() => return ProbeAnswer::Answer(Value::Null),
        Ok(mut delivery) => {
            let holder = call.identity.credential.digest;
            let answer: Option<Value> = network.threads.parse(holder, &mut delivery.body.text).await;
            let answer = answer.unwrap_or_default();
            return match answer.pointer(proof) {
                Some(_) => ProbeAnswer::Answer(answer),
                None => ProbeAnswer::Elsewhere("it answers in another way".to_owned()),
            };
        }
        Err(failure) => failure,
    };
    match (failure.kind, failure.status(), failure.server_message()) {
        (ErrorKind::Status, 401, Some(said)) => ProbeAnswer::Unknown(said),
        (ErrorKind::Status, 403, Some(said)) => ProbeAnswer::Forbidden(said),
        (ErrorKind::Status, 408 | 429 | 500.., _) | (ErrorKind::Connection | ErrorKind::Timeout, ..) => {
            ProbeAnswer::Nothing(failure.reason)
        }
        (ErrorKind::Status, 300..=399, _) => ProbeAnswer::Elsewhere(format!("it answers {}", failure.reason)),
        (ErrorKind::Status | ErrorKind::Response, status, _) => {
            ProbeAnswer::Elsewhere(format!("it answers {status}, and not in the API's words"))
        }
        _ => ProbeAnswer::Broken(failure),
    }
}

impl CheckedCredential<'_> {
    fn conclude(
        &self,
        heard: ProbeAnswer,
        answered: impl FnOnce(&Self, &Value) -> String,
    ) -> Result<String, Box<CallError>> {
        Ok(match heard {
            ProbeAnswer::Answer(answer) => answered(self, &answer),
            ProbeAnswer::Unknown(said) => self.unknown(&said),
            ProbeAnswer::Forbidden(said) => self.refused(&said),
            ProbeAnswer::Elsewhere(what) => self.elsewhere(&what),
            ProbeAnswer::Nothing(what) => self.unreachable(&what),
            ProbeAnswer::Broken(failure) => return Err(failure),
        })
    }

    fn scoped(&self, heard: ProbeAnswer) -> Result<String, Box<CallError>> {
        match heard {
            ProbeAnswer::Forbidden(_) => Ok(self.out_of_scope()),
            heard => self.conclude(heard, |subject, _| subject.let_in()),
        }
    }
}

fn delivered(call: &Call, verdict: String) -> Delivery {
    Delivery::local(call.operation.name, verdict)
}
