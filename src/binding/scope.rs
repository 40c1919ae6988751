//! Scopes as JavaScript holds them: opaque handles.

use std::rc::Rc;

use napi::Env;
use napi::bindgen_prelude::{Either, External, Null, Object, Unknown};
use napi_derive::napi;

use super::arguments::ReadError;
use super::arguments::{Encoder, Value};
use super::arguments::{config, options};
use super::realm::Realm;
use crate::engine::digest::hex;
use crate::engine::identity::{Config, ProcessEnvironment, Scope, TokenChoice, legacy_keys};

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
pub fn read_configuration(
    env: Env,
    realm: &External<Rc<Realm>>,
    config: Unknown<'_>,
) -> napi::Result<Either<External<Config>, String>> {
    Ok(match read_config(&encoder(env, realm), config, true) {
        Ok(config) => Either::A(External::new(config)),
        Err(error) => Either::B(error.into_failure("configure")?),
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
    env: Env,
    parent: &External<ScopeHandle>,
    config: Unknown<'_>,
    place: String,
) -> napi::Result<MadeScope> {
    let derived = read_config(&encoder(env, &parent.realm), config, false)
        .and_then(|config| Ok(parent.scope.derive(&config)?));
    Ok(match derived {
        Ok(scope) => Either::A(handle(scope, &parent.realm, None)),
        Err(error) => Either::B(error.into_failure(&place)?),
    })
}

/// The scope of several calls that are made as one under a parent: what their request options say, read once. A failure
/// comes back as JSON; `operation` names the whole. The signal in the options belongs to the facade.
#[napi(skip_typescript, catch_unwind)]
pub fn scope_of_options(
    env: Env,
    parent: &External<ScopeHandle>,
    request_options: Unknown<'_>,
    operation: String,
) -> napi::Result<MadeScope> {
    let scope = match Value::read(request_options)? {
        Value::Object(object) => options::read(&encoder(env, &parent.realm), object)
            .and_then(|options| options.of_many_calls(&parent.scope)),
        other => Err(other.unexpected("requestOptions", "an object")),
    };
    Ok(match scope {
        Ok(scope) => Either::A(handle(scope, &parent.realm, None)),
        Err(error) => Either::B(error.into_failure(&operation)?),
    })
}

/// Who calls in a scope, and where: a text that tells two of them apart, and nothing more. Null for a scope that nobody may
/// call in.
#[napi(skip_typescript, catch_unwind)]
pub fn caller_of(scope: &External<ScopeHandle>) -> Option<String> {
    scope.scope.caller_digest().map(|digest| hex(&digest))
}

/// The scope of a config for a server of an older product. A failure comes back as JSON.
#[napi(skip_typescript, catch_unwind)]
pub fn legacy_scope(
    env: Env,
    realm: &External<Rc<Realm>>,
    config: Unknown<'_>,
    variables: Vec<Option<String>>,
) -> napi::Result<MadeScope> {
    let read = object(config).and_then(|object| config::read_legacy(&encoder(env, realm), object));
    let made = read.and_then(|config| match config.token {
        TokenChoice::Unset(invalid) => Err(invalid.into()),
        _ => Ok(Scope::of_legacy(&config, &read_environment(variables))),
    });
    Ok(match made {
        Ok(scope) => Either::A(handle(scope, realm, None)),
        Err(error) => Either::B(error.into_failure("new LegacyClient")?),
    })
}

/// The scope of calls to a server of an older product on no client.
#[napi(skip_typescript, catch_unwind)]
pub fn legacy_environment_scope(
    realm: &External<Rc<Realm>>,
    configured: Option<&External<Config>>,
    is_scoped: bool,
    variables: Vec<Option<String>>,
) -> External<ScopeHandle> {
    let none = Config::default();
    let environment = read_environment(variables);
    let configured = configured.map_or(&none, |config| config);
    handle(Scope::of_legacy_environment(configured, is_scoped, &environment), realm, None)
}

/// The environment that a key of an older product names.
#[napi(skip_typescript, catch_unwind)]
pub fn legacy_environment_of(key: String) -> Option<String> {
    legacy_keys::environment_of(&key).map(str::to_owned)
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

fn encoder(env: Env, realm: &Rc<Realm>) -> Encoder {
    Encoder::new(env, &realm.helpers)
}

fn read_config(encoder: &Encoder, config: Unknown<'_>, of_configure: bool) -> Result<Config, ReadError> {
    object(config).and_then(|object| config::read(encoder, object, of_configure))
}

fn object(config: Unknown<'_>) -> Result<Object<'_>, ReadError> {
    match Value::read(config)? {
        Value::Object(object) => Ok(object),
        other => Err(ReadError::configuration(format!("the config must be an object, got {}", other.kind()))),
    }
}
