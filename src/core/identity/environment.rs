//! The environments of a project, and the process environment a scope may draw from.

use std::fmt;

use super::secret::Secret;

/// One environment of a Trigger.dev project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// Development, of which each person has one.
    Dev,
    /// Staging.
    Staging,
    /// Production.
    Prod,
    /// Preview, which has branches.
    Preview,
}

impl Environment {
    /// The slugs, as users write them.
    pub const SLUGS: &'static [&'static str] = &["dev", "staging", "prod", "preview"];

    /// Reads a slug; `stg` is what keys and older answers call staging.
    pub fn parse(slug: &str) -> Option<Self> {
        match slug {
            "dev" => Some(Self::Dev),
            "staging" | "stg" => Some(Self::Staging),
            "prod" => Some(Self::Prod),
            "preview" => Some(Self::Preview),
            _ => None,
        }
    }

    /// The slug, as users write it.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Staging => "staging",
            Self::Prod => "prod",
            Self::Preview => "preview",
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.slug())
    }
}

/// The variables of the process environment that name credentials, as JavaScript read them.
///
/// Empty variables count as absent: `TRIGGER_SECRET_KEY=` in a dotenv file names nothing.
#[derive(Clone, Default, PartialEq)]
pub struct ProcessEnvironment {
    /// `TRIGGER_SECRET_KEY`
    pub secret_key: Option<Secret>,
    /// `TRIGGER_ACCESS_TOKEN`
    pub access_token: Option<Secret>,
    /// `TRIGGER_RUN_TOKEN`, of a running task.
    pub run_token: Option<Secret>,
    /// `TRIGGER_API_KEY`, which nothing reads but the sentence that says so.
    pub legacy_api_key: Option<Secret>,
    /// `TRIGGER_API_URL`
    pub api_url: Option<String>,
    /// `TRIGGER_PREVIEW_BRANCH`
    pub preview_branch: Option<String>,
    /// `VERCEL_GIT_COMMIT_REF`
    pub vercel_branch: Option<String>,
    /// `TRIGGER_DEV_BRANCH`, unless it is `default`.
    pub dev_branch: Option<String>,
    /// The version that runs are locked to.
    pub version: Option<String>,
}

impl ProcessEnvironment {
    /// The names, in the order JavaScript hands their values over.
    pub const VARIABLES: [&'static str; 9] = [
        "TRIGGER_SECRET_KEY",
        "TRIGGER_ACCESS_TOKEN",
        "TRIGGER_RUN_TOKEN",
        "TRIGGER_API_KEY",
        "TRIGGER_API_URL",
        "TRIGGER_PREVIEW_BRANCH",
        "VERCEL_GIT_COMMIT_REF",
        "TRIGGER_DEV_BRANCH",
        "TRIGGER_VERSION",
    ];

    /// Takes the values of [`Self::VARIABLES`], in their order.
    pub fn new(values: [Option<String>; 9]) -> Self {
        let [secret, access, run, legacy, url, preview, vercel, dev, version] =
            values.map(|value| value.filter(|text| !text.is_empty()));
        Self {
            secret_key: secret.map(Secret::new),
            access_token: access.map(Secret::new),
            run_token: run.map(Secret::new),
            legacy_api_key: legacy.map(Secret::new),
            api_url: url,
            preview_branch: preview,
            vercel_branch: vercel,
            // "default" names the root dev environment, which carries no branch.
            dev_branch: dev.filter(|branch| branch != "default"),
            version,
        }
    }
}
