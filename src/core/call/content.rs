//! The body of a request.

use bytes::Bytes;
use serde_json::{Value, json};

use super::idempotency_key::{IdempotencyKey, Maker, Origin, origin_of};

/// A body, and the type it is sent as.
#[derive(Clone)]
pub struct Content {
    /// The `content-type`.
    pub kind: &'static str,
    /// The bytes, shared by all attempts.
    pub bytes: Bytes,
}

impl Content {
    /// Sends a JSON object.
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
    key: Option<IdempotencyKey>,
}

impl JsonObject {
    /// Adds a field whose value is a text.
    pub fn add_text(&mut self, name: &'static str, text: &str) {
        self.add_json(name, &Value::from(text).to_string());
    }

    /// Adds a field whose value is JSON already.
    pub fn add_json(&mut self, name: &'static str, json: &str) {
        self.text.push(if self.text.is_empty() { '{' } else { ',' });
        self.text.push_str(&Value::from(name).to_string());
        self.text.push(':');
        self.text.push_str(json);
        self.names.push(name);
    }

    /// Counts the fields.
    pub fn field_count(&self) -> usize {
        self.names.len()
    }

    /// Says if a field has been added.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(&name)
    }

    /// Adds a key, and beside it what it was made from where the call says that.
    pub fn add_idempotency_key(&mut self, key: &IdempotencyKey) {
        self.add_text("idempotencyKey", &key.hash);
        if let Some(origin) = &key.origin {
            self.add_origin(origin);
        }
        self.key = Some(key.clone());
    }

    /// Adds what a hashed key was made from where the caller has made it, and remembers what any other one was.
    pub fn explain_key(&mut self, maker: Maker) {
        let Some(key) = self.key.take() else { return };
        key.remember(maker);
        if let Some(origin) = key.origin.is_none().then(|| origin_of(&key.hash, maker)).flatten() {
            self.add_origin(&origin);
        }
    }

    fn add_origin(&mut self, Origin { key, scope }: &Origin) {
        self.add_json("idempotencyKeyOptions", &json!({ "key": key, "scope": scope }).to_string());
    }

    /// Ends the object and answers its text.
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
