//! The pagination object of a page.

/// Says if this is a pagination object, whose cursors are texts or null.
pub fn is_pagination(json: &str) -> bool {
    let Ok(pagination) = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(json) else {
        return false;
    };
    ["next", "previous"].iter().all(|name| match pagination.get(*name) {
        None => true,
        Some(cursor) => cursor.is_null() || cursor.is_string(),
    })
}
