//! The request options of a call.

use std::time::Duration;

use napi::bindgen_prelude::{JsObjectValue, Object};

use super::config;
use super::encoder::Encoder;
use super::fields::Fields;
use super::numbers::{Milliseconds, numbers};
use super::read_error::ReadError;
use super::texts::TextsByName;
use super::value::Value;
use crate::engine::call::CallOptions;
use crate::engine::identity::{Config, ExtraHeaders, PolicyChanges, Scope};
use crate::engine::operation::{Accepts, Kind, Method, Operation};

const NAMES: &[&str] = &[
    "retry",
    "additionalHeaders",
    "timeoutInMs",
    "maxResponseBytes",
    "signal",
    "clientConfig",
    "prefetch",
    "dedupe",
];
/// Of a config's `requestOptions`: what makes sense for every call of a scope.
const CONFIG_NAMES: &[&str] = &["retry", "additionalHeaders", "timeoutInMs", "maxResponseBytes"];
const RETRY_NAMES: &[&str] = &["maxAttempts", "factor", "minTimeoutInMs", "maxTimeoutInMs", "randomize"];

type Result<T> = std::result::Result<T, ReadError>;

/// What the last argument of a call says.
#[derive(Default)]
pub struct RequestOptions {
    pub call: CallOptions,
    /// Another scope for this one call, under the one it would have used.
    pub client_config: Option<Config>,
    /// Whether an iteration asks for the next page ahead of time.
    pub prefetch: Option<bool>,
}

impl RequestOptions {
    /// The scope in which several calls are made as one under these options.
    pub fn of_many_calls(self, parent: &Scope) -> Result<Scope> {
        for (is_given, name, what) in
            [(self.prefetch.is_some(), "prefetch", "list pages"), (self.call.dedupe, "dedupe", "read once")]
        {
            if is_given {
                return Err(ReadError::argument(format!("requestOptions.{name} is for calls that {what}")));
            }
        }
        let scope = match &self.client_config {
            None => parent.clone(),
            Some(config) => parent.derive(config)?,
        };
        Ok(scope.with_options(&self.call.policy, &self.call.headers))
    }

    /// Refuses options that mean nothing for an operation.
    pub fn check(&self, operation: &Operation) -> Result<()> {
        if self.prefetch.is_some() && !operation.kind.is_page() {
            return Err(ReadError::argument("requestOptions.prefetch is for calls that list pages"));
        }
        if self.client_config.is_some() && operation.accepts == Accepts::LEGACY_KEY {
            return Err(ReadError::argument(
                "requestOptions.clientConfig is for today's API; make a new LegacyClient instead",
            ));
        }
        if self.call.dedupe
            && (operation.method != Method::Get || matches!(operation.kind, Kind::Poll(_) | Kind::Verdict))
        {
            return Err(ReadError::argument("requestOptions.dedupe is for calls that read once"));
        }
        Ok(())
    }
}

/// What JavaScript can hold of an answer, in bytes of ASCII.
const LONGEST_STRING: f64 = 536_870_888.0;

pub fn is_option(name: &str) -> bool {
    NAMES.contains(&name)
}

/// Reads a call's request options. The signal in them belongs to the facade, which wires it.
pub fn read(encoder: &Encoder, object: Object<'_>) -> Result<RequestOptions> {
    read_fields(encoder, Fields::of(encoder, object, "requestOptions.", NAMES)?, NAMES)
}

/// The names of all request options.
pub fn names() -> &'static [&'static str] {
    NAMES
}

/// Reads the request options that are left among other options; `known` are the names of all.
pub fn read_fields(encoder: &Encoder, mut fields: Fields<'_>, known: &[&str]) -> Result<RequestOptions> {
    let (policy, headers) = shared(&mut fields)?;
    if let Some(signal) = fields.value("signal")? {
        check_signal(signal)?;
    }
    let client_config = match fields.value("clientConfig")? {
        None => None,
        Some(Value::Object(object)) => Some(
            config::read(encoder, object, false)
                .map_err(|error| error.within("requestOptions.clientConfig"))?,
        ),
        Some(other) => return Err(other.unexpected("requestOptions.clientConfig", "a config object")),
    };
    let prefetch = fields.read::<bool>("prefetch")?;
    let dedupe = fields.read::<bool>("dedupe")?.unwrap_or(false);
    fields.finish(known)?;
    let headers = headers.unwrap_or_default();
    Ok(RequestOptions { call: CallOptions { policy, headers, dedupe }, client_config, prefetch })
}

/// Reads the `requestOptions` of a config.
pub fn read_of_config(mut fields: Fields<'_>) -> Result<(PolicyChanges, Option<ExtraHeaders>)> {
    let options = shared(&mut fields)?;
    fields.finish(CONFIG_NAMES)?;
    Ok(options)
}

fn shared(fields: &mut Fields<'_>) -> Result<(PolicyChanges, Option<ExtraHeaders>)> {
    let mut policy = match fields.object("retry", RETRY_NAMES)? {
        None => PolicyChanges::default(),
        Some(retry) => read_retry(retry)?,
    };
    policy.timeout = fields
        .read::<Milliseconds>("timeoutInMs")?
        .map(|value| Duration::try_from_secs_f64(value / 1_000.0).unwrap_or(Duration::MAX));
    policy.max_response_bytes = fields.read::<BodyLimit>("maxResponseBytes")?.map(|limit| limit as usize);
    let headers = match fields.read::<TextsByName>("additionalHeaders")? {
        None => None,
        Some(texts) => {
            let path = fields.place("additionalHeaders").to_string();
            let mut headers = ExtraHeaders::default();
            for (name, value) in texts {
                headers.insert(&path, &name, &value)?;
            }
            Some(headers)
        }
    };
    Ok((policy, headers))
}

fn read_retry(mut fields: Fields<'_>) -> Result<PolicyChanges> {
    let changes = PolicyChanges {
        max_attempts: fields.read::<u32>("maxAttempts")?,
        factor: fields.read::<Factor>("factor")?,
        min_timeout_in_ms: fields.read::<Wait>("minTimeoutInMs")?,
        max_timeout_in_ms: fields.read::<Wait>("maxTimeoutInMs")?,
        randomize: fields.read::<bool>("randomize")?,
        ..PolicyChanges::default()
    };
    fields.finish(RETRY_NAMES)?;
    Ok(changes)
}

numbers! {
    /// What each wait is multiplied by for the next one.
    Factor = "a number of at least 1", |factor| factor >= 1.0;
    /// A time to wait, which may be none.
    Wait = "a number of milliseconds, 0 or more", |value| value >= 0.0;
    /// What is read of an answer, in bytes.
    BodyLimit = "a positive integer up to 536870888, JavaScript's longest string", |limit| {
        (1.0..=LONGEST_STRING).contains(&limit) && limit.fract() == 0.0
    };
}

/// By what it can do: an `AbortSignal` of another realm or a polyfill is as good.
fn check_signal(signal: Value<'_>) -> Result<()> {
    if let Value::Object(object) = &signal
        && object.has_named_property("aborted")?
        && object.has_named_property("addEventListener")?
    {
        return Ok(());
    }
    Err(signal.unexpected("requestOptions.signal", "an AbortSignal"))
}
