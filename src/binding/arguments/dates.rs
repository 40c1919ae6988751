//! Reads the fields that say when: dates, instants, durations.

use napi::JsValue;
use serde_json::Value as Json;

use super::fields::{Fields, text};
use super::read_error::ReadError;
use super::value::Value;
use crate::binding::realm::Encoder;
use crate::engine::operation::duration;
use crate::engine::operation::parameter::ParameterKind;

type Result<T> = std::result::Result<T, ReadError>;

impl Fields<'_> {
    /// A duration such as `1h`, an ISO 8601 date, or a `Date`; as JSON.
    pub(super) fn delay(&mut self, name: &str, encoder: &Encoder) -> Result<Option<String>> {
        let path = self.path(name);
        let Some(value) = self.take(name) else { return Ok(None) };
        match Value::read(value)? {
            Value::Undefined => Ok(None),
            Value::Date(epoch) if epoch.is_finite() => Ok(encoder.json(value)?),
            // A delay that the server cannot read is none: the run starts at once.
            Value::Text(text) if duration::is_delay(&text) => Ok(Some(Json::from(text).to_string())),
            other => Err(other.unexpected(&path, &ParameterKind::Delay.expected())),
        }
    }

    /// A `Date` or a number of epoch milliseconds; as JSON.
    pub(super) fn json_instant(&mut self, name: &str, encoder: &Encoder) -> Result<Option<String>> {
        let path = self.path(name);
        let Some(value) = self.take(name) else { return Ok(None) };
        match Value::read(value)? {
            Value::Undefined => Ok(None),
            Value::Date(epoch) | Value::Number(epoch) if epoch.is_finite() => Ok(encoder.json(value)?),
            other => Err(other.unexpected(&path, &ParameterKind::JsonInstant.expected())),
        }
    }

    /// A `Date` as its ISO 8601 text, or a text.
    pub(super) fn moment(&mut self, name: &str, encoder: &Encoder) -> Result<Option<String>> {
        let path = self.path(name);
        let Some(value) = self.take(name) else { return Ok(None) };
        match Value::read(value)? {
            Value::Undefined => Ok(None),
            Value::Date(epoch) if epoch.is_finite() => {
                Ok(encoder.json(value)?.map(|json| json.trim_matches('"').to_owned()))
            }
            moment @ Value::Text(_) => text(&path, moment).map(Some),
            other => Err(other.unexpected(&path, &ParameterKind::Moment.expected())),
        }
    }

    /// A `Date` or epoch milliseconds as an ISO 8601 text, the way JavaScript writes it.
    pub(super) fn iso_instant(&mut self, name: &str, encoder: &Encoder) -> Result<Option<String>> {
        const LATEST: f64 = 8.64e15;
        let path = self.path(name);
        match self.value(name)? {
            None => Ok(None),
            Some(Value::Date(epoch) | Value::Number(epoch)) if epoch.abs() <= LATEST => {
                let date = encoder.env.create_date(epoch)?;
                Ok(encoder.json(date.to_unknown())?.map(|json| json.trim_matches('"').to_owned()))
            }
            Some(other) => Err(other.unexpected(&path, &ParameterKind::IsoInstant.expected())),
        }
    }

    /// When something ends, as JSON. What the server cannot read as that would never end.
    pub(super) fn timeout(&mut self, name: &str, encoder: &Encoder) -> Result<Option<String>> {
        let path = self.path(name);
        let Some(value) = self.take(name) else { return Ok(None) };
        match Value::read(value)? {
            Value::Undefined => Ok(None),
            Value::Date(epoch) if duration::is_future(epoch) => Ok(encoder.json(value)?),
            Value::Text(text) if duration::is_timeout(&text) => Ok(Some(Json::from(text).to_string())),
            other => Err(other.unexpected(&path, &ParameterKind::Timeout.expected())),
        }
    }

    /// How far back a window reaches. What the server cannot read as that would be no window at all.
    pub(super) fn period(&mut self, name: &str) -> Result<Option<String>> {
        let path = self.path(name);
        match self.value(name)? {
            None => Ok(None),
            Some(Value::Text(text)) if duration::is_period(&text) => Ok(Some(text)),
            Some(other) => Err(other.unexpected(&path, &ParameterKind::Period.expected())),
        }
    }

    /// How long a key is remembered. What the server cannot read as that would be for ever.
    pub(super) fn lifetime(&mut self, name: &str) -> Result<Option<String>> {
        let path = self.path(name);
        match self.value(name)? {
            None => Ok(None),
            Some(Value::Text(text)) if duration::is_lifetime(&text) => Ok(Some(text)),
            Some(other) => Err(other.unexpected(&path, &ParameterKind::Lifetime.expected())),
        }
    }
}
