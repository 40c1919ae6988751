//! The named fields of an options object.

use napi::bindgen_prelude::{JsObjectValue, Object, Unknown};
use napi::{KeyCollectionMode, KeyConversion, KeyFilter, ValueType};

use super::encoder::Encoder;
use super::given::{Given, Place};
use super::kind::Kind;
use super::read_error::ReadError;
use super::value::Value;

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

    /// Where a field of it stands.
    pub fn place<'a>(&'a self, name: &'a str) -> Place<'a> {
        Place::Field(&self.prefix, name)
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
                    self.place(name)
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

    /// What a field says, `None` when it is absent or undefined.
    pub fn read<K: Kind>(&mut self, name: &str) -> Result<Option<K::Output>> {
        self.read_with(name, K::read)
    }

    /// The same by the function of a kind.
    pub fn read_with<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&Given<'_, 'env>, Value<'env>) -> Result<T>,
    ) -> Result<Option<T>> {
        let Some(raw) = self.take(name) else { return Ok(None) };
        match Value::read(raw)? {
            Value::Undefined => Ok(None),
            value => read(&self.given(name, raw), value).map(Some),
        }
    }

    /// What a field says that must be there.
    pub fn required<K: Kind>(&mut self, name: &str) -> Result<K::Output> {
        match self.read::<K>(name)? {
            Some(read) => Ok(read),
            None => Err(Value::Undefined.unexpected(self.place(name), K::EXPECTED)),
        }
    }

    /// The fields of a field that is an object.
    pub fn object(&mut self, name: &str, known: &[&str]) -> Result<Option<Self>> {
        self.read_with(name, |given, value| match value {
            Value::Object(object) => given.fields(object, known),
            other => Err(given.unexpected(&other, "an object")),
        })
    }

    /// Reads every field, whatever its name; undefined ones too.
    pub fn read_all(
        mut self,
        mut read: impl FnMut(&str, &Given<'_, 'env>, Value<'env>) -> Result<()>,
    ) -> Result<()> {
        for (name, raw) in std::mem::take(&mut self.values) {
            read(&name, &self.given(&name, raw), Value::read(raw)?)?;
        }
        Ok(())
    }

    fn given<'a>(&'a self, name: &'a str, raw: Unknown<'env>) -> Given<'a, 'env> {
        Given { encoder: &self.encoder, place: self.place(name), raw }
    }

    /// Refuses what no reader has taken.
    pub fn finish(self, known: &[&str]) -> Result<()> {
        match self.values.first() {
            None => Ok(()),
            Some((name, _)) => Err(ReadError::argument(format!(
                "{} is not known here; known are {}",
                self.place(name),
                known.join(", ")
            ))),
        }
    }
}
