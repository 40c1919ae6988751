//! The names that every area says its operations with.

pub(super) use super::operations::operations;
pub use crate::binding::Parameter;
pub use crate::binding::arguments::{kinds, optional_params, options, params, value};
pub use crate::binding::{Arguments, PrepareResult, ReadError, Reader, ScopeHandle, Value, names};
pub use crate::engine::call::Path;
pub use crate::engine::call::{Packets, Plan, PostProcess, Request};
pub use crate::engine::operation::Accepts;
pub use crate::engine::operation::Shape;
pub use crate::engine::operation::{Kind, Operation};
pub use crate::model::parameters::HasParameters;
pub use crate::model::wire::HasFields;
pub use napi::bindgen_prelude::External;
pub use napi_derive::napi;

/// The keys of an environment, which most operations accept.
pub const KEYS: Accepts = Accepts::KEYS;
/// The keys of an environment, and public tokens that were made with them.
pub const KEYS_AND_PUBLIC: Accepts = Accepts::KEYS_AND_PUBLIC;
/// The tokens that stand for a person or an organization.
pub const USERS: Accepts = Accepts::USERS;
/// Any credential that the server takes.
pub const ANY: Accepts = Accepts::ANY;
