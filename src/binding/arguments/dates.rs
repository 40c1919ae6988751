//! Dates, instants and durations: what says when, or how long.

use napi::JsValue;
use serde_json::Value as Json;

use super::durations;
use super::given::Given;
use super::json::JsonText;
use super::kind::{Kind, Written};
use super::read_error::ReadError;
use super::texts::text;
use super::value::Value;

type Result<T> = std::result::Result<T, ReadError>;

const DATE_OR_EPOCH: &str = "a Date or a number of epoch milliseconds";

/// A `Date` or epoch milliseconds, as the API takes them in a query.
pub struct Instant;

impl Kind for Instant {
    type Output = Written;
    const EXPECTED: &'static str = DATE_OR_EPOCH;

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<Written> {
        refuse_seconds(given, &value)?;
        match value {
            Value::Date(epoch) | Value::Number(epoch) if epoch.is_finite() => {
                Ok(Written::Json(epoch.to_string()))
            }
            other => Err(given.unexpected(&other, Self::EXPECTED)),
        }
    }
}

/// A `Date` or epoch milliseconds, as JSON has them.
pub struct JsonInstant;

impl Kind for JsonInstant {
    type Output = JsonText;
    const EXPECTED: &'static str = DATE_OR_EPOCH;

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<JsonText> {
        refuse_seconds(given, &value)?;
        match value {
            Value::Date(epoch) | Value::Number(epoch) if epoch.is_finite() => json_of(given),
            other => Err(given.unexpected(&other, Self::EXPECTED)),
        }
    }
}

/// A `Date` or epoch milliseconds as an ISO 8601 text, the way JavaScript writes it.
pub struct IsoInstant;

impl Kind for IsoInstant {
    type Output = String;
    const EXPECTED: &'static str = DATE_OR_EPOCH;

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<String> {
        const LATEST: f64 = 8.64e15;
        refuse_seconds(given, &value)?;
        match value {
            Value::Date(epoch) | Value::Number(epoch) if epoch.abs() <= LATEST => {
                let date = given.encoder.env.create_date(epoch)?;
                let date = Given { raw: date.to_unknown(), ..*given };
                Ok(json_of(&date)?.0.trim_matches('"').to_owned())
            }
            other => Err(given.unexpected(&other, Self::EXPECTED)),
        }
    }
}

/// A `Date` as its ISO 8601 text, or a text.
pub struct Moment;

impl Kind for Moment {
    type Output = String;
    const EXPECTED: &'static str = "a Date or an ISO 8601 date";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<String> {
        match value {
            Value::Date(epoch) if epoch.is_finite() => Ok(json_of(given)?.0.trim_matches('"').to_owned()),
            Value::Text(_) => text(given.place, value),
            other => Err(given.unexpected(&other, Self::EXPECTED)),
        }
    }
}

/// A duration such as `1h`, an ISO 8601 date, or a `Date`. One that the server cannot read is none: the run starts at
/// once.
pub struct Delay;

impl Kind for Delay {
    type Output = JsonText;
    const EXPECTED: &'static str = "a duration such as \"1h\", an ISO 8601 date or a Date";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<JsonText> {
        match value {
            Value::Date(epoch) if epoch.is_finite() => json_of(given),
            Value::Text(text) if durations::is_delay(&text) => Ok(JsonText::of(text)),
            other => Err(given.unexpected(&other, Self::EXPECTED)),
        }
    }
}

/// A duration such as `1h30m`, or a date in the future. What the server cannot read as that would never end.
pub struct Timeout;

impl Kind for Timeout {
    type Output = JsonText;
    const EXPECTED: &'static str = "a duration such as \"1h30m\", a Date or an ISO 8601 date in the future";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<JsonText> {
        match value {
            Value::Date(epoch) if durations::is_future(epoch) => json_of(given),
            Value::Text(text) if durations::is_timeout(&text) => Ok(JsonText::of(text)),
            other => Err(given.unexpected(&other, Self::EXPECTED)),
        }
    }
}

/// A duration such as `10m`, or a number of seconds. What the server cannot read as one it overlooks.
pub struct Ttl;

impl Kind for Ttl {
    type Output = Json;
    const EXPECTED: &'static str = "a duration such as \"10m\" or a whole number of seconds";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<Json> {
        match value {
            Value::Text(text) if durations::is_duration(&text) => Ok(text.into()),
            Value::Number(seconds) if seconds >= 0.0 && seconds.fract() == 0.0 => {
                Ok(Json::from(seconds as u64))
            }
            other => Err(given.unexpected(&other, Self::EXPECTED)),
        }
    }
}

/// How far back a window reaches, such as `30d`. What the server cannot read as that would be no window at all.
pub struct Period;

impl Kind for Period {
    type Output = String;
    const EXPECTED: &'static str = "a duration such as \"24h\" or \"30d\"";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<String> {
        match value {
            Value::Text(text) if durations::is_period(&text) => Ok(text),
            other => Err(given.unexpected(&other, Self::EXPECTED)),
        }
    }
}

/// How long a key is remembered: a number and one unit, such as `24h`. What the server cannot read as that would be
/// for ever.
pub struct Lifetime;

impl Kind for Lifetime {
    type Output = String;
    const EXPECTED: &'static str = "a whole number of s, m, h or d, such as \"24h\"";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<String> {
        match value {
            Value::Text(text) if durations::is_lifetime(&text) => Ok(text),
            other => Err(given.unexpected(&other, Self::EXPECTED)),
        }
    }
}

/// Refuses seconds where milliseconds are meant: as such they are of 1970, and the seconds those of 2001 to 2286.
fn refuse_seconds(given: &Given<'_, '_>, value: &Value<'_>) -> Result<()> {
    const SECONDS: std::ops::Range<f64> = 1e9..1e10;
    match value {
        Value::Number(number) if SECONDS.contains(number) => Err(given.refused(
            "is a number of milliseconds since 1970, and this one looks like seconds; multiply them by 1,000, or \
             pass a Date",
        )),
        _ => Ok(()),
    }
}

/// What JavaScript makes of a date or a number; it has JSON unless a program has taken that away.
fn json_of(given: &Given<'_, '_>) -> Result<JsonText> {
    Ok(JsonText(given.json()?.unwrap_or_else(|| "null".to_owned())))
}
