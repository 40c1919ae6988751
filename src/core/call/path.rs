//! Paths that keep their shape whatever is put into them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::invalid::Invalid;
use crate::wording::shorten;

/// Characters that `encodeURIComponent` leaves as they are.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'!')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*');

/// Arguments that take the id of one kind alone, that kind with its article, and how its ids begin. What takes a
/// caller's own ids too is not among them.
const KINDS: &[(&str, &str, &str)] = &[
    ("runId", "a run", "run_"),
    ("batchId", "a batch", "batch_"),
    ("scheduleId", "a schedule", "sched_"),
    ("bulkActionId", "a bulk action", "bulk_"),
    ("token", "a waitpoint token", "waitpoint_"),
];

/// Exactly one percent-encoded path segment: no slash, no dot segment, never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment(String);

impl Segment {
    /// Checks and encodes a caller's text; `name` is the argument it came in.
    pub fn new(name: &str, text: &str) -> Result<Self, Invalid> {
        match text {
            "" => Err(Invalid::argument(format!("{name} must not be empty"))),
            "." | ".." => Err(Invalid::argument(format!(
                "{name} must be one path segment, got {text:?}, which would change the request's path"
            ))),
            _ => check_kind(name, text).map(|()| Self(utf8_percent_encode(text, UNRESERVED).to_string())),
        }
    }

    /// The text as it stands in a path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Refuses the id of another kind, which the server would only not find. Of other texts it knows best.
fn check_kind(name: &str, text: &str) -> Result<(), Invalid> {
    let of = KINDS.iter().find(|(_, _, prefix)| text.starts_with(prefix));
    let due = KINDS.iter().find(|(argument, ..)| *argument == name);
    match (of, due) {
        (Some((_, kind, prefix)), Some((_, due, due_prefix))) if prefix != due_prefix => {
            Err(Invalid::argument(format!(
                "{name} {shown:?} is the id of {kind}, and {due}'s begins with {due_prefix}",
                shown = shorten(text),
            )))
        }
        _ => Ok(()),
    }
}

/// A path made of a template and [`Segment`]s alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(String);

impl Path {
    /// Fills a template: every `{name}` takes the next segment.
    pub fn fill(template: &'static str, segments: &[Segment]) -> Self {
        let mut path = String::with_capacity(template.len() + 32);
        let mut segments = segments.iter();
        let mut rest = template;
        while let Some((literal, named)) = rest.split_once('{') {
            path.push_str(literal);
            path.extend(segments.next().map(|Segment(text)| text.as_str()));
            rest = named.split_once('}').map_or("", |(_, rest)| rest);
        }
        path.push_str(rest);
        Self(path)
    }

    /// Takes a caller's own path, which must be percent-encoded and stay what it is when it is resolved.
    pub fn checked(name: &str, text: &str) -> Result<Self, Invalid> {
        let refuse = |what: &str| Err(Invalid::argument(format!("{name} {what}")));
        if !text.starts_with('/') || text.starts_with("//") {
            return refuse("must begin with one slash, as in /api/v1/runs");
        }
        if text.contains(['?', '#']) {
            return refuse("must be a path alone; pass the query as params.query");
        }
        if text.bytes().any(|byte| !byte.is_ascii_graphic() || b"\"<>\\^`{|}".contains(&byte)) {
            return refuse("holds characters that cannot stand in a path; percent-encode them");
        }
        let is_dots =
            |segment: &str| matches!(segment.replace("%2e", ".").replace("%2E", ".").as_str(), "." | "..");
        if text.split('/').any(is_dots) {
            return refuse("must not hold dot segments, which would change it");
        }
        Ok(Self(text.to_owned()))
    }

    /// The path, percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(text: &str) -> Segment {
        Segment::new("name", text).expect(text)
    }

    #[test]
    fn fills_a_template() {
        let path =
            Path::fill("/api/v1/projects/{projectRef}/envvars/{env}", &[segment("proj_a"), segment("dev")]);
        assert_eq!(path.as_str(), "/api/v1/projects/proj_a/envvars/dev");
        assert_eq!(Path::fill("/a/{name}/b", &[segment("c")]).as_str(), "/a/c/b");
    }

    #[test]
    fn own_paths_must_stay_what_they_are() {
        for text in ["/api/v1/runs", "/api/v1/a%2Fb/c", "/"] {
            let path = Path::checked("path", text).expect(text);
            let url = reqwest::Url::parse(&format!("https://host.example{}", path.as_str())).expect(text);
            assert_eq!(url.path(), text);
        }
        for text in [
            "",
            "api",
            "//evil.example/x",
            "/a/../b",
            "/a/%2e%2E/b",
            "/.",
            "/a?b=c",
            "/a#b",
            "/a b",
            "/é",
            "/a\\b",
            "/a\n",
        ] {
            assert!(Path::checked("path", text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn hostile_texts_stay_one_segment() {
        for text in [
            "../../x",
            "a/b",
            "a\\b",
            "a?b",
            "a#b",
            "%2e%2e",
            "%2F",
            "a b",
            "é",
            "\0",
            "\n",
            "a;b",
            "...",
            "..;",
            ".%2e",
            "https://evil.example",
            "@evil",
            ":80",
            "\u{202e}",
            "a&b=c",
        ] {
            let path = Path::fill("/api/{name}/end", &[segment(text)]);
            let url = reqwest::Url::parse(&format!("https://host.example{}", path.as_str()));
            let url = url.expect(text);
            assert_eq!(url.host_str(), Some("host.example"), "{text}");
            assert_eq!(url.path(), path.as_str(), "{text}");
            assert_eq!(url.path_segments().expect(text).count(), 3, "{text}");
            assert_eq!(url.query(), None, "{text}");
        }
    }

    #[test]
    fn ids_of_another_kind_are_refused() {
        assert!(Segment::new("runId", "batch_1").is_err() && Segment::new("batchId", "run_1").is_err());
        for (name, text) in [("runId", "run_1"), ("runId", "mine"), ("session", "run_1"), ("name", "batch_1")]
        {
            assert!(Segment::new(name, text).is_ok(), "{name} {text}");
        }
    }

    #[test]
    fn refuses_what_is_no_segment() {
        for text in ["", ".", ".."] {
            assert!(Segment::new("runId", text).is_err(), "{text:?}");
        }
    }
}
