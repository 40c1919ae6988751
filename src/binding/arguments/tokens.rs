//! What a public token is asked for with, as callers pass it.

use super::fields::{Fields, text};
use super::positional::{Reader, names};
use super::read_error::ReadError;
use super::value::Value;
use crate::engine::call::{Expiry, TokenRequest};
use crate::engine::operation::Operation;
use crate::engine::operation::parameter::{Parameter, ParameterKind};

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
            request.scopes = fields.scopes("scopes")?;
        } else if let Some(multiple) = fields.flag("multipleUse")? {
            request.is_for_one_use = Some(!multiple);
        }
        request.expiry = fields.expiry("expirationTime")?;
        let realtime = fields.json_object("realtime", &self.encoder)?;
        request.realtime = realtime.and_then(|json| serde_json::from_str(&json).ok());
        fields.finish(&names(parameters))?;
        Ok(request)
    }

    /// A task or several, as the scopes that allow an action on them.
    pub fn task_scopes(&mut self, action: &str) -> Result<Vec<String>> {
        let mut tasks = Fields::single(&self.encoder.clone(), "task", self.take_any());
        let tasks = tasks
            .parts("task")?
            .ok_or_else(|| Value::Undefined.unexpected("task", &ParameterKind::Texts.expected()))?;
        tasks.iter().map(|task| scope("task", action, "tasks", task)).collect()
    }
}

impl Fields<'_> {
    /// `{ read: { runs: ["run_1"], tags: true }, write: true }` as `read:runs:run_1` and so on.
    fn scopes(&mut self, name: &str) -> Result<Option<Vec<String>>> {
        let Some(mut actions) = self.object(name, &[])? else { return Ok(None) };
        let mut scopes = Vec::new();
        for action in actions.owned_names() {
            let path = actions.path(&action);
            match actions.value(&action)? {
                None | Some(Value::Boolean(false)) => {}
                Some(Value::Boolean(true)) => scopes.push(action),
                Some(Value::Object(object)) => {
                    let mut resources =
                        Self::of(&actions.encoder().clone(), object, &format!("{path}."), &[])?;
                    for resource in resources.owned_names() {
                        resources.resource(&action, &resource, &mut scopes)?;
                    }
                }
                Some(other) => return Err(other.unexpected(&path, "true or an object of resources")),
            }
        }
        Ok(Some(scopes))
    }

    fn resource(&mut self, action: &str, name: &str, scopes: &mut Vec<String>) -> Result<()> {
        let path = self.path(name);
        match self.value(name)? {
            None | Some(Value::Boolean(false)) => {}
            Some(Value::Boolean(true)) => scopes.push(format!("{action}:{name}")),
            Some(Value::List(ids)) => {
                for (index, id) in ids.into_iter().enumerate() {
                    let path = format!("{path}[{index}]");
                    scopes.push(scope(&path, action, name, &text(&path, Value::read(id)?)?)?);
                }
            }
            Some(id @ Value::Text(_)) => scopes.push(scope(&path, action, name, &text(&path, id)?)?),
            Some(other) => return Err(other.unexpected(&path, "true, a string or an array of strings")),
        }
        Ok(())
    }

    fn expiry(&mut self, name: &str) -> Result<Option<Expiry>> {
        let path = self.path(name);
        match self.value(name)? {
            None => Ok(None),
            Some(Value::Date(epoch)) if epoch.is_finite() => Ok(Some(Expiry::At((epoch / 1_000.0).floor()))),
            Some(Value::Number(seconds)) if (0.0..YEAR_10000).contains(&seconds) => {
                Ok(Some(Expiry::At(seconds)))
            }
            Some(Value::Number(milliseconds)) if milliseconds >= YEAR_10000 => {
                Err(ReadError::argument(format!(
                    "{path} is a number of seconds since 1970, and this one lies beyond the year 9999; \
                     divide milliseconds by 1,000, or pass a Date"
                )))
            }
            Some(duration @ Value::Text(_)) => Ok(Some(Expiry::After(text(&path, duration)?))),
            Some(other) => Err(other.unexpected(&path, "a duration such as \"1h\", a Date or epoch seconds")),
        }
    }

    fn owned_names(&self) -> Vec<String> {
        self.names().map(str::to_owned).collect()
    }
}

/// A scope for one resource; one without an id would be for all of them.
fn scope(path: &str, action: &str, resource: &str, id: &str) -> Result<String> {
    match id.trim() {
        "" => Err(ReadError::argument(format!("{path} must not be empty"))),
        _ => Ok(format!("{action}:{resource}:{id}")),
    }
}
