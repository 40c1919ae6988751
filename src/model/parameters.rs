//! How the objects that calls take are written: once, as a struct of kinds, for typings and reader alike.

pub use crate::binding::arguments::kinds::*;
pub use crate::binding::arguments::{HasParameters, Kind};

choices! {
    /// What can have branches, as the API names it.
    BranchParent = "preview" | "development";
}

/// Declares objects that calls take: typings-only structs. A field goes out under its own name, or under
/// the one that follows it: `pub tag: Option<Joined> = "filter[tag]"`.
macro_rules! parameters {
    ($(
        $(#[$meta:meta])*
        pub struct $shape:ident {
            $( $(#[$field_meta:meta])* pub $field:ident: $kind:ty $(= $wire:literal)?, )*
        }
    )*) => { $(
        $(#[$meta])*
        #[napi_derive::napi(object, object_from_js = false, object_to_js = false)]
        #[allow(dead_code, non_snake_case, reason = "read by the typings generator, under JavaScript's names")]
        pub struct $shape {
            $( $(#[$field_meta])* pub $field: $kind, )*
        }

        impl $crate::model::parameters::HasParameters for $shape {
            const PARAMETERS: &'static [$crate::binding::Parameter] = &[
                $( $crate::binding::Parameter::of::<$kind>(
                    $crate::model::parameters::name_of(stringify!($field)),
                    $crate::model::parameters::wire_name!($field $($wire)?),
                ), )*
            ];
        }
    )* };
}

macro_rules! wire_name {
    ($field:ident) => {
        $crate::model::parameters::name_of(stringify!($field))
    };
    ($field:ident $wire:literal) => {
        $wire
    };
}

pub(crate) use wire_name;

/// The name of a field, also of one that is a keyword in Rust.
pub const fn name_of(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        _ => field,
    }
}
