//! Reads the fields of a call's parameters, each as its kind says, into a query or a body.

use std::borrow::Cow;

use serde_json::{Value as Json, json};

use super::fields::{Fields, is_plain, text};
use super::read_error::ReadError;
use super::value::Value;
use crate::binding::realm::Encoder;
use crate::engine::call::{IdempotencyKey, JsonObject, Request};
use crate::engine::operation::parameter::{Parameter, ParameterKind};
use crate::engine::operation::{Idempotency, cron};

type Result<T> = std::result::Result<T, ReadError>;

/// A field's value on its way out.
enum Given {
    /// A text, as it is.
    Text(String),
    /// JSON.
    Json(String),
    /// A payload that says its own type.
    SuperJson(String),
    Key(IdempotencyKey),
}

impl Given {
    fn json(value: impl Into<Json>) -> Self {
        Self::Json(value.into().to_string())
    }

    fn into_query(self) -> String {
        match self {
            Self::Text(text)
            | Self::Json(text)
            | Self::SuperJson(text)
            | Self::Key(IdempotencyKey { hash: text, .. }) => text,
        }
    }
}

const AFTER: &str = "page[after]";
const BEFORE: &str = "page[before]";

impl Fields<'_> {
    /// Adds what is given to the query, in the order of the parameters.
    pub fn add_to_query(
        &mut self,
        parameters: &[Parameter],
        encoder: &Encoder,
        request: &mut Request,
    ) -> Result<()> {
        for parameter in parameters {
            if let Some(given) = self.given(parameter, encoder)? {
                request.query.push((parameter.wire.into(), given.into_query()));
            }
        }
        let has = |cursor| request.query.iter().any(|(name, _)| *name == cursor);
        match has(AFTER) && has(BEFORE) {
            false => Ok(()),
            true => Err(ReadError::argument(
                "after and before cannot be combined; the server would follow before alone",
            )),
        }
    }

    /// Adds what is given to the body.
    pub fn add_to_body(
        &mut self,
        parameters: &[Parameter],
        encoder: &Encoder,
        request: &mut Request,
        repeat: Idempotency,
    ) -> Result<()> {
        let body = request.json.get_or_insert_default();
        for parameter in parameters {
            let Some(given) = self.given(parameter, encoder)? else { continue };
            if matches!(repeat, Idempotency::Given(name, _) if name == parameter.name) {
                request.is_idempotent = !matches!(&given, Given::Json(json) if json == "false");
            }
            add(body, parameter.wire, given);
        }
        Ok(())
    }

    /// What the field of a parameter says; `None` when it is absent or undefined.
    fn given(&mut self, parameter: &Parameter, encoder: &Encoder) -> Result<Option<Given>> {
        let Parameter { name, kind, .. } = *parameter;
        let given = match self.has(name) {
            true => self.read(name, kind, encoder)?,
            false => None,
        };
        match given {
            None if parameter.is_required => {
                Err(Value::Undefined.unexpected(&self.path(name), &kind.expected()))
            }
            None => Ok(default_of(kind)),
            given => Ok(given),
        }
    }

    fn read(&mut self, name: &str, kind: ParameterKind, encoder: &Encoder) -> Result<Option<Given>> {
        use ParameterKind as Kind;
        let expected = kind.expected();
        Ok(match kind {
            Kind::Text => self.text(name)?.map(Given::Text),
            Kind::AnyText => self.any_text(name)?.map(Given::Text),
            Kind::Flag => self.flag(name)?.map(Given::json),
            Kind::OnlyTrue => self.flag(name)?.filter(|flag| *flag).map(Given::json),
            Kind::Count => self.positive_integer(name)?.map(Given::json),
            Kind::Amount => self.number(name, &expected, |number| number >= 0.0)?.map(number),
            Kind::Number => self.number(name, &expected, |_| true)?.map(number),
            Kind::Milliseconds => self.milliseconds(name)?.map(number),
            Kind::Instant => self.instant(name)?.map(Given::Json),
            Kind::JsonInstant => self.json_instant(name, encoder)?.map(Given::Json),
            Kind::Moment => self.moment(name, encoder)?.map(Given::Text),
            Kind::IsoInstant => self.iso_instant(name, encoder)?.map(Given::Text),
            Kind::TextOrNull => self.text_or_null(name)?.map(Given::json),
            Kind::TextOrNone => self.text_or_null(name)?.flatten().map(Given::Text),
            Kind::Joined => self.joined(name)?.map(Given::Text),
            Kind::OneText => self.one_text(name)?.map(Given::Text),
            Kind::Environment => self.one_environment(name)?.map(Given::Text),
            Kind::Texts => self.text_or_texts(name)?.map(Given::json),
            Kind::Tags => self.tags(name)?.map(Given::json),
            Kind::SomeTexts => self.some_texts(name)?.map(Given::json),
            Kind::TextList => self.text_list(name)?.map(Given::json),
            Kind::Queues => self.queues(name)?.map(Given::Text),
            Kind::QueueObjects => self.queue_objects(name)?.map(Given::json),
            Kind::TextsByName => self.texts_by_name(name)?.map(|texts| {
                let texts = texts.into_iter().map(|(name, text)| (name, Json::from(text)));
                Given::json(texts.collect::<serde_json::Map<_, _>>())
            }),
            Kind::AnyJson => self.any_json(name, encoder)?.map(Given::Json),
            Kind::JsonObject | Kind::JsonObjectOrEmpty => self.json_object(name, encoder)?.map(Given::Json),
            Kind::SuperJson => self.payload(name, encoder)?,
            Kind::Delay => self.delay(name, encoder)?.map(Given::Json),
            Kind::QueueByName => self.text(name)?.map(|name| Given::json(json!({ "name": name }))),
            Kind::TextsAsList => self.parts(name)?.map(Given::json),
            Kind::IdempotencyKey => self.parts(name)?.map(IdempotencyKey::given).map(Given::Key),
            // Read by those who know what becomes of them.
            Kind::Expiry | Kind::Scopes => None,
            Kind::Ttl => self.text_or_seconds(name)?.map(Given::json),
            Kind::Cron => self.cron(name, &expected)?.map(Given::Text),
            Kind::OneOf(texts) | Kind::FirstOf(texts) => self.one_of(name, texts)?.map(Given::Text),
            Kind::Timeout => self.timeout(name, encoder)?.map(Given::Json),
            Kind::Lifetime => self.lifetime(name)?.map(Given::Text),
            Kind::Period => self.period(name)?.map(Given::Text),
            Kind::Fields(parameters) => {
                self.nested(name, parameters, encoder, |_| Ok(()))?.map(|object| Given::Json(object.finish()))
            }
            Kind::Selection(parameters) => self
                .nested(name, parameters, encoder, |fields| fields.refuse_undefined())?
                .map(|object| Given::Json(object.finish())),
            Kind::OneField(parameters) => match self.nested(name, parameters, encoder, |_| Ok(()))? {
                Some(object) if object.field_count() != 1 => {
                    let path = self.path(name);
                    return Err(ReadError::argument(format!("{path} must be {expected}")));
                }
                object => object.map(|object| Given::Json(object.finish())),
            },
        })
    }

    /// A payload in the encoding of the official SDK, `application/super+json`, or as plain JSON where
    /// that encoding has no text for it.
    fn payload(&mut self, name: &str, encoder: &Encoder) -> Result<Option<Given>> {
        let path = self.path(name);
        let Some(value) = self.take(name) else { return Ok(None) };
        let read = Value::read(value)?;
        if matches!(read, Value::Other(kind) if kind != "a bigint") {
            return Err(read.unexpected(&path, "a value that JSON or superjson can hold"));
        }
        Ok(match encoder.super_json(value)? {
            Some(text) => Some(Given::SuperJson(text)),
            None => encoder.json(value)?.map(Given::Json),
        })
    }

    /// Any value that JSON has a text for.
    pub fn any_json(&mut self, name: &str, encoder: &Encoder) -> Result<Option<String>> {
        let path = self.path(name);
        let Some(value) = self.take(name) else { return Ok(None) };
        match (encoder.json(value)?, Value::read(value)?) {
            (None, Value::Undefined) => Ok(None),
            (None, other) => Err(other.unexpected(&path, "a value that JSON can hold")),
            (json, _) => Ok(json),
        }
    }

    /// Values by name, each element of a list by itself.
    pub fn query(&mut self, name: &str) -> Result<Vec<(Cow<'static, str>, String)>> {
        let Some(mut values) = self.object(name, &[])? else { return Ok(Vec::new()) };
        let mut query = Vec::new();
        for name in values.names().map(str::to_owned).collect::<Vec<_>>() {
            let path = values.path(&name);
            match values.value(&name)? {
                None => {}
                Some(Value::List(list)) => {
                    for (index, element) in list.into_iter().enumerate() {
                        let text = query_text(&format!("{path}[{index}]"), Value::read(element)?)?;
                        query.push((name.clone().into(), text));
                    }
                }
                Some(single) => query.push((name.into(), query_text(&path, single)?)),
            }
        }
        Ok(query)
    }

    /// An object that goes out as the JSON JavaScript makes of it.
    pub fn json_object(&mut self, name: &str, encoder: &Encoder) -> Result<Option<String>> {
        let path = self.path(name);
        let Some(value) = self.take(name) else { return Ok(None) };
        match Value::read(value)? {
            Value::Undefined => Ok(None),
            Value::Object(object) => match encoder.json(value)? {
                // A Map, a promise: what it holds must not pass for nothing.
                Some(json) if json == "{}" && !is_plain(&object)? => Err(ReadError::argument(format!(
                    "{path} must be a plain object, got one whose JSON is empty"
                ))),
                Some(json) if json.starts_with('{') => Ok(Some(json)),
                _ => Err(ReadError::argument(format!("{path} must be an object, and be one as JSON too"))),
            },
            other => Err(other.unexpected(&path, "an object")),
        }
    }

    fn nested(
        &mut self,
        name: &str,
        parameters: &[Parameter],
        encoder: &Encoder,
        check: impl FnOnce(&Fields<'_>) -> Result<()>,
    ) -> Result<Option<JsonObject>> {
        let known: Vec<&str> = parameters.iter().map(|parameter| parameter.name).collect();
        let Some(mut fields) = self.object(name, &known)? else { return Ok(None) };
        check(&fields)?;
        let mut object = JsonObject::default();
        fields.write(parameters, encoder, &mut object)?;
        fields.finish(&known)?;
        Ok(Some(object))
    }

    /// Writes what is given into an object.
    pub fn write(
        &mut self,
        parameters: &[Parameter],
        encoder: &Encoder,
        object: &mut JsonObject,
    ) -> Result<()> {
        for parameter in parameters {
            if let Some(given) = self.given(parameter, encoder)? {
                add(object, parameter.wire, given);
            }
        }
        Ok(())
    }

    /// One environment: of several the server would list only one, without saying so.
    fn one_environment(&mut self, name: &str) -> Result<Option<String>> {
        match self.joined(name)? {
            Some(env) if env.contains(',') => Err(ReadError::argument(format!(
                "{} must name one environment; the server lists only one of several. Make one call for each",
                self.path(name)
            ))),
            env => Ok(env),
        }
    }

    fn cron(&mut self, name: &str, expected: &str) -> Result<Option<String>> {
        let path = self.path(name);
        match self.value(name)? {
            None => Ok(None),
            Some(Value::Text(expression)) if cron::is_judged(&expression) => Ok(Some(expression)),
            Some(other) => Err(other.unexpected(&path, expected)),
        }
    }

    /// One text: several, joined by commas, the server would take for one that nothing has.
    fn one_text(&mut self, name: &str) -> Result<Option<String>> {
        let path = self.path(name);
        match self.value(name)? {
            None => Ok(None),
            Some(Value::List(list)) => match list.as_slice() {
                [one] => text(&format!("{path}[0]"), Value::read(*one)?).map(Some),
                _ => Err(ReadError::argument(format!(
                    "{path} must name one; the server finds nothing for several. Make one call for each"
                ))),
            },
            Some(other) => match other {
                Value::Text(_) => text(&path, other).map(Some),
                other => Err(other.unexpected(&path, &ParameterKind::OneText.expected())),
            },
        }
    }

    pub fn one_of(&mut self, name: &str, texts: &'static [&'static str]) -> Result<Option<String>> {
        let path = self.path(name);
        match self.value(name)? {
            None => Ok(None),
            Some(Value::Text(text)) if texts.contains(&text.as_str()) => Ok(Some(text)),
            Some(other) => Err(other.unexpected(&path, &ParameterKind::OneOf(texts).expected())),
        }
    }
}

