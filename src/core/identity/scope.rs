//! Scopes: whose call it is.
//!
//! # What
//!
//! A [`Scope`] is what a call runs under: an identity (token, branch, extra headers), a server (base URL, trusted
//! authority, where connections may go), and a policy (retries, deadline, limits). It is a value that never changes.
//! JavaScript holds it as an opaque handle and passes it to every native function, and the call that function makes
//! keeps its parts: retries, further pages and polls cannot end up in another scope, whatever `configure` or another
//! `withAuth` does meanwhile. Nothing in Rust remembers a current scope; which one a call gets is JavaScript's to say.
//!
//! # Where scopes come from
//!
//! | in JavaScript | made by | from |
//! |---|---|---|
//! | no client and no `withAuth` | [`Scope::of_default`] | `configure(…)`, and the environment for the rest |
//! | `new TriggerClient(config)` | [`Scope::derive`] | [`Scope::of_environment`] |
//! | `withAuth(config)`, with a callback or without | [`Scope::derive`] | the scope it is called in |
//! | `requestOptions.clientConfig` | [`Scope::derive`] | the scope that the call would have had |
//!
//! # Rules
//!
//! - *An identity is whole.* A config with a token starts a new one, and nothing of the parent's travels with it: no
//!   branch, no header, no way to a fresh token. A config without a token keeps the parent's, and may change the branch.
//! - *A server and a policy are inherited*, field by field. The exception is a trusted authority: it is for the base
//!   URL it was named with.
//! - *It fails closed.* A token that is named but unset is not the parent's token: [`Scope::derive`] refuses it. The
//!   default scope cannot be refused where it is made, since `configure` stands at the top of a module, so it keeps
//!   the reason ([`Scope::identity`] is a `Result`), and every call in it is refused with that. Either way it is a
//!   `ConfigurationError` in JavaScript.
//! - *The environment lends its branch* to its own token and to the default scope, to no other.
//!
//! # Example
//!
//! ```
//! use hairtrigger_core::identity::{Config, GivenToken, ProcessEnvironment, Scope, TokenChoice};
//!
//! let none = || GivenToken::Absent;
//! let key = |text: &str| GivenToken::Text(text.to_owned());
//! let config = |token| Config { token, ..Config::default() };
//!
//! let parent = Scope::of_environment(&ProcessEnvironment::default());
//! assert!(parent.identity.is_err(), "no token anywhere, so no call goes out");
//!
//! let acme = parent.derive(&config(TokenChoice::read(none(), key("tr_prod_acme"))?))?;
//! assert_eq!(acme.identity?.credential.masked, "tr_prod_…");
//!
//! // A look-up that found no key.
//! let unset = config(TokenChoice::read(none(), GivenToken::Unset("undefined"))?);
//! assert!(parent.derive(&unset).is_err());
//! # Ok::<(), hairtrigger_core::invalid::Invalid>(())
//! ```

use std::sync::Arc;

use super::base_url::BaseUrl;
use super::branch::Branch;
use super::config::{BranchChoice, Config, TokenChoice};
use super::credential::Credential;
use super::environment::ProcessEnvironment;
use super::extra_headers::ExtraHeaders;
use super::policy::{Policy, PolicyChanges};
use super::refresher::Refresher;
use crate::invalid::{Invalid, InvalidKind};
use crate::transport::{CertificateAuthority, NetworkPolicy};

/// Identity, server and request policy of a call.
///
/// A scope that could not be given an identity or a server keeps the reason, and every call in it
/// is refused with that reason: it fails closed instead of falling back.
#[derive(Clone)]
pub struct Scope {
    /// The caller, or why nobody may call.
    pub identity: Result<Arc<Identity>, Invalid>,
    /// The server that calls go to, or why they go nowhere.
    pub server: Result<Arc<Server>, Invalid>,
    /// The time a call may take, and how often it is tried.
    pub policy: Policy,
    /// The version that runs are locked to unless their trigger names one; the default scope's alone.
    pub version: Option<String>,
}

