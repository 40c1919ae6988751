//! Any value that JSON can hold.

use napi::ValueType;
use napi::bindgen_prelude::{JsObjectValue, Object};

use super::given::Given;
use super::kind::{Kind, Written};
use super::read_error::ReadError;
use super::value::Value;

type Result<T> = std::result::Result<T, ReadError>;

/// JSON as JavaScript writes it.
pub struct JsonText(pub String);

impl JsonText {
    pub fn of(value: impl Into<serde_json::Value>) -> Self {
        Self(value.into().to_string())
    }
}

impl From<JsonText> for Written {
    fn from(json: JsonText) -> Self {
        Self::Json(json.0)
    }
}

/// What `JSON.stringify` makes of a value.
pub struct AnyJson;

impl Kind for AnyJson {
    type Output = JsonText;
    const EXPECTED: &'static str = "a value that JSON can hold";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<JsonText> {
        given.json()?.map(JsonText).ok_or_else(|| given.unexpected(&value, Self::EXPECTED))
    }
}

/// The same, of an object.
pub struct AnyObject;

impl Kind for AnyObject {
    type Output = JsonText;
    const EXPECTED: &'static str = "an object";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<JsonText> {
        match value {
            Value::Object(object) => match given.json()? {
                // A Map, a promise: what it holds must not pass for nothing.
                Some(json) if json == "{}" && !is_plain(&object)? => {
                    Err(given.refused("must be a plain object, got one whose JSON is empty"))
                }
                Some(json) if json.starts_with('{') => Ok(JsonText(json)),
                _ => Err(given.refused("must be an object, and be one as JSON too")),
            },
            other => Err(given.unexpected(&other, Self::EXPECTED)),
        }
    }
}

/// The same, and one that is empty where none is given.
pub struct AnyObjectOrEmpty;

impl Kind for AnyObjectOrEmpty {
    type Output = JsonText;
    const EXPECTED: &'static str = AnyObject::EXPECTED;

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<JsonText> {
        AnyObject::read(given, value)
    }

    fn default() -> Written {
        Written::Json("{}".to_owned())
    }
}

/// A payload in the encoding of the official SDK, `application/super+json`, or as plain JSON where that encoding has no
/// text for it.
pub struct SuperJson;

impl Kind for SuperJson {
    type Output = Written;
    const EXPECTED: &'static str = "a value that JSON or superjson can hold";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<Written> {
        if matches!(value, Value::Other(kind) if kind != "a bigint") {
            return Err(given.unexpected(&value, Self::EXPECTED));
        }
        Ok(match given.super_json()? {
            Some(text) => Written::SuperJson(text),
            None => given.json()?.map_or(Written::Nothing, Written::Json),
        })
    }
}

/// An object literal, `Object.create(null)`, or one from another realm.
fn is_plain(object: &Object<'_>) -> Result<bool> {
    let Value::Object(prototype) = Value::read(object.get_prototype()?)? else { return Ok(true) };
    Ok(prototype.get_prototype()?.get_type()? == ValueType::Null)
}
