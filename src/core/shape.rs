//! What a JSON answer must look like, and where its dates are.

use serde_json::value::RawValue;

use super::columns::{Columns, columns};
use super::nesting;

/// The shape of an answer. Unknown fields and values pass; another shape is an error.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Anything, or nothing.
    Any,
    /// `{ … }` with these fields.
    Object(&'static [Field]),
    /// `{ data: { … } }`
    Data(&'static [Field]),
    /// `[ { … }, … ]`
    List(&'static [Field]),
    /// `{ data: [ { … }, … ], pagination: { … } }`
    Page(&'static [Field]),
}

/// A field that matters to the hand-over.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: &'static str,
    pub kind: FieldKind,
}

#[derive(Clone, Copy, Debug)]
pub enum FieldKind {
    /// As it is in the JSON: a text, a number, a flag.
    Plain,
    /// An ISO 8601 text that becomes a `Date`.
    Date,
    /// A list of texts.
    Texts,
    /// Any JSON value.
    FreeForm,
    /// An object, or a list of objects, with fields of its own.
    Nested(&'static [Field]),
}

impl FieldKind {
    pub fn is_date(self) -> bool {
        matches!(self, Self::Date)
    }
}

/// A body of the shape it should have.
#[derive(Clone)]
pub struct Body {
    pub text: String,
    pub columns: Option<Columns>,
}

/// A wire type that says its own fields.
pub trait Wire {
    const KIND: FieldKind;
}

impl Shape {
    fn fields(self) -> &'static [Field] {
        match self {
            Self::Any => &[],
            Self::Object(fields) | Self::Data(fields) | Self::List(fields) | Self::Page(fields) => fields,
        }
    }

    /// Where the dates of one item are, as a JSON object: `{"createdAt":true,"root":{…}}`.
    pub fn dates(self) -> serde_json::Value {
        dates_of(self.fields())
    }

    /// The text of a body, with its columns where they serve, or the body with what is wrong with it.
    pub fn read(self, body: Vec<u8>) -> Result<Body, (&'static str, Vec<u8>)> {
        match String::from_utf8(body) {
            Err(error) => Err(("the body is not UTF-8 text", error.into_bytes())),
            Ok(text) => match self.check(&text) {
                Ok(columns) => Ok(Body { text, columns }),
                Err(what) => Err((what, text.into_bytes())),
            },
        }
    }

    fn check(self, body: &str) -> Result<Option<Columns>, &'static str> {
        if body.trim_ascii().is_empty() && !matches!(self, Self::Any) {
            return Err("the body is empty");
        }
        if nesting::is_too_deep(body) {
            return Err("the body nests too deep");
        }
        match columns(self, body) {
            Some(columns) => Ok(Some(columns)),
            None => self.check_text(body).map(|()| None),
        }
    }

    fn check_text(self, body: &str) -> Result<(), &'static str> {
        if body.trim_ascii().is_empty() {
            return Ok(());
        }
        let Ok(json) = serde_json::from_str::<&RawValue>(body) else { return Err("the body is not JSON") };
        let text = json.get();
        match self {
            Self::Any => Ok(()),
            Self::Object(_) if text.starts_with('{') => Ok(()),
            Self::Object(_) => Err("the body is not an object"),
            Self::Data(_) => match serde_json::from_str::<DataBody>(text) {
                Ok(_) if text.starts_with('{') => Ok(()),
                _ => Err("the body is not an object with an object as data"),
            },
            Self::List(_) => match serde_json::from_str::<Vec<AnObject>>(text) {
                Ok(_) => Ok(()),
                Err(_) => Err("the body is not a list of objects"),
            },
            // A derived struct would take an array for an object.
            Self::Page(_) => match serde_json::from_str::<PageBody>(text) {
                Ok(page) if text.starts_with('{') && is_pagination(page.pagination.get()) => Ok(()),
                _ => Err("the body is not a page with a data array of objects and a pagination object"),
            },
        }
    }
}

fn dates_of(fields: &[Field]) -> serde_json::Value {
    let mut dates = serde_json::Map::new();
    for field in fields {
        match field.kind {
            FieldKind::Plain | FieldKind::Texts | FieldKind::FreeForm => {}
            FieldKind::Date => {
                dates.insert(field.name.to_owned(), true.into());
            }
            FieldKind::Nested(nested) => {
                let nested = dates_of(nested);
                if nested.as_object().is_some_and(|map| !map.is_empty()) {
                    dates.insert(field.name.to_owned(), nested);
                }
            }
        }
    }
    dates.into()
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

/// Whether this is a pagination object, whose cursors are texts or null.
pub fn is_pagination(json: &str) -> bool {
    let Ok(pagination) = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(json) else {
        return false;
    };
    ["next", "previous"].iter().all(|name| match pagination.get(*name) {
        None => true,
        Some(cursor) => cursor.is_null() || cursor.is_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(shape: Shape, body: &str) -> bool {
        shape.check(body).is_ok()
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
        assert!(check(Shape::List(&[]), r#"[{"a":1}]"#));
        assert!(!check(Shape::List(&[]), r#"[1]"#));
    }

    #[test]
    fn dates_are_named_at_every_depth() {
        const INNER: &[Field] = &[Field { name: "at", kind: FieldKind::Date }];
        const FIELDS: &[Field] = &[
            Field { name: "id", kind: FieldKind::Plain },
            Field { name: "createdAt", kind: FieldKind::Date },
            Field { name: "inner", kind: FieldKind::Nested(INNER) },
        ];
        let dates = Shape::Object(FIELDS).dates().to_string();
        assert_eq!(dates, r#"{"createdAt":true,"inner":{"at":true}}"#);
    }
}
