//! What a JSON answer must look like, and where its dates are.

use serde_json::value::RawValue;

use super::columns::{Columns, columns};
use super::nesting;
use super::reduction::reduced;

/// The shape of an answer. Unknown fields and values pass; another shape is an error.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Anything, or nothing.
    Any,
    /// `{ … }` with these fields.
    Object(&'static [Field]),
    /// `{ data: { … } }`
    Data(&'static [Field]),
    /// `{ … }`, handed over with these fields alone: the server sends others that hold keys.
    Only(&'static [Field]),
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
    /// An object, or a list of objects, with the fields of the object it stands in.
    Alike,
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

impl Shape {
    fn fields(self) -> &'static [Field] {
        match self {
            Self::Any => &[],
            Self::Object(fields)
            | Self::Data(fields)
            | Self::Only(fields)
            | Self::List(fields)
            | Self::Page(fields) => fields,
        }
    }

    /// Where the dates of one item are, as a JSON object: `{"createdAt":true,"root":{…},"children":"alike"}`.
    pub fn dates(self) -> serde_json::Value {
        dates_of(self.fields())
    }

    /// The text of a body, with its columns where they serve, or the body with what is wrong with it.
    pub fn read(self, body: Vec<u8>) -> Result<Body, (&'static str, Vec<u8>)> {
        self.read_text(body).map_err(|(what, body)| match self {
            // Not even an error shows what else is in it.
            Self::Only(_) => (what, Vec::new()),
            _ => (what, body),
        })
    }

    fn read_text(self, body: Vec<u8>) -> Result<Body, (&'static str, Vec<u8>)> {
        let text = match String::from_utf8(body) {
            Ok(text) => text,
            Err(error) => return Err(("the body is not UTF-8 text", error.into_bytes())),
        };
        match (self.check(&text), self) {
            (Err(what), _) => Err((what, text.into_bytes())),
            (Ok(_), Self::Only(fields)) => match reduced(&text, fields) {
                Some(text) => Ok(Body { text, columns: None }),
                None => Err(("the body is not an object", text.into_bytes())),
            },
            (Ok(columns), _) => Ok(Body { text, columns }),
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
            Self::Data(_) => match serde_json::from_str::<DataBody>(text) {
                Ok(_) if text.starts_with('{') => Ok(()),
                _ => Err("the body is not an object with an object as data"),
            },
            Self::Object(_) | Self::Only(_) if text.starts_with('{') => Ok(()),
            Self::Object(_) | Self::Only(_) => Err("the body is not an object"),
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
            FieldKind::Alike => {
                dates.insert(field.name.to_owned(), "alike".into());
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
        assert!(check(Shape::Only(&[]), r#"{"a":1}"#));
        assert!(!check(Shape::Only(&[]), "[]"));
        assert!(check(Shape::List(&[]), r#"[{"a":1}]"#));
        assert!(!check(Shape::List(&[]), r#"[1]"#));
    }

    #[test]
    fn what_is_handed_over_reduced_never_shows_the_rest() {
        let only = Shape::Only(&[Field { name: "id", kind: FieldKind::Plain }]);
        let body = only.read(br#"{"id":"a","apiKey":"tr_dev_x"}"#.to_vec());
        assert_eq!(body.map(|body| body.text).ok().as_deref(), Some(r#"{"id":"a"}"#));
        for body in [&br#"["tr_dev_x"]"#[..], br#"{"apiKey":"tr_dev_x""#, b"tr_dev_x\xff"] {
            assert!(only.read(body.to_vec()).is_err_and(|(_, shown)| shown.is_empty()), "{body:?}");
        }
    }

    #[test]
    fn dates_are_named_at_every_depth() {
        const INNER: &[Field] =
            &[Field { name: "at", kind: FieldKind::Date }, Field { name: "below", kind: FieldKind::Alike }];
        const FIELDS: &[Field] = &[
            Field { name: "id", kind: FieldKind::Plain },
            Field { name: "createdAt", kind: FieldKind::Date },
            Field { name: "inner", kind: FieldKind::Nested(INNER) },
        ];
        let dates = Shape::Object(FIELDS).dates().to_string();
        assert_eq!(dates, r#"{"createdAt":true,"inner":{"at":true,"below":"alike"}}"#);
    }
}
