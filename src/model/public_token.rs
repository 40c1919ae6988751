//! Public tokens: what they are asked for with.

use super::parameters::{AnyObject, Expiry, Scopes};

parameters! {
    /// What a public token allows.
    pub struct CreatePublicTokenOptions {
        /// What it allows; nothing when left out.
        #[napi(ts_type = "PublicTokenScopes")]
        pub scopes: Option<Scopes>,
        /// A duration such as `1h`, a Date, or epoch seconds. Default 15 minutes.
        #[napi(ts_type = "string | number | Date")]
        pub expirationTime: Option<Expiry>,
        /// What subscriptions leave out: `{ skipColumns: ["payload"] }`.
        #[napi(ts_type = "{ skipColumns?: string[] }")]
        pub realtime: Option<AnyObject>,
    }

    /// How often, and how long, a token may trigger.
    pub struct CreateTriggerPublicTokenOptions {
        /// A duration such as `1h`, a Date, or epoch seconds. Default 15 minutes.
        #[napi(ts_type = "string | number | Date")]
        pub expirationTime: Option<Expiry>,
        /// It can be used more than once. Default false.
        pub multipleUse: Option<bool>,
        /// What subscriptions leave out: `{ skipColumns: ["payload"] }`.
        #[napi(ts_type = "{ skipColumns?: string[] }")]
        pub realtime: Option<AnyObject>,
    }
}
