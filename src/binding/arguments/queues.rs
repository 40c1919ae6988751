//! Values with forms of their own: queues, lists of texts, times to live.

use napi::bindgen_prelude::Object;
use serde_json::{Value as Json, json};

use super::fields::{Fields, text};
use super::read_error::ReadError;
use super::value::Value;
use crate::binding::realm::Encoder;
use crate::engine::operation::duration;

type Result<T> = std::result::Result<T, ReadError>;

const QUEUE_NAMES: &[&str] = &["type", "name"];

impl Fields<'_> {
    /// A queue as `{ type, name }`, or several of them, as the API names them in a query.
    pub fn queues(&mut self, name: &str) -> Result<Option<String>> {
        let path = self.path(name);
        let Some(value) = self.value(name)? else { return Ok(None) };
        let list = match value {
            Value::List(list) if list.is_empty() => {
                return Err(empty_list(&path));
            }
            Value::List(list) => list,
            single => return queue(self.encoder(), &path, single).map(Some),
        };
        let mut names = Vec::with_capacity(list.len());
        for (index, element) in list.into_iter().enumerate() {
            names.push(queue(self.encoder(), &format!("{path}[{index}]"), Value::read(element)?)?);
        }
        Ok(Some(names.join(",")))
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

    /// The same of tags: blank ones the server would drop without a word.
    pub fn tags(&mut self, name: &str) -> Result<Option<Json>> {
        let path = self.path(name);
        let tags = self.text_or_texts(name)?;
        let is_blank = |tag: &Json| tag.as_str().is_some_and(|tag| tag.trim().is_empty());
        let has_blank = match &tags {
            Some(Json::Array(list)) => list.iter().any(is_blank),
            Some(single) => is_blank(single),
            None => false,
        };
        match has_blank {
            true => Err(ReadError::argument(format!("{path} must not hold a blank tag"))),
            false => Ok(tags),
        }
    }

    /// The same where an empty list would select everything.
    pub fn some_texts(&mut self, name: &str) -> Result<Option<Json>> {
        let path = self.path(name);
        match self.text_or_texts(name)? {
            Some(Json::Array(list)) if list.is_empty() => Err(empty_list(&path)),
            texts => Ok(texts),
        }
    }

    /// A list of texts, at least one.
    pub fn text_list(&mut self, name: &str) -> Result<Option<Json>> {
        let path = self.path(name);
        match self.some_texts(name)? {
            Some(Json::String(text)) => Err(Value::Text(text).unexpected(&path, "an array of strings")),
            texts => Ok(texts),
        }
    }

    /// A queue as `{ type, name }`, or several of them, as they were given.
    pub fn queue_objects(&mut self, name: &str) -> Result<Option<Json>> {
        let path = self.path(name);
        let list = match self.value(name)? {
            None => return Ok(None),
            Some(Value::List(list)) if list.is_empty() => return Err(empty_list(&path)),
            Some(Value::List(list)) => list,
            Some(single) => return queue_object(self.encoder(), &path, single).map(Some),
        };
        let read = |(index, element)| {
            queue_object(self.encoder(), &format!("{path}[{index}]"), Value::read(element)?)
        };
        Ok(Some(list.into_iter().enumerate().map(read).collect::<Result<Vec<_>>>()?.into()))
    }

    /// A duration such as `10m`, or a number of seconds.
    pub fn text_or_seconds(&mut self, name: &str) -> Result<Option<Json>> {
        let path = self.path(name);
        match self.value(name)? {
            None => Ok(None),
            // What the server cannot read as one it overlooks.
            Some(Value::Text(text)) if duration::is_duration(&text) => Ok(Some(text.into())),
            Some(Value::Number(seconds)) if seconds >= 0.0 && seconds.fract() == 0.0 => {
                Ok(Some(Json::from(seconds as u64)))
            }
            Some(other) => {
                Err(other.unexpected(&path, "a duration such as \"10m\" or a whole number of seconds"))
            }
        }
    }
}

fn empty_list(path: &str) -> ReadError {
    ReadError::argument(format!("{path} must not be an empty array"))
}

fn queue_object(encoder: &Encoder, path: &str, value: Value<'_>) -> Result<Json> {
    let (kind, name) = named_queue(encoder, path, value)?;
    Ok(json!({ "type": kind, "name": name }))
}

fn named_queue(encoder: &Encoder, path: &str, value: Value<'_>) -> Result<(String, String)> {
    match value {
        Value::Object(object) => queue_of(encoder, path, object),
        other => Err(other.unexpected(path, "an object { type, name }")),
    }
}

/// A queue as a filter names it.
fn queue(encoder: &Encoder, path: &str, value: Value<'_>) -> Result<String> {
    let (kind, name) = named_queue(encoder, path, value)?;
    if name.contains(',') {
        return Err(ReadError::argument(format!(
            "{path}.name must not contain a comma, the server would read it as two queues"
        )));
    }
    Ok(if kind == "task" { format!("task/{name}") } else { name })
}

/// The type and the name of a queue.
pub fn queue_of(encoder: &Encoder, path: &str, object: Object<'_>) -> Result<(String, String)> {
    let mut fields = Fields::of(encoder, object, &format!("{path}."), QUEUE_NAMES)?;
    let name = fields.required_text("name")?;
    let kind = fields.required_text("type")?;
    fields.finish(QUEUE_NAMES)?;
    if name.is_empty() {
        return Err(ReadError::argument(format!("{path}.name must not be empty")));
    }
    match kind.as_str() {
        "task" | "custom" => Ok((kind, name)),
        _ => Err(ReadError::argument(format!("{path}.type must be \"task\" or \"custom\""))),
    }
}
