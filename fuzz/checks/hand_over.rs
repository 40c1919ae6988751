//! Whatever a body holds: what is handed over to JavaScript is JSON of the shape that was promised, as a
//! parser that builds the whole value says too.

use hairtrigger_core::decode::{self, Columns};
use hairtrigger_core::operation::{Field, FieldKind, Shape};
use serde_json::Value;

const ENVIRONMENT: &[Field] = &[Field { name: "id", kind: FieldKind::Plain }];

/// Of every kind but dates, which the table does not keep as they were written.
const FIELDS: &[Field] = &[
    Field { name: "id", kind: FieldKind::Plain },
    Field { name: "env", kind: FieldKind::Nested(ENVIRONMENT) },
    Field { name: "tags", kind: FieldKind::Texts },
    Field { name: "metadata", kind: FieldKind::FreeForm },
];

/// What JavaScript makes of columns, made here.
fn assembled(columns: &Columns) -> Value {
    let values: Vec<Value> = serde_json::from_str(&columns.table).expect("the table is JSON");
    let mut rows = columns.rows.iter().copied();
    let mut items = Vec::new();
    while let Some(id) = rows.next() {
        let fields: Vec<Value> =
            serde_json::from_str(values[id as usize].as_str().expect("a layout")).expect("the layout is JSON");
        items.push(object(&fields, &mut rows, &values));
    }
    match values.first().expect("an envelope") {
        Value::Object(envelope) => {
            let mut page = envelope.clone();
            page.insert("data".to_owned(), items.into());
            page.into()
        }
        _ => items.into(),
    }
}

fn object(fields: &[Value], rows: &mut impl Iterator<Item = f64>, values: &[Value]) -> Value {
    let pairs = fields.chunks(2).map(|pair| {
        let value = match &pair[1] {
            Value::Array(nested) => object(nested, rows, values),
            Value::Number(count) => {
                let count = count.as_u64().expect("a count");
                (0..count).map(|_| values[rows.next().expect("a place") as usize].clone()).collect()
            }
            letter => {
                let number = rows.next().expect("a number");
                match letter.as_str().expect("a letter") {
                    "b" => Value::Bool(number > 0.5),
                    "n" => Value::from(number),
                    _ => values[number as usize].clone(),
                }
            }
        };
        (pair[0].as_str().expect("a name").to_owned(), value)
    });
    Value::Object(pairs.collect())
}

/// Numbers as JavaScript knows them.
fn as_javascript(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().map(Value::from).unwrap_or_default(),
        Value::Array(list) => list.iter().map(as_javascript).collect(),
        Value::Object(object) => {
            Value::Object(object.iter().map(|(name, value)| (name.clone(), as_javascript(value))).collect())
        }
        other => other.clone(),
    }
}

fn is_object(value: &Value) -> bool {
    value.is_object()
}

/// Whether a value is a page, asked in the plainest way.
fn is_page(value: &Value) -> bool {
    let (data, pagination) = (&value["data"], &value["pagination"]);
    let is_cursor =
        |name: &str| pagination.get(name).is_none_or(|cursor| cursor.is_null() || cursor.is_string());
    value.is_object()
        && data.as_array().is_some_and(|items| items.iter().all(is_object))
        && pagination.is_object()
        && is_cursor("next")
        && is_cursor("previous")
}

type Fits = fn(&Value) -> bool;

pub type Input<'a> = &'a [u8];

pub fn check(body: Input<'_>) {
    let value = serde_json::from_slice::<Value>(body);
    let read = |shape: Shape| decode::read(shape, body.to_vec());
    let cases: [(Shape, Fits); 3] = [
        (Shape::Object(&[]), is_object),
        (Shape::List(FIELDS), |value| value.as_array().is_some_and(|items| items.iter().all(is_object))),
        (Shape::Page(FIELDS), is_page),
    ];
    for (shape, fits) in cases {
        match (read(shape), &value) {
            (Ok(read), Ok(value)) => {
                assert_eq!(read.text.as_bytes(), body);
                assert!(fits(value), "{shape:?} takes {}", read.text);
                if let Some(columns) = read.columns {
                    assert_eq!(as_javascript(&assembled(&columns)), as_javascript(value), "{}", read.text);
                }
            }
            // JSON.parse takes these too; the parser that builds values has nothing to hold them in.
            (Ok(read), Err(error)) => {
                let error = error.to_string();
                let held_by_javascript = ["recursion limit", "number out of range", "surrogate"];
                assert!(
                    held_by_javascript.iter().any(|known| error.contains(known)),
                    "{}: {error}",
                    read.text
                );
            }
            (Err(_), _) => {}
        }
    }
}
