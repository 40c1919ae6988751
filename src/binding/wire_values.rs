//! Fields of the API's own types: queues, delays, payloads.

use serde_json::Value as Json;

use super::fields::{Fields, is_plain, text};
use super::realm::Encoder;
use super::refusal::Refusal;
use super::value::Value;
use crate::core::fault::Fault;
use crate::core::request::JsonObject;

type Result<T> = std::result::Result<T, Refusal>;

/// A payload as it goes out.
pub enum Payload {
    Absent,
    Json(String),
    SuperJson(String),
}

impl Payload {
    /// Adds it to a body, with its type where it is not plain JSON.
    pub fn add_to(self, body: JsonObject) -> std::result::Result<JsonObject, Fault> {
        match self {
            Self::Absent => Ok(body),
            Self::Json(json) => Ok(body.text("payload", Some(json))),
            Self::SuperJson(text) => {
                body.field("payload", Some(text))?.field("payloadType", Some("application/super+json"))
            }
        }
    }
}

const QUEUE_NAMES: &[&str] = &["type", "name"];

impl Fields<'_> {
    /// A queue as `{ type, name }`, or several of them, as the API names them in a query.
    pub fn queues(&mut self, name: &str) -> Result<Option<String>> {
        let path = self.path(name);
        let Some(value) = self.value(name)? else { return Ok(None) };
        let list = match value {
            Value::List(list) if list.is_empty() => {
                return Err(Refusal::argument(format!("{path} must not be an empty array")));
            }
            Value::List(list) => list,
            single => return queue(&path, single).map(Some),
        };
        let mut names = Vec::with_capacity(list.len());
        for (index, element) in list.into_iter().enumerate() {
            names.push(queue(&format!("{path}[{index}]"), Value::read(element)?)?);
        }
        Ok(Some(names.join(",")))
    }

    /// A payload in the encoding of the official SDK, `application/super+json`, or as plain JSON where
    /// that encoding has no text for it.
    pub fn payload(&mut self, name: &str, encoder: &Encoder<'_>) -> Result<Payload> {
        let path = self.path(name);
        let Some(value) = self.take(name) else { return Ok(Payload::Absent) };
        let read = Value::read(value)?;
        if matches!(read, Value::Other(kind) if kind != "a bigint") {
            return Err(read.unexpected(&path, "a value that JSON or superjson can hold"));
        }
        if let Some(text) = encoder.super_json(value)? {
            return Ok(Payload::SuperJson(text));
        }
        Ok(encoder.json(value)?.map_or(Payload::Absent, Payload::Json))
    }

    /// An object that goes out as the JSON JavaScript makes of it.
    pub fn json_object(&mut self, name: &str, encoder: &Encoder<'_>) -> Result<Option<String>> {
        let path = self.path(name);
        let Some(value) = self.take(name) else { return Ok(None) };
        match Value::read(value)? {
            Value::Undefined => Ok(None),
            Value::Object(object) => match encoder.json(value)? {
                // A Map, a promise: what it holds must not pass for nothing.
                Some(json) if json == "{}" && !is_plain(&object)? => Err(Refusal::argument(format!(
                    "{path} must be a plain object, got one whose JSON is empty"
                ))),
                Some(json) if json.starts_with('{') => Ok(Some(json)),
                _ => Err(Refusal::argument(format!("{path} must be an object, and be one as JSON too"))),
            },
            other => Err(other.unexpected(&path, "an object")),
        }
    }

    /// A text or several, left apart and as they were given.
    pub fn text_or_texts(&mut self, name: &str) -> Result<Option<Json>> {
        let path = self.path(name);
        match self.value(name)? {
            None => Ok(None),
            Some(Value::List(list)) => {
                let read = |(index, element)| text(&format!("{path}[{index}]"), Value::read(element)?);
                Ok(Some(list.into_iter().enumerate().map(read).collect::<Result<Vec<_>>>()?.into()))
            }
            Some(single @ Value::Text(_)) => Ok(Some(text(&path, single)?.into())),
            Some(other) => Err(other.unexpected(&path, "a string or an array of strings")),
        }
    }

    /// A duration such as `1h`, an ISO 8601 date, or a `Date`; as JSON.
    pub fn delay(&mut self, name: &str, encoder: &Encoder<'_>) -> Result<Option<String>> {
        let path = self.path(name);
        let Some(value) = self.take(name) else { return Ok(None) };
        match Value::read(value)? {
            Value::Undefined => Ok(None),
            Value::Date(epoch) if epoch.is_finite() => Ok(encoder.json(value)?),
            delay @ Value::Text(_) => Ok(Some(Json::from(text(&path, delay)?).to_string())),
            other => Err(other.unexpected(&path, DELAY)),
        }
    }

    pub fn required_delay(&mut self, name: &str, encoder: &Encoder<'_>) -> Result<String> {
        let path = self.path(name);
        self.delay(name, encoder)?.ok_or_else(|| Value::Undefined.unexpected(&path, DELAY))
    }

    /// A duration such as `10m`, or a number of seconds.
    pub fn text_or_seconds(&mut self, name: &str) -> Result<Option<Json>> {
        let path = self.path(name);
        match self.value(name)? {
            None => Ok(None),
            Some(value @ Value::Text(_)) => Ok(Some(text(&path, value)?.into())),
            Some(Value::Number(seconds)) if seconds >= 0.0 && seconds.fract() == 0.0 => {
                Ok(Some(json_number(seconds)))
            }
            Some(other) => {
                Err(other.unexpected(&path, "a duration such as \"10m\" or a whole number of seconds"))
            }
        }
    }

    pub fn json_number(
        &mut self,
        name: &str,
        expected: &str,
        fits: impl Fn(f64) -> bool,
    ) -> Result<Option<Json>> {
        Ok(self.number(name, expected, fits)?.map(json_number))
    }
}

const DELAY: &str = "a duration such as \"1h\", an ISO 8601 date or a Date";

fn queue(path: &str, value: Value<'_>) -> Result<String> {
    let Value::Object(object) = value else {
        return Err(value.unexpected(path, "an object { type, name }"));
    };
    let mut fields = Fields::of(object, &format!("{path}."), QUEUE_NAMES)?;
    let name = fields.required_text("name")?;
    let kind = fields.required_text("type")?;
    fields.finish(QUEUE_NAMES)?;
    if name.is_empty() || name.contains(',') {
        return Err(Refusal::argument(format!("{path}.name must not be empty or contain a comma")));
    }
    match kind.as_str() {
        "task" => Ok(format!("task/{name}")),
        "custom" => Ok(name),
        _ => Err(Refusal::argument(format!("{path}.type must be \"task\" or \"custom\""))),
    }
}

/// A whole number without the fraction that Rust would write.
fn json_number(number: f64) -> Json {
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() <= LARGEST {
        Json::from(number as i64)
    } else {
        Json::from(number)
    }
}
