//! The layouts that items have had: which fields, in which order, written how.
//!
//! A process sees few of them, each many times. JavaScript makes a function of one when it first meets it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use once_cell::sync::Lazy;

/// Longer than any of the API's.
const MAX_LENGTH: usize = 8_192;
/// More than the API has, and a bound for a server that invents fields.
const MOST: usize = 512;

static KNOWN: Lazy<Mutex<Known>> = Lazy::new(Mutex::default);

#[derive(Default)]
struct Known {
    ids: HashMap<String, u32>,
    texts: Vec<String>,
}

/// The number of a layout; `None` when there are too many.
pub fn id_of(layout: &str) -> Option<u32> {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(id) = known.ids.get(layout) {
        return Some(*id);
    }
    if known.texts.len() >= MOST || layout.len() > MAX_LENGTH {
        return None;
    }
    let id = u32::try_from(known.texts.len()).ok()?;
    known.ids.insert(layout.to_owned(), id);
    known.texts.push(layout.to_owned());
    Some(id)
}

/// The layout of a number: JSON, `["id","v","env",["id","v"],"tags",2]`.
pub fn layout(id: u32) -> Option<String> {
    let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.texts.get(usize::try_from(id).ok()?).cloned()
}
