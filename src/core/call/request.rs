//! A request, before it meets a scope.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};

use super::batch::Batch;
use super::content::JsonObject;
use super::feed::FeedPlan;
use super::idempotency_key::Maker;
use super::path::Path;
use super::probes::Probes;
use super::stream_write::StreamWrite;
use super::tail_plan::TailPlan;
use super::token_request::TokenRequest;
use super::trigger::Trigger;
use crate::identity::Environment;
use crate::identity::ExtraHeaders;
use crate::identity::public_token::Expiration;

/// Path, query and body of a request, and what the endpoint knows about this one call of it.
#[derive(Clone, Default)]
pub struct Request {
    /// The path below the base URL.
    pub path: Path,
    /// The query, its names and values not encoded yet.
    pub query: Vec<(Cow<'static, str>, String)>,
    /// The body, if it has one.
    pub json: Option<JsonObject>,
    /// A body of any JSON, instead of an object.
    pub any_json: Option<String>,
    /// Headers that belong to the request itself.
    pub headers: ExtraHeaders,
    /// The rule for the scope's branch.
    pub branch: BranchRule,
    /// The environment the call names; a secret key of another one is refused.
    pub environment: Option<Environment>,
    /// Something in this call makes repeating it harmless, an idempotency key for instance.
    pub is_idempotent: bool,
    /// A status the endpoint can explain better than the server does; it is not retried.
    pub explanation: Option<(u16, &'static str)>,
    /// Done besides the request itself.
    pub plan: Plan,
    /// Done to an answer before it is handed over.
    pub post_process: PostProcess,
    /// Parts of the answer that have an encoding of their own.
    pub packets: Packets,
    /// Between two requests of a poll.
    pub poll_interval: Option<Duration>,
}

/// The plan of a call: what it consists of.
#[derive(Clone, Default)]
pub enum Plan {
    /// One request.
    #[default]
    Single,
    /// Its payload may have to be stored first.
    Trigger(Arc<Trigger>),
    /// Its items follow.
    Batch(Arc<Batch>),
    /// A request that the credential decides about.
    Token(Arc<TokenRequest>),
    /// Records for a stream follow, at the place that the answer names.
    StreamWrite(Arc<StreamWrite>),
    /// Requests that the credential decides about, and the answer to the first of them.
    CredentialCheck(&'static Probes),
    /// Feeds that are watched.
    Feed(Arc<FeedPlan>),
    /// A stream that is read.
    Tail(Arc<TailPlan>),
}

impl Plan {
    /// Adds what keys given as hashes were made from, where the caller has made them.
    pub fn explain_keys(&mut self, maker: Maker) {
        match self {
            Self::Trigger(trigger) => Arc::make_mut(trigger).options.object.explain_key(maker),
            Self::Batch(batch) => {
                for item in &mut Arc::make_mut(batch).items {
                    item.options.object.explain_key(maker);
                }
            }
            Self::Single
            | Self::Token(_)
            | Self::StreamWrite(_)
            | Self::CredentialCheck(_)
            | Self::Feed(_)
            | Self::Tail(_) => {}
        }
    }

    /// Asks for a fresh token when its own has expired, where it lasts longer than a token does.
    pub fn refresh(&mut self) {
        match self {
            Self::Feed(plan) => Arc::make_mut(plan).refreshes = true,
            Self::Tail(plan) => Arc::make_mut(plan).refreshes = true,
            _ => {}
        }
    }

    /// Locks runs to a version whose triggers name none.
    pub fn lock_to(&mut self, version: &str) {
        match self {
            Self::Trigger(trigger) => Arc::make_mut(trigger).options.lock_to(version),
            Self::Batch(batch) => Arc::make_mut(batch).lock_to(version),
            Self::Single
            | Self::Token(_)
            | Self::StreamWrite(_)
            | Self::CredentialCheck(_)
            | Self::Feed(_)
            | Self::Tail(_) => {}
        }
    }
}

/// The processing of a successful answer before it is handed over.
#[derive(Clone, Default)]
pub enum PostProcess {
    /// It is handed over as it is.
    #[default]
    Nothing,
    /// It gets a public token for what it names: the scope, up to the id, and how long the token lives.
    AddPublicToken(&'static str, Duration),
    /// Its claims are signed together with these.
    SignClaims(Map<String, Value>, Expiration),
    /// Its token is all of it that matters.
    TakeToken,
}

/// Packets: payloads and outputs in an answer that say their own type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Packets {
    /// The answer has none.
    #[default]
    None,
    /// Payload and output that the answer only points at; they are fetched along with it.
    Elsewhere,
    /// An output that stands in the answer as a text, or is asked for by its name under this path.
    Output(&'static str),
}

/// The rule by which the scope's branch goes out with a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BranchRule {
    /// Any branch.
    #[default]
    Always,
    /// Any branch but one of a dev environment.
    OfPreview,
    /// Only a branch of a dev environment, one that `TRIGGER_DEV_BRANCH` named.
    OfDev,
    /// No branch: the call is not in one, or is about branches.
    Never,
}

impl Request {
    /// Names the environment the call is about.
    ///
    /// The branch goes out for `preview` only, or for `dev` when it is a branch of dev: elsewhere
    /// the server would take the header and act on the preview branch instead.
    pub fn in_environment(mut self, environment: Environment) -> Self {
        self.environment = Some(environment);
        self.branch = match environment {
            Environment::Preview => BranchRule::OfPreview,
            Environment::Dev => BranchRule::OfDev,
            Environment::Staging | Environment::Prod => BranchRule::Never,
        };
        self
    }

    /// Explains a status, where that applies, better than the server does.
    pub fn explaining(mut self, applies: bool, status: u16, sentence: &'static str) -> Self {
        self.explanation = applies.then_some((status, sentence));
        self
    }

    /// Sends no branch: the call is about branches, not in one.
    pub fn without_branch(mut self) -> Self {
        self.branch = BranchRule::Never;
        self
    }

    /// Asks again after this interval, until the answer is final.
    pub fn polling(mut self, interval: Duration) -> Self {
        self.poll_interval = Some(interval);
        self
    }

    /// Resolves these parts of the answer.
    pub fn resolving(mut self, packets: Packets) -> Self {
        self.packets = packets;
        self
    }
}
