//! The proxies of the process environment, and what is asked without them.

use std::net::IpAddr;
use std::sync::Arc;

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::{Proxy, Url};

use crate::invalid::Invalid;

/// The proxies that requests go through. Read in JavaScript, at the first call.
#[derive(Clone, Default)]
pub struct Proxies(Arc<Rules>);

#[derive(Default)]
struct Rules {
    http: Option<Url>,
    https: Option<Url>,
    /// `NO_PROXY`: hosts, domains and addresses that are asked directly.
    exempt: Option<Matcher>,
    /// Those of its entries that have a port, which the matcher does not know.
    exempt_ports: Vec<(String, u16)>,
}

impl Proxies {
    /// Reads `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`; an empty one counts as absent.
    ///
    /// Refuses what is not the URL of an HTTP proxy. The message never holds the value: a proxy's URL
    /// can carry a password.
    pub fn parse(http: Option<&str>, https: Option<&str>, exempt: Option<String>) -> Result<Self, Invalid> {
        let (http, https) = (proxy(http, "HTTP_PROXY")?, proxy(https, "HTTPS_PROXY")?);
        let exempt = exempt.unwrap_or_default();
        // The matcher takes the star for names, and would send addresses through the proxy all the same.
        if exempt.split(',').any(|entry| entry.trim() == "*") {
            return Ok(Self::default());
        }
        let exempt_ports = exempt.split(',').filter_map(with_port).collect();
        // It is asked only whether a host is exempt: any proxy will do.
        let exempt = Matcher::builder().all("http://proxy.invalid").no(exempt).build();
        Ok(Self(Arc::new(Rules { http, https, exempt: Some(exempt), exempt_ports })))
    }

    /// The variable that names the proxy for a URL, unless it is asked directly.
    pub fn variable_for(&self, url: &Url) -> Option<&'static str> {
        self.0.choose(url).map(|(variable, _)| variable)
    }

    /// Lists the hosts of the proxies.
    pub fn hosts(&self) -> Vec<String> {
        self.0.urls().filter_map(|url| url.host_str().map(str::to_owned)).collect()
    }

    /// Says if a URL has the host of a proxy.
    pub fn are_at(&self, url: &Url) -> bool {
        self.0.urls().any(|proxy| proxy.host_str() == url.host_str())
    }

    /// Makes the rule that reqwest takes, where there is a proxy.
    pub fn rule(&self) -> Option<Proxy> {
        self.0.urls().next()?;
        let rules = Arc::clone(&self.0);
        Some(Proxy::custom(move |url| rules.choose(url).map(|(_, proxy)| proxy.clone())))
    }
}

impl Rules {
    fn urls(&self) -> impl Iterator<Item = &Url> {
        [&self.http, &self.https].into_iter().flatten()
    }

    /// The proxy for a URL, and the variable that names it.
    fn choose(&self, url: &Url) -> Option<(&'static str, &Url)> {
        let (variable, proxy) = match url.scheme() {
            "http" => ("HTTP_PROXY", self.http.as_ref()?),
            _ => ("HTTPS_PROXY", self.https.as_ref()?),
        };
        if self.is_exempt(url) { None } else { Some((variable, proxy)) }
    }

    fn is_exempt(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let port = url.port_or_known_default();
        is_loopback(host)
            || self.exempt_ports.iter().any(|(exempt, at)| port == Some(*at) && is_within(host, exempt))
            || self
                .exempt
                .as_ref()
                .is_some_and(|exempt| url.as_str().parse().is_ok_and(|uri| exempt.intercept(&uri).is_none()))
    }
}

/// An entry such as `api.example:8443`, `.example:8443` or `[::1]:8443`.
fn with_port(entry: &str) -> Option<(String, u16)> {
    let (host, port) = entry.trim().rsplit_once(':')?;
    // An address of version 6 without brackets has no port.
    let is_bare = host.contains(':') && !host.starts_with('[');
    if is_bare { None } else { Some((host.to_ascii_lowercase(), port.parse().ok()?)) }
}

/// A host is the one of an entry, or below its domain.
fn is_within(host: &str, entry: &str) -> bool {
    let domain = entry.trim_start_matches('*').trim_start_matches('.');
    host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

/// This machine, which no proxy stands in front of: Go, and most test setups, take it so.
fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    match address {
        Ok(IpAddr::V6(address)) => {
            address.is_loopback() || address.to_ipv4_mapped().is_some_and(|mapped| mapped.is_loopback())
        }
        Ok(IpAddr::V4(address)) => address.is_loopback(),
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}

fn proxy(text: Option<&str>, variable: &str) -> Result<Option<Url>, Invalid> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    // `proxy:3128` is customary, and would parse as a URL of the scheme `proxy`.
    let url = if text.contains("://") { Url::parse(text) } else { Url::parse(&format!("http://{text}")) };
    match url {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(Some(url)),
        _ => Err(Invalid::configuration(format!(
            "{variable} in the environment is not the URL of an HTTP proxy; set one such as \
             http://proxy.example:3128, or unset it"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_urls_and_bare_hosts_and_repeats_neither() -> Result<(), Invalid> {
        for text in
            ["http://proxy.example:3128", "proxy.example:3128", "https://u:p@proxy.example", "10.0.0.1"]
        {
            let proxies = Proxies::parse(Some(text), None, None)?;
            assert!(proxies.rule().is_some(), "{text}");
        }
        for text in ["socks5://hunter2@proxy", "http://", "ftp://hunter2", "http://hunter2@:80"] {
            let invalid = Proxies::parse(None, Some(text), None).err().expect(text);
            assert!(invalid.message.starts_with("HTTPS_PROXY ") && !invalid.message.contains("hunter2"));
        }
        assert!(Proxies::parse(Some(" "), Some(""), None)?.rule().is_none());
        Ok(())
    }

    #[test]
    fn what_is_exempt_is_asked_directly() -> Result<(), Invalid> {
        let exempt = "direct.example, .within.example, 10.0.0.0/8, ported.example:8443, [fd00::1]:8443";
        let proxies = Proxies::parse(Some("proxy.example"), None, Some(exempt.to_owned()))?;
        let variable = |text: &str| proxies.variable_for(&Url::parse(text).expect(text));
        for text in [
            "http://localhost:1",
            "http://a.localhost",
            "http://127.0.0.1",
            "http://127.8.8.8",
            "http://[::1]",
            "http://[::ffff:127.0.0.1]",
            "http://direct.example",
            "http://a.within.example",
            "http://10.1.2.3",
            "http://ported.example:8443",
            "http://a.ported.example:8443",
            "http://[fd00::1]:8443",
            "https://other.example",
        ] {
            assert_eq!(variable(text), None, "{text}");
        }
        for text in [
            "http://other.example",
            "http://ported.example",
            "http://notported.example:8443",
            "http://11.1.2.3",
            "http://localhost.example",
            "http://[fd00::1]",
        ] {
            assert_eq!(variable(text), Some("HTTP_PROXY"), "{text}");
        }
        let all = Proxies::parse(Some("proxy.example"), None, Some("a, *".to_owned()))?;
        assert_eq!(all.variable_for(&Url::parse("http://other.example").expect("a URL")), None);
        Ok(())
    }
}
