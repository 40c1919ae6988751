//! Large texts of JSON in pieces: JavaScript parses one after the other, and gives others their turn in between.
//!
//! `JSON.parse` of 16 MiB keeps the thread that all callers share for as long as it takes. So a large text is cut
//! where that is possible: between the items of a list, between the fields of an object, within a text. What is small is a
//! piece together with its neighbours; what is large is opened, cut in turn, and closed. `js/large-answer.js` puts the
//! pieces together. A key, or a number of many digits, is never cut.

use memchr::{memchr, memchr2};

/// Texts of so many bytes are handed over in pieces.
pub const LARGE: usize = 256 * 1024;
/// What a piece holds, before it ends with the value it is in.
const PIECE: usize = 64 * 1024;
/// So many pieces' bytes are a part of a text, which is parsed many times faster than as many small values; V8 moves texts
/// of this size no more.
const PART: usize = 4;

/// A piece of JSON, by where it stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    start: u32,
    end: u32,
}

/// The kind of a piece, by the number that `js/large-answer.js` knows it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// A list begins.
    List = 0,
    /// An object begins.
    Object = 1,
    /// The list, object or text that was begun last ends.
    Close = 2,
    /// The key of the value that follows.
    Key = 3,
    /// Some items of a list.
    Items = 4,
    /// Some fields of an object.
    Fields = 5,
    /// A text begins.
    Text = 6,
    /// A part of a text.
    Part = 7,
}

impl Piece {
    fn of(kind: PieceKind, start: usize, end: usize) -> Self {
        let place = |place| u32::try_from(place).unwrap_or(u32::MAX);
        Self { kind, start: place(start), end: place(end) }
    }

    /// The piece as JSON by itself; nothing where its kind says all.
    pub fn json(&self, text: &str) -> String {
        let cut = text.get(self.start as usize..self.end as usize).unwrap_or_default();
        match self.kind {
            PieceKind::Items => format!("[{cut}]"),
            PieceKind::Fields => format!("{{{cut}}}"),
            PieceKind::Part => format!("\"{cut}\""),
            _ => cut.to_owned(),
        }
    }
}

/// Cuts a text that is JSON; `None` when it is small, or one value that cannot be cut.
pub fn pieces(json: &str) -> Option<Vec<Piece>> {
    (json.len() >= LARGE && u32::try_from(json.len()).is_ok())
        .then(|| cut(json, PIECE))
        .filter(|it| !it.is_empty())
}

fn cut(json: &str, piece: usize) -> Vec<Piece> {
    let mut cutter = Cutter {
        bytes: json.as_bytes(),
        piece,
        large: large(json.as_bytes(), piece),
        next: 0,
        pieces: Vec::new(),
    };
    cutter.cut();
    cutter.pieces
}

/// Where the lists, objects and texts of so many bytes begin and end, in the order in which they begin.
fn large(bytes: &[u8], piece: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'"' => {
                at = text_end(bytes, start);
                if at - start >= piece {
                    found.push((start, at));
                }
            }
            b'[' | b'{' => {
                open.push(found.len());
                found.push((start, at));
            }
            b']' | b'}' => {
                let Some(index) = open.pop() else { break };
                match found.get_mut(index) {
                    Some((start, end)) if at - *start >= piece => *end = at,
                    // Nothing within it is large either.
                    _ => found.truncate(index),
                }
            }
            _ => {}
        }
    }
    found
}

/// Where the text ends that begins here.
fn text_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        at += found;
        if bytes.get(at) == Some(&b'"') {
            return at + 1;
        }
        at += 2;
    }
    bytes.len()
}

/// Goes through a text once, and looks at what is within its large values alone.
struct Cutter<'a> {
    bytes: &'a [u8],
    piece: usize,
    large: Vec<(usize, usize)>,
    /// The first large value that was not come to.
    next: usize,
    pieces: Vec<Piece>,
}

/// A list or object that is open, and the small entries of it that make the next piece.
struct Open {
    entries: PieceKind,
    group: Option<(usize, usize)>,
}

