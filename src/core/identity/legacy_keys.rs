//! Keys of the older products, which name their environment.

use super::credential::{Credential, CredentialKind, check_form};
use super::secret::Secret;
use crate::invalid::Invalid;

/// The brands before the environment, in the keys of the first and of the second product.
const BRANDS: &[&str] = &["trigger", "tr"];
/// Tokens that are no keys of an environment, though they look alike.
const NO_ENVIRONMENTS: &[&str] = &["pat", "oat", "uat"];

/// Reads the environment that a key names: `live`, `development`, `dev`, `prod` and so on.
pub fn environment_of(key: &str) -> Option<&str> {
    let (brand, rest) = key.split_once('_')?;
    let (environment, secret) = rest.split_once('_')?;
    let is_slug = !environment.is_empty() && environment.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_key = BRANDS.contains(&brand) && is_slug && !NO_ENVIRONMENTS.contains(&environment);
    (is_key && !secret.is_empty()).then_some(environment)
}

/// Reads a key of an older product. The message never holds it.
pub fn parse_key(secret: Secret, field: &str) -> Result<Credential, Invalid> {
    check_form(&secret, field)?;
    let prefix = match secret.expose().split_inclusive('_').take(2).collect::<String>() {
        prefix if environment_of(secret.expose()).is_some() => prefix,
        _ => {
            return Err(Invalid::configuration(format!(
                "{field} is no API key of an older product (trigger_live_…, trigger_development_…, tr_prod_…, \
                 tr_dev_…)"
            )));
        }
    };
    Ok(Credential::of(secret, CredentialKind::LegacyKey, None, &prefix))
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
        for text in ["", "pk_dev_hunter2", "tr_pat_hunter2", "hunter2", "trigger_live_hunt\ner2"] {
            let invalid = parse(text).err().expect(text);
            assert!(invalid.message.starts_with("apiKey ") && !invalid.message.contains("hunt"));
        }
    }
}
