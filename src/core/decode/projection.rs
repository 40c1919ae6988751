//! Projects a body on the fields that are handed over.

use serde_json::Value;

use crate::operation::{Field, FieldKind};

/// Answers the JSON object with these fields and no others, at every depth; `None` when it is none.
pub fn projection(body: &str, fields: &[Field]) -> Option<String> {
    let mut value = serde_json::from_str(body).ok().filter(Value::is_object)?;
    keep(&mut value, fields);
    Some(value.to_string())
}

fn keep(value: &mut Value, fields: &[Field]) {
    match value {
        Value::Object(object) => object.retain(|name, value| {
            let Some(field) = fields.iter().find(|field| field.name == name) else { return false };
            match field.kind {
                FieldKind::Nested(nested) => keep(value, nested),
                FieldKind::Alike => keep(value, fields),
                FieldKind::Plain | FieldKind::Date | FieldKind::Texts | FieldKind::FreeForm => {}
            }
            true
        }),
        Value::Array(list) => list.iter_mut().for_each(|value| keep(value, fields)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INNER: &[Field] = &[Field { name: "id", kind: FieldKind::Plain }];
    const FIELDS: &[Field] = &[
        Field { name: "ok", kind: FieldKind::Plain },
        Field { name: "inner", kind: FieldKind::Nested(INNER) },
        Field { name: "list", kind: FieldKind::Nested(INNER) },
        Field { name: "below", kind: FieldKind::Alike },
    ];

    #[test]
    fn keeps_the_fields_it_knows_at_every_depth() {
        let body = r#"{"ok":true,"key":1,"inner":{"id":1,"key":2},"list":[{"key":3},{"id":4}],
            "below":{"ok":false,"key":5}}"#;
        let expected = r#"{"below":{"ok":false},"inner":{"id":1},"list":[{},{"id":4}],"ok":true}"#;
        assert_eq!(projection(body, FIELDS).as_deref(), Some(expected));
        for body in ["[]", "1", "null", "{"] {
            assert_eq!(projection(body, FIELDS), None, "{body}");
        }
    }
}
