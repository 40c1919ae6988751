//! Public tokens: what they are asked for with.

use super::parameters::{AnyObject, Expiry, Scopes};

parameters! {
    /// The options of a public token.
    pub struct CreatePublicTokenOptions {
        /// The permissions it gives. Default none.
        #[napi(ts_type = "PublicTokenScopes")]
        pub scopes: Option<Scopes>,
        /// A duration such as `1h`, a Date, or epoch seconds. Default 15 minutes.
        #[napi(ts_type = "string | number | Date")]
        pub expirationTime: Option<Expiry>,
        /// Columns that subscriptions leave out: `{ skipColumns: ["payload"] }`.
        #[napi(ts_type = "{ skipColumns?: string[] }")]
        pub realtime: Option<AnyObject>,
    }

    /// The options of a public token that may trigger.
    pub struct CreateTriggerPublicTokenOptions {
        /// A duration such as `1h`, a Date, or epoch seconds. Default 15 minutes.
        #[napi(ts_type = "string | number | Date")]
        pub expirationTime: Option<Expiry>,
        /// Lets it be used more than once. Default false.
        pub multipleUse: Option<bool>,
        /// Columns that subscriptions leave out: `{ skipColumns: ["payload"] }`.
        #[napi(ts_type = "{ skipColumns?: string[] }")]
        pub realtime: Option<AnyObject>,
    }
}
