//! Texts: one or several.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde_json::Value as Json;

use super::cron;
use super::given::Given;
use super::kind::{Kind, Written};
use super::read_error::ReadError;
use super::value::Value;
use crate::engine::call::IdempotencyKey;

type Result<T> = std::result::Result<T, ReadError>;

const ONE_OR_SEVERAL: &str = "a string or an array of strings";

/// A text that is not empty.
impl Kind for String {
    type Output = String;
    const EXPECTED: &'static str = "a string";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<String> {
        text(given.place, value)
    }
}

/// A text that is not empty.
pub fn text(place: impl Display, value: Value<'_>) -> Result<String> {
    match value {
        Value::Text(text) if text.is_empty() => {
            Err(ReadError::argument(format!("{place} must not be empty")))
        }
        Value::Text(text) => Ok(text),
        other => Err(other.unexpected(place, String::EXPECTED)),
    }
}

/// A text that may be empty.
pub struct AnyText;

impl Kind for AnyText {
    type Output = String;
    const EXPECTED: &'static str = "a string";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<String> {
        match value {
            Value::Text(text) => Ok(text),
            other => Err(given.unexpected(&other, Self::EXPECTED)),
        }
    }
}

/// A text that is not empty, or null.
pub struct TextOrNull;

impl Kind for TextOrNull {
    type Output = Option<String>;
    const EXPECTED: &'static str = "a string or null";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<Option<String>> {
        match value {
            Value::Null => Ok(None),
            Value::Text(_) => text(given.place, value).map(Some),
            other => Err(given.unexpected(&other, Self::EXPECTED)),
        }
    }
}

/// The same, and null says nothing.
pub struct TextOrNone;

impl Kind for TextOrNone {
    type Output = Written;
    const EXPECTED: &'static str = TextOrNull::EXPECTED;

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<Written> {
        Ok(TextOrNull::read(given, value)?.map_or(Written::Nothing, Written::Text))
    }
}

/// A text, or several joined by commas, as the API takes lists in a query.
///
/// An empty list or text would lift the filter, and a comma inside an element would split it.
pub struct Joined;

impl Kind for Joined {
    type Output = String;
    const EXPECTED: &'static str = ONE_OR_SEVERAL;

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<String> {
        match value {
            Value::Text(_) => text(given.place, value),
            Value::List(list) if list.is_empty() => Err(given
                .refused("must not be an empty array, which would list everything; leave it out for that")),
            Value::List(list) => {
                let read =
                    |element: &Given<'_, 'env>, value| match text(element.place, value)? {
                        part if part.contains(',') => Err(element
                            .refused("must not contain a comma, the server would read it as two values")),
                        part => Ok(part),
                    };
                Ok(given.read_each(&list, read)?.join(","))
            }
            other => Err(given.unexpected(&other, Self::EXPECTED)),
        }
    }
}

/// One text, also as the only one of a list: several, joined by commas, the server would take for one that nothing has.
pub struct OneText;

impl Kind for OneText {
    type Output = String;
    const EXPECTED: &'static str = ONE_OR_SEVERAL;

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<String> {
        let no_list = match value {
            Value::List(list) if list.len() == 1 => {
                let one = given.read_each(&list, |element, value| text(element.place, value))?;
                return Ok(one.concat());
            }
            Value::List(_) => {
                return Err(given
                    .refused("must name one; the server finds nothing for several. Make one call for each"));
            }
            other => other,
        };
        match no_list {
            Value::Text(_) => text(given.place, no_list),
            other => Err(given.unexpected(&other, Self::EXPECTED)),
        }
    }
}

/// One environment, by its slug: of several the server would list only one, without saying so.
pub struct OneEnvironment;

impl Kind for OneEnvironment {
    type Output = String;
    const EXPECTED: &'static str = "an environment";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<String> {
        match Joined::read(given, value)? {
            several if several.contains(',') => Err(given.refused(
                "must name one environment; the server lists only one of several. Make one call for each",
            )),
            one => Ok(one),
        }
    }
}

