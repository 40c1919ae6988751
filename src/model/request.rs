//! The parameters of any request.

use super::parameters::{AnyJson, TextsByName};

parameters! {
    /// The query, body and headers of a request.
    pub struct RequestParams {
        /// Values by name; one that is a list goes out once for each of its elements.
        #[napi(ts_type = "Record<string, string | number | boolean | readonly (string | number | boolean)[] | undefined>")]
        pub query: Option<AnyJson>,
        /// The body, which goes out as the JSON that `JSON.stringify` makes of it.
        #[napi(ts_type = "unknown")]
        pub body: Option<AnyJson>,
        /// Headers of this request. They may not name those the client sets itself.
        #[napi(ts_type = "Record<string, string>")]
        pub headers: Option<TextsByName>,
        /// Says that sending it twice does no harm. Default true of GET, PUT and DELETE, false of POST and PATCH.
        pub repeatable: Option<bool>,
    }
}
