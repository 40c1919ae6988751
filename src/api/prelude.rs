//! The names that every area says its operations with.

pub use crate::binding::{Arguments, PrepareResult, ReadError, Reader, ScopeHandle, Value, names};
pub use crate::engine::call::Path;
pub use crate::engine::call::{Packets, Plan, PostProcess, Request};
pub use crate::engine::operation::Accepts;
pub use crate::engine::operation::Shape;
pub use crate::engine::operation::parameter::{Parameter, ParameterKind};
pub use crate::engine::operation::{Kind, Operation};
pub use crate::model::parameters::{HasParameters, optional_params, options, params};
pub use crate::model::wire::HasFields;
pub use napi::bindgen_prelude::External;
pub use napi_derive::napi;
