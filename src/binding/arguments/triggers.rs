//! Runs to trigger, as callers pass them.

use napi::bindgen_prelude::{JsObjectValue, Unknown};

use super::encoder::Encoder;
use super::fields::Fields;
use super::given::{Given, Place};
use super::kind::Kind;
use super::parameter::{Parameter, names};
use super::positional::Reader;
use super::read_error::ReadError;
use super::texts::{TextsAsList, text};
use super::value::Value;
use crate::engine::call::{IdempotencyKey, Item, JsonObject, Payload, TriggerOptions, hash};

type Result<T> = std::result::Result<T, ReadError>;

/// The text that names the version a run is locked to.
const VERSION: &str = "version";
const KEY: &str = "idempotencyKey";
const KEY_LIFE: &str = "idempotencyKeyTTL";

/// What the options of a trigger may be, and what they are when they are absent.
pub struct Defaults {
    pub parameters: &'static [Parameter],
    /// Keys for the items of a batch.
    pub keys: Option<Keys>,
}

/// The idempotency key of a batch, from which its items get theirs.
pub struct Keys {
    parts: Option<Vec<String>>,
    life: Option<String>,
}

impl Keys {
    /// The batch has a key, of which its items have theirs.
    pub fn are_given(&self) -> bool {
        self.parts.is_some()
    }
}

/// What an item of a batch names its task with.
#[derive(Clone, Copy)]
pub enum TaskIn<'a> {
    /// All items are of one task.
    Call(&'a str),
    /// A field: its text, or that of an object that carries it as `id`.
    Field(&'static str),
}

impl<'env> Reader<'env> {
    /// Any value that can be a payload.
    pub fn payload(&mut self, name: &str) -> Result<Payload> {
        match self.take_any() {
            None => Ok(Payload::Absent),
            Some(raw) => {
                let given = Given { encoder: &self.encoder, place: Place::Field("", name), raw };
                payload(&given, Value::read(raw)?)
            }
        }
    }

    /// The options of a trigger.
    pub fn trigger_options(&mut self, defaults: &Defaults) -> Result<TriggerOptions> {
        let fields = self.optional_fields("options", &names(defaults.parameters))?;
        options(fields, defaults, None)
    }

    /// The options of a batch: what its creation says of its key, and what its items get from it.
    pub fn batch_options(&mut self, parameters: &'static [Parameter]) -> Result<(JsonObject, Keys)> {
        let mut body = JsonObject::default();
        let mut keys = Keys { parts: None, life: None };
        if let Some(mut fields) = self.optional_fields("options", &names(parameters))? {
            keys.parts = fields.read::<TextsAsList>(KEY)?;
            keys.life = fields.read::<String>(KEY_LIFE)?;
            fields.finish(&names(parameters))?;
        }
        if let Some(parts) = &keys.parts {
            body.add_idempotency_key(&IdempotencyKey::given(parts.clone()));
        }
        Ok((body, keys))
    }

    /// The items of a batch, to be read once the options that follow them are known.
    pub fn items(&mut self) -> Result<Vec<Unknown<'env>>> {
        match self.take()? {
            Value::List(items) if items.is_empty() => Err(ReadError::argument("items must not be empty")),
            Value::List(items) => Ok(items.elements()?),
            other => Err(other.unexpected("items", "an array or an async iterable")),
        }
    }
}

/// One item of a batch.
pub fn item(
    value: Unknown<'_>,
    index: usize,
    task: TaskIn<'_>,
    defaults: &Defaults,
    encoder: &Encoder,
) -> Result<Item> {
    let items = Place::Field("", "items");
    let given = Given { encoder, place: Place::Element(&items, index), raw: value };
    let object = match Value::read(value)? {
        Value::Object(object) => object,
        other => return Err(given.unexpected(&other, "an object { payload, options }")),
    };
    let known: &[&str] = match task {
        TaskIn::Call(_) => &["payload", "options"],
        TaskIn::Field("id") => &["id", "payload", "options"],
        TaskIn::Field(_) => &["task", "payload", "options"],
    };
    let mut fields = given.fields(object, known)?;
    let task = match task {
        TaskIn::Call(task) => task.to_owned(),
        TaskIn::Field(name) => fields.required::<TaskId>(name)?,
    };
    let payload = fields.read_with("payload", payload)?.unwrap_or(Payload::Absent);
    let given = fields.object("options", &names(defaults.parameters))?;
    let options = options(given, defaults, Some(index))?;
    fields.finish(known)?;
    Ok(Item { task, payload, options })
}

/// A text goes out as it is, any other value in the encoding of the official SDK, or as plain JSON where
/// that encoding has no text for it.
fn payload<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<Payload> {
    match value {
        Value::Undefined => return Ok(Payload::Absent),
        Value::Text(text) => return Ok(Payload::Text(text, "text/plain")),
        Value::Other(kind) if kind != "a bigint" => {
            return Err(given.unexpected(&value, "a value that JSON or superjson can hold"));
        }
        _ => {}
    }
    if let Some(text) = given.super_json()? {
        return Ok(Payload::Text(text, "application/super+json"));
    }
    Ok(given.json()?.map_or(Payload::Absent, Payload::Json))
}

fn options(fields: Option<Fields<'_>>, defaults: &Defaults, index: Option<usize>) -> Result<TriggerOptions> {
    let known = names(defaults.parameters);
    let mut body = JsonObject::default();
    let (mut has_key, mut has_life, mut has_version) = (false, false, false);
    if let Some(mut fields) = fields {
        has_key = fields.is_given(KEY)?;
        has_life = fields.is_given(KEY_LIFE)?;
        has_version = fields.is_given(VERSION)?;
        fields.write(defaults.parameters, &mut body)?;
        fields.finish(&known)?;
    }
    if let (Some(keys), Some(index)) = (&defaults.keys, index) {
        if let (false, Some(parts)) = (has_key, &keys.parts) {
            // Several parts are one here, joined as the official SDK joins them: its keys must stay the same.
            body.add_text(KEY, &hash(&[parts.join(","), index.to_string()]));
        }
        if let (false, Some(life)) = (has_life, &keys.life) {
            body.add_text(KEY_LIFE, life);
        }
    }
    Ok(TriggerOptions { object: body, is_locked: has_version, is_idempotent: has_key })
}

/// A task, as the text of its id or an object that carries it as `id`.
struct TaskId;

impl Kind for TaskId {
    type Output = String;
    const EXPECTED: &'static str = "a string";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<String> {
        match value {
            Value::Object(object) => {
                let id: Unknown<'_> = object.get_named_property_unchecked("id")?;
                text(format_args!("{}.id", given.place), Value::read(id)?)
            }
            value => text(given.place, value),
        }
    }
}