impl Cutter<'_> {
    fn cut(&mut self) {
        let mut open: Vec<Open> = Vec::new();
        let mut at = self.skip_space(0);
        let Some(end) = self.large_at(at) else { return };
        at = self.begin(at, end, &mut open);
        while let Some(top) = open.last_mut() {
            at = self.skip_separators(at);
            if matches!(self.bytes.get(at), None | Some(b']' | b'}')) {
                let group = top.group.take();
                let entries = top.entries;
                self.flush(entries, group);
                self.pieces.push(Piece::of(PieceKind::Close, at, at));
                open.pop();
                at += 1;
                continue;
            }
            let entry = at;
            let mut value = entry;
            let mut key = None;
            if top.entries == PieceKind::Fields {
                // It is not cut, however large.
                let key_end = self.large_at(entry).unwrap_or_else(|| text_end(self.bytes, entry));
                key = Some((entry, key_end));
                value = self.skip_separators(key_end);
            }
            match self.large_at(value) {
                Some(end) => {
                    let group = top.group.take();
                    let entries = top.entries;
                    self.flush(entries, group);
                    if let Some((start, end)) = key {
                        self.pieces.push(Piece::of(PieceKind::Key, start, end));
                    }
                    at = self.begin(value, end, &mut open);
                }
                None => {
                    at = self.small_end(value);
                    let start = top.group.map_or(entry, |(start, _)| start);
                    top.group = Some((start, at));
                    if at - start >= self.piece {
                        let group = top.group.take();
                        let entries = top.entries;
                        self.flush(entries, group);
                    }
                }
            }
        }
    }

    /// Begins a large value, and says where to go on: within it, or behind it where it is a text.
    fn begin(&mut self, at: usize, end: usize, open: &mut Vec<Open>) -> usize {
        let (kind, entries) = match self.bytes.get(at) {
            Some(b'[') => (PieceKind::List, PieceKind::Items),
            Some(b'{') => (PieceKind::Object, PieceKind::Fields),
            _ => {
                self.cut_text(at + 1, end - 1);
                return end;
            }
        };
        self.pieces.push(Piece::of(kind, at, at));
        open.push(Open { entries, group: None });
        at + 1
    }

    fn cut_text(&mut self, start: usize, end: usize) {
        self.pieces.push(Piece::of(PieceKind::Text, start, start));
        let mut at = start;
        while at < end {
            let part_end = self.part_end(at, end);
            self.pieces.push(Piece::of(PieceKind::Part, at, part_end));
            at = part_end;
        }
        self.pieces.push(Piece::of(PieceKind::Close, end, end));
    }

    /// Where a part of a text ends: neither within an escape nor within a character.
    fn part_end(&self, start: usize, end: usize) -> usize {
        let wanted = start.saturating_add(self.piece * PART).min(end);
        let mut at = start;
        while at < wanted {
            let Some(found) = self.bytes.get(at..wanted).and_then(|rest| memchr(b'\\', rest)) else {
                at = wanted;
                break;
            };
            at += found;
            at += if self.bytes.get(at + 1) == Some(&b'u') { 6 } else { 2 };
        }
        while at < end && self.bytes.get(at).is_some_and(|byte| byte & 0xc0 == 0x80) {
            at += 1;
        }
        at.min(end)
    }

    fn flush(&mut self, entries: PieceKind, group: Option<(usize, usize)>) {
        if let Some((start, end)) = group {
            self.pieces.push(Piece::of(entries, start, end));
        }
    }

    /// Where the large value ends that begins here.
    fn large_at(&mut self, at: usize) -> Option<usize> {
        let (_, end) = *self.large.get(self.next).filter(|(start, _)| *start == at)?;
        self.next += 1;
        Some(end)
    }

    /// Where a value ends that is not large.
    fn small_end(&self, start: usize) -> usize {
        let mut depth = 0_usize;
        let mut at = start;
        while let Some(byte) = self.bytes.get(at) {
            match byte {
                b'"' => at = text_end(self.bytes, at),
                b'[' | b'{' => {
                    depth += 1;
                    at += 1;
                }
                b']' | b'}' if depth == 0 => return at,
                b']' | b'}' => {
                    depth -= 1;
                    at += 1;
                }
                b',' if depth == 0 => return at,
                _ => at += 1,
            }
        }
        at
    }

    fn skip_space(&self, at: usize) -> usize {
        self.skip(at, |byte| byte.is_ascii_whitespace())
    }

    fn skip_separators(&self, at: usize) -> usize {
        self.skip(at, |byte| byte.is_ascii_whitespace() || matches!(byte, b',' | b':'))
    }

    fn skip(&self, at: usize, is_skipped: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        rest.iter().position(|byte| !is_skipped(*byte)).map_or(self.bytes.len(), |skipped| at + skipped)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    use super::*;

    /// Puts pieces together, as JavaScript does.
    fn assembled(json: &str, pieces: &[Piece]) -> Value {
        let mut open: Vec<(Option<String>, Value)> = vec![(None, Value::Array(Vec::new()))];
        let mut key = None;
        for piece in pieces {
            let text = piece.json(json);
            let parsed = || serde_json::from_str::<Value>(&text).unwrap();
            match piece.kind {
                PieceKind::List => open.push((key.take(), json!([]))),
                PieceKind::Object => open.push((key.take(), json!({}))),
                PieceKind::Text => open.push((key.take(), json!(""))),
                PieceKind::Key => key = Some(parsed().as_str().unwrap().to_owned()),
                PieceKind::Close => {
                    let (key, value) = open.pop().unwrap();
                    match &mut open.last_mut().unwrap().1 {
                        Value::Array(list) => list.push(value),
                        Value::Object(map) => drop(map.insert(key.unwrap(), value)),
                        other => panic!("{other} holds nothing"),
                    }
                }
                PieceKind::Items | PieceKind::Fields | PieceKind::Part => {
                    match (&mut open.last_mut().unwrap().1, parsed()) {
                        (Value::Array(list), Value::Array(more)) => list.extend(more),
                        (Value::Object(map), Value::Object(more)) => map.extend(more),
                        (Value::String(text), Value::String(more)) => text.push_str(&more),
                        other => panic!("{other:?} do not fit"),
                    }
                }
            }
        }
        open.pop().unwrap().1[0].take()
    }

    #[test]
    fn what_is_small_is_not_cut() {
        assert_eq!(pieces(&json!(["x".repeat(LARGE - 5)]).to_string()), None);
        assert_eq!(pieces(&"1".repeat(LARGE)), None);
    }

    #[test]
    fn pieces_are_as_small_as_they_can_be() {
        let long = "\\\"é".repeat(LARGE / 4);
        let items: Vec<Value> = (0..50_000).map(|index| json!({ "id": index, "é": [index] })).collect();
        let json = json!({ "data": items, "long": long, "more": { "long": long, "a": 1 } }).to_string();
        let pieces = pieces(&json).unwrap();
        assert!(pieces.iter().all(|piece| {
            let most = if piece.kind == PieceKind::Part { PIECE * PART } else { PIECE };
            piece.end - piece.start < (most + 64) as u32
        }));
        assert!(pieces.len() < json.len() / PIECE * 3, "{}", pieces.len());
        assert_eq!(assembled(&json, &pieces), serde_json::from_str::<Value>(&json).unwrap());
    }

    proptest! {
        #[test]
        fn pieces_are_the_whole(value in values(), piece in 2_usize..40, is_pretty: bool) {
            let json = if is_pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
            let json = json.unwrap();
            let pieces = cut(&json, piece);
            if pieces.is_empty() {
                let is_large = json.len() >= piece && json.starts_with(['[', '{', '"']);
                prop_assert!(!is_large);
            } else {
                prop_assert_eq!(assembled(&json, &pieces), value);
            }
        }
    }

    fn values() -> impl Strategy<Value = Value> {
        let text = prop_oneof![".*", "[\\\\\"\n\u{1}a é𝕏]*"];
        let leaf =
            prop_oneof![text.prop_map(Value::from), any::<i32>().prop_map(Value::from), Just(Value::Null)];
        leaf.prop_recursive(6, 64, 6, |inner| {
            let entries = prop::collection::vec((".*", inner.clone()), 0..6);
            prop_oneof![
                prop::collection::vec(inner, 0..6).prop_map(Value::from),
                entries.prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>())),
            ]
        })
    }
}
