//! Which version of the package the addon belongs to.

use napi_derive::napi;

/// The version the addon was built as, so that no other version of the package runs on it.
#[napi(skip_typescript, catch_unwind)]
pub fn addon_version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
