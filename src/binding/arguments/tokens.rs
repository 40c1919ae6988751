//! What a public token is asked for with, as callers pass it.

use super::given::{Given, Place};
use super::json::AnyObject;
use super::kind::{Kind, Written};
use super::parameter::{Parameter, names};
use super::positional::Reader;
use super::read_error::ReadError;
use super::texts::{TextsAsList, text};
use super::value::Value;
use crate::engine::call::{self, TokenRequest};
use crate::engine::operation::Operation;

/// Epoch seconds that nobody means: they are milliseconds.
const YEAR_10000: f64 = 253_402_300_800.0;

type Result<T> = std::result::Result<T, ReadError>;

impl Reader<'_> {
    /// What `createPublicToken` takes, or the two for triggering, whose scopes their tasks are.
    pub fn token_request(
        &mut self,
        mint: &'static Operation,
        parameters: &'static [Parameter],
        scopes: Option<Vec<String>>,
    ) -> Result<TokenRequest> {
        let is_for_one_use = scopes.is_some().then_some(true);
        let mut request = TokenRequest { mint, scopes, is_for_one_use, realtime: None, expiry: None };
        let Some(mut fields) = self.optional_fields("options", &names(parameters))? else {
            return Ok(request);
        };
        if request.scopes.is_none() {
            request.scopes = fields.read::<Scopes>("scopes")?;
        } else if let Some(multiple) = fields.read::<bool>("multipleUse")? {
            request.is_for_one_use = Some(!multiple);
        }
        request.expiry = fields.read::<Expiry>("expirationTime")?;
        let realtime = fields.read::<AnyObject>("realtime")?;
        request.realtime = realtime.and_then(|json| serde_json::from_str(&json.0).ok());
        fields.finish(&names(parameters))?;
        Ok(request)
    }

    /// A task or several, as the scopes that allow an action on them.
    pub fn task_scopes(&mut self, action: &str) -> Result<Vec<String>> {
        let tasks = self.required::<TextsAsList>("task")?;
        tasks.iter().map(|task| scope(Place::Field("", "task"), action, "tasks", task)).collect()
    }
}

const ACTIONS: &[&str] = &["read", "write", "trigger", "batchTrigger", "admin"];
/// What the server asks scopes for, and `all` of it.
const RESOURCES: &[&str] = &[
    "all",
    "runs",
    "tags",
    "tasks",
    "batch",
    "waitpoints",
    "sessions",
    "inputStreams",
    "deployments",
    "errors",
    "prompts",
    "query",
    "queues",
    "branches",
    "envvars",
];

/// What a token allows: `{ read: { runs: ["run_1"], tags: true }, write: true }` as `read:runs:run_1` and so on.
pub struct Scopes;

impl Kind for Scopes {
    type Output = Vec<String>;
    const EXPECTED: &'static str = "an object";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<Vec<String>> {
        let Value::Object(actions) = value else { return Err(given.unexpected(&value, Self::EXPECTED)) };
        let mut scopes = Vec::new();
        given.fields(actions, ACTIONS)?.read_all(|action, given, value| {
            refuse_unknown(given, action, ACTIONS)?;
            match value {
                Value::Undefined | Value::Boolean(false) => {}
                Value::Boolean(true) => scopes.push(action.to_owned()),
                Value::Object(resources) => {
                    let read = |name: &str, given: &Given<'_, 'env>, value| {
                        resource(given, value, action, name, &mut scopes)
                    };
                    given.fields(resources, RESOURCES)?.read_all(read)?;
                }
                other => return Err(given.unexpected(&other, "true or an object of resources")),
            }
            Ok(())
        })?;
        Ok(scopes)
    }
}

fn resource<'env>(
    given: &Given<'_, 'env>,
    value: Value<'env>,
    action: &str,
    name: &str,
    scopes: &mut Vec<String>,
) -> Result<()> {
    refuse_unknown(given, name, RESOURCES)?;
    match value {
        Value::Undefined | Value::Boolean(false) => {}
        Value::Boolean(true) => scopes.push(format!("{action}:{name}")),
        Value::List(ids) => {
            let read =
                |element: &Given<'_, 'env>, id| scope(element.place, action, name, &text(element.place, id)?);
            scopes.extend(given.read_each(&ids, read)?);
        }
        id @ Value::Text(_) => scopes.push(scope(given.place, action, name, &text(given.place, id)?)?),
        other => return Err(given.unexpected(&other, "true, a string or an array of strings")),
    }
    Ok(())
}

/// A name that the server asks nothing by would make a token that allows nothing, without a word.
fn refuse_unknown(given: &Given<'_, '_>, name: &str, known: &[&str]) -> Result<()> {
    if known.contains(&name) {
        return Ok(());
    }
    Err(given.refused(&format!("is not known here; known are {}", known.join(", "))))
}

/// A scope for one resource; one without an id would be for all of them.
fn scope(place: Place<'_>, action: &str, resource: &str, id: &str) -> Result<String> {
    match id.trim() {
        "" => Err(ReadError::argument(format!("{place} must not be empty"))),
        _ => Ok(format!("{action}:{resource}:{id}")),
    }
}

/// When a token expires.
pub struct Expiry;

impl Kind for Expiry {
    type Output = call::Expiry;
    const EXPECTED: &'static str = "a duration such as \"1h\", a Date or epoch seconds";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<call::Expiry> {
        match value {
            Value::Date(epoch) if epoch.is_finite() => Ok(call::Expiry::At((epoch / 1_000.0).floor())),
            Value::Number(seconds) if (0.0..YEAR_10000).contains(&seconds) => Ok(call::Expiry::At(seconds)),
            Value::Number(milliseconds) if milliseconds >= YEAR_10000 => Err(given.refused(
                "is a number of seconds since 1970, and this one lies beyond the year 9999; divide milliseconds \
                 by 1,000, or pass a Date",
            )),
            Value::Text(_) => Ok(call::Expiry::After(text(given.place, value)?)),
            other => Err(given.unexpected(&other, Self::EXPECTED)),
        }
    }
}

impl From<call::Expiry> for Written {
    fn from(expiry: call::Expiry) -> Self {
        match expiry {
            call::Expiry::At(seconds) => seconds.into(),
            call::Expiry::After(duration) => duration.into(),
        }
    }
}