/// Token, branch and extra headers: they belong together and are replaced together.
#[derive(Clone)]
pub struct Identity {
    /// The token.
    pub credential: Credential,
    /// The branch, of preview or of dev.
    pub branch: Option<Branch>,
    /// The headers that a config added.
    pub headers: ExtraHeaders,
    /// The way to a fresh token, when this one has expired.
    pub refresher: Option<Arc<Refresher>>,
    /// The credential is the process environment's, not one that a config named.
    pub is_ambient: bool,
}

/// A server: where requests go, and whose certificates are trusted there.
pub struct Server {
    /// The URL of the API.
    pub base_url: BaseUrl,
    /// Certificates that are trusted there besides the usual ones.
    pub certificate_authority: Option<CertificateAuthority>,
    /// The addresses that its name may lead to.
    pub network: NetworkPolicy,
    /// Where, besides the server's own host and public addresses, a URL may lead that an answer names.
    pub storage_origins: Arc<[String]>,
}

impl Server {
    /// Makes the server at a base URL, reached at whatever address it has.
    pub fn at(base_url: BaseUrl, certificate_authority: Option<CertificateAuthority>) -> Self {
        let network = NetworkPolicy::default();
        Self { base_url, certificate_authority, network, storage_origins: Arc::default() }
    }
}

impl Scope {
    /// The scope the process environment describes: the parent of every `TriggerClient`.
    pub fn of_environment(environment: &ProcessEnvironment) -> Self {
        let identity = environment_credential(environment).and_then(|credential| {
            Ok(Arc::new(Identity {
                credential,
                branch: environment_branch(environment)?,
                headers: ExtraHeaders::default(),
                refresher: None,
                is_ambient: true,
            }))
        });
        let url = environment.api_url.as_deref().unwrap_or(BaseUrl::DEFAULT);
        let server = BaseUrl::parse(url, "TRIGGER_API_URL");
        Self {
            identity,
            server: server.map(|base_url| Arc::new(Server::at(base_url, None))),
            policy: Policy::default(),
            version: None,
        }
    }

    /// The default scope: what `configure` named plus, for the rest, the environment.
    pub fn of_default(config: &Config, environment: &ProcessEnvironment) -> Self {
        let mut scope = Self::of_environment(environment).under(config);
        let takes_branch =
            matches!(config.branch, BranchChoice::NotNamed) && matches!(config.token, TokenChoice::Named(_));
        if takes_branch {
            scope.identity = scope.identity.and_then(|identity| {
                let branch = environment_branch(environment)?;
                Ok(Arc::new(Identity { branch, ..Identity::clone(&identity) }))
            });
        }
        scope.version.clone_from(&environment.version);
        if config.ambient == Some(false) {
            scope.identity = Err(Invalid::configuration(
                "configure({ ambient: false }) allows no call outside a scope; make it inside \
                 withAuth(config, fn), on a client from withAuth(config) or new \
                 TriggerClient(config), or pass requestOptions.clientConfig with a token",
            ));
        }
        scope
    }

    /// The scope of a config under this one, for `withAuth`, `clientConfig` and `TriggerClient`.
    ///
    /// Refuses a config whose token is named but unset: it must not run under the parent's.
    pub fn derive(&self, config: &Config) -> Result<Self, Invalid> {
        match &config.token {
            TokenChoice::Unset(invalid) => Err(invalid.clone()),
            _ => Ok(self.under(config)),
        }
    }

    fn under(&self, config: &Config) -> Self {
        let own_headers = config.headers.clone().unwrap_or_default();
        let identity = match &config.token {
            TokenChoice::Unset(invalid) => Err(invalid.clone()),
            // A token starts a new identity: nothing of the parent's travels with it.
            TokenChoice::Named(credential) => Ok(Arc::new(Identity {
                credential: credential.clone(),
                branch: match &config.branch {
                    BranchChoice::Named(branch) => Some(branch.clone()),
                    BranchChoice::NotNamed | BranchChoice::NoBranch => None,
                },
                headers: own_headers,
                refresher: config.refresher.clone(),
                is_ambient: false,
            })),
            TokenChoice::NotNamed => self.identity.clone().map(|parent| {
                Arc::new(Identity {
                    credential: parent.credential.clone(),
                    branch: match &config.branch {
                        BranchChoice::NotNamed => parent.branch.clone(),
                        BranchChoice::NoBranch => None,
                        BranchChoice::Named(branch) => Some(branch.clone()),
                    },
                    headers: parent.headers.with(&own_headers),
                    refresher: config.refresher.clone().or_else(|| parent.refresher.clone()),
                    is_ambient: parent.is_ambient,
                })
            }),
        };
        Self {
            identity,
            server: self.server_under(config),
            policy: self.policy.with(&config.policy),
            version: None,
        }
    }

