//! The engine: whose call it is, what goes on the wire, what comes back. No Node, no endpoints.

pub mod attempt;
pub mod call;
pub mod config;
pub mod credential;
pub mod engine;
pub mod environment;
pub mod explain;
pub mod failure;
pub mod fault;
pub mod headers;
pub mod operation;
pub mod packet;
pub mod paging;
pub mod path;
pub mod policy;
pub mod poll;
pub mod request;
pub mod response;
pub mod retry;
pub mod scope;
pub mod secret;
pub mod shape;
pub mod transport;
pub mod trust;
