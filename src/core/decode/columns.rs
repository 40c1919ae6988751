//! Lists as columns: of a page of runs JavaScript makes objects several times faster than it parses JSON.
//!
//! # Why
//!
//! A call's main-thread cost is its result's. `JSON.parse` makes the objects, and then a `Date` of each text that is
//! one; making objects property by property through Node-API costs more still. Most of a list is the same from item
//! to item: the names of the fields, and texts such as a status or the name of a task. Columns have these once, dates
//! as numbers, and leave JavaScript what only it can do, to fill object literals.
//!
//! # What
//!
//! A body becomes two things:
//!
//! - *The table*, a JSON list: first the body without its items (`0` where the items are all of it), then values as
//!   they are in the body. A text stands there once, however many items have it. The layouts stand there too.
//! - *The rows*, numbers: for each item where its layout stands in the table, then a number for each of its fields.
//!
//! A layout has the names of the fields and, behind each, how to read its number: `n` is the number itself, `b` a
//! flag, `d` a date in milliseconds of the epoch, `v` the place of a value in the table, `t` that of a text that
//! JavaScript may make a date of. In place of a letter, a list is the layout of an object and a count the length of a
//! list of texts. Items with the same fields share a layout, and `js/columns.js` compiles a function of each that
//! fills one object literal.
//!
//! # When
//!
//! For the shapes [`Shape::List`] and [`Shape::Page`], from four items on. Plain text is handed over instead, and
//! `JSON.parse` reads it, where columns would lose something or cost more than they save: a value that is not of its
//! field's kind, a name with escapes or `__proto__`, an item of more than 256 fields, fewer than four items to a
//! layout, more than 32 layouts or 16 KiB of them. So an answer never fails for want of columns, and the two paths give the same objects; only the text is
//! checked for its shape then. A new kind of field needs its letter here, in `column_writer`, and in `js/columns.js`.
//!
//! # Example
//!
//! ```
//! use hairtrigger_core::decode;
//! use hairtrigger_core::operation::{Field, FieldKind, Shape};
//!
//! const RUN: &[Field] = &[
//!     Field { name: "id", kind: FieldKind::Plain },
//!     Field { name: "status", kind: FieldKind::Plain },
//!     Field { name: "createdAt", kind: FieldKind::Date },
//! ];
//! let run = |id| format!(r#"{{"id":"{id}","status":"QUEUED","createdAt":"1970-01-01T00:00:01.000Z"}}"#);
//! let body = format!("[{},{},{},{}]", run("run_a"), run("run_b"), run("run_c"), run("run_d"));
//!
//! let read = decode::read(Shape::List(RUN), body.into_bytes()).expect("a list");
//! let columns = read.columns.expect("four items that are alike");
//! let layout = r#""[\"id\",\"v\",\"status\",\"v\",\"createdAt\",\"d\"]""#;
//! assert_eq!(columns.table, format!(r#"[0,"run_a","QUEUED",{layout},"run_b","run_c","run_d"]"#));
//! // The layout, the id, the status, the date: in the second row the id alone is new.
//! assert_eq!(columns.rows[..8], [3.0, 1.0, 2.0, 1_000.0, 3.0, 4.0, 2.0, 1_000.0]);
//! ```

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

#[cfg(test)]
mod tests {
    use super::*;

    /// Four items for each layout, which are as many as it takes.
    fn has_columns(layouts: usize, length: usize) -> bool {
        let items = (0..layouts * 4).map(|item| {
            let name = format!("{:a<length$}", item / 4);
            format!(r#"{{"{name}":{item}}}"#)
        });
        let body = format!("[{}]", items.collect::<Vec<_>>().join(","));
        columns(Shape::List(&[]), &body).is_some()
    }

    #[test]
    fn what_javascript_compiles_for_an_answer_is_bounded_in_number_and_length() {
        assert!(has_columns(32, 1));
        assert!(!has_columns(33, 1) && !has_columns(50_000, 1));
        assert!(has_columns(16, 1_000));
        assert!(!has_columns(17, 1_000) && !has_columns(1, 20_000));
    }
}
