//! What every area says its operations with.

pub use crate::binding::{Arguments, Handle, Reader, Refusal, ScopeHandle, Value, names};
pub use crate::core::credential::Accepts;
pub use crate::core::operation::{Kind, Operation};
pub use crate::core::parameter::{Parameter, ParameterKind};
pub use crate::core::path::Path;
pub use crate::core::request::{Packets, Plan, PostProcess, Request};
pub use crate::core::shape::Shape;
pub use crate::model::parameters::{HasParameters, optional_params, options, params};
pub use crate::model::wire::HasFields;
pub use napi::bindgen_prelude::External;
pub use napi_derive::napi;
