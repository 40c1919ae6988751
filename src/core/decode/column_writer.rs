//! Writes a list as columns: a row of numbers for each item, and the table they point into.

use std::collections::HashMap;

use crate::operation::{Field, FieldKind};
use crate::time::epoch_in_ms;

/// A body whose items stand in rows.
#[derive(Clone)]
pub struct Columns {
    /// A JSON list: the body without its items, `0` where the items are all of it, then the values.
    pub table: String,
    /// For each item the place of its layout, and a number for each field.
    pub rows: Vec<f64>,
}

/// The letters of a layout: how a field's value is written in the rows.
mod letter {
    pub const DATE: u8 = b'd';
    pub const FLAG: u8 = b'b';
    pub const NUMBER: u8 = b'n';
    /// The place in the table.
    pub const VALUE: u8 = b'v';
    /// The place of a text that JavaScript is to make a date of, if it is one.
    pub const OTHER_DATE: u8 = b't';
    /// An object follows, or a list of texts, up to its end.
    pub const OBJECT: u8 = b'{';
    pub const LIST: u8 = b'[';
    pub const END: u8 = b']';
}

/// After so many new texts in a row nobody looks for the same one any more: ids never repeat.
const ALWAYS_NEW: u8 = 8;
/// An item with more fields, nested ones included, is none of the API's.
const MAX_FIELDS: usize = 256;
const MIN_ITEMS_PER_LAYOUT: usize = 4;
/// JavaScript compiles a function of each on the main thread. A page of a hundred items has fewer, or no columns.
const MAX_LAYOUTS: usize = 32;
/// What takes time to compile is how long they are together: a layout of the API has less than 1 kB.
const MAX_LAYOUTS_LENGTH: usize = 16 * 1024;

/// A field as one row has it. The next row most often has the same ones.
#[derive(Clone, Copy)]
struct Written<'body> {
    name: &'body str,
    kind: FieldKind,
    letter: u8,
    /// A text, and where it stands in the table.
    text: &'body str,
    place: u32,
    /// The number of rows, up to this one, that each had a text here that no other one had.
    news: u8,
}

/// Writes rows and the table. Texts of the body are kept as they are.
pub struct Writer<'body> {
    pub items: usize,
    rows: Vec<f64>,
    /// The values of the table, each after a comma.
    values: String,
    value_count: u32,
    texts: HashMap<&'body str, u32>,
    null: Option<u32>,
    fields: Vec<Written<'body>>,
    last_fields: Vec<Written<'body>>,
    /// The row so far has the fields of the one before.
    is_alike: bool,
    last_layout: Option<u32>,
    /// The place of each layout in the table.
    layouts: HashMap<String, u32>,
    layouts_length: usize,
}

impl<'body> Writer<'body> {
    pub fn new(size: usize) -> Self {
        Self {
            items: 0,
            rows: Vec::with_capacity(size / 20),
            values: String::with_capacity(size / 4),
            value_count: 0,
            texts: HashMap::new(),
            null: None,
            fields: Vec::new(),
            last_fields: Vec::new(),
            is_alike: false,
            last_layout: None,
            layouts: HashMap::new(),
            layouts_length: 0,
        }
    }

    pub fn finish(self, envelope: &str) -> Columns {
        Columns { table: format!("[{envelope}{}]", self.values), rows: self.rows }
    }

    /// Begins a row, whose layout is known at its end.
    pub fn begin(&mut self) -> usize {
        self.items += 1;
        std::mem::swap(&mut self.fields, &mut self.last_fields);
        self.fields.clear();
        self.is_alike = true;
        self.rows.push(0.0);
        self.rows.len() - 1
    }

    /// Takes back a row for which there was no item.
    pub fn undo(&mut self, row: usize) {
        self.items -= 1;
        self.rows.truncate(row);
    }

    pub fn end(&mut self, row: usize) -> Option<()> {
        let id = match self.last_layout {
            Some(id) if self.is_alike && self.fields.len() == self.last_fields.len() => id,
            _ => self.layout()?,
        };
        self.last_layout = Some(id);
        *self.rows.get_mut(row)? = f64::from(id);
        Some(())
    }

    /// Finds where the layout of the row stands in the table, or puts it there.
    fn layout(&mut self) -> Option<u32> {
        let layout = layout_of(&self.fields);
        if let Some(place) = self.layouts.get(&layout) {
            return Some(*place);
        }
        self.layouts_length += layout.len();
        if self.layouts_length > MAX_LAYOUTS_LENGTH || self.layouts.len() >= MAX_LAYOUTS {
            return None;
        }
        let json = serde_json::to_string(&layout).ok()?;
        let place = self.add(&json);
        self.layouts.insert(layout, place);
        Some(place)
    }

