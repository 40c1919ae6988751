//! Makes a config of what a connect form collects.

use serde_json::{Map, Value, json};

use super::base_url::BaseUrl;
use super::branch::Branch;
use super::credential::{Credential, CredentialKind};
use super::environment::Environment;
use super::secret::Secret;
use crate::invalid::Invalid;
use crate::transport::NetworkPolicy;
use crate::wording::sentence;

/// A field of a form.
pub enum Given {
    /// Not there, or null.
    Nothing,
    /// The text that was typed or pasted.
    Text(String),
    /// No text.
    Other,
}

/// A form as it was filled in.
pub struct Form {
    /// A secret key or an additional key; any token will do.
    pub api_key: Given,
    /// The token, for a form that calls it so.
    pub token: Given,
    /// `proj_…`
    pub project_ref: Given,
    /// The name of an environment.
    pub environment: Given,
    /// A URL or a host.
    pub base_url: Given,
    /// The branch, for preview alone.
    pub preview_branch: Given,
}

impl Form {
    /// The names of the fields in JavaScript.
    pub const FIELDS: &'static [&'static str] =
        &["apiKey", "token", "projectRef", "environment", "baseURL", "previewBranch"];

    /// Makes a config, or a sentence for each field that is wrong, as JSON.
    ///
    /// A base URL may lead where `network` says, or else where the scope's own may, and the config says so beside it.
    /// Without a base URL the server is the scope's own, and so is its network.
    pub fn read(self, network: Option<NetworkPolicy>, inherited: NetworkPolicy) -> String {
        let is_network_named = network.is_some() || inherited != NetworkPolicy::default();
        let network = network.unwrap_or(inherited);
        let mut errors = Errors::default();
        let api_key = errors.text("apiKey", self.api_key);
        let token = errors.text("token", self.token);
        let project_ref = errors.text("projectRef", self.project_ref);
        let environment = errors.text("environment", self.environment);
        let base_url = errors.text("baseURL", self.base_url);
        let branch = errors.text("previewBranch", self.preview_branch);

        let (field, text) = match (&api_key, token) {
            (Some(api_key), Some(token)) if *api_key != token => {
                errors.add("token", "Fill in the API key or the token, not both: they are not the same");
                ("apiKey", Some(api_key.clone()))
            }
            (None, Some(token)) => ("token", Some(token)),
            _ => ("apiKey", api_key),
        };
        let called = if field == "token" { "The token" } else { "The API key" };
        let credential = match &text {
            Some(text) => errors.keep(field, read_credential(text, called)),
            None => {
                let what = "Paste a secret key (tr_dev_…, tr_prod_…) or a personal access token (tr_pat_…)";
                // A field that was filled in with something else says so itself.
                if !errors.has("apiKey") && !errors.has("token") {
                    errors.add("apiKey", what);
                }
                None
            }
        };
        let of_key = credential.as_ref().and_then(|credential| credential.environment);
        let named = environment.and_then(|text| errors.keep("environment", read_environment(&text)));
        if let (Some(of_key), Some(named)) = (of_key, named)
            && of_key != named
        {
            let what = format!(
                "{called} is one of {of_key}, not of {named}: choose {of_key}, or paste a key of {named}"
            );
            errors.add("environment", &what);
        }
        let is_named_wrong = errors.has("environment");
        let environment = named.or(of_key);
        match (environment, &branch) {
            // What it is a branch of has to be known first.
            _ if is_named_wrong => {}
            (Some(Environment::Preview), None) if !errors.has("previewBranch") => {
                errors.add("previewBranch", "Runs of preview belong to a branch: fill in its name");
            }
            (Some(Environment::Preview), _) | (_, None) => {}
            (Some(other), Some(_)) => {
                errors.add(
                    "previewBranch",
                    &format!("Only preview has branches: leave this empty for {other}"),
                );
            }
            (None, Some(_)) => {
                errors.add("previewBranch", "Only preview has branches: choose preview as the environment");
            }
        }
        if let Some(branch) = &branch {
            errors.keep("previewBranch", Branch::parse(branch, "The branch"));
        }
        if let Some(reference) = &project_ref {
            errors.keep("projectRef", check_project_ref(reference));
        }
        let base_url = base_url.and_then(|text| errors.keep("baseURL", read_base_url(&text, network)));
        let (Some(credential), Some(text), true) = (credential, text, errors.0.is_empty()) else {
            return json!({ "ok": false, "errors": errors.0 }).to_string();
        };
        let name = match credential.kind {
            CredentialKind::SecretKey | CredentialKind::AdditionalKey => "secretKey",
            _ => "accessToken",
        };
        let mut config = Map::new();
        config.insert(name.to_owned(), text.into());
        if let Some(base_url) = base_url {
            config.insert("baseURL".to_owned(), base_url.as_str().into());
            if is_network_named {
                config.insert("network".to_owned(), network.name().into());
            }
        }
        config.extend(branch.map(|branch| ("previewBranch".to_owned(), branch.into())));
        let mut connection =
            Map::from_iter([("ok".to_owned(), true.into()), ("config".to_owned(), config.into())]);
        connection.extend(project_ref.map(|reference| ("projectRef".to_owned(), reference.into())));
        connection.extend(environment.map(|it| ("environment".to_owned(), it.slug().into())));
        Value::Object(connection).to_string()
    }
}