    /// This scope with the changes that request options make to it, for several calls under the same ones.
    pub fn with_options(&self, policy: &PolicyChanges, headers: &ExtraHeaders) -> Self {
        let identity = self.identity.clone().map(|identity| {
            let headers = identity.headers.with(headers);
            Arc::new(Identity { headers, ..Identity::clone(&identity) })
        });
        Self { identity, policy: self.policy.with(policy), ..self.clone() }
    }

    /// Says where connections of this scope may go.
    pub fn network(&self) -> NetworkPolicy {
        self.server.as_ref().map(|server| server.network).unwrap_or_default()
    }

    /// A certificate authority is trusted for the base URL it was named with, not for another one. Where
    /// connections may go is inherited unless given.
    fn server_under(&self, config: &Config) -> Result<Arc<Server>, Invalid> {
        let changes_nothing = config.base_url.is_none()
            && config.certificate_authority.is_none()
            && config.network.is_none()
            && config.storage_origins.is_none();
        if changes_nothing {
            return self.server.clone();
        }
        let parent = self.server.as_deref();
        let (base_url, inherited) = match &config.base_url {
            Some(base_url) => (base_url.clone(), None),
            None => {
                let parent = parent.map_err(Invalid::clone)?;
                (parent.base_url.clone(), parent.certificate_authority.clone())
            }
        };
        Ok(Arc::new(Server {
            base_url,
            certificate_authority: config.certificate_authority.clone().or(inherited),
            network: config.network.unwrap_or_else(|| parent.map(|it| it.network).unwrap_or_default()),
            storage_origins: config
                .storage_origins
                .clone()
                .unwrap_or_else(|| parent.map(|it| Arc::clone(&it.storage_origins)).unwrap_or_default()),
        }))
    }
}

fn environment_credential(environment: &ProcessEnvironment) -> Result<Credential, Invalid> {
    let tokens = [
        ("TRIGGER_SECRET_KEY", &environment.secret_key),
        ("TRIGGER_ACCESS_TOKEN", &environment.access_token),
        ("TRIGGER_RUN_TOKEN", &environment.run_token),
    ];
    for (variable, token) in tokens {
        if let Some(secret) = token {
            return Credential::parse(secret.clone(), variable);
        }
    }
    Err(if environment.legacy_api_key.is_some() {
        Invalid::of(
            InvalidKind::LegacyKey,
            "no token: TRIGGER_API_KEY belongs to an older Trigger.dev product and is not read; set \
             TRIGGER_SECRET_KEY to the secret key of an environment (tr_dev_…, tr_prod_…)",
        )
    } else {
        Invalid::token(
            "no token: set TRIGGER_SECRET_KEY, or pass secretKey or accessToken to configure, \
             withAuth or new TriggerClient",
        )
    })
}

fn environment_branch(environment: &ProcessEnvironment) -> Result<Option<Branch>, Invalid> {
    let preview = [
        ("TRIGGER_PREVIEW_BRANCH", &environment.preview_branch),
        ("VERCEL_GIT_COMMIT_REF", &environment.vercel_branch),
    ];
    for (variable, name) in preview {
        if let Some(name) = name {
            return Branch::parse(name, variable).map(Some);
        }
    }
    match &environment.dev_branch {
        None => Ok(None),
        Some(name) => {
            let branch = Branch::parse(name, "TRIGGER_DEV_BRANCH")?;
            Ok(Some(Branch { of_dev: true, ..branch }))
        }
    }
}

#[cfg(test)]
#[path = "scope_tests.rs"]
mod tests;
