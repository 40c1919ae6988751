//! Reads a body: checks that it has the shape it should have, and hands it on as text or columns.

use serde_json::value::RawValue;

use super::columns::{Columns, columns};
use super::nesting;
use super::pagination::is_pagination;
use super::pieces::{Piece, pieces};
use super::projection::projection;
use super::value_count;
use crate::operation::Shape;

/// A body of the shape it should have.
#[derive(Clone)]
pub struct Body {
    /// The body as text.
    pub text: String,
    /// The body as columns, where those serve better than the text.
    pub columns: Option<Columns>,
    /// The body in pieces, where it is large.
    pub pieces: Option<Vec<Piece>>,
}

/// Larger bodies are no columns: objects of those are made in one go.
const MAX_COLUMNS: usize = 1024 * 1024;

impl Body {
    /// A body that is handed over as it is, or in pieces.
    pub fn of(text: String) -> Self {
        Self { columns: None, pieces: pieces(&text), text }
    }
}

/// Reads a body into text, with its columns where they serve, or answers what is wrong with the body, and it.
pub fn read(shape: Shape, body: Vec<u8>) -> Result<Body, (&'static str, Vec<u8>)> {
    read_text(shape, body).map_err(|(what, body)| match shape {
        // Not even an error shows what else is in it.
        Shape::Only(_) => (what, Vec::new()),
        _ => (what, body),
    })
}

fn read_text(shape: Shape, body: Vec<u8>) -> Result<Body, (&'static str, Vec<u8>)> {
    let text = match String::from_utf8(body) {
        Ok(text) => text,
        Err(error) => return Err(("the body is not UTF-8 text", error.into_bytes())),
    };
    match (check(shape, &text), shape) {
        (Err(what), _) => Err((what, text.into_bytes())),
        (Ok(_), Shape::Only(fields)) => match projection(&text, fields) {
            Some(text) => Ok(Body::of(text)),
            None => Err(("the body is not an object", text.into_bytes())),
        },
        (Ok(None), _) => Ok(Body::of(text)),
        (Ok(columns), _) => Ok(Body { text, columns, pieces: None }),
    }
}

fn check(shape: Shape, body: &str) -> Result<Option<Columns>, &'static str> {
    if body.trim_ascii().is_empty() && !matches!(shape, Shape::Any) {
        return Err("the body is empty");
    }
    if nesting::is_too_deep(body) {
        return Err("the body nests too deep");
    }
    if value_count::has_too_many(body) {
        return Err("the body holds more than 1,000,000 values");
    }
    let columns = if body.len() > MAX_COLUMNS { None } else { columns(shape, body) };
    match columns {
        Some(columns) => Ok(Some(columns)),
        None => check_text(shape, body).map(|()| None),
    }
}

fn check_text(shape: Shape, body: &str) -> Result<(), &'static str> {
    if body.trim_ascii().is_empty() {
        return Ok(());
    }
    let Ok(json) = serde_json::from_str::<&RawValue>(body) else { return Err("the body is not JSON") };
    let text = json.get();
    match shape {
        Shape::Any => Ok(()),
        Shape::Data(_) => match serde_json::from_str::<DataBody>(text) {
            Ok(_) if text.starts_with('{') => Ok(()),
            _ => Err("the body is not an object with an object as data"),
        },
        Shape::Object(_) | Shape::Only(_) if text.starts_with('{') => Ok(()),
        Shape::Object(_) | Shape::Only(_) => Err("the body is not an object"),
        Shape::List(_) => match serde_json::from_str::<Vec<AnObject>>(text) {
            Ok(_) => Ok(()),
            Err(_) => Err("the body is not a list of objects"),
        },
        // A derived struct would take an array for an object.
        Shape::Page(_) => match serde_json::from_str::<PageBody>(text) {
            Ok(page) if text.starts_with('{') && is_pagination(page.pagination.get()) => Ok(()),
            _ => Err("the body is not a page with a data array of objects and a pagination object"),
        },
    }
}

/// Accepts a JSON object, whatever it holds, without keeping any of it.
struct AnObject;

impl<'de> serde::Deserialize<'de> for AnObject {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = AnObject;

            fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<AnObject, A::Error> {
                while map.next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?.is_some() {}
                Ok(AnObject)
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

#[derive(serde::Deserialize)]
struct DataBody {
    #[serde(rename = "data")]
    _data: AnObject,
}

#[derive(serde::Deserialize)]
struct PageBody<'body> {
    #[serde(rename = "data")]
    _data: Vec<AnObject>,
    #[serde(borrow)]
    pagination: &'body RawValue,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::{Field, FieldKind};

    fn check(shape: Shape, body: &str) -> bool {
        super::check(shape, body).is_ok()
    }

    #[test]
    fn shapes_refuse_other_shapes_and_nothing_else() {
        let page = Shape::Page(&[]);
        assert!(check(page, r#"{"data":[],"pagination":{}}"#));
        assert!(check(page, r#"{"data":[{"x":1}],"pagination":{"next":null,"more":2},"y":3}"#));
        for body in [
            "[]",
            "{}",
            "null",
            r#"{"data":[]}"#,
            r#"{"data":[1],"pagination":{}}"#,
            r#"{"data":{},"pagination":{}}"#,
            r#"{"data":[],"pagination":[]}"#,
            r#"{"data":[],"pagination":{"next":7}}"#,
            "[[],{}]",
        ] {
            assert!(!check(page, body), "{body}");
        }
        assert!(check(Shape::Object(&[]), r#" {"a":1}"#));
        assert!(!check(Shape::Object(&[]), "[]"));
        assert!(check(Shape::Data(&[]), r#"{"data":{"a":1},"more":2}"#));
        for body in ["{}", r#"{"data":[]}"#, r#"{"data":null}"#, "[{}]"] {
            assert!(!check(Shape::Data(&[]), body), "{body}");
        }
        assert!(check(Shape::Only(&[]), r#"{"a":1}"#));
        assert!(!check(Shape::Only(&[]), "[]"));
        assert!(check(Shape::List(&[]), r#"[{"a":1}]"#));
        assert!(!check(Shape::List(&[]), "[1]"));
    }

    #[test]
    fn what_is_handed_over_reduced_never_shows_the_rest() {
        let only = Shape::Only(&[Field { name: "id", kind: FieldKind::Plain }]);
        let body = read(only, br#"{"id":"a","apiKey":"tr_dev_x"}"#.to_vec());
        assert_eq!(body.map(|body| body.text).ok().as_deref(), Some(r#"{"id":"a"}"#));
        for body in [&br#"["tr_dev_x"]"#[..], br#"{"apiKey":"tr_dev_x""#, b"tr_dev_x\xff"] {
            assert!(read(only, body.to_vec()).is_err_and(|(_, shown)| shown.is_empty()), "{body:?}");
        }
    }
}