/// A text or several, left apart and as they were given.
pub struct Texts;

impl Kind for Texts {
    type Output = Json;
    const EXPECTED: &'static str = ONE_OR_SEVERAL;

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<Json> {
        match value {
            Value::List(list) => {
                Ok(given.read_each(&list, |element, value| text(element.place, value))?.into())
            }
            Value::Text(_) => Ok(text(given.place, value)?.into()),
            other => Err(given.unexpected(&other, Self::EXPECTED)),
        }
    }
}

/// Tags: blank ones the server would drop without a word.
pub struct Tags;

impl Kind for Tags {
    type Output = Json;
    const EXPECTED: &'static str = ONE_OR_SEVERAL;

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<Json> {
        let tags = Texts::read(given, value)?;
        let is_blank = |tag: &Json| tag.as_str().is_some_and(|tag| tag.trim().is_empty());
        let has_blank = match &tags {
            Json::Array(list) => list.iter().any(is_blank),
            single => is_blank(single),
        };
        if has_blank { Err(given.refused("must not hold a blank tag")) } else { Ok(tags) }
    }
}

/// A text or several, where an empty list would select everything.
pub struct SomeTexts;

impl Kind for SomeTexts {
    type Output = Json;
    const EXPECTED: &'static str = ONE_OR_SEVERAL;

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<Json> {
        match value {
            Value::List(list) if list.is_empty() => Err(given.refused("must not be an empty array")),
            value => Texts::read(given, value),
        }
    }
}

/// A list of texts, at least one.
pub struct TextList;

impl Kind for TextList {
    type Output = Json;
    const EXPECTED: &'static str = "an array of strings";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<Json> {
        match SomeTexts::read(given, value)? {
            Json::String(text) => Err(given.unexpected(&Value::Text(text), Self::EXPECTED)),
            texts => Ok(texts),
        }
    }
}

/// A text or several, at least one, always a list.
pub struct TextsAsList;

impl Kind for TextsAsList {
    type Output = Vec<String>;
    const EXPECTED: &'static str = ONE_OR_SEVERAL;

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<Vec<String>> {
        match value {
            Value::List(list) if list.is_empty() => Err(given.refused("must not be an empty array")),
            Value::List(list) => given.read_each(&list, |element, value| text(element.place, value)),
            Value::Text(_) => Ok(vec![text(given.place, value)?]),
            other => Err(given.unexpected(&other, Self::EXPECTED)),
        }
    }
}

/// A key, or the parts of one, hashed.
pub struct IdempotencyKeyParts;

impl Kind for IdempotencyKeyParts {
    type Output = IdempotencyKey;
    const EXPECTED: &'static str = ONE_OR_SEVERAL;

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<IdempotencyKey> {
        TextsAsList::read(given, value).map(IdempotencyKey::given)
    }
}

/// Texts by name.
pub struct TextsByName;

impl Kind for TextsByName {
    type Output = BTreeMap<String, String>;
    const EXPECTED: &'static str = "an object of strings";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<Self::Output> {
        let Value::Object(object) = value else { return Err(given.unexpected(&value, "an object")) };
        let mut texts = BTreeMap::new();
        given.fields(object, &[])?.read_all(|name, field, value| match value {
            Value::Text(text) => {
                texts.insert(name.to_owned(), text);
                Ok(())
            }
            other => Err(field.unexpected(&other, "a string")),
        })?;
        Ok(texts)
    }
}

/// A cron expression, as far as the server does not judge it itself.
pub struct Cron;

impl Kind for Cron {
    type Output = String;
    const EXPECTED: &'static str =
        "a cron expression of five fields separated by spaces, such as \"0 9 * * 1\"";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<String> {
        match value {
            Value::Text(expression) if cron::is_judged(&expression) => Ok(expression),
            other => Err(given.unexpected(&other, Self::EXPECTED)),
        }
    }
}
