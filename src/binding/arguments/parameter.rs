//! The fields of the objects that calls take, as data: one reader serves every endpoint.

use super::fields::Fields;
use super::given::Given;
use super::kind::{Kind, Written};
use super::read_error::ReadError;
use super::value::Value;
use super::window::Window;
use crate::engine::call::{JsonObject, Request};
use crate::engine::operation::{Idempotency, Operation};

type Result<T> = std::result::Result<T, ReadError>;

/// An object with fields, as `parameters!` writes it.
pub trait HasParameters {
    const PARAMETERS: &'static [Parameter];
}

/// A field of an object that a call takes.
#[derive(Clone, Copy)]
pub struct Parameter {
    /// Its name in JavaScript.
    pub name: &'static str,
    /// What the query or the body calls it.
    wire: &'static str,
    /// What an error says was expected, where a call without it is refused.
    required: Option<&'static str>,
    read: for<'env> fn(&Given<'_, 'env>, Value<'env>) -> Result<Written>,
    default: fn() -> Written,
}

impl Parameter {
    /// A field of a kind, which is an option where it may be left out.
    pub const fn of<K: Kind>(name: &'static str, wire: &'static str) -> Self {
        let required = if K::IS_REQUIRED { Some(K::EXPECTED) } else { None };
        Self { name, wire, required, read: written::<K>, default: K::default }
    }
}

fn written<'env, K: Kind>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<Written> {
    K::read(given, value).map(Into::into)
}

pub fn names(parameters: &[Parameter]) -> Vec<&'static str> {
    parameters.iter().map(|parameter| parameter.name).collect()
}

const AFTER: &str = "page[after]";
const BEFORE: &str = "page[before]";

impl Fields<'_> {
    /// Adds what they say to the query or the body of a request, and refuses what is not known.
    pub fn add_to(
        mut self,
        parameters: &[Parameter],
        operation: &Operation,
        request: &mut Request,
    ) -> Result<()> {
        match operation.method.has_body() {
            true => self.add_to_body(parameters, request, operation.idempotency)?,
            false => self.add_to_query(parameters, request)?,
        }
        self.finish(&names(parameters))
    }

    /// Adds what is given to the query, in the order of the parameters.
    pub fn add_to_query(&mut self, parameters: &[Parameter], request: &mut Request) -> Result<()> {
        self.each(parameters, |parameter, written| {
            if let Some(text) = written.into_query() {
                request.query.push((parameter.wire.into(), text));
            }
        })?;
        let has = |cursor| request.query.iter().any(|(name, _)| *name == cursor);
        match has(AFTER) && has(BEFORE) {
            false => Ok(()),
            true => Err(ReadError::argument(
                "after and before cannot be combined; the server would follow before alone",
            )),
        }
    }

    /// Adds what is given to the body.
    fn add_to_body(
        &mut self,
        parameters: &[Parameter],
        request: &mut Request,
        repeat: Idempotency,
    ) -> Result<()> {
        let body = request.json.get_or_insert_default();
        let is_idempotent = &mut request.is_idempotent;
        self.each(parameters, |parameter, written| {
            if !matches!(written, Written::Nothing)
                && matches!(repeat, Idempotency::Given(name, _) if name == parameter.name)
            {
                *is_idempotent = !matches!(&written, Written::Json(json) if json == "false");
            }
            written.add_to(body, parameter.wire);
        })
    }

    /// Writes what is given into an object.
    pub fn write(&mut self, parameters: &[Parameter], object: &mut JsonObject) -> Result<()> {
        self.each(parameters, |parameter, written| written.add_to(object, parameter.wire))
    }

    /// What the fields of the parameters say, one after the other.
    fn each(&mut self, parameters: &[Parameter], mut add: impl FnMut(&Parameter, Written)) -> Result<()> {
        let mut window = Window::default();
        for parameter in parameters {
            let written = self.written(parameter)?;
            window.note(parameter.name, &written);
            add(parameter, written);
        }
        window.check(self)
    }

    /// What the field of a parameter says.
    fn written(&mut self, parameter: &Parameter) -> Result<Written> {
        match self.read_with(parameter.name, parameter.read)? {
            Some(written) => Ok(written),
            None => match parameter.required {
                Some(expected) => Err(Value::Undefined.unexpected(self.place(parameter.name), expected)),
                None => Ok((parameter.default)()),
            },
        }
    }
}