    /// The items have so many layouts that to make a function of each would cost more than it saves.
    pub fn is_varied(&self) -> bool {
        self.layouts.len() * MIN_ITEMS_PER_LAYOUT > self.items
    }

    pub fn is_full(&self) -> bool {
        self.fields.len() > MAX_FIELDS
    }

    /// Finds what the row before had in this place.
    fn last(&self) -> Option<&Written<'body>> {
        self.last_fields.get(self.fields.len())
    }

    /// The kind of a field, which may be anything when nobody knows it.
    pub fn kind_of(&self, name: &str, fields: &'static [Field]) -> FieldKind {
        match self.last() {
            Some(last) if self.is_alike && last.name == name => last.kind,
            _ => {
                fields.iter().find(|field| field.name == name).map_or(FieldKind::FreeForm, |field| field.kind)
            }
        }
    }

    fn push(&mut self, field: Written<'body>) {
        self.is_alike &=
            self.last().is_some_and(|last| last.letter == field.letter && last.name == field.name);
        self.fields.push(field);
    }

    fn mark(&mut self, name: &'body str, kind: FieldKind, letter: u8) {
        self.push(Written { name, kind, letter, text: "", place: 0, news: 0 });
    }

    fn direct(&mut self, name: &'body str, kind: FieldKind, letter: u8, value: f64) {
        self.mark(name, kind, letter);
        self.rows.push(value);
    }

    pub fn flag(&mut self, name: &'body str, kind: FieldKind, flag: bool) {
        self.direct(name, kind, letter::FLAG, f64::from(u8::from(flag)));
    }

    pub fn number(&mut self, name: &'body str, kind: FieldKind, number: f64) {
        self.direct(name, kind, letter::NUMBER, number);
    }

    pub fn null(&mut self, name: &'body str, kind: FieldKind) {
        let place = match self.null {
            Some(place) => place,
            None => self.add("null"),
        };
        self.null = Some(place);
        self.direct(name, kind, letter::VALUE, f64::from(place));
    }

    /// A text without escapes: a date, or a text that stands in the table once, however often it is a value.
    pub fn text(&mut self, name: &'body str, kind: FieldKind, text: &'body str) {
        if kind.is_date()
            && let Some(epoch) = epoch_in_ms(text)
        {
            return self.direct(name, kind, letter::DATE, epoch);
        }
        let (place, news) = match self.last().copied() {
            Some(last) if last.place > 0 && last.text == text => (last.place, 0),
            Some(last) if last.news >= ALWAYS_NEW => (self.add_text(text), last.news),
            last => {
                let news = last.map_or(0, |last| last.news);
                match self.texts.get(text) {
                    Some(place) => (*place, 0),
                    None => {
                        let place = self.add_text(text);
                        self.texts.insert(text, place);
                        (place, news + 1)
                    }
                }
            }
        };
        self.push(Written { name, kind, letter: letter_of(kind), text, place, news });
        self.rows.push(f64::from(place));
    }

    /// Any other value, as JSON.
    pub fn json(&mut self, name: &'body str, kind: FieldKind, json: &str) {
        let place = self.add(json);
        self.direct(name, kind, letter_of(kind), f64::from(place));
    }

    pub fn begin_object(&mut self, name: &'body str, kind: FieldKind) {
        self.mark(name, kind, letter::OBJECT);
    }

    pub fn begin_list(&mut self, name: &'body str, kind: FieldKind) {
        self.mark(name, kind, letter::LIST);
    }

    pub fn end_nested(&mut self) {
        self.mark("", FieldKind::Plain, letter::END);
    }

    fn add(&mut self, json: &str) -> u32 {
        self.values.push(',');
        self.values.push_str(json);
        self.value_count += 1;
        self.value_count
    }

    fn add_text(&mut self, text: &str) -> u32 {
        self.values.push_str(",\"");
        self.values.push_str(text);
        self.values.push('"');
        self.value_count += 1;
        self.value_count
    }
}

/// Chooses the letter of a value in the table.
fn letter_of(kind: FieldKind) -> u8 {
    if kind.is_date() { letter::OTHER_DATE } else { letter::VALUE }
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
                text.extend([comma, "\"", name, "\","]);
                texts_of_list = Some(0);
            }
            letter::OBJECT => text.extend([comma, "\"", name, "\",["]),
            letter => {
                text.extend([comma, "\"", name, "\",\""]);
                text.push(char::from(letter));
                text.push('"');
            }
        }
    }
    text.push(']');
    text
}
