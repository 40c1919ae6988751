//! Scopes of the older products' servers: another key, another server, nothing shared with today's.

use std::sync::Arc;

use super::config::{BaseUrl, Config, TokenChoice};
use super::credential::{Credential, CredentialKind, check_form};
use super::environment::ProcessEnvironment;
use super::fault::Fault;
use super::scope::{Identity, Scope, Server};
use super::secret::Secret;

/// What stands before the environment in the keys of the first and of the second product.
const BRANDS: &[&str] = &["trigger", "tr"];
/// Of tokens that are no keys of an environment, though they look alike.
const NO_ENVIRONMENTS: &[&str] = &["pat", "oat", "uat"];

/// The environment that a key names: `live`, `development`, `dev`, `prod` and so on.
pub fn environment_of(key: &str) -> Option<&str> {
    let (brand, rest) = key.split_once('_')?;
    let (environment, secret) = rest.split_once('_')?;
    let is_slug = !environment.is_empty() && environment.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_key = BRANDS.contains(&brand) && is_slug && !NO_ENVIRONMENTS.contains(&environment);
    (is_key && !secret.is_empty()).then_some(environment)
}

/// Reads a key of an older product. The message never holds it.
pub fn parse_key(secret: Secret, field: &str) -> Result<Credential, Fault> {
    check_form(&secret, field)?;
    let prefix = match secret.expose().split_inclusive('_').take(2).collect::<String>() {
        prefix if environment_of(secret.expose()).is_some() => prefix,
        _ => {
            return Err(Fault::configuration(format!(
                "{field} is no API key of an older product (trigger_live_…, trigger_development_…, tr_prod_…, \
                 tr_dev_…)"
            )));
        }
    };
    Ok(Credential::of(secret, CredentialKind::LegacyKey, None, &prefix))
}

impl Scope {
    /// The scope of a server of an older product: what the config names, for the rest `TRIGGER_API_KEY` and
    /// `TRIGGER_API_URL`. There is no default server, since today's would take none of it.
    pub fn of_legacy(config: &Config, environment: &ProcessEnvironment) -> Self {
        let is_ambient = matches!(config.token, TokenChoice::NotNamed);
        let credential = match &config.token {
            TokenChoice::Named(credential) => Ok(credential.clone()),
            TokenChoice::Unset(fault) => Err(fault.clone()),
            TokenChoice::NotNamed => match &environment.legacy_api_key {
                Some(key) => parse_key(key.clone(), "TRIGGER_API_KEY"),
                None => Err(Fault::configuration(
                    "no key: set TRIGGER_API_KEY, or pass apiKey to new LegacyClient",
                )),
            },
        };
        let base_url = match (&config.base_url, &environment.api_url) {
            (Some(base_url), _) => Ok(base_url.clone()),
            (None, Some(url)) => BaseUrl::parse(url, "TRIGGER_API_URL"),
            (None, None) => Err(Fault::configuration(
                "no server: set TRIGGER_API_URL, or pass baseURL to new LegacyClient; older products run on \
                 servers of your own alone",
            )),
        };
        let headers = config.headers.clone().unwrap_or_default();
        let certificate_authority = config.certificate_authority.clone();
        Self {
            identity: credential
                .map(|credential| Arc::new(Identity { credential, branch: None, headers, is_ambient })),
            server: base_url.map(|base_url| Arc::new(Server { base_url, certificate_authority })),
            policy: super::policy::Policy::default().with(&config.policy),
            version: None,
        }
    }

    /// The same of the environment alone, for calls on no client: refused where other calls of today's API
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
        let fault = Fault::configuration(
            "inside withAuth, and under configure({ ambient: false }), no call runs under TRIGGER_API_KEY; \
             make it on a new LegacyClient({ apiKey, baseURL })",
        );
        Self { identity: Err(fault), ..scope }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_name_their_environment() {
        let cases = [
            ("trigger_live_a", Some("live")),
            ("trigger_development_a_b", Some("development")),
            ("tr_dev_a", Some("dev")),
            ("tr_prod_a", Some("prod")),
            ("tr_pat_a", None),
            ("pk_dev_a", None),
            ("tr_dev_", None),
            ("tr__a", None),
            ("tr_dev", None),
            ("", None),
        ];
        for (key, environment) in cases {
            assert_eq!(environment_of(key), environment, "{key}");
        }
    }

    #[test]
    fn keys_are_masked_and_others_refused_without_repeating_them() {
        let parse = |text: &str| parse_key(Secret::new(text.to_owned()), "apiKey");
        let key = parse("trigger_live_abcdefghijklmnopqrst").expect("a key");
        assert_eq!((key.masked.as_str(), key.kind), ("trigger_live_…qrst", CredentialKind::LegacyKey));
        for text in ["", "pk_dev_hunter2", "tr_pat_hunter2", "hunter2", "trigger_live_hunter2\n"] {
            let fault = parse(text).err().expect(text);
            assert!(fault.message.starts_with("apiKey ") && !fault.message.contains("hunter2"));
        }
    }

    #[test]
    fn there_is_no_default_server() {
        let key = Some(Secret::new("trigger_live_a".to_owned()));
        let environment = ProcessEnvironment { legacy_api_key: key, ..ProcessEnvironment::default() };
        let scope = Scope::of_legacy(&Config::default(), &environment);
        assert!(scope.identity.is_ok() && scope.server.is_err());
    }
}
