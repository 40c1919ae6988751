//! Durations and instants in the forms the server reads. What it cannot read it takes for none at all.

use crate::engine::time::{epoch_in_ms, since_epoch};

/// Says if a text is whole numbers, each with its unit: `45s`, `1h30m`, `2w`.
pub fn is_duration(text: &str) -> bool {
    is_of_units(text, &["w", "d", "hr", "h", "m", "s"])
}

/// Says if a text is a duration, years included: how far back a window reaches.
pub fn is_period(text: &str) -> bool {
    is_of_units(text, &["y", "w", "d", "hr", "h", "min", "m", "sec", "s"])
}

fn is_of_units(text: &str, units: &[&str]) -> bool {
    const MAX_LENGTH: usize = 100;
    let mut rest = text;
    while !rest.is_empty() {
        let unit = rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
        let after = units.iter().find_map(|name| unit.strip_prefix(name));
        match after {
            Some(after) if unit.len() < rest.len() => rest = after,
            _ => return false,
        }
    }
    !text.is_empty() && text.len() <= MAX_LENGTH
}

/// A duration, or a date, to come or not.
pub fn is_delay(text: &str) -> bool {
    is_duration(text) || epoch_in_ms(text).is_some() || begins_as_date(text)
}

/// One whole number and its unit: `30s`, `24h`.
pub fn is_lifetime(text: &str) -> bool {
    let digits = text.strip_suffix(['s', 'm', 'h', 'd']).unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// A duration, or a date that has not passed as far as can be told.
pub fn is_timeout(text: &str) -> bool {
    match epoch_in_ms(text) {
        Some(epoch) => is_future(epoch),
        None => is_duration(text) || begins_as_date(text),
    }
}

/// Says if these epoch milliseconds have yet to come.
pub fn is_future(epoch: f64) -> bool {
    epoch > since_epoch().as_millis() as f64
}

/// `2031-05-05`, whatever follows: JavaScript reads more forms of ISO 8601 than one.
fn begins_as_date(text: &str) -> bool {
    let mut bytes = text.bytes();
    b"dddd-dd-dd".iter().all(|form| match (form, bytes.next()) {
        (b'd', Some(byte)) => byte.is_ascii_digit(),
        (form, byte) => byte == Some(*form),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_numbers_with_units() {
        for text in ["30s", "1m", "2h", "2hr", "3d", "4w", "1h30m", "1w2d3h4m5s"] {
            assert!(is_duration(text) && is_timeout(text), "{text}");
        }
        for text in ["", "soon", "5", "h", "1.5h", "-1h", "1h ", "1h30", "1mo", "1y", "１h"] {
            assert!(!is_duration(text) && !is_timeout(text), "{text}");
        }
        assert!(!is_duration(&"1h".repeat(51)));
    }

    #[test]
    fn periods_reach_back_years() {
        assert!(["1y", "2w", "30d", "24h", "15m", "1h30m", "10min"].iter().all(|text| is_period(text)));
        assert!(!["", "yesterday", "24", "1 hour", "1mo", "d"].iter().any(|text| is_period(text)));
    }

    #[test]
    fn delays_are_durations_or_dates() {
        assert!(["1h", "2001-01-01", "2100-01-01T00:00:00Z"].iter().all(|text| is_delay(text)));
        assert!(!["", "soon", "1 hour", "5"].iter().any(|text| is_delay(text)));
    }

    #[test]
    fn lifetimes_are_one_number_with_a_unit() {
        assert!(["30s", "1m", "24h", "7d"].iter().all(|text| is_lifetime(text)));
        assert!(!["", "h", "zzz", "1h30m", "4w", "24", "é"].iter().any(|text| is_lifetime(text)));
    }

    #[test]
    fn dates_have_to_come() {
        for text in ["2100-01-01T00:00:00.000Z", "2100-01-01", "2100-01-01T00:00:00+02:00"] {
            assert!(is_timeout(text), "{text}");
        }
        for text in ["2001-01-01T00:00:00.000Z", "2100-1-1", "01/01/2100"] {
            assert!(!is_timeout(text), "{text}");
        }
    }
}
