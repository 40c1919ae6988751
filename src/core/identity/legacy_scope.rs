//! Scopes of the older products' servers: another key, another server, nothing shared with today's.

use std::sync::Arc;

use super::base_url::BaseUrl;
use super::config::{Config, TokenChoice};
use super::environment::ProcessEnvironment;
use super::legacy_keys;
use super::policy::Policy;
use super::scope::{Identity, Scope, Server};
use crate::invalid::Invalid;

impl Scope {
    /// Makes the scope of a server of an older product: what the config names, for the rest `TRIGGER_API_KEY` and
    /// `TRIGGER_API_URL`. There is no default server, since today's would take none of it.
    pub fn of_legacy(config: &Config, environment: &ProcessEnvironment) -> Self {
        let is_ambient = matches!(config.token, TokenChoice::NotNamed);
        let credential = match &config.token {
            TokenChoice::Named(credential) => Ok(credential.clone()),
            TokenChoice::Unset(invalid) => Err(invalid.clone()),
            TokenChoice::NotNamed => match &environment.legacy_api_key {
                Some(key) => legacy_keys::parse_key(key.clone(), "TRIGGER_API_KEY"),
                None => Err(Invalid::configuration(
                    "no key: set TRIGGER_API_KEY, or pass apiKey to new LegacyClient",
                )),
            },
        };
        let base_url = match (&config.base_url, &environment.api_url) {
            (Some(base_url), _) => Ok(base_url.clone()),
            (None, Some(url)) => BaseUrl::parse(url, "TRIGGER_API_URL"),
            (None, None) => Err(Invalid::configuration(
                "no server: set TRIGGER_API_URL, or pass baseURL to new LegacyClient; older products run on \
                 servers of your own alone",
            )),
        };
        let headers = config.headers.clone().unwrap_or_default();
        let certificate_authority = config.certificate_authority.clone();
        Self {
            identity: credential.map(|credential| {
                Arc::new(Identity { credential, branch: None, headers, refresher: None, is_ambient })
            }),
            server: base_url.map(|base_url| Arc::new(Server::at(base_url, certificate_authority))),
            policy: Policy::default().with(&config.policy),
            version: None,
        }
    }

    /// Makes it of the environment alone, for calls on no client: refused where other calls of today's API
    /// would not run under the process's own key either.
    pub fn of_legacy_environment(
        configured: &Config,
        is_scoped: bool,
        environment: &ProcessEnvironment,
    ) -> Self {
        let scope = Self::of_legacy(&Config::default(), environment);
        if !is_scoped && configured.ambient != Some(false) {
            return scope;
        }
        let invalid = Invalid::configuration(
            "inside withAuth, and under configure({ ambient: false }), no call runs under TRIGGER_API_KEY; \
             make it on a new LegacyClient({ apiKey, baseURL })",
        );
        Self { identity: Err(invalid), ..scope }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Secret;

    #[test]
    fn there_is_no_default_server() {
        let key = Some(Secret::new("trigger_live_a".to_owned()));
        let environment = ProcessEnvironment { legacy_api_key: key, ..ProcessEnvironment::default() };
        let scope = Scope::of_legacy(&Config::default(), &environment);
        assert!(scope.identity.is_ok() && scope.server.is_err());
    }
}
