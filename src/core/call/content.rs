//! The body of a request.

use bytes::Bytes;
use serde_json::{Value, json};

use super::idempotency_key::{IdempotencyKey, Origin};

/// A body, and the type it is sent as.
#[derive(Clone)]
pub struct Content {
    pub kind: &'static str,
    pub bytes: Bytes,
}

impl Content {
    pub fn json(body: JsonObject) -> Self {
        Self::any_json(body.finish())
    }

    /// Sends JSON of any kind.
    pub fn any_json(json: String) -> Self {
        Self { kind: "application/json", bytes: json.into() }
    }
}

/// A JSON object as text, written field by field.
#[derive(Clone, Default)]
pub struct JsonObject {
    text: String,
    names: Vec<&'static str>,
}

impl JsonObject {
    pub fn add_text(&mut self, name: &'static str, text: &str) {
        self.add_json(name, &Value::from(text).to_string());
    }

    pub fn add_json(&mut self, name: &'static str, json: &str) {
        self.text.push(if self.text.is_empty() { '{' } else { ',' });
        self.text.push_str(&Value::from(name).to_string());
        self.text.push(':');
        self.text.push_str(json);
        self.names.push(name);
    }

    pub fn field_count(&self) -> usize {
        self.names.len()
    }

    pub fn has(&self, name: &str) -> bool {
        self.names.contains(&name)
    }

    /// A key, and beside it what it was made from where that is known.
    pub fn add_idempotency_key(&mut self, key: &IdempotencyKey) {
        self.add_text("idempotencyKey", &key.0);
        if let Some(Origin { key, scope }) = key.origin() {
            self.add_json("idempotencyKeyOptions", &json!({ "key": key, "scope": scope }).to_string());
        }
    }

    pub fn finish(mut self) -> String {
        if self.text.is_empty() {
            self.text.push('{');
        }
        self.text.push('}');
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_written_field_by_field() {
        assert_eq!(JsonObject::default().finish(), "{}");
        let mut object = JsonObject::default();
        object.add_text("a\"b", "c\nd");
        object.add_json("raw", "[1]");
        assert!(object.has("raw") && !object.has("a"));
        assert_eq!(object.finish(), r#"{"a\"b":"c\nd","raw":[1]}"#);
    }
}
