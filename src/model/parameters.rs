//! The objects that calls take, each written once, as a struct, for typings and reader alike.

use crate::engine::operation::parameter::{Argument, Parameter, ParameterKind};

/// A type that a field of such an object can have.
pub trait Takes {
    const KIND: ParameterKind;
    const IS_REQUIRED: bool = true;
}

impl<T: Takes> Takes for Option<T> {
    const KIND: ParameterKind = T::KIND;
    const IS_REQUIRED: bool = false;
}

/// An object with fields, as [`parameters!`] writes it.
pub trait HasParameters {
    const PARAMETERS: &'static [Parameter];
}

/// The object a call must be given.
pub const fn params<T: HasParameters>() -> Argument {
    Argument::Params(T::PARAMETERS)
}

/// An object of parameters that may be left out.
pub const fn optional_params<T: HasParameters>() -> Argument {
    Argument::Options("params", T::PARAMETERS)
}

/// An object of options that may be left out.
pub const fn options<T: HasParameters>() -> Argument {
    Argument::Options("options", T::PARAMETERS)
}

/// The same, for the query of a request that has a body.
pub const fn query_options<T: HasParameters>() -> Argument {
    Argument::QueryOptions("options", T::PARAMETERS)
}

macro_rules! kinds {
    ($($(#[$meta:meta])* $name:ident = $kind:ident;)*) => { $(
        $(#[$meta])*
        pub struct $name;

        impl Takes for $name {
            const KIND: ParameterKind = ParameterKind::$kind;
        }
    )* };
}

kinds! {
    /// A text that may be empty.
    AnyText = AnyText;
    /// A flag that goes out only when it is true.
    OnlyTrue = OnlyTrue;
    /// A number that is not negative.
    Amount = Amount;
    /// A number of milliseconds above zero.
    Milliseconds = Milliseconds;
    /// A `Date` or epoch milliseconds.
    Instant = Instant;
    /// A `Date` or epoch milliseconds that goes out as a text.
    IsoInstant = IsoInstant;
    /// A `Date` or a text.
    Moment = Moment;
    /// A text or null.
    TextOrNull = TextOrNull;
    /// A text; null says nothing.
    TextOrNone = TextOrNone;
    /// Anything JSON can hold.
    AnyJson = AnyJson;
    /// A text or several that the query joins by commas.
    Joined = Joined;
    /// One text.
    OneText = OneText;
    /// One environment.
    OneEnvironment = Environment;
    /// A text or several.
    Texts = Texts;
    /// A text or several, at least one.
    SomeTexts = SomeTexts;
    /// A list of texts, at least one.
    TextList = TextList;
    /// A queue or several.
    Queues = Queues;
    /// A queue or several, in a body.
    QueueObjects = QueueObjects;
    /// A `Date` or epoch milliseconds, in a body.
    JsonInstant = JsonInstant;
    /// Texts by name.
    TextsByName = TextsByName;
    /// Any value that JSON can hold.
    AnyValue = AnyJson;
    /// An object of such values.
    AnyObject = JsonObject;
    /// A payload in the official SDK's encoding.
    SuperJson = SuperJson;
    /// A duration such as `1h`, or a date.
    Delay = Delay;
    /// A duration such as `10m`, or seconds.
    Ttl = Ttl;
    /// The end of a token.
    Expiry = Expiry;
    /// The permissions of a token.
    Scopes = Scopes;
    /// The name of a queue.
    QueueByName = QueueByName;
    /// A text or several, always a list.
    TextsAsList = TextsAsList;
    /// An idempotency key, or the parts of one.
    IdempotencyKeyParts = IdempotencyKey;
    /// A cron expression of five fields.
    Cron = Cron;
    /// A duration such as `1h30m`, or a date in the future.
    Timeout = Timeout;
    /// A number and one unit, such as `24h`.
    Lifetime = Lifetime;
    /// The length of a window that ends now, such as `30d`.
    Period = Period;
}

/// An object of parameters that selects what is changed.
pub struct Selection<T>(T);

impl<T: HasParameters> Takes for Selection<T> {
    const KIND: ParameterKind = ParameterKind::Selection(T::PARAMETERS);
}

/// A kind of environment that can have branches, as the API names it.
pub struct BranchParent;

impl Takes for BranchParent {
    const KIND: ParameterKind = ParameterKind::OneOf(&["preview", "development"]);
}

macro_rules! takes {
    ($($type:ty = $kind:ident;)*) => { $(
        impl Takes for $type {
            const KIND: ParameterKind = ParameterKind::$kind;
        }
    )* };
}

takes! {
    String = Text;
    bool = Flag;
    u32 = Count;
    f64 = Number;
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
            const PARAMETERS: &'static [$crate::engine::operation::parameter::Parameter] = &[
                $( $crate::engine::operation::parameter::Parameter {
                    name: $crate::model::parameters::name_of(stringify!($field)),
                    wire: $crate::model::parameters::wire_name!($field $($wire)?),
                    kind: <$kind as $crate::model::parameters::Takes>::KIND,
                    is_required: <$kind as $crate::model::parameters::Takes>::IS_REQUIRED,
                }, )*
            ];
        }

        impl $crate::model::parameters::Takes for $shape {
            const KIND: $crate::engine::operation::parameter::ParameterKind = $crate::engine::operation::parameter::ParameterKind::Fields(
                <Self as $crate::model::parameters::HasParameters>::PARAMETERS,
            );
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
