//! Reads a body field by field into columns, each of its bytes once.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::column_writer::Writer;
use super::pagination::is_pagination;
use crate::operation::{Field, FieldKind};

/// The error that sends a body down the plain path.
const NO_COLUMNS: &str = "no columns for it";

/// The items of a list, each a row.
pub struct Items<'a, 'body> {
    pub writer: &'a mut Writer<'body>,
    pub fields: &'static [Field],
}

impl<'body> DeserializeSeed<'body> for Items<'_, 'body> {
    type Value = ();

    fn deserialize<D: Deserializer<'body>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'body> Visitor<'body> for Items<'_, 'body> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'body>>(self, mut items: A) -> Result<(), A::Error> {
        let Self { writer, fields } = self;
        loop {
            let row = writer.begin();
            if items.next_element_seed(Item { writer, fields })?.is_none() {
                writer.undo(row);
                return Ok(());
            }
            writer.end(row).ok_or_else(|| Error::custom("too many layouts"))?;
        }
    }
}

/// The fields of an object, written one after the other.
struct Item<'a, 'body> {
    writer: &'a mut Writer<'body>,
    fields: &'static [Field],
}

impl<'body> DeserializeSeed<'body> for Item<'_, 'body> {
    type Value = ();

    fn deserialize<D: Deserializer<'body>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'body> Visitor<'body> for Item<'_, 'body> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'body>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { writer, fields } = self;
        // A name with escapes cannot be borrowed, which sends the body down the plain path.
        while let Some(name) = map.next_key::<&'body str>()? {
            // In an object literal this name would set the prototype.
            if name == "__proto__" || writer.is_full() {
                return Err(Error::custom(NO_COLUMNS));
            }
            match writer.kind_of(name, fields) {
                FieldKind::FreeForm => {
                    let json = map.next_value::<&'body RawValue>()?.get();
                    free_form(writer, name, json).ok_or_else(|| Error::custom(NO_COLUMNS))?;
                }
                kind => map.next_value_seed(Value { writer, name, kind })?,
            }
        }
        Ok(())
    }
}

/// A field whose value may be anything. Each item gets its own, because an object can be changed.
fn free_form<'body>(writer: &mut Writer<'body>, name: &'body str, json: &'body str) -> Option<()> {
    match json.as_bytes().first()? {
        b't' => writer.flag(name, FieldKind::FreeForm, true),
        b'f' => writer.flag(name, FieldKind::FreeForm, false),
        b'"' | b'{' | b'[' | b'n' => writer.json(name, FieldKind::FreeForm, json),
        _ => writer.number(name, FieldKind::FreeForm, json.parse().ok()?),
    }
    Some(())
}

/// A field of a known kind. What is not of the kind has no columns, apart from other plain values.
struct Value<'a, 'body> {
    writer: &'a mut Writer<'body>,
    name: &'body str,
    kind: FieldKind,
}

impl<'body> DeserializeSeed<'body> for Value<'_, 'body> {
    type Value = ();

    fn deserialize<D: Deserializer<'body>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'body> Visitor<'body> for Value<'_, 'body> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a value of its field's kind")
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<(), E> {
        self.writer.flag(self.name, self.kind, flag);
        Ok(())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.visit_f64(number as f64)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.visit_f64(number as f64)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.writer.number(self.name, self.kind, number);
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.writer.null(self.name, self.kind);
        Ok(())
    }

    fn visit_borrowed_str<E: Error>(self, text: &'body str) -> Result<(), E> {
        self.writer.text(self.name, self.kind, text);
        Ok(())
    }

    /// A text that stands in the body with escapes.
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let json = serde_json::to_string(text).map_err(E::custom)?;
        self.writer.json(self.name, self.kind, &json);
        Ok(())
    }

    fn visit_map<A: MapAccess<'body>>(self, map: A) -> Result<(), A::Error> {
        let FieldKind::Nested(fields) = self.kind else { return Err(Error::custom(NO_COLUMNS)) };
        self.writer.begin_object(self.name, self.kind);
        Item { writer: &mut *self.writer, fields }.visit_map(map)?;
        self.writer.end_nested();
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'body>>(self, mut texts: A) -> Result<(), A::Error> {
        if !matches!(self.kind, FieldKind::Texts) {
            return Err(Error::custom(NO_COLUMNS));
        }
        self.writer.begin_list(self.name, self.kind);
        // A text with escapes cannot be borrowed: the plain path reads it.
        while let Some(text) = texts.next_element::<&'body str>()? {
            if self.writer.is_full() {
                return Err(Error::custom(NO_COLUMNS));
            }
            self.writer.text("", FieldKind::Plain, text);
        }
        self.writer.end_nested();
        Ok(())
    }
}

/// A page: its `data` as rows, the rest of it as the envelope.
pub struct Page<'a, 'body>(pub Items<'a, 'body>);

impl<'body> DeserializeSeed<'body> for Page<'_, 'body> {
    type Value = String;

    fn deserialize<D: Deserializer<'body>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'body> Visitor<'body> for Page<'_, 'body> {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a page")
    }

    fn visit_map<A: MapAccess<'body>>(self, mut map: A) -> Result<String, A::Error> {
        let mut items = Some(self.0);
        let mut envelope = "{".to_owned();
        let mut pagination = None;
        while let Some(name) = map.next_key::<&'body str>()? {
            let value = match name {
                "data" => {
                    let items = items.take().ok_or_else(|| Error::custom("data twice"))?;
                    map.next_value_seed(items)?;
                    "0"
                }
                _ => map.next_value::<&'body RawValue>()?.get(),
            };
            if name == "pagination" {
                pagination = Some(value);
            }
            let comma = if envelope.len() > 1 { "," } else { "" };
            envelope.extend([comma, "\"", name, "\":", value]);
        }
        envelope.push('}');
        let is_page = items.is_none() && pagination.is_some_and(is_pagination);
        if is_page { Ok(envelope) } else { Err(Error::custom("not a page")) }
    }
}
