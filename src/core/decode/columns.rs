//! A list as columns: what JavaScript makes objects of several times faster than it parses JSON.
//!
//! A body becomes a table, one JSON list of every text and free-form value in it, texts once each, and rows
//! of numbers: for each item where its layout stands in the table, then for each field where its value stands in the table, or the
//! value itself when it is a number, a flag or a date. JavaScript parses the table, which is small, and
//! fills one object literal per layout.

use serde::de::DeserializeSeed;

use super::column_reader::{Items, Page};
pub use super::column_writer::Columns;
use super::column_writer::Writer;
use crate::operation::Shape;

/// Below so many items the plain text is faster.
const MIN_ITEMS: usize = 4;
/// Makes columns of a body of this shape; `None` when the plain text serves better, or the body is not of
/// the shape.
pub fn columns(shape: Shape, body: &str) -> Option<Columns> {
    let (fields, is_page) = match shape {
        Shape::Any | Shape::Object(_) | Shape::Data(_) | Shape::Only(_) => return None,
        Shape::List(fields) => (fields, false),
        Shape::Page(fields) => (fields, true),
    };
    let mut writer = Writer::new(body.len());
    let mut json = serde_json::Deserializer::from_str(body);
    let seed = Items { writer: &mut writer, fields };
    let envelope = match is_page {
        true => Page(seed).deserialize(&mut json).ok()?,
        false => seed.deserialize(&mut json).map(|()| "0".to_owned()).ok()?,
    };
    json.end().ok()?;
    (writer.items >= MIN_ITEMS && !writer.is_varied()).then(|| writer.finish(&envelope))
}
