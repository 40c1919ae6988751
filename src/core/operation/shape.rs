//! Shapes: what a JSON answer must look like, and where its dates are.

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
    /// Its name.
    pub name: &'static str,
    /// The kind of its value.
    pub kind: FieldKind,
}

/// The kind of the value that a field holds.
#[derive(Clone, Copy, Debug)]
pub enum FieldKind {
    /// A text, a number or a flag, as it is in the JSON.
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
    /// Says if the field becomes a `Date`.
    pub fn is_date(self) -> bool {
        matches!(self, Self::Date)
    }
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

    /// Says where the dates of one item are, as a JSON object: `{"createdAt":true,"root":{…},"children":"alike"}`.
    pub fn dates(self) -> serde_json::Value {
        dates_of(self.fields())
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

#[cfg(test)]
mod tests {
    use super::*;

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
