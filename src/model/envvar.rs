//! Environment variables on the wire.

use super::parameters::{AnyText, TextsByName};

wire! {
    /// An environment variable of a project's environment.
    pub struct EnvironmentVariable {
        /// The name, for example `DATABASE_URL`.
        pub name: String,
        /// The value; `<redacted>` for a secret.
        pub value: String,
        /// A secret's value cannot be read back.
        pub isSecret: bool,
    }

    /// The answer to a change of environment variables.
    pub struct EnvironmentVariableResult {
        /// `true`; a change that failed is an error instead.
        pub success: bool,
    }
}

parameters! {
    /// The variables of an import.
    pub struct UploadVariablesParams {
        /// Names and values; at least one.
        #[napi(ts_type = "Record<string, string>")]
        pub variables: TextsByName,
        /// Overwrites variables that exist; without it one that exists fails the whole import.
        pub r#override: Option<bool>,
        /// Makes them secrets, whose values cannot be read back. Default false.
        pub isSecret: Option<bool>,
    }

    /// A variable to create.
    pub struct CreateVariableParams {
        #[napi(ts_type = "string")]
        pub name: AnyText,
        #[napi(ts_type = "string")]
        pub value: AnyText,
        /// Makes it a secret, whose value cannot be read back. Default false.
        pub isSecret: Option<bool>,
    }

    /// The new value of a variable.
    pub struct UpdateVariableParams {
        #[napi(ts_type = "string")]
        pub value: AnyText,
    }
}
