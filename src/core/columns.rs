//! A list as columns: what JavaScript makes objects of several times faster than it parses JSON.
//!
//! A body becomes a table, one JSON list of every text and free-form value in it, texts once each, and rows
//! of numbers: for each item its layout, then for each field where its value stands in the table, or the
//! value itself when it is a number, a flag or a date. JavaScript parses the table, which is small, and
//! fills one object literal per layout.

use std::collections::HashMap;
use std::fmt;
use std::time::UNIX_EPOCH;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::layouts;
use super::shape::{Field, FieldKind, Shape, is_pagination};

/// A body whose items stand in rows.
pub struct Columns {
    /// A JSON list: the body without its items, `0` where the items are all of it, then the values.
    pub table: String,
    pub rows: Vec<f64>,
}

/// How a field's value is written in the rows: the letters of a layout.
mod letter {
    pub const DATE: u8 = b'd';
    pub const FLAG: u8 = b'b';
    pub const NUMBER: u8 = b'n';
    /// Where it stands in the table.
    pub const VALUE: u8 = b'v';
    /// Where the text stands that JavaScript is to make a date of, if it is one.
    pub const OTHER_DATE: u8 = b't';
    /// An object follows, or a list of texts, up to its end.
    pub const OBJECT: u8 = b'{';
    pub const LIST: u8 = b'[';
    pub const END: u8 = b']';
}

/// Below so many items the plain text is faster.
const FEWEST_ITEMS: usize = 4;
/// An item with more fields, nested ones included, is none of the API's.
const MOST_FIELDS: usize = 256;
/// Lists of more texts are values of the table: each length is a layout.
const MOST_TEXTS: usize = 10;

/// Makes columns of a body of this shape; `None` when the plain text serves better, or the body is not of
/// the shape.
pub fn columns(shape: Shape, body: &str) -> Option<Columns> {
    let (fields, is_page) = match shape {
        Shape::Object(_) => return None,
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
    (writer.items >= FEWEST_ITEMS).then(|| writer.finish(&envelope))
}

/// A field as one row has it. The next row most often has the same ones.
#[derive(Clone, Copy)]
struct Written<'body> {
    name: &'body str,
    kind: FieldKind,
    letter: u8,
    /// A text, and where it stands in the table.
    text: &'body str,
    place: u32,
}

/// What has been written so far. Texts of the body are kept as they are, escapes included.
struct Writer<'body> {
    items: usize,
    rows: Vec<f64>,
    /// The values of the table, each after a comma.
    values: String,
    value_count: u32,
    texts: HashMap<&'body str, u32>,
    fields: Vec<Written<'body>>,
    last_fields: Vec<Written<'body>>,
    /// The row so far has the fields of the one before.
    is_alike: bool,
    last_layout: Option<u32>,
}

impl<'body> Writer<'body> {
    fn new(size: usize) -> Self {
        Self {
            items: 0,
            rows: Vec::with_capacity(size / 20),
            values: String::with_capacity(size / 4),
            value_count: 0,
            texts: HashMap::new(),
            fields: Vec::new(),
            last_fields: Vec::new(),
            is_alike: false,
            last_layout: None,
        }
    }

    fn finish(self, envelope: &str) -> Columns {
        Columns { table: format!("[{envelope}{}]", self.values), rows: self.rows }
    }

    /// Begins a row, whose layout is known at its end.
    fn begin(&mut self) -> usize {
        self.items += 1;
        std::mem::swap(&mut self.fields, &mut self.last_fields);
        self.fields.clear();
        self.is_alike = true;
        self.rows.push(0.0);
        self.rows.len() - 1
    }

    fn end(&mut self, row: usize) -> Option<()> {
        let id = match self.last_layout {
            Some(id) if self.is_alike && self.fields.len() == self.last_fields.len() => id,
            _ => layouts::id_of(&layout_of(&self.fields))?,
        };
        self.last_layout = Some(id);
        *self.rows.get_mut(row)? = f64::from(id);
        Some(())
    }

