//! A value that a caller has given, and its place in the call, which is written only where an error names it.

use std::fmt;

use napi::bindgen_prelude::{Object, Unknown};

use super::encoder::{EncodeError, Encoder};
use super::fields::Fields;
use super::read_error::ReadError;
use super::value::{List, Value};
use crate::engine::identity::shown_name;

/// A value as JavaScript has it.
pub struct Given<'a, 'env> {
    pub encoder: &'a Encoder,
    pub place: Place<'a>,
    pub raw: Unknown<'env>,
}

/// The place of a value: `params.tags[1]`.
#[derive(Clone, Copy)]
pub enum Place<'a> {
    /// What the object's own path begins with, and the name of the field in it.
    Field(&'a str, &'a str),
    /// The list's place, and the index in it.
    Element(&'a Place<'a>, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(prefix, name) => write!(formatter, "{prefix}{}", shown_name(name)),
            Self::Element(list, index) => write!(formatter, "{list}[{index}]"),
        }
    }
}

type Result<T> = std::result::Result<T, ReadError>;

impl<'env> Given<'_, 'env> {
    /// The error of a value that is not what its place expects.
    pub fn unexpected(&self, value: &Value<'_>, expected: &str) -> ReadError {
        value.unexpected(self.place, expected)
    }

    /// The error that says this of the place.
    pub fn refused(&self, why: &str) -> ReadError {
        ReadError::argument(format!("{} {why}", self.place))
    }

    pub fn read_each<T>(
        &self,
        list: &List<'env>,
        read: impl Fn(&Given<'_, 'env>, Value<'env>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let read = |(index, raw)| {
            let place = Place::Element(&self.place, index);
            read(&Given { encoder: self.encoder, place, raw }, Value::read(raw)?)
        };
        list.elements()?.into_iter().enumerate().map(read).collect()
    }

    /// The fields of an object that stands here.
    pub fn fields(&self, object: Object<'env>, known: &[&str]) -> Result<Fields<'env>> {
        Fields::of(self.encoder, object, &format!("{}.", self.place), known)
    }

    /// The JSON that JavaScript makes of it, `None` for what has none, such as a function.
    pub fn json(&self) -> Result<Option<String>> {
        self.encoder.json(self.raw).map_err(|error| self.unencodable(error))
    }

    /// The same in the official SDK's payload encoding.
    pub fn super_json(&self) -> Result<Option<String>> {
        self.encoder.super_json(self.raw).map_err(|error| self.unencodable(error))
    }

    fn unencodable(&self, error: EncodeError) -> ReadError {
        match error {
            EncodeError::Thrown(error) => ReadError::Thrown(error),
            EncodeError::NotJson { what, steps } => {
                let path =
                    steps.iter().fold(self.place.to_string(), |path, step| match step.strip_prefix('.') {
                        Some(name) => format!("{path}.{}", shown_name(name)),
                        None => path + step,
                    });
                ReadError::argument(format!("{path} must be a value that JSON can hold, got {what}"))
            }
        }
    }
}
