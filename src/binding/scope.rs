//! Scopes as JavaScript holds them: opaque handles.

use std::rc::Rc;

use napi::bindgen_prelude::{Either, External, Null, Unknown};
use napi_derive::napi;

use super::config;
use super::realm::Realm;
use super::refusal::Refusal;
use super::value::Value;
use crate::core::config::Config;
use crate::core::environment::ProcessEnvironment;
use crate::core::scope::Scope;

/// A scope and the realm its calls come back to.
pub struct ScopeHandle {
    pub scope: Scope,
    pub realm: Rc<Realm>,
    /// What the default scope was resolved from, to tell when it has to be resolved again.
    environment: Option<ProcessEnvironment>,
}

type MadeScope = Either<External<ScopeHandle>, String>;

/// Reads what `configure` was given. A failure comes back as JSON.
#[napi(skip_typescript, catch_unwind)]
pub fn read_configuration(config: Unknown<'_>) -> napi::Result<Either<External<Config>, String>> {
    Ok(match read_config(config, true) {
        Ok(config) => Either::A(External::new(config)),
        Err(refusal) => Either::B(refusal.into_failure("configure")?),
    })
}

/// The default scope under this configuration and environment, or null when `current` still is.
#[napi(skip_typescript, catch_unwind)]
pub fn default_scope(
    realm: &External<Rc<Realm>>,
    config: Option<&External<Config>>,
    current: Option<&External<ScopeHandle>>,
    variables: Vec<Option<String>>,
) -> Either<External<ScopeHandle>, Null> {
    let environment = read_environment(variables);
    if current.is_some_and(|current| current.environment.as_ref() == Some(&environment)) {
        return Either::B(Null);
    }
    let none = Config::default();
    let scope = Scope::of_default(config.map_or(&none, |config| config), &environment);
    Either::A(handle(scope, realm, Some(environment)))
}

/// The scope of the environment alone: the parent of every `TriggerClient`.
#[napi(skip_typescript, catch_unwind)]
pub fn environment_scope(
    realm: &External<Rc<Realm>>,
    variables: Vec<Option<String>>,
) -> External<ScopeHandle> {
    handle(Scope::of_environment(&read_environment(variables)), realm, None)
}

/// The scope of a config under a parent. A failure comes back as JSON; `place` names the caller.
#[napi(skip_typescript, catch_unwind)]
pub fn derive_scope(
    parent: &External<ScopeHandle>,
    config: Unknown<'_>,
    place: String,
) -> napi::Result<MadeScope> {
    let derived = read_config(config, false).and_then(|config| Ok(parent.scope.derive(&config)?));
    Ok(match derived {
        Ok(scope) => Either::A(handle(scope, &parent.realm, None)),
        Err(refusal) => Either::B(refusal.into_failure(&place)?),
    })
}

/// The variables whose values the scope functions take, in order.
#[napi(skip_typescript, catch_unwind)]
pub fn scope_variables() -> Vec<&'static str> {
    ProcessEnvironment::VARIABLES.to_vec()
}

fn handle(scope: Scope, realm: &Rc<Realm>, environment: Option<ProcessEnvironment>) -> External<ScopeHandle> {
    External::new(ScopeHandle { scope, realm: Rc::clone(realm), environment })
}

fn read_environment(variables: Vec<Option<String>>) -> ProcessEnvironment {
    let mut variables = variables.into_iter();
    ProcessEnvironment::new(std::array::from_fn(|_| variables.next().flatten()))
}

fn read_config(config: Unknown<'_>, of_configure: bool) -> Result<Config, Refusal> {
    match Value::read(config)? {
        Value::Object(object) => config::read(object, of_configure),
        other => Err(Refusal::configuration(format!("the config must be an object, got {}", other.kind()))),
    }
}
