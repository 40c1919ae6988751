//! The headers that go out with a call.

use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, USER_AGENT,
};

use super::frozen::Call;
use super::request::BranchRule;
use crate::invalid::Invalid;
use crate::operation::Kind;

const USER_AGENT_TEXT: &str = concat!("hairtrigger/", env!("CARGO_PKG_VERSION"));

/// What goes out with every call.
const OF_CALLS: &[(&str, &str)] = &[
    ("x-trigger-source", "sdk"),
    ("x-trigger-api-version", "2025-07-16"),
    ("x-trigger-realtime-streams-version", "v2"),
];
/// What goes out with every request of a feed; without the second one the server uses older names.
const OF_FEEDS: &[(&str, &str)] =
    &[("x-trigger-api-version", "2025-07-16"), ("x-trigger-electric-version", "1.0.0-beta.1")];

impl Call {
    /// The headers of every attempt: the same request idempotency key on each of them.
    pub fn headers(&self, request_id: &str) -> Result<HeaderMap, Invalid> {
        let unsendable = || Invalid::configuration("a header of the call cannot be sent");
        let mut headers = HeaderMap::new();
        // First, so that nothing of a tracer's replaces what is set after it.
        if let Some(trace) = &self.trace {
            trace.apply(&mut headers);
        }
        headers.insert(USER_AGENT, HeaderValue::from_static(USER_AGENT_TEXT));
        if let Some(content) = &self.content {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(content.kind));
        }
        let is_empty = self.content.as_ref().is_none_or(|content| content.bytes.is_empty());
        if is_empty && self.operation.method.has_body() {
            // Some proxies answer 411 to a method that usually has a body and does not say it has none.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        let is_feed = self.operation.kind == Kind::Feed;
        if self.operation.kind == Kind::Tail {
            headers.insert(ACCEPT, HeaderValue::from_static("text/event-stream"));
        }
        for (name, value) in if is_feed { OF_FEEDS } else { OF_CALLS } {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        if !is_feed {
            headers.insert(
                HeaderName::from_static("x-trigger-request-idempotency-key"),
                HeaderValue::from_str(request_id).map_err(|_| unsendable())?,
            );
        }
        self.identity.headers.apply(&mut headers);
        self.headers.apply(&mut headers);
        let bearer = self.identity.credential.secret.bearer().ok_or_else(unsendable)?;
        headers.insert(AUTHORIZATION, bearer);
        if let Some(branch) = self.branch() {
            headers.insert(HeaderName::from_static("x-trigger-branch"), branch.clone());
        }
        Ok(headers)
    }

    fn branch(&self) -> Option<&HeaderValue> {
        let branch = self.identity.branch.as_ref()?;
        let goes_out = match self.request.branch {
            BranchRule::Always => true,
            BranchRule::OfPreview => !branch.of_dev,
            BranchRule::OfDev => branch.of_dev,
            BranchRule::Never => false,
        };
        goes_out.then_some(&branch.header)
    }
}
