//! The proxies of the process environment.

use reqwest::{NoProxy, Proxy, Url};

use crate::invalid::Invalid;

/// The proxies that requests go through. Read in JavaScript, at the first call.
#[derive(Clone, Default)]
pub struct Proxies {
    http: Option<Url>,
    https: Option<Url>,
    /// `NO_PROXY`: hosts, domains and addresses that are asked directly.
    exempt: Option<String>,
}

impl Proxies {
    /// Reads `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`; an empty one counts as absent.
    ///
    /// Refuses what is not the URL of an HTTP proxy. The message never holds the value: a proxy's URL
    /// can carry a password.
    pub fn parse(http: Option<&str>, https: Option<&str>, exempt: Option<String>) -> Result<Self, Invalid> {
        let (http, https) = (proxy(http, "HTTP_PROXY")?, proxy(https, "HTTPS_PROXY")?);
        // reqwest takes the star for names, and would send addresses through the proxy all the same.
        let exempts_all = |exempt: &String| exempt.split(',').any(|entry| entry.trim() == "*");
        Ok(match exempt {
            Some(exempt) if exempts_all(&exempt) => Self::default(),
            exempt => Self { http, https, exempt },
        })
    }

    /// The variable that names the proxy for a URL, unless `NO_PROXY` exempts its host.
    pub fn variable_for(&self, url: &Url) -> Option<&'static str> {
        match url.scheme() {
            "http" => self.http.as_ref().map(|_| "HTTP_PROXY"),
            _ => self.https.as_ref().map(|_| "HTTPS_PROXY"),
        }
    }

    /// Lists the hosts of the proxies.
    pub fn hosts(&self) -> Vec<String> {
        let urls = [&self.http, &self.https].into_iter().flatten();
        urls.filter_map(|url| url.host_str().map(str::to_owned)).collect()
    }

    /// Says if a URL has the host of a proxy.
    pub fn are_at(&self, url: &Url) -> bool {
        [&self.http, &self.https].into_iter().flatten().any(|proxy| proxy.host_str() == url.host_str())
    }

    /// Makes the rules that reqwest takes.
    pub fn rules(&self) -> reqwest::Result<Vec<Proxy>> {
        let exempt = || self.exempt.as_deref().and_then(NoProxy::from_string);
        let mut rules = Vec::new();
        if let Some(url) = &self.http {
            rules.push(Proxy::http(url.clone())?.no_proxy(exempt()));
        }
        if let Some(url) = &self.https {
            rules.push(Proxy::https(url.clone())?.no_proxy(exempt()));
        }
        Ok(rules)
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
            assert_eq!(proxies.rules().expect(text).len(), 1);
        }
        for text in ["socks5://hunter2@proxy", "http://", "ftp://hunter2", "http://hunter2@:80"] {
            let invalid = Proxies::parse(None, Some(text), None).err().expect(text);
            assert!(invalid.message.starts_with("HTTPS_PROXY ") && !invalid.message.contains("hunter2"));
        }
        assert!(Proxies::parse(Some(" "), Some(""), None)?.rules().expect("none").is_empty());
        Ok(())
    }
}
