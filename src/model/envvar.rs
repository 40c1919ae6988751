//! Environment variables on the wire.

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

    /// What changing environment variables answers.
    pub struct EnvironmentVariableResult {
        /// `true`; a change that failed is an error instead.
        pub success: bool,
    }
}
