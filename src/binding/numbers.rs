//! What the facade asks of the core for the numbers of a set.

use napi::bindgen_prelude::{BigUint64ArraySlice, Float64ArraySlice};
use napi_derive::napi;

use crate::engine::decode;

/// Whether a `Set` or `Map` with these numbers, and bigints of which these are the lowest 64 bits, takes far longer to
/// fill than their count says.
#[napi(skip_typescript, catch_unwind)]
pub fn is_crowded(numbers: Float64ArraySlice<'_>, big_integers: BigUint64ArraySlice<'_>) -> bool {
    decode::is_crowded(&numbers, &big_integers)
}
