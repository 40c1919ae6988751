//! The changes that an answer of a feed lists.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::decode::WORTHWHILE;

/// A column of a row as it came: its name, and its text unless it is null.
pub type Cell<'a> = (Cow<'a, str>, Option<Cow<'a, str>>);

/// One element of an answer that matters.
#[derive(Debug, PartialEq)]
pub enum Message<'a> {
    /// A row is there, as it is now.
    Insert(Cow<'a, str>, Vec<Cell<'a>>),
    /// Some columns of a row have other values.
    Update(Cow<'a, str>, Vec<Cell<'a>>),
    /// A row is gone.
    Delete(Cow<'a, str>),
    /// All that has happened so far was said.
    UpToDate,
    /// The handle is none any more.
    MustRefetch,
}

/// The key of a row is the name of a table and of a row in it; no longer one is kept.
const MAX_KEY: usize = 1_024;

impl Message<'_> {
    /// The bytes of its texts.
    pub fn size(&self) -> usize {
        match self {
            Self::Insert(key, cells) | Self::Update(key, cells) => {
                let texts = cells.iter().map(|(name, text)| name.len() + text.as_deref().map_or(0, str::len));
                key.len() + texts.sum::<usize>()
            }
            Self::Delete(key) => key.len(),
            Self::UpToDate | Self::MustRefetch => 0,
        }
    }

    /// The message by itself, without the body that it was read from.
    pub fn into_owned(self) -> Message<'static> {
        let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        let cells = |cells: Vec<Cell<'_>>| -> Vec<Cell<'static>> {
            cells.into_iter().map(|(name, text)| (own(name), text.map(own))).collect()
        };
        match self {
            Self::Insert(key, values) => Message::Insert(own(key), cells(values)),
            Self::Update(key, values) => Message::Update(own(key), cells(values)),
            Self::Delete(key) => Message::Delete(own(key)),
            Self::UpToDate => Message::UpToDate,
            Self::MustRefetch => Message::MustRefetch,
        }
    }
}

/// Reads the messages of a body, those it does not know left out; nothing for a body that is no list of objects.
pub fn read(body: &str) -> Option<Vec<Message<'_>>> {
    if body.trim_ascii().is_empty() {
        return Some(Vec::new());
    }
    let elements: Vec<Element<'_>> = serde_json::from_str(body).ok()?;
    Some(elements.into_iter().filter_map(Element::into_message).collect())
}

/// Reads what a large body lists, which then need not be read on the thread of all feeds; says nothing of others.
pub fn read_large(body: &str) -> Option<Option<Vec<Message<'static>>>> {
    (body.len() >= WORTHWHILE).then(|| {
        let messages = read(body)?;
        Some(messages.into_iter().map(Message::into_owned).collect())
    })
}

#[derive(Deserialize)]
struct Element<'a> {
    #[serde(borrow, default)]
    key: Option<Text<'a>>,
    #[serde(borrow, default)]
    value: Option<Cells<'a>>,
    #[serde(borrow, default)]
    headers: Headers<'a>,
}

#[derive(Default, Deserialize)]
struct Headers<'a> {
    #[serde(borrow, default)]
    operation: Option<Text<'a>>,
    #[serde(borrow, default)]
    control: Option<Text<'a>>,
}

impl<'a> Element<'a> {
    fn into_message(self) -> Option<Message<'a>> {
        let Some(Text(key)) = self.key else {
            return match self.headers.control?.0.as_ref() {
                "up-to-date" => Some(Message::UpToDate),
                "must-refetch" => Some(Message::MustRefetch),
                _ => None,
            };
        };
        if key.len() > MAX_KEY {
            return None;
        }
        let cells = self.value.unwrap_or_default().0;
        match self.headers.operation?.0.as_ref() {
            "insert" => Some(Message::Insert(key, cells)),
            "update" => Some(Message::Update(key, cells)),
            "delete" => Some(Message::Delete(key)),
            _ => None,
        }
    }
}

/// The columns of a row, in the order they came.
#[derive(Default)]
struct Cells<'a>(Vec<Cell<'a>>);

impl<'de: 'a, 'a> Deserialize<'de> for Cells<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Columns;
        impl<'de> Visitor<'de> for Columns {
            type Value = Cells<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cells<'de>, A::Error> {
                let mut cells = Vec::new();
                while let Some((Text(name), value)) = map.next_entry::<Text<'de>, &'de RawValue>()? {
                    cells.push((name, text_of(value)));
                }
                Ok(Cells(cells))
            }
        }
        deserializer.deserialize_map(Columns)
    }
}

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// Returns the text of a value; what should be one and is a number or a flag stands for itself.
pub fn text_of(value: &RawValue) -> Option<Cow<'_, str>> {
    match value.get() {
        "null" => None,
        json if json.starts_with('"') => Some(serde_json::from_str::<Text<'_>>(json).ok()?.0),
        json => Some(Cow::Borrowed(json)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_and_unknown_ones_left_out() {
        let body = r#"[
            {"key":"k\"1","value":{"id":"1","number":"7","ttl":null,"isTest":false,"x\u0000":"y"},"headers":{"operation":"insert","more":[1]}},
            {"key":"k2","value":{"status":"EXECUTING"},"headers":{"operation":"update"}},
            {"key":"k3","headers":{"operation":"delete"}},
            {"key":"k4","headers":{"operation":"truncate"}},
            {"key":"k5"},
            {"headers":{"control":"snapshot-end"}},
            {"headers":{}},
            {},
            {"headers":{"control":"must-refetch"}},
            {"headers":{"control":"up-to-date"}}
        ]"#;
        let cell = |name: &'static str, text: Option<&'static str>| (name.into(), text.map(Cow::Borrowed));
        let insert = vec![
            cell("id", Some("1")),
            cell("number", Some("7")),
            cell("ttl", None),
            cell("isTest", Some("false")),
            cell("x\0", Some("y")),
        ];
        let messages = [
            Message::Insert("k\"1".into(), insert),
            Message::Update("k2".into(), vec![cell("status", Some("EXECUTING"))]),
            Message::Delete("k3".into()),
            Message::MustRefetch,
            Message::UpToDate,
        ];
        assert_eq!(read(body).as_deref(), Some(messages.as_slice()));
    }

    #[test]
    fn nothing_is_an_empty_list_and_anything_else_none() {
        assert_eq!(read(""), Some(vec![]));
        assert_eq!(read(" \n"), Some(vec![]));
        assert_eq!(read("[]"), Some(vec![]));
        for body in
            ["{}", "null", "<html></html>", "[1]", r#"[{"key":1}]"#, r#"[{"key":"k","value":[]}]"#, "[{}"]
        {
            assert_eq!(read(body), None, "{body}");
        }
    }
}
