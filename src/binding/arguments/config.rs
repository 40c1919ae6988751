//! A config object as the caller wrote it.

use std::sync::Arc;

use napi::ValueType;
use napi::bindgen_prelude::{Object, Unknown};

use super::encoder::Encoder;
use super::fields::Fields;
use super::options;
use super::read_error::ReadError;
use super::texts::text;
use super::value::Value;
use crate::engine::identity::{
    BaseUrl, Branch, BranchChoice, Config, GivenToken, Refresher, TokenChoice, storage_origin,
};
use crate::engine::invalid::{Invalid, InvalidKind};
use crate::engine::transport::{CertificateAuthority, NetworkPolicy};

pub const NAMES: &[&str] = &[
    "accessToken",
    "secretKey",
    "refreshAccessToken",
    "baseURL",
    "previewBranch",
    "ca",
    "network",
    "storageOrigins",
    "requestOptions",
];
const CONFIGURE_NAMES: &[&str] = &[
    "accessToken",
    "secretKey",
    "refreshAccessToken",
    "baseURL",
    "previewBranch",
    "ca",
    "network",
    "storageOrigins",
    "requestOptions",
    "ambient",
];
const LEGACY_NAMES: &[&str] = &["apiKey", "baseURL", "ca", "requestOptions"];
/// What the official SDK has and hairtrigger has not yet.
const UNSUPPORTED: &[&str] = &["future", "externalDeploymentId", "inheritContext"];

type Result<T> = std::result::Result<T, ReadError>;

/// Reads and checks a config. `ambient` is a field of `configure`'s alone.
pub fn read(encoder: &Encoder, object: Object<'_>, of_configure: bool) -> Result<Config> {
    let known = if of_configure { CONFIGURE_NAMES } else { NAMES };
    let fields = Fields::of(encoder, object, "", known).map_err(as_configuration)?;
    read_of(fields, of_configure)
}

/// Reads and checks the fields of a config.
pub fn read_of(fields: Fields<'_>, of_configure: bool) -> Result<Config> {
    read_fields(fields, of_configure).map_err(as_configuration)
}

/// Whatever is wrong with a config is a configuration error, wherever it was found.
fn as_configuration(error: ReadError) -> ReadError {
    match error {
        ReadError::Invalid(Invalid { kind: InvalidKind::Argument, message }) => {
            ReadError::configuration(message)
        }
        other => other,
    }
}

fn read_fields(mut fields: Fields<'_>, of_configure: bool) -> Result<Config> {
    let known = if of_configure { CONFIGURE_NAMES } else { NAMES };
    let unsupported = fields.names().find(|name| UNSUPPORTED.contains(name)).map(str::to_owned);
    if let Some(name) = unsupported {
        return Err(ReadError::configuration(format!("{name} is not supported yet; leave it out")));
    }
    let access_token = given_token(&mut fields, "accessToken")?;
    let secret_key = given_token(&mut fields, "secretKey")?;
    let token = TokenChoice::read(access_token, secret_key)?;
    let refresher = refresher(&mut fields)?;
    let branch = match fields.value("previewBranch")? {
        None => BranchChoice::NotNamed,
        Some(Value::Null) => BranchChoice::NoBranch,
        Some(Value::Text(name)) => BranchChoice::Named(Branch::parse(&name, "previewBranch")?),
        Some(other) => return Err(other.unexpected("previewBranch", "a string, or null for none")),
    };
    let network = network(&mut fields)?;
    let storage_origins = match fields.value("storageOrigins")? {
        None => None,
        Some(Value::List(list)) => Some(storage_origins(list.elements()?)?),
        Some(other) => return Err(other.unexpected("storageOrigins", "an array of origins")),
    };
    let ambient = if of_configure { fields.read::<bool>("ambient")? } else { None };
    let config = Config {
        token,
        refresher,
        branch,
        ambient,
        network,
        storage_origins,
        ..server_and_policy(&mut fields)?
    };
    fields.finish(known)?;
    Ok(config)
}

