//! Idempotency keys on the wire.

wire! {
    /// The key that was reset.
    pub struct ResetIdempotencyKey {
        pub id: String,
    }
}

parameters! {
    /// Whom a key is unique for.
    pub struct CreateIdempotencyKeyOptions {
        /// Outside a task every key is global, with or without saying so.
        #[napi(ts_type = "\"global\"")]
        pub scope: Option<String>,
    }

    /// What a key was made with, where it is named rather than given.
    pub struct ResetIdempotencyKeyOptions {
        /// Default `run`.
        #[napi(ts_type = "\"run\" | \"attempt\" | \"global\"")]
        pub scope: Option<String>,
        /// The run that made the key; the scopes `run` and `attempt` need it.
        pub parentRunId: Option<String>,
        /// The attempt that made the key; the scope `attempt` needs it.
        pub attemptNumber: Option<u32>,
    }
}
