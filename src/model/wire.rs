//! Wire shapes, each written once, as a struct, for typings and hand-over alike.

use crate::engine::operation::{Field, FieldKind};

/// Tells what a field of this type is on the wire.
pub trait Wire {
    const KIND: FieldKind;
}

/// An ISO 8601 text on the wire, a `Date` in JavaScript.
pub struct Timestamp;

/// Any JSON value, handed over as it is.
pub struct FreeForm;

/// Objects of the shape they stand in, as a tree has them.
pub struct Alike;

macro_rules! plain {
    ($($plain:ty),*) => { $(impl Wire for $plain { const KIND: FieldKind = FieldKind::Plain; })* };
}

plain!(String, f64, bool);

impl Wire for Vec<String> {
    const KIND: FieldKind = FieldKind::Texts;
}

impl Wire for FreeForm {
    const KIND: FieldKind = FieldKind::FreeForm;
}

impl Wire for Alike {
    const KIND: FieldKind = FieldKind::Alike;
}

impl Wire for Timestamp {
    const KIND: FieldKind = FieldKind::Date;
}

impl<T: Wire> Wire for Option<T> {
    const KIND: FieldKind = T::KIND;
}

impl<T: Wire + HasFields> Wire for Vec<T> {
    const KIND: FieldKind = FieldKind::Nested(T::FIELDS);
}

/// A shape with fields, as [`wire!`] writes it.
pub trait HasFields {
    const FIELDS: &'static [Field];
}

/// Declares a shape: a typings-only object whose fields keep their wire names.
macro_rules! wire {
    ($(
        $(#[$meta:meta])*
        pub struct $shape:ident {
            $( $(#[$field_meta:meta])* pub $field:ident: $kind:ty, )*
        }
    )*) => { $(
        $(#[$meta])*
        #[napi_derive::napi(object, object_from_js = false, object_to_js = false)]
        #[allow(dead_code, non_snake_case, reason = "read by the typings generator, under wire names")]
        pub struct $shape {
            $( $(#[$field_meta])* pub $field: $kind, )*
        }

        impl $crate::model::wire::HasFields for $shape {
            const FIELDS: &'static [$crate::engine::operation::Field] = &[
                $( $crate::engine::operation::Field {
                    name: $crate::model::parameters::name_of(stringify!($field)),
                    kind: <$kind as $crate::model::wire::Wire>::KIND,
                }, )*
            ];
        }

        impl $crate::model::wire::Wire for $shape {
            const KIND: $crate::engine::operation::FieldKind =
                $crate::engine::operation::FieldKind::Nested(<Self as $crate::model::wire::HasFields>::FIELDS);
        }
    )* };
}
