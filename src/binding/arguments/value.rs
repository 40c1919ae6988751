//! A JavaScript value as Rust can match on it.

use std::fmt::Display;

use napi::bindgen_prelude::{FromNapiValue, JsObjectValue, Object, Unknown};
use napi::{JsDate, JsValue, ValueType};

use super::read_error::ReadError;
use crate::engine::identity::looks_like_token;

/// What a value is, converted one level deep.
pub enum Value<'env> {
    Undefined,
    Null,
    Boolean(bool),
    Number(f64),
    Text(String),
    /// Epoch milliseconds; NaN for an invalid date.
    Date(f64),
    List(List<'env>),
    Object(Object<'env>),
    /// Something no argument can be: a function, a symbol, a bigint.
    Other(&'static str),
}

impl<'env> Value<'env> {
    pub fn read(value: Unknown<'env>) -> napi::Result<Self> {
        Ok(match value.get_type()? {
            ValueType::Undefined => Self::Undefined,
            ValueType::Null => Self::Null,
            ValueType::Boolean => Self::Boolean(cast(&value)?),
            ValueType::Number => Self::Number(cast(&value)?),
            ValueType::String => Self::Text(cast(&value)?),
            ValueType::Object => Self::read_object(value)?,
            ValueType::Function => Self::Other("a function"),
            ValueType::Symbol => Self::Other("a symbol"),
            ValueType::BigInt => Self::Other("a bigint"),
            _ => Self::Other("an unknown value"),
        })
    }

    fn read_object(value: Unknown<'env>) -> napi::Result<Self> {
        if value.is_array()? {
            return Ok(Self::List(List::of(&value)?));
        }
        if value.is_date()? {
            return Ok(Self::Date(cast::<JsDate>(&value)?.value_of()?));
        }
        Ok(Self::Object(cast(&value)?))
    }

    /// What a person would call it, after "got".
    pub fn kind(&self) -> String {
        match self {
            Self::Undefined => "undefined".to_owned(),
            Self::Null => "null".to_owned(),
            Self::Boolean(value) => value.to_string(),
            Self::Number(value) => format!("the number {value}"),
            Self::Text(text) => quoted(text),
            Self::Date(epoch) if epoch.is_nan() => "an invalid Date".to_owned(),
            Self::Date(_) => "a Date".to_owned(),
            Self::List(_) => "an array".to_owned(),
            Self::Object(_) => "an object".to_owned(),
            Self::Other(kind) => (*kind).to_owned(),
        }
    }

    /// The error of a value that is not what its place expects.
    pub fn unexpected(&self, place: impl Display, expected: &str) -> ReadError {
        ReadError::argument(format!("{place} must be {expected}, got {}", self.kind()))
    }
}

/// A text as an error may show it: short, and never a token, whatever its form.
fn quoted(text: &str) -> String {
    const MAX_LENGTH: usize = 20;
    if looks_like_token(text) {
        return "a string that looks like a token".to_owned();
    }
    if text.chars().count() > MAX_LENGTH {
        return format!("a string of {} characters", text.chars().count());
    }
    format!("{text:?}")
}

/// An array. Its elements are read only where somebody asks for them: many go out as the JSON they are.
pub struct List<'env> {
    array: Object<'env>,
    length: u32,
}

impl<'env> List<'env> {
    /// Reads a value that is an array.
    pub fn of(value: &Unknown<'env>) -> napi::Result<Self> {
        let array: Object<'env> = cast(value)?;
        let length = array.get_array_length()?;
        Ok(Self { array, length })
    }

    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub fn len(&self) -> u32 {
        self.length
    }

    /// Its elements, holes as `undefined`.
    pub fn elements(&self) -> napi::Result<Vec<Unknown<'env>>> {
        (0..self.length).map(|index| self.array.get_element(index)).collect()
    }
}

/// Reads a value whose type has just been asked for.
pub fn cast<T: FromNapiValue>(value: &Unknown<'_>) -> napi::Result<T> {
    // SAFETY: a conversion of a wrong type answers an error status, it does not misread the value;
    // napi calls it unsafe for the raw pointers, which come from a live `Unknown` here.
    #[expect(unsafe_code, reason = "napi offers no checked conversion of an Unknown")]
    unsafe {
        value.cast()
    }
}