fn query_text(path: &str, value: Value<'_>) -> Result<String> {
    match value {
        Value::Text(text) => Ok(text),
        Value::Boolean(flag) => Ok(flag.to_string()),
        Value::Number(value) if value.is_finite() => Ok(number(value).into_query()),
        other => Err(other.unexpected(path, "a string, a number, a boolean or a list of them")),
    }
}

/// What goes out where the caller gives nothing.
fn default_of(kind: ParameterKind) -> Option<Given> {
    match kind {
        ParameterKind::FirstOf([first, ..]) => Some(Given::Text((*first).to_owned())),
        ParameterKind::JsonObjectOrEmpty => Some(Given::Json("{}".to_owned())),
        _ => None,
    }
}

fn add(body: &mut JsonObject, name: &'static str, given: Given) {
    match given {
        Given::Text(text) => body.add_text(name, &text),
        Given::Json(json) => body.add_json(name, &json),
        Given::Key(key) => body.add_idempotency_key(&key),
        Given::SuperJson(text) => {
            body.add_text(name, &text);
            body.add_text("payloadType", "application/super+json");
        }
    }
}

/// A whole number without the fraction that Rust would write.
fn number(number: f64) -> Given {
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    match number.fract() == 0.0 && number.abs() <= LARGEST {
        true => Given::json(number as i64),
        false => Given::json(number),
    }
}
