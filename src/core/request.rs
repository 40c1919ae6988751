//! What one request says, before it meets a scope.

use std::time::Duration;

use serde::Serialize;

use super::environment::Environment;
use super::fault::Fault;
use super::path::Path;

/// Path, query and body of a request, and what the endpoint knows about this one call of it.
#[derive(Clone)]
pub struct Request {
    pub path: Path,
    pub query: Vec<(&'static str, String)>,
    /// JSON text.
    pub body: Option<String>,
    pub branch: BranchRule,
    /// The environment the call names; a secret key of another one is refused.
    pub environment: Option<Environment>,
    /// Something in this call makes repeating it harmless, an idempotency key for instance.
    pub repeatable: bool,
    /// A status the endpoint can explain better than the server does; it is not retried.
    pub explanation: Option<(u16, &'static str)>,
    /// Payload and output that the answer only points at are fetched along with it.
    pub resolves_packets: bool,
    /// Between two requests of a poll.
    pub poll_interval: Option<Duration>,
}

/// When the scope's branch goes out with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BranchRule {
    Always,
    /// Any branch but one of a dev environment.
    OfPreview,
    /// Only a branch of a dev environment, one that `TRIGGER_DEV_BRANCH` named.
    OfDev,
    Never,
}

impl Request {
    pub fn new(path: Path) -> Self {
        Self {
            path,
            query: Vec::new(),
            body: None,
            branch: BranchRule::Always,
            environment: None,
            repeatable: false,
            explanation: None,
            resolves_packets: false,
            poll_interval: None,
        }
    }

    /// Adds a query parameter when there is a value for it.
    pub fn query(mut self, name: &'static str, value: Option<String>) -> Self {
        self.query.extend(value.map(|value| (name, value)));
        self
    }

    pub fn json(mut self, body: JsonObject) -> Self {
        self.body = Some(body.finish());
        self
    }

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

    pub fn repeatable_if(mut self, harmless: bool) -> Self {
        self.repeatable = harmless;
        self
    }

    pub fn explaining(mut self, applies: bool, status: u16, sentence: &'static str) -> Self {
        self.explanation = applies.then_some((status, sentence));
        self
    }

    pub fn polling(mut self, interval: Duration) -> Self {
        self.poll_interval = Some(interval);
        self
    }

    pub fn resolving_packets(mut self) -> Self {
        self.resolves_packets = true;
        self
    }
}

/// A JSON object as text, written field by field; free-form values arrive as text already.
#[derive(Default)]
pub struct JsonObject(String);

impl JsonObject {
    /// Adds a field when there is a value for it.
    pub fn field(self, name: &str, value: Option<impl Serialize>) -> Result<Self, Fault> {
        let Some(value) = value else { return Ok(self) };
        let text = serde_json::to_string(&value)
            .map_err(|error| Fault::argument(format!("{name} cannot be written as JSON: {error}")))?;
        Ok(self.text(name, Some(text)))
    }

    /// Adds a field whose value is JSON text.
    pub fn text(mut self, name: &str, json: Option<String>) -> Self {
        if let Some(json) = json {
            let separator = if self.0.is_empty() { '{' } else { ',' };
            self.0.push(separator);
            self.0.push_str(&serde_json::Value::from(name).to_string());
            self.0.push(':');
            self.0.push_str(&json);
        }
        self
    }

    fn finish(mut self) -> String {
        if self.0.is_empty() {
            self.0.push('{');
        }
        self.0.push('}');
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_written_field_by_field() -> Result<(), Fault> {
        assert_eq!(JsonObject::default().finish(), "{}");
        let object = JsonObject::default()
            .field("a\"b", Some("c\nd"))?
            .field("none", None::<String>)?
            .text("raw", Some("[1]".to_owned()))
            .text("absent", None);
        assert_eq!(object.finish(), r#"{"a\"b":"c\nd","raw":[1]}"#);
        Ok(())
    }
}
