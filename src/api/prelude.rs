//! What every area says its operations with.

pub use crate::binding::{Arguments, Handle, Reader, Refusal, ScopeHandle, Value, names};
pub use crate::core::call::Path;
pub use crate::core::call::{Packets, Plan, PostProcess, Request};
pub use crate::core::operation::Accepts;
pub use crate::core::operation::Shape;
pub use crate::core::operation::parameter::{Parameter, ParameterKind};
pub use crate::core::operation::{Kind, Operation};
pub use crate::model::parameters::{HasParameters, optional_params, options, params};
pub use crate::model::wire::HasFields;
pub use napi::bindgen_prelude::External;
pub use napi_derive::napi;
