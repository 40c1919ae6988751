//! Queues: by their type and name, or by their name alone.

use napi::bindgen_prelude::Object;
use serde_json::{Value as Json, json};

use super::fields::Fields;
use super::given::Given;
use super::kind::Kind;
use super::read_error::ReadError;
use super::texts::{AnyText, text};
use super::value::Value;

type Result<T> = std::result::Result<T, ReadError>;

const QUEUE: &str = "an object { type, name }";
const EMPTY: &str = "must not be an empty array";
const NAMES: &[&str] = &["type", "name"];

/// A queue or several, as the API names them in a query.
pub struct Queues;

impl Kind for Queues {
    type Output = String;
    const EXPECTED: &'static str = QUEUE;

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<String> {
        match value {
            Value::List(list) if list.is_empty() => Err(given.refused(EMPTY)),
            Value::List(list) => Ok(given.read_each(&list, in_query)?.join(",")),
            single => in_query(given, single),
        }
    }
}

/// A queue or several, as they were given.
pub struct QueueObjects;

impl Kind for QueueObjects {
    type Output = Json;
    const EXPECTED: &'static str = QUEUE;

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<Json> {
        let read = |given: &Given<'_, 'env>, value| {
            let (kind, name) = named(given, value)?;
            Ok(json!({ "type": kind, "name": name }))
        };
        match value {
            Value::List(list) if list.is_empty() => Err(given.refused(EMPTY)),
            Value::List(list) => Ok(given.read_each(&list, read)?.into()),
            single => read(given, single),
        }
    }
}

/// The name of a queue.
pub struct QueueByName;

impl Kind for QueueByName {
    type Output = Json;
    const EXPECTED: &'static str = "a string";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<Json> {
        Ok(json!({ "name": text(given.place, value)? }))
    }
}

fn named<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<(String, String)> {
    match value {
        Value::Object(object) => queue_of(given, object),
        other => Err(given.unexpected(&other, QUEUE)),
    }
}

fn in_query<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<String> {
    let (kind, name) = named(given, value)?;
    if name.contains(',') {
        return Err(ReadError::argument(format!(
            "{}.name must not contain a comma, the server would read it as two queues",
            given.place
        )));
    }
    Ok(if kind == "task" { format!("task/{name}") } else { name })
}

/// The type and the name of a queue, or, where an id is taken too, `id` and the id.
pub fn queue_or_id<'env>(
    given: &Given<'_, 'env>,
    value: Value<'env>,
    takes_id: bool,
) -> Result<(String, String)> {
    match value {
        Value::Object(queue) => queue_of(given, queue),
        Value::Text(_) if takes_id => Ok(("id".to_owned(), text(given.place, value)?)),
        other => Err(given.unexpected(&other, queue_words(takes_id))),
    }
}

pub fn queue_words(takes_id: bool) -> &'static str {
    if takes_id { "a string or an object { type, name }" } else { QUEUE }
}

/// The type and the name of a queue.
fn queue_of<'env>(given: &Given<'_, 'env>, object: Object<'env>) -> Result<(String, String)> {
    let mut fields: Fields<'env> = given.fields(object, NAMES)?;
    let name = fields.required::<AnyText>("name")?;
    let kind = fields.required::<AnyText>("type")?;
    fields.finish(NAMES)?;
    if name.is_empty() {
        return Err(ReadError::argument(format!("{}.name must not be empty", given.place)));
    }
    match kind.as_str() {
        "task" | "custom" => Ok((kind, name)),
        _ => Err(ReadError::argument(format!("{}.type must be \"task\" or \"custom\"", given.place))),
    }
}
