//! The API: one file per namespace, one short function per endpoint.
//!
//! The typings of arguments and results stand beside each function, because what a user passes is
//! not what the function takes: a scope and the arguments as they were written.

mod auth;
mod batch;
mod bulk_actions;
mod concurrency_limits;
mod dashboards;
mod deployments;
mod envvars;
mod errors;
mod idempotency_keys;
mod orgs;
mod polling;
mod projects;
mod prompts;
mod query;
mod queues;
mod request;
mod run_details;
mod runs;
mod schedules;
mod sessions;
mod tasks;
mod wait;
