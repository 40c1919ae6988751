//! Branches: of a preview environment, or of dev.

use reqwest::header::HeaderValue;

use crate::invalid::Invalid;

/// A preview branch, or the branch of a dev environment.
#[derive(Clone, PartialEq, Eq)]
pub struct Branch {
    /// Its name, as it goes out.
    pub header: HeaderValue,
    /// It came from `TRIGGER_DEV_BRANCH`, so it names a branch of `dev`.
    pub of_dev: bool,
}

impl Branch {
    /// Reads a name. `field` is where it stood.
    pub fn parse(name: &str, field: &str) -> Result<Self, Invalid> {
        if name.trim().is_empty() {
            return Err(Invalid::configuration(format!(
                "{field} is empty; leave it out to name no branch, or pass null for none"
            )));
        }
        let header = HeaderValue::from_str(name).map_err(|_| {
            Invalid::configuration(format!("{field} holds characters that cannot stand in an HTTP header"))
        })?;
        Ok(Self { header, of_dev: false })
    }
}
