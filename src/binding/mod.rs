//! Where JavaScript meets the core: the only room that names `Env`, `External` or `sys`.

pub mod arguments;
pub mod config;
pub mod connection;
pub mod drain;
pub mod fields;
pub mod moments;
pub mod options;
pub mod parameters;
pub mod prepared;
pub mod realm;
pub mod refusal;
pub mod scope;
pub mod tokens;
pub mod triggers;
pub mod value;
pub mod verification;
pub mod version;
pub mod webhooks;
pub mod wire_values;

pub use arguments::{Arguments, Reader, names};
pub use prepared::Handle;
pub use refusal::Refusal;
pub use scope::ScopeHandle;
pub use value::Value;
