//! Flags, and one of several texts.

use super::given::Given;
use super::kind::{Kind, Written};
use super::read_error::ReadError;
use super::value::Value;

type Result<T> = std::result::Result<T, ReadError>;

/// A flag.
impl Kind for bool {
    type Output = bool;
    const EXPECTED: &'static str = "a boolean";

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<bool> {
        match value {
            Value::Boolean(flag) => Ok(flag),
            other => Err(given.unexpected(&other, Self::EXPECTED)),
        }
    }
}

/// A flag that goes out only when it is true.
pub struct OnlyTrue;

impl Kind for OnlyTrue {
    type Output = Written;
    const EXPECTED: &'static str = bool::EXPECTED;

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<Written> {
        Ok(if bool::read(given, value)? { true.into() } else { Written::Nothing })
    }
}

/// Declares kinds that are one of some texts, which one may be what goes out where none is given:
/// `Format = "json" | "csv", default "json";`
macro_rules! choices {
    ($($(#[$meta:meta])* $name:ident = $first:literal $(| $other:literal)* $(, default $default:literal)?;)*) => { $(
        $(#[$meta])*
        pub struct $name;

        impl $crate::binding::arguments::Kind for $name {
            type Output = String;
            const EXPECTED: &'static str = concat!("one of ", $first $(, ", ", $other)*);

            fn read<'env>(
                given: &$crate::binding::arguments::Given<'_, 'env>,
                value: $crate::binding::arguments::Value<'env>,
            ) -> std::result::Result<String, $crate::binding::arguments::ReadError> {
                $crate::binding::arguments::kinds::one_of(given, value, &[$first $(, $other)*], Self::EXPECTED)
            }

            $(fn default() -> $crate::binding::arguments::Written {
                $crate::binding::arguments::Written::Text($default.to_owned())
            })?
        }
    )* };
}

pub(crate) use choices;

/// One of these texts.
pub fn one_of(given: &Given<'_, '_>, value: Value<'_>, texts: &[&str], expected: &str) -> Result<String> {
    match value {
        Value::Text(text) if texts.contains(&text.as_str()) => Ok(text),
        other => Err(given.unexpected(&other, expected)),
    }
}
