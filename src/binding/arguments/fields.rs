//! The named fields of an options object.

use std::collections::BTreeMap;

use napi::bindgen_prelude::{JsObjectValue, Object, Unknown};
use napi::{KeyCollectionMode, KeyConversion, KeyFilter, ValueType};

use super::read_error::ReadError;
use super::value::Value;
use crate::binding::realm::Encoder;
use crate::engine::identity::shown_name;

/// The fields an object has, each taken once under its path; what is left over is unknown.
pub struct Fields<'env> {
    /// Where the object stands: `requestOptions.retry.`, or nothing for a call's own parameters.
    prefix: String,
    values: Vec<(String, Unknown<'env>)>,
    encoder: Encoder,
}

type Result<T> = std::result::Result<T, ReadError>;

impl<'env> Fields<'env> {
    /// Reads an object's own fields, and looks up the known ones on any object that is more than a literal: a name
    /// counts when it is in the object, or reads as anything but undefined. So a token behind a Proxy or a getter
    /// of a class never passes for one that is not there.
    pub fn of(encoder: &Encoder, object: Object<'env>, prefix: &str, known: &[&str]) -> Result<Self> {
        let names = object.get_all_property_names(
            KeyCollectionMode::OwnOnly,
            KeyFilter::SkipSymbols,
            KeyConversion::NumbersToStrings,
        )?;
        let mut values = Vec::new();
        for index in 0..names.get_array_length()? {
            let name: String = names.get_element(index)?;
            let value = object.get_named_property_unchecked(&name)?;
            values.push((name, value));
        }
        if !encoder.is_ordinary(object)? {
            for name in known {
                if values.iter().any(|(own, _)| own == name) {
                    continue;
                }
                let value: Unknown<'env> = object.get_named_property_unchecked(name)?;
                if object.has_named_property(name)? || value.get_type()? != ValueType::Undefined {
                    values.push(((*name).to_owned(), value));
                }
            }
            // A promise, a Map, a Headers: what it holds must not pass for nothing.
            if values.is_empty() {
                return Err(ReadError::argument(format!(
                    "{} must be a plain object, got one that names nothing; was an await forgotten?",
                    if prefix.is_empty() { "the argument" } else { prefix.trim_end_matches('.') }
                )));
            }
        }
        Ok(Self { prefix: prefix.to_owned(), values, encoder: encoder.clone() })
    }

    /// An object that is not there.
    pub fn none(encoder: &Encoder) -> Self {
        Self::single(encoder, "", None)
    }

    /// A value that has no object around it.
    pub fn single(encoder: &Encoder, name: &str, value: Option<Unknown<'env>>) -> Self {
        Self {
            encoder: encoder.clone(),
            prefix: String::new(),
            values: value.map(|value| (name.to_owned(), value)).into_iter().collect(),
        }
    }

