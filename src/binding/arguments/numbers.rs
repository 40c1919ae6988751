//! Numbers.

use super::given::Given;
use super::kind::Kind;
use super::read_error::ReadError;
use super::value::Value;

/// Declares kinds of numbers: the words for one, and whether a number is one.
macro_rules! numbers {
    ($($(#[$meta:meta])* $name:ident = $expected:literal, $fits:expr;)*) => { $(
        $(#[$meta])*
        pub struct $name;

        impl $crate::binding::arguments::Kind for $name {
            type Output = f64;
            const EXPECTED: &'static str = $expected;

            fn read<'env>(
                given: &$crate::binding::arguments::Given<'_, 'env>,
                value: $crate::binding::arguments::Value<'env>,
            ) -> std::result::Result<f64, $crate::binding::arguments::ReadError> {
                $crate::binding::arguments::kinds::number(given, value, $expected, $fits)
            }
        }
    )* };
}

pub(crate) use numbers;

/// A number within bounds; `expected` names them.
pub fn number(
    given: &Given<'_, '_>,
    value: Value<'_>,
    expected: &str,
    fits: fn(f64) -> bool,
) -> Result<f64, ReadError> {
    match value {
        Value::Number(number) if number.is_finite() && fits(number) => Ok(number),
        other => Err(given.unexpected(&other, expected)),
    }
}

numbers! {
    /// A number that is not negative.
    Amount = "a number, 0 or more", |number| number >= 0.0;
    /// A number of milliseconds above zero.
    Milliseconds = "a positive number of milliseconds", |number| number > 0.0;
}

/// A number.
impl Kind for f64 {
    type Output = f64;
    const EXPECTED: &'static str = "a number";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<f64, ReadError> {
        number(given, value, Self::EXPECTED, |_| true)
    }
}

/// A positive whole number.
impl Kind for u32 {
    type Output = u32;
    const EXPECTED: &'static str = "a positive integer";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<u32, ReadError> {
        let fits = |number: f64| number >= 1.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0;
        Ok(number(given, value, Self::EXPECTED, fits)? as u32)
    }
}
