//! Where JavaScript meets the core: the only room that names `Env`, `External` or `sys`.

pub mod arguments;
mod arrivals;
pub mod drain;
mod large_body;
mod mail;
pub mod numbers;
pub mod prepared;
pub mod realm;
pub mod scope;
pub mod subscription;
pub mod tail;
pub mod verification;
pub mod version;
pub mod webhooks;

pub use arguments::{Argument, Arguments, Parameter, ReadError, Reader, Value, names};
pub use prepared::PrepareResult;
pub use scope::ScopeHandle;
