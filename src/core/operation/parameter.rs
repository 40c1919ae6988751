//! What a call takes besides its request options, as data: one reader serves every endpoint.

/// One of a call's own arguments, in the order they are passed in.
#[derive(Clone, Copy, Debug)]
pub enum Argument {
    /// A text that fills the next `{name}` of the path.
    Segment(&'static str),
    /// The same, or an object that carries the text as `id`.
    Handle(&'static str),
    /// A queue: its id, which fills the next `{name}` of the path, or its type and name.
    Queue(&'static str),
    /// A queue by its type and name alone.
    NamedQueue(&'static str),
    /// A value by itself, which goes out like a field of an object.
    Value(&'static Parameter),
    /// An environment of the project, which fills the next `{name}` and decides about the branch.
    Environment,
    /// An object that must be there.
    Params(&'static [Parameter]),
    /// An object that may be left out.
    Options(&'static str, &'static [Parameter]),
    /// An object that may be left out; the request has a body all the same.
    Body(&'static str, &'static [Parameter]),
    /// The same, whose fields go into the query whatever the method.
    QueryOptions(&'static str, &'static [Parameter]),
    /// What every request says alike, whatever the caller passes: a name, and a text.
    Constant(&'static str, &'static str),
    /// A body, be there anything to say in it or not.
    EmptyBody,
}

/// A field of an object that a call takes.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name in JavaScript.
    pub name: &'static str,
    /// What the query or the body calls it.
    pub wire: &'static str,
    /// The kind of its value, and how it goes out.
    pub kind: ParameterKind,
    /// A call without it is refused.
    pub is_required: bool,
}

/// What a field may be, and how it goes out.
#[derive(Clone, Copy, Debug)]
pub enum ParameterKind {
    /// A text that is not empty.
    Text,
    /// A text that may be empty.
    AnyText,
    /// A flag.
    Flag,
    /// A flag that goes out only when it is true.
    OnlyTrue,
    /// A positive whole number.
    Count,
    /// A number that is not negative.
    Amount,
    /// A number.
    Number,
    /// A number of milliseconds above zero.
    Milliseconds,
    /// A `Date` or epoch milliseconds, as epoch milliseconds.
    Instant,
    /// A `Date` or epoch milliseconds, as JSON has them.
    JsonInstant,
    /// A `Date` or a text, as a text.
    Moment,
    /// A `Date` or epoch milliseconds, as an ISO 8601 text.
    IsoInstant,
    /// A text that is not empty, or null.
    TextOrNull,
    /// The same, and null says nothing.
    TextOrNone,
    /// A text or several, joined by commas.
    Joined,
    /// A text, also as the only one of a list.
    OneText,
    /// One environment, by its slug.
    Environment,
    /// A text or several, as they were given.
    Texts,
    /// The same, none of them blank.
    Tags,
    /// A text or several, as they were given: at least one.
    SomeTexts,
    /// A list of texts, at least one.
    TextList,
    /// A queue or several, as the API names them in a query.
    Queues,
    /// A queue or several, as they were given.
    QueueObjects,
    /// Texts by name.
    TextsByName,
    /// What `JSON.stringify` makes of it.
    AnyJson,
    /// The same, of an object.
    JsonObject,
    /// The same, and one that is empty where none is given.
    JsonObjectOrEmpty,
    /// A payload in the official SDK's encoding.
    SuperJson,
    /// A duration such as `1h`, or a date.
    Delay,
    /// A duration such as `10m`, or a number of seconds.
    Ttl,
    /// The name of a queue.
    QueueByName,
    /// A text or several, always as a list.
    TextsAsList,
    /// A key, or the parts of one, hashed.
    IdempotencyKey,
    /// When a token expires.
    Expiry,
    /// What a token allows.
    Scopes,
    /// A cron expression, as far as the server does not judge it itself.
    Cron,
    /// A duration such as `1h30m`, or a date in the future.
    Timeout,
    /// How long a key is remembered: a number and one unit, such as `24h`.
    Lifetime,
    /// How far back a window reaches, such as `30d`.
    Period,
    /// An object that selects: one of its fields that is named but undefined would select more.
    Selection(&'static [Parameter]),
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// One of these texts; the first one where none is given.
    FirstOf(&'static [&'static str]),
    /// An object with fields of its own.
    Fields(&'static [Parameter]),
    /// An object with one of these fields.
    OneField(&'static [Parameter]),
}

impl ParameterKind {
    /// What an error says was expected.
    pub fn expected(self) -> String {
        match self {
            Self::Text | Self::AnyText | Self::QueueByName => "a string",
            Self::Flag | Self::OnlyTrue => "a boolean",
            Self::Count => "a positive integer",
            Self::Amount => "a number, 0 or more",
            Self::Number => "a number",
            Self::Milliseconds => "a positive number of milliseconds",
            Self::Instant | Self::IsoInstant | Self::JsonInstant => {
                "a Date or a number of epoch milliseconds"
            }
            Self::Moment => "a Date or an ISO 8601 date",
            Self::Joined
            | Self::OneText
            | Self::Texts
            | Self::Tags
            | Self::SomeTexts
            | Self::TextsAsList
            | Self::IdempotencyKey => "a string or an array of strings",
            Self::TextList => "an array of strings",
            Self::TextOrNull | Self::TextOrNone => "a string or null",
            Self::Environment => "an environment",
            Self::Queues | Self::QueueObjects => "an object { type, name }",
            Self::AnyJson | Self::SuperJson => "a value that JSON can hold",
            Self::TextsByName => "an object of strings",
            Self::JsonObject | Self::JsonObjectOrEmpty | Self::Fields(_) | Self::Selection(_) => "an object",
            Self::Delay => "a duration such as \"1h\", an ISO 8601 date or a Date",
            Self::Ttl => "a duration such as \"10m\" or a whole number of seconds",
            Self::Expiry => "a duration such as \"1h\", a Date or epoch seconds",
            Self::Scopes => "an object of actions",
            Self::Cron => "a cron expression of five fields separated by spaces, such as \"0 9 * * 1\"",
            Self::Timeout => "a duration such as \"1h30m\", a Date or an ISO 8601 date in the future",
            Self::Period => "a duration such as \"24h\" or \"30d\"",
            Self::Lifetime => "a whole number of s, m, h or d, such as \"24h\"",
            Self::OneField(fields) => {
                let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
                return format!("an object with one of {}", names.join(", "));
            }
            Self::OneOf(texts) | Self::FirstOf(texts) => return format!("one of {}", texts.join(", ")),
        }
        .to_owned()
    }
}