/// Reads and checks the config of a server of an older product.
pub fn read_legacy(encoder: &Encoder, object: Object<'_>) -> Result<Config> {
    read_legacy_fields(encoder, object).map_err(as_configuration)
}

fn read_legacy_fields(encoder: &Encoder, object: Object<'_>) -> Result<Config> {
    let mut fields = Fields::of(encoder, object, "", LEGACY_NAMES)?;
    let token = TokenChoice::read_legacy("apiKey", given_token(&mut fields, "apiKey")?)?;
    let config = Config { token, ..server_and_policy(&mut fields)? };
    fields.finish(LEGACY_NAMES)?;
    Ok(config)
}

/// What a config says besides whose it is.
fn server_and_policy(fields: &mut Fields<'_>) -> Result<Config> {
    let base_url = match fields.value("baseURL")? {
        None => None,
        Some(Value::Text(url)) => Some(BaseUrl::parse(&url, "baseURL")?),
        Some(other) => return Err(other.unexpected("baseURL", "a string")),
    };
    let certificate_authority = match fields.value("ca")? {
        None => None,
        Some(value) => Some(CertificateAuthority::parse(&pem(value)?, "ca")?),
    };
    let (policy, headers) = match fields.object("requestOptions", &[])? {
        None => Default::default(),
        Some(request_options) => options::read_of_config(request_options)?,
    };
    Ok(Config { base_url, certificate_authority, headers, policy, ..Config::default() })
}

/// The function that answers a fresh token; only JavaScript can call it.
fn refresher(fields: &mut Fields<'_>) -> Result<Option<Arc<Refresher>>> {
    let Some(raw) = fields.take("refreshAccessToken") else { return Ok(None) };
    match raw.get_type()? {
        ValueType::Undefined => Ok(None),
        ValueType::Function => Ok(Some(fields.encoder().keep_function(raw)?)),
        _ => Err(Value::read(raw)?.unexpected("refreshAccessToken", "a function that answers a token")),
    }
}

/// Where connections may go.
pub fn network(fields: &mut Fields<'_>) -> Result<Option<NetworkPolicy>> {
    let Some(value) = fields.value("network")? else { return Ok(None) };
    let network = if let Value::Text(name) = &value { NetworkPolicy::parse(name) } else { None };
    Ok(Some(network.ok_or_else(|| value.unexpected("network", "\"any\" or \"public\""))?))
}

fn storage_origins(list: Vec<Unknown<'_>>) -> Result<Arc<[String]>> {
    let read = |(index, element)| {
        let field = format!("storageOrigins[{index}]");
        Ok(storage_origin(&text(&field, Value::read(element)?)?, &field)?)
    };
    list.into_iter().enumerate().map(read).collect()
}

/// A token's field tells "not there" from "there, but unset".
fn given_token(fields: &mut Fields<'_>, name: &'static str) -> Result<GivenToken> {
    let Some(value) = fields.take(name) else { return Ok(GivenToken::Absent) };
    match Value::read(value)? {
        Value::Undefined => Ok(GivenToken::Unset("undefined")),
        Value::Null => Ok(GivenToken::Unset("null")),
        Value::Text(text) => Ok(GivenToken::Text(text)),
        _ => Err(ReadError::configuration(format!("{name} must be a string"))),
    }
}

/// One PEM text, or several.
fn pem(value: Value<'_>) -> Result<String> {
    match value {
        Value::List(list) => {
            let read = |(index, element)| text(format_args!("ca[{index}]"), Value::read(element)?);
            let texts: Result<Vec<_>> = list.elements()?.into_iter().enumerate().map(read).collect();
            Ok(texts?.join("\n"))
        }
        value @ Value::Text(_) => text("ca", value),
        other => Err(other.unexpected("ca", "a certificate in PEM form, or an array of them")),
    }
}
