//! Where JavaScript meets the core: the only room that names `Env`, `External` or `sys`.

pub mod arguments;
pub mod config;
pub mod connect_form;
pub mod dates;
pub mod drain;
pub mod fields;
pub mod options;
pub mod parameters;
pub mod prepared;
pub mod queues;
pub mod read_error;
pub mod realm;
pub mod scope;
pub mod tokens;
pub mod triggers;
pub mod value;
pub mod verification;
pub mod version;
pub mod webhooks;

pub use arguments::{Arguments, Reader, names};
pub use prepared::PrepareResult;
pub use read_error::ReadError;
pub use scope::ScopeHandle;
pub use value::Value;
