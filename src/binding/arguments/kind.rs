//! What a value may be.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::given::Given;
use super::read_error::ReadError;
use super::value::Value;
use crate::engine::call::{IdempotencyKey, JsonObject};

/// A kind of value: how it is read, and the words that an error has for it.
pub trait Kind {
    /// What it is read into.
    type Output: Into<Written>;

    /// What an error says was expected.
    const EXPECTED: &'static str;
    /// A call without it is refused.
    const IS_REQUIRED: bool = true;

    /// Reads a value that is given; undefined is not.
    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<Self::Output, ReadError>;

    /// What goes out where none is given.
    fn default() -> Written {
        Written::Nothing
    }
}

impl<K: Kind> Kind for Option<K> {
    type Output = K::Output;

    const EXPECTED: &'static str = K::EXPECTED;
    const IS_REQUIRED: bool = false;

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<Self::Output, ReadError> {
        K::read(given, value)
    }

    fn default() -> Written {
        K::default()
    }
}

/// A value on its way out.
pub enum Written {
    Nothing,
    /// A text, as it is.
    Text(String),
    /// JSON.
    Json(String),
    /// A payload that says its own type.
    SuperJson(String),
    Key(IdempotencyKey),
}

impl Written {
    pub fn json(value: impl Into<Json>) -> Self {
        Self::Json(value.into().to_string())
    }

    /// The text of it in a query.
    pub fn into_query(self) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Text(text)
            | Self::Json(text)
            | Self::SuperJson(text)
            | Self::Key(IdempotencyKey { hash: text, .. }) => Some(text),
        }
    }

    /// Adds it to an object under this name.
    pub fn add_to(self, object: &mut JsonObject, name: &'static str) {
        match self {
            Self::Nothing => {}
            Self::Text(text) => object.add_text(name, &text),
            Self::Json(json) => object.add_json(name, &json),
            Self::Key(key) => object.add_idempotency_key(&key),
            Self::SuperJson(text) => {
                object.add_text(name, &text);
                object.add_text("payloadType", "application/super+json");
            }
        }
    }
}

impl From<String> for Written {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// Null is a value too.
impl From<Option<String>> for Written {
    fn from(text: Option<String>) -> Self {
        Self::json(text)
    }
}

impl From<Vec<String>> for Written {
    fn from(texts: Vec<String>) -> Self {
        Self::json(texts)
    }
}

impl From<BTreeMap<String, String>> for Written {
    fn from(texts: BTreeMap<String, String>) -> Self {
        let texts = texts.into_iter().map(|(name, text)| (name, Json::from(text)));
        Self::json(texts.collect::<Map<_, _>>())
    }
}

impl From<bool> for Written {
    fn from(flag: bool) -> Self {
        Self::json(flag)
    }
}

impl From<u32> for Written {
    fn from(number: u32) -> Self {
        Self::json(number)
    }
}

impl From<f64> for Written {
    /// A whole number has no fraction, which Rust would write.
    fn from(number: f64) -> Self {
        const LARGEST: f64 = 9_007_199_254_740_992.0;
        match number.fract() == 0.0 && number.abs() <= LARGEST {
            true => Self::json(number as i64),
            false => Self::json(number),
        }
    }
}

impl From<Json> for Written {
    fn from(value: Json) -> Self {
        Self::json(value)
    }
}

impl From<JsonObject> for Written {
    fn from(object: JsonObject) -> Self {
        Self::Json(object.finish())
    }
}

impl From<IdempotencyKey> for Written {
    fn from(key: IdempotencyKey) -> Self {
        Self::Key(key)
    }
}
