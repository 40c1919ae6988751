//! Idempotency keys on the wire.

wire! {
    /// The key that was reset.
    pub struct ResetIdempotencyKey {
        pub id: String,
    }
}

parameters! {
    /// The options of `idempotencyKeys.create`.
    pub struct CreateIdempotencyKeyOptions {
        /// The scope of the key: outside a task every key is global, with or without saying so.
        #[napi(ts_type = "\"global\"")]
        pub scope: Option<String>,
    }

    /// The options of `idempotencyKeys.reset`: what the key was made with, where it is named rather than given.
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
