//! Whatever a caller passes as an id, a name or a filter: the request keeps its origin, its path keeps
//! its shape, and the server reads back what was passed.

use hairtrigger_core::call::{Path, Segment};
use hairtrigger_core::identity::BaseUrl;
use percent_encoding::percent_decode_str;
use reqwest::Url;

pub type Input<'a> = (&'a str, &'a str, &'a str);

pub fn check(input: Input<'_>) {
    let (id, filter, base) = input;
    // A build for fuzzing checks what idna_adapter takes for granted, and a host with escapes breaks.
    let base = if base.contains('%') { "" } else { base };
    let base = BaseUrl::parse(base, "baseURL")
        .or_else(|_| BaseUrl::parse("https://api.trigger.dev/prefix", "baseURL"))
        .expect("a base URL");
    let Ok(segment) = Segment::new("id", id) else {
        assert!(matches!(id, "" | "." | ".."));
        return;
    };
    let path = Path::fill("/api/v1/runs/{runId}/replay", &[segment]);
    let mut url = Url::parse(&format!("{}{}", base.as_str(), path.as_str())).expect("a URL");
    url.query_pairs_mut().append_pair("filter[tag]", filter);

    let bare = Url::parse(base.as_str()).expect("the base URL");
    if let Ok(own) = Path::checked("path", id) {
        let joined = base.join(own.as_str());
        assert_eq!(joined.origin(), bare.origin());
        assert_eq!(joined.path(), format!("{}{id}", bare.path().trim_end_matches('/')));
    }
    assert_eq!(url.origin(), bare.origin());
    assert!(url.fragment().is_none() && url.username().is_empty() && url.password().is_none());
    let prefix = bare.path().trim_end_matches('/');
    let rest = url.path().strip_prefix(prefix).expect("the prefix of the base URL");
    let segments: Vec<&str> = rest.split('/').collect();
    assert_eq!(segments.len(), 6, "{url}");
    assert_eq!((segments[1], segments[2], segments[3], segments[5]), ("api", "v1", "runs", "replay"));
    assert_eq!(percent_decode_str(segments[4]).decode_utf8().expect("UTF-8"), id);
    let pairs: Vec<_> = url.query_pairs().collect();
    assert_eq!(pairs.len(), 1);
    assert_eq!(pairs[0].1, filter);
}
