//! Whose call it is: tokens and what their form says, configs, scopes, and what belongs to them.
//!
//! A scope is a value that a call is given; nothing here is ambient, and nothing here can print a token. It must
//! not know what is called.

mod base_url;
mod branch;
mod config;
mod connect_form;
mod credential;
mod environment;
mod escapes;
mod extra_headers;
pub mod legacy_keys;
mod legacy_scope;
mod masking;
mod policy;
pub mod public_token;
mod redaction;
mod refresher;
mod scope;
mod secret;
mod spellings;
pub mod webhook_signature;

pub use base_url::BaseUrl;
pub use branch::Branch;
pub use config::{BranchChoice, Config, GivenToken, TokenChoice, storage_origin};
pub use connect_form::{Form, Given};
pub use credential::{Credential, CredentialKind};
pub use environment::{Environment, ProcessEnvironment};
pub use extra_headers::{ExtraHeaders, is_reserved};
pub use policy::{Policy, PolicyChanges, RetryOptions};
pub use public_token::Claims;
pub use redaction::{Redactor, hide_public_tokens, looks_like_token, shown_name};
pub use refresher::Refresher;
pub use scope::{Identity, Scope, Server};
pub use secret::Secret;
