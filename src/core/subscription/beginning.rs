//! Lists of which only the beginning matters.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};

/// The first so many elements of a list; what is behind them is read over, whatever it is.
#[derive(Debug, PartialEq)]
pub struct Beginning<T, const MOST: usize>(pub Vec<T>);

impl<T, const MOST: usize> Default for Beginning<T, MOST> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>, const MOST: usize> Deserialize<'de> for Beginning<T, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Elements<T, const MOST: usize>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for Elements<T, MOST> {
            type Value = Beginning<T, MOST>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Beginning<T, MOST>, A::Error> {
                let mut elements = Vec::new();
                while elements.len() < MOST {
                    let Some(element) = list.next_element()? else { return Ok(Beginning(elements)) };
                    elements.push(element);
                }
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Beginning(elements))
            }
        }
        deserializer.deserialize_seq(Elements(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_behind_the_beginning_is_not_kept() {
        let read = |json| serde_json::from_str::<Beginning<u8, 2>>(json).ok();
        assert_eq!(read("[1]"), Some(Beginning(vec![1])));
        assert_eq!(read(r#"[1,2,"a",{"b":[]}]"#), Some(Beginning(vec![1, 2])));
        for wrong in ["{}", "[1,\"a\"]", "[1,2,", "null"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
