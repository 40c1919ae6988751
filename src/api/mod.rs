//! The API: one file per namespace, one short function per endpoint.
//!
//! The typings of arguments and results stand beside each function, because what a user passes is
//! not what the function takes: a scope and the arguments as they were written.

/// An operation as JavaScript calls it: its area and name, the typings of its arguments and of its result, and the
/// arguments it takes in order, or what reads them where data cannot say it all.
macro_rules! endpoint {
    (
        $(#[$doc:meta])*
        $area:literal $name:ident $(as $js_name:literal)? $(<$generics:literal>)?
        ($arguments:literal) -> $result:literal = $operation:expr $(, takes $takes:expr)? $(, read $read:expr)?
    ) => {
        $(#[$doc])*
        #[napi_derive::napi(
            namespace = $area,
            $(js_name = $js_name,)?
            $(ts_generic_types = $generics,)?
            ts_args_type = $arguments,
            ts_return_type = $result
        )]
        pub fn $name(
            scope: &napi::bindgen_prelude::External<$crate::binding::ScopeHandle>,
            arguments: $crate::binding::Arguments,
        ) -> $crate::binding::PrepareResult {
            endpoint!(@prepare scope, &$operation, arguments $(, takes $takes)? $(, read $read)?)
        }
    };
    (@prepare $scope:ident, $operation:expr, $arguments:ident) => {
        $scope.prepare($operation, &[], $arguments)
    };
    (@prepare $scope:ident, $operation:expr, $arguments:ident, takes $takes:expr) => {
        $scope.prepare($operation, const { $takes }, $arguments)
    };
    (@prepare $scope:ident, $operation:expr, $arguments:ident, read $read:expr) => {
        $scope.prepare_with($operation, $arguments, $read)
    };
}

mod auth;
mod batch;
mod bulk_actions;
mod concurrency_limits;
mod dashboards;
mod deployments;
mod envvars;
mod errors;
mod idempotency_keys;
mod legacy;
mod operations;
mod orgs;
mod polling;
mod prelude;
mod projects;
mod prompts;
mod query;
mod queues;
mod realtime;
mod request;
mod run_details;
mod runs;
mod schedules;
mod session_channels;
mod sessions;
mod streams;
mod tasks;
mod wait;

/// The operations of all areas.
static AREAS: &[&[operations::Row]] = &[
    auth::OPERATIONS,
    batch::OPERATIONS,
    bulk_actions::OPERATIONS,
    concurrency_limits::OPERATIONS,
    dashboards::OPERATIONS,
    deployments::OPERATIONS,
    envvars::OPERATIONS,
    errors::OPERATIONS,
    idempotency_keys::OPERATIONS,
    legacy::OPERATIONS,
    orgs::OPERATIONS,
    projects::OPERATIONS,
    prompts::OPERATIONS,
    query::OPERATIONS,
    queues::OPERATIONS,
    realtime::OPERATIONS,
    request::OPERATIONS,
    run_details::OPERATIONS,
    runs::OPERATIONS,
    schedules::OPERATIONS,
    session_channels::OPERATIONS,
    sessions::OPERATIONS,
    streams::OPERATIONS,
    tasks::OPERATIONS,
    wait::OPERATIONS,
];