    /// What the row before had in this place.
    fn last(&self) -> Option<&Written<'body>> {
        self.last_fields.get(self.fields.len())
    }

    fn kind_of(&self, name: &str, fields: &'static [Field]) -> FieldKind {
        match self.last() {
            Some(last) if self.is_alike && last.name == name => last.kind,
            _ => fields.iter().find(|field| field.name == name).map_or(FieldKind::Plain, |field| field.kind),
        }
    }

    fn mark(&mut self, name: &'body str, kind: FieldKind, letter: u8) {
        self.push(Written { name, kind, letter, text: "", place: 0 });
    }

    fn push(&mut self, field: Written<'body>) {
        self.is_alike &=
            self.last().is_some_and(|last| last.letter == field.letter && last.name == field.name);
        self.fields.push(field);
    }

    fn number(&mut self, name: &'body str, kind: FieldKind, letter: u8, value: f64) {
        self.mark(name, kind, letter);
        self.rows.push(value);
    }

    /// A text, or null: stands in the table once, however often it is a value.
    fn shared(&mut self, name: &'body str, kind: FieldKind, letter: u8, json: &'body str) {
        let place = match self.last() {
            Some(last) if last.text == json => last.place,
            _ => match self.texts.get(json) {
                Some(place) => *place,
                None => {
                    let place = self.add(json);
                    self.texts.insert(json, place);
                    place
                }
            },
        };
        self.push(Written { name, kind, letter, text: json, place });
        self.rows.push(f64::from(place));
    }

    /// A list or a free-form object: its own value for each item, because it can be changed.
    fn own(&mut self, name: &'body str, kind: FieldKind, json: &str) {
        let place = self.add(json);
        self.number(name, kind, letter::VALUE, f64::from(place));
    }

    fn add(&mut self, json: &str) -> u32 {
        self.values.push(',');
        self.values.push_str(json);
        self.value_count += 1;
        self.value_count
    }

    /// Writes a field; `None` when there are no columns for it.
    fn field(&mut self, name: &'body str, kind: FieldKind, json: &'body str) -> Option<()> {
        match json.as_bytes().first()? {
            b'"' => match kind {
                FieldKind::Date => match epoch_in_ms(json) {
                    Some(epoch) => self.number(name, kind, letter::DATE, epoch),
                    None => self.shared(name, kind, letter::OTHER_DATE, json),
                },
                _ => self.shared(name, kind, letter::VALUE, json),
            },
            b'{' => match kind {
                FieldKind::Nested(fields) => return self.nested(name, kind, fields, json),
                _ => self.own(name, kind, json),
            },
            // Dates within a list of objects are for the plain path to find.
            b'[' if matches!(kind, FieldKind::Nested(_)) => return None,
            b'[' => self.list(name, kind, json),
            b't' => self.number(name, kind, letter::FLAG, 1.0),
            b'f' => self.number(name, kind, letter::FLAG, 0.0),
            b'n' => self.shared(name, kind, letter::VALUE, json),
            _ => self.number(name, kind, letter::NUMBER, json.parse().ok()?),
        }
        Some(())
    }

    fn nested(
        &mut self,
        name: &'body str,
        kind: FieldKind,
        fields: &'static [Field],
        json: &'body str,
    ) -> Option<()> {
        self.mark(name, kind, letter::OBJECT);
        Item { writer: self, fields }.deserialize(&mut serde_json::Deserializer::from_str(json)).ok()?;
        self.mark("", FieldKind::Plain, letter::END);
        Some(())
    }

    /// A short list of texts is written text by text, any other one as it is.
    fn list(&mut self, name: &'body str, kind: FieldKind, json: &'body str) {
        let texts = match serde_json::from_str::<Vec<&'body RawValue>>(json) {
            Ok(texts)
                if texts.len() <= MOST_TEXTS && texts.iter().all(|text| text.get().starts_with('"')) =>
            {
                texts
            }
            _ => return self.own(name, kind, json),
        };
        self.mark(name, kind, letter::LIST);
        for text in texts {
            self.shared("", FieldKind::Plain, letter::VALUE, text.get());
        }
        self.mark("", FieldKind::Plain, letter::END);
    }
}

/// The fields of an item as JSON: `["id","v","env",["id","v"],"tags",2]`.
fn layout_of(fields: &[Written<'_>]) -> String {
    let mut text = String::from("[");
    let mut texts_of_list: Option<usize> = None;
    for Written { name, letter, .. } in fields {
        let comma = if text.ends_with('[') { "" } else { "," };
        match *letter {
            letter::END => match texts_of_list.take() {
                Some(count) => text.push_str(&count.to_string()),
                None => text.push(']'),
            },
            letter::VALUE if texts_of_list.is_some() => texts_of_list = texts_of_list.map(|count| count + 1),
            letter::LIST => {
                text.push_str(&format!("{comma}\"{name}\","));
                texts_of_list = Some(0);
            }
            letter::OBJECT => text.push_str(&format!("{comma}\"{name}\",[")),
            letter => text.push_str(&format!("{comma}\"{name}\",\"{}\"", char::from(letter))),
        }
    }
    text.push(']');
    text
}

/// The epoch milliseconds of a text such as `"2026-11-21T07:16:55.000Z"`: the one form the API writes, and
/// the one that JavaScript can be trusted to read the same way.
fn epoch_in_ms(json: &str) -> Option<f64> {
    let text = json.get(1..json.len().checked_sub(1)?)?;
    // A leap second is none to JavaScript.
    if text.len() != 24 || text.get(17..19)? == "60" {
        return None;
    }
    let since = humantime::parse_rfc3339(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(since.as_millis() as f64)
}

/// The items of a list, each a row.
struct Items<'a, 'body> {
    writer: &'a mut Writer<'body>,
    fields: &'static [Field],
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
                writer.items -= 1;
                writer.rows.truncate(row);
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
        // A name with escapes cannot be borrowed, which sends the body down the plain path.
        while let Some(name) = map.next_key::<&'body str>()? {
            let json = map.next_value::<&'body RawValue>()?.get();
            // In an object literal this name would set the prototype.
            if name == "__proto__" || self.writer.fields.len() > MOST_FIELDS {
                return Err(Error::custom("no columns for it"));
            }
            let kind = self.writer.kind_of(name, self.fields);
            self.writer.field(name, kind, json).ok_or_else(|| Error::custom("no columns for it"))?;
        }
        Ok(())
    }
}

/// A page: its `data` as rows, the rest of it as the envelope.
struct Page<'a, 'body>(Items<'a, 'body>);

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
            envelope.push_str(&format!("{comma}\"{name}\":{value}"));
        }
        envelope.push('}');
        let is_page = items.is_none() && pagination.is_some_and(is_pagination);
        if is_page { Ok(envelope) } else { Err(Error::custom("not a page")) }
    }
}
