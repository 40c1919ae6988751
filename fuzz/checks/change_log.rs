//! Whatever an answer of a feed lists: a change is one of its elements, with the key and the columns it has there.

use hairtrigger_core::subscription::change_log::{self, Message};
use serde_json::Value;

pub type Input<'a> = &'a str;

const MAX_KEY: usize = 1_024;

pub fn check(body: Input<'_>) {
    let Some(messages) = change_log::read(body) else { return };
    if body.trim_ascii().is_empty() {
        assert!(messages.is_empty());
        return;
    }
    // What the parser that builds values has nothing to hold in is JSON to the one that reads changes.
    let Ok(value) = serde_json::from_str::<Value>(body) else { return };
    let elements = value.as_array().expect("a list");
    assert!(messages.len() <= elements.len());
    for message in messages {
        let (key, cells) = match message.into_owned() {
            Message::Insert(key, cells) | Message::Update(key, cells) => (key, cells),
            Message::Delete(key) => (key, Vec::new()),
            Message::UpToDate | Message::MustRefetch => continue,
        };
        assert!(key.len() <= MAX_KEY);
        let of_key = |element: &&Value| element["key"].as_str() == Some(&*key);
        assert!(elements.iter().any(|element| {
            of_key(&element) && cells.iter().all(|(name, _)| element["value"].get(&**name).is_some())
        }));
    }
}