    pub fn encoder(&self) -> &Encoder {
        &self.encoder
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|(name, _)| name.as_str())
    }

    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub fn path(&self, name: &str) -> String {
        format!("{}{}", self.prefix, shown_name(name))
    }

    pub fn has(&self, name: &str) -> bool {
        self.values.iter().any(|(own, _)| own == name)
    }

    /// The object names it, and not as undefined.
    pub fn is_given(&self, name: &str) -> Result<bool> {
        match self.values.iter().find(|(own, _)| own == name) {
            None => Ok(false),
            Some((_, value)) => Ok(value.get_type()? != ValueType::Undefined),
        }
    }

    /// Refuses a field that is named but undefined, where the object without it selects more.
    pub fn refuse_undefined(&self) -> Result<()> {
        for (name, value) in &self.values {
            if value.get_type()? == ValueType::Undefined {
                return Err(ReadError::argument(format!(
                    "{} is named but undefined, and without it more would be selected; leave it out if that is \
                     what you mean",
                    self.path(name)
                )));
            }
        }
        Ok(())
    }

    /// The field as it is, `None` when the object does not name it.
    pub fn take(&mut self, name: &str) -> Option<Unknown<'env>> {
        let index = self.values.iter().position(|(own, _)| own == name)?;
        Some(self.values.swap_remove(index).1)
    }

    /// The field's value; named but undefined counts as absent.
    pub fn value(&mut self, name: &str) -> Result<Option<Value<'env>>> {
        match self.take(name).map(Value::read).transpose()? {
            None | Some(Value::Undefined) => Ok(None),
            value => Ok(value),
        }
    }

    pub fn text(&mut self, name: &str) -> Result<Option<String>> {
        let path = self.path(name);
        self.value(name)?.map(|value| text(&path, value)).transpose()
    }

    /// A text that may be empty.
    pub fn any_text(&mut self, name: &str) -> Result<Option<String>> {
        let path = self.path(name);
        match self.value(name)? {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(other) => Err(other.unexpected(&path, "a string")),
        }
    }

    /// A text that is not empty, or null.
    pub fn text_or_null(&mut self, name: &str) -> Result<Option<Option<String>>> {
        let path = self.path(name);
        match self.value(name)? {
            None => Ok(None),
            Some(Value::Null) => Ok(Some(None)),
            Some(value @ Value::Text(_)) => text(&path, value).map(|text| Some(Some(text))),
            Some(other) => Err(other.unexpected(&path, "a string or null")),
        }
    }

    /// A text that must be there; it may be empty.
    pub fn required_text(&mut self, name: &str) -> Result<String> {
        let path = self.path(name);
        self.any_text(name)?.ok_or_else(|| Value::Undefined.unexpected(&path, "a string"))
    }

    /// A text, or several joined by commas, as the API takes lists in a query.
    ///
    /// An empty list or text would lift the filter, and a comma inside an element would split it.
    pub fn joined(&mut self, name: &str) -> Result<Option<String>> {
        let path = self.path(name);
        let Some(value) = self.value(name)? else { return Ok(None) };
        match value {
            Value::Text(_) => text(&path, value).map(Some),
            Value::List(list) if list.is_empty() => Err(ReadError::argument(format!(
                "{path} must not be an empty array, which would list everything; leave it out for that"
            ))),
            Value::List(list) => {
                let mut parts = Vec::with_capacity(list.len());
                for (index, element) in list.into_iter().enumerate() {
                    let path = format!("{path}[{index}]");
                    let part = text(&path, Value::read(element)?)?;
                    if part.contains(',') {
                        return Err(ReadError::argument(format!(
                            "{path} must not contain a comma, the server would read it as two values"
                        )));
                    }
                    parts.push(part);
                }
                Ok(Some(parts.join(",")))
            }
            other => Err(other.unexpected(&path, "a string or an array of strings")),
        }
    }

    pub fn flag(&mut self, name: &str) -> Result<Option<bool>> {
        let path = self.path(name);
        match self.value(name)? {
            None => Ok(None),
            Some(Value::Boolean(flag)) => Ok(Some(flag)),
            Some(other) => Err(other.unexpected(&path, "a boolean")),
        }
    }

    /// A number within bounds; `expected` names them.
    pub fn number(&mut self, name: &str, expected: &str, fits: impl Fn(f64) -> bool) -> Result<Option<f64>> {
        let path = self.path(name);
        match self.value(name)? {
            None => Ok(None),
            Some(Value::Number(number)) if number.is_finite() && fits(number) => Ok(Some(number)),
            Some(other) => Err(other.unexpected(&path, expected)),
        }
    }

    pub fn positive_integer(&mut self, name: &str) -> Result<Option<u32>> {
        let fits = |number: f64| number >= 1.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0;
        Ok(self.number(name, "a positive integer", fits)?.map(|number| number as u32))
    }

    /// A Date or a number of epoch milliseconds, as the API takes it in a query.
    pub fn instant(&mut self, name: &str) -> Result<Option<String>> {
        let path = self.path(name);
        match self.value(name)? {
            None => Ok(None),
            Some(Value::Date(epoch) | Value::Number(epoch)) if epoch.is_finite() => {
                Ok(Some(epoch.to_string()))
            }
            Some(other) => Err(other.unexpected(&path, "a Date or a number of epoch milliseconds")),
        }
    }

    pub fn object(&mut self, name: &str, known: &[&str]) -> Result<Option<Self>> {
        let path = self.path(name);
        match self.value(name)? {
            None => Ok(None),
            Some(Value::Object(object)) => {
                Self::of(&self.encoder, object, &format!("{path}."), known).map(Some)
            }
            Some(other) => Err(other.unexpected(&path, "an object")),
        }
    }

    /// An object whose fields are all texts.
    pub fn texts_by_name(&mut self, name: &str) -> Result<Option<BTreeMap<String, String>>> {
        let Some(fields) = self.object(name, &[])? else { return Ok(None) };
        let mut texts = BTreeMap::new();
        for (field, value) in &fields.values {
            match Value::read(*value)? {
                Value::Text(text) => texts.insert(field.clone(), text),
                other => return Err(other.unexpected(&fields.path(field), "a string")),
            };
        }
        Ok(Some(texts))
    }

    /// A number of milliseconds above zero.
    pub fn milliseconds(&mut self, name: &str) -> Result<Option<f64>> {
        self.number(name, "a positive number of milliseconds", |value| value > 0.0)
    }

    /// Refuses what no reader has taken.
    pub fn finish(self, known: &[&str]) -> Result<()> {
        match self.values.first() {
            None => Ok(()),
            Some((name, _)) => Err(ReadError::argument(format!(
                "{} is not known here; known are {}",
                self.path(name),
                known.join(", ")
            ))),
        }
    }
}

/// A text that is not empty.
pub fn text(path: &str, value: Value<'_>) -> Result<String> {
    match value {
        Value::Text(text) if text.is_empty() => Err(ReadError::argument(format!("{path} must not be empty"))),
        Value::Text(text) => Ok(text),
        other => Err(other.unexpected(path, "a string")),
    }
}

/// An object literal, `Object.create(null)`, or one from another realm.
pub fn is_plain(object: &Object<'_>) -> Result<bool> {
    let Value::Object(prototype) = Value::read(object.get_prototype()?)? else { return Ok(true) };
    Ok(prototype.get_prototype()?.get_type()? == ValueType::Null)
}
