//! What a call takes besides its request options, as data.

use super::fields::Fields;
use super::kind::Kind;
use super::parameter::{HasParameters, Parameter, names};
use super::positional::Reader;
use super::read_error::ReadError;
use crate::engine::call::{Path, Request, Segment};
use crate::engine::operation::Operation;

type Result<T> = std::result::Result<T, ReadError>;

/// One of a call's own arguments, in the order they are passed in.
#[derive(Clone, Copy)]
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
    Value(Parameter),
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

/// A value by itself, which is an option where it may be left out.
pub const fn value<K: Kind>(name: &'static str) -> Argument {
    Argument::Value(Parameter::of::<K>(name, name))
}

impl Reader<'_> {
    /// The request of an operation, from the arguments it takes.
    pub fn request(&mut self, operation: &'static Operation, takes: &[Argument]) -> Result<Request> {
        let mut segments = Vec::new();
        let mut request = Request::default();
        for argument in takes {
            match *argument {
                Argument::Segment(name) => segments.push(self.segment(name)?),
                Argument::Handle(name) => segments.push(self.id_or_handle(name)?),
                Argument::Queue(name) | Argument::NamedQueue(name) => {
                    let takes_id = matches!(argument, Argument::Queue(_));
                    let (kind, segment) = self.queue(name, takes_id)?;
                    segments.push(segment);
                    match operation.method.has_body() {
                        true => request.json.get_or_insert_default().add_text("type", &kind),
                        false => request.query.push(("type".into(), kind)),
                    }
                }
                Argument::Value(parameter) => {
                    let fields = Fields::single(&self.encoder.clone(), parameter.name, self.take_any());
                    fields.add_to(&[parameter], operation, &mut request)?;
                }
                Argument::Environment => {
                    let environment = self.environment("env")?;
                    segments.push(Segment::new("env", environment.slug())?);
                    request = request.in_environment(environment);
                }
                Argument::Params(parameters) => {
                    let fields = self.fields("params", &names(parameters))?;
                    fields.add_to(parameters, operation, &mut request)?;
                }
                Argument::Options(name, parameters) => {
                    if let Some(fields) = self.optional_fields(name, &names(parameters))? {
                        fields.add_to(parameters, operation, &mut request)?;
                    }
                }
                Argument::Body(name, parameters) => {
                    let fields = self.optional_fields(name, &names(parameters))?;
                    let fields = fields.unwrap_or_else(|| Fields::none(&self.encoder));
                    fields.add_to(parameters, operation, &mut request)?;
                }
                Argument::QueryOptions(name, parameters) => {
                    if let Some(mut fields) = self.optional_fields(name, &names(parameters))? {
                        fields.add_to_query(parameters, &mut request)?;
                        fields.finish(&names(parameters))?;
                    }
                }
                Argument::EmptyBody => {
                    request.json.get_or_insert_default();
                }
                Argument::Constant(name, text) => request.json.get_or_insert_default().add_text(name, text),
            }
        }
        request.path = Path::fill(operation.path, &segments);
        Ok(request)
    }
}
