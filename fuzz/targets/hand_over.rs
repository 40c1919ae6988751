//! Whatever a body holds: what is handed over to JavaScript is JSON of the shape that was promised, as a
//! parser that builds the whole value says too.

#![no_main]

use hairtrigger::core::shape::Shape;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

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

fuzz_target!(|body: &[u8]| {
    let value = serde_json::from_slice::<Value>(body);
    let read = |shape: Shape| shape.read(body.to_vec());
    let cases: [(Shape, fn(&Value) -> bool); 3] = [
        (Shape::Object(&[]), is_object),
        (Shape::List(&[]), |value| value.as_array().is_some_and(|items| items.iter().all(is_object))),
        (Shape::Page(&[]), is_page),
    ];
    for (shape, fits) in cases {
        match (read(shape), &value) {
            (Ok(text), Ok(value)) => {
                assert_eq!(text.as_bytes(), body);
                assert!(fits(value), "{shape:?} takes {text}");
            }
            // JSON.parse takes these too; the parser that builds values has nothing to hold them in.
            (Ok(text), Err(error)) => {
                let error = error.to_string();
                let held_by_javascript = ["recursion limit", "number out of range", "surrogate"];
                assert!(held_by_javascript.iter().any(|known| error.contains(known)), "{text}: {error}");
            }
            (Err(_), _) => {}
        }
    }
});