/// The first thing that is wrong with each field.
#[derive(Default)]
struct Errors(Map<String, Value>);

impl Errors {
    fn has(&self, field: &str) -> bool {
        self.0.contains_key(field)
    }

    fn add(&mut self, field: &str, what: &str) {
        self.0.entry(field).or_insert_with(|| sentence(what).into());
    }

    fn keep<T>(&mut self, field: &str, read: Result<T, Invalid>) -> Option<T> {
        read.map_err(|invalid| self.add(field, &invalid.message)).ok()
    }

    /// Takes what was typed or pasted, without what stands around it; nothing when that is all.
    fn text(&mut self, field: &str, given: Given) -> Option<String> {
        match given {
            Given::Nothing => None,
            Given::Text(text) => {
                let text = text.trim_matches(is_around);
                (!text.is_empty()).then(|| text.to_owned())
            }
            Given::Other => {
                self.add(field, "This must be a text");
                None
            }
        }
    }
}

/// White space, and what is pasted along without being seen.
fn is_around(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn read_credential(text: &str, called: &str) -> Result<Credential, Invalid> {
    let credential = Credential::parse(Secret::new(text.to_owned()), called)?;
    match credential.kind {
        CredentialKind::PublicToken => Err(Invalid::token(format!(
            "{called} is a public access token, which expires and allows little; paste a secret key (tr_dev_…, \
             tr_prod_…) or a personal access token (tr_pat_…)"
        ))),
        _ => Ok(credential),
    }
}

fn read_environment(text: &str) -> Result<Environment, Invalid> {
    let slug = match text.to_lowercase().as_str() {
        "development" => "dev".to_owned(),
        "production" => "prod".to_owned(),
        other => other.to_owned(),
    };
    Environment::parse(&slug).ok_or_else(|| {
        Invalid::argument(format!(
            "There is no such environment; choose one of {}",
            Environment::SLUGS.join(", ")
        ))
    })
}

fn read_base_url(text: &str, network: NetworkPolicy) -> Result<BaseUrl, Invalid> {
    let base_url = BaseUrl::parse(&with_scheme(text), "The base URL")?;
    match network.allows_url(&base_url.join("/")) {
        true => Ok(base_url),
        false => Err(Invalid::argument(
            "The base URL leads into a private network: fill in that of a server on the public internet",
        )),
    }
}

fn check_project_ref(text: &str) -> Result<(), Invalid> {
    match text.strip_prefix("proj_") {
        Some(rest) if !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()) => Ok(()),
        _ => Err(Invalid::argument(
            "This is not a project ref: it begins with proj_, and letters and digits follow; the project's \
             settings page has it",
        )),
    }
}

/// The URL of a bare host: encrypted, unless it is this very machine.
fn with_scheme(text: &str) -> String {
    // `https:/a.example` and `https//a.example` are misspelt, not hosts of the name `https`.
    let first = text.split('/').next().unwrap_or_default();
    let is_scheme = ["http", "https"].iter().any(|scheme| first.eq_ignore_ascii_case(scheme));
    if text.contains("://") || first.ends_with(':') || (is_scheme && text.contains("//")) {
        return text.to_owned();
    }
    let text = text.trim_start_matches('/');
    let authority = text.split('/').next().unwrap_or_default();
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    let is_here = host.eq_ignore_ascii_case("localhost")
        || host.to_lowercase().ends_with(".localhost")
        || host.trim_matches(['[', ']']).parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback());
    format!("{}://{text}", if is_here { "http" } else { "https" })
}

#[cfg(test)]
#[path = "connect_form_tests.rs"]
mod tests;
