//! A window of time that a call selects by `from` and `to`.

use super::fields::Fields;
use super::kind::Written;
use super::read_error::ReadError;
use crate::engine::time::epoch_in_ms;

const FROM: &str = "from";
const TO: &str = "to";

/// The ends of a window, as far as they are given and can be compared.
#[derive(Default)]
pub struct Window {
    from: Option<f64>,
    to: Option<f64>,
}

impl Window {
    /// Looks at a field on its way out.
    pub fn note(&mut self, name: &str, written: &Written) {
        match name {
            FROM => self.from = instant_of(written),
            TO => self.to = instant_of(written),
            _ => {}
        }
    }

    /// Refuses a window that ends before it begins: nothing is in it, which would pass for an answer.
    pub fn check(&self, fields: &Fields<'_>) -> Result<(), ReadError> {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from > to => Err(ReadError::argument(format!(
                "{} must not be after {}: nothing lies between them",
                fields.place(FROM),
                fields.place(TO)
            ))),
            _ => Ok(()),
        }
    }
}

/// The epoch milliseconds of an end: those it is, or those of a date in one of the forms that everybody reads alike.
fn instant_of(written: &Written) -> Option<f64> {
    const DATE: usize = 10;
    let (Written::Text(text) | Written::Json(text)) = written else { return None };
    let text = text.trim_matches('"');
    match text.parse() {
        Ok(epoch) => Some(epoch),
        Err(_) if text.len() == DATE => epoch_in_ms(&format!("{text}T00:00:00.000Z")),
        Err(_) => epoch_in_ms(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_read_where_they_can_be_compared() {
        for text in ["1500", "\"1970-01-01T00:00:01.500Z\"", "1970-01-01T00:00:01.500Z"] {
            assert_eq!(instant_of(&Written::Json(text.to_owned())), Some(1_500.0), "{text}");
        }
        assert_eq!(instant_of(&Written::Text("1970-01-02".to_owned())), Some(86_400_000.0));
        for text in ["yesterday", "1970-01-01T00:00Z", "", "1970-01-é1"] {
            assert_eq!(instant_of(&Written::Text(text.to_owned())), None, "{text}");
        }
        assert_eq!(instant_of(&Written::Nothing), None);
    }
}
