//! The positional arguments of a call.

use std::rc::Rc;

use napi::bindgen_prelude::{FromNapiValue, JsObjectValue, Object, TypeName, Unknown, ValidateNapiValue};
use napi::{Env, ValueType, sys};

use super::encoder::{Encoder, Helpers};
use super::fields::Fields;
use super::given::{Given, Place};
use super::kind::Kind;
use super::options::{self, RequestOptions};
use super::queues::{queue_or_id, queue_words};
use super::read_error::ReadError;
use super::texts::text;
use super::value::{List, Value, cast};
use crate::engine::call::Segment;
use crate::engine::identity::Environment;

type Result<T> = std::result::Result<T, ReadError>;

/// What the caller passed, as one array, behind the id the call is to be sent under at once.
pub struct Arguments<'env> {
    env: Env,
    values: Vec<Unknown<'env>>,
    /// Absent where the call is prepared only.
    pub send_as: Option<u32>,
}

impl FromNapiValue for Arguments<'_> {
    #[expect(unsafe_code, reason = "the trait hands over raw pointers")]
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        // SAFETY: both come from Node-API for this very call and outlive it.
        let array = unsafe { Unknown::from_napi_value(env, value)? };
        let mut values = List::of(&array)?.elements()?;
        let id: u32 = match values.is_empty() {
            true => 0,
            false => cast(&values.remove(0))?,
        };
        Ok(Self { env: Env::from_raw(env), values, send_as: (id != 0).then_some(id) })
    }
}

impl TypeName for Arguments<'_> {
    fn type_name() -> &'static str {
        "Array"
    }

    fn value_type() -> ValueType {
        ValueType::Object
    }
}

impl ValidateNapiValue for Arguments<'_> {}

impl<'env> Arguments<'env> {
    pub fn first_is_text(&self) -> napi::Result<bool> {
        match self.values.first() {
            Some(first) => Ok(first.get_type()? == ValueType::String),
            None => Ok(false),
        }
    }

    pub fn first_text(&self) -> napi::Result<Option<String>> {
        match self.values.first() {
            Some(first) if first.get_type()? == ValueType::String => Ok(Some(cast(first)?)),
            _ => Ok(None),
        }
    }

    /// The first argument is an object that names this field.
    pub fn first_names(&self, field: &str) -> napi::Result<bool> {
        self.names(0, field)
    }

    /// The argument in this place is an object that names this field, be it undefined.
    pub fn names(&self, index: usize, field: &str) -> napi::Result<bool> {
        let Some(argument) = self.values.get(index) else { return Ok(false) };
        if argument.get_type()? != ValueType::Object {
            return Ok(false);
        }
        let object: Object<'_> = cast(argument)?;
        object.has_named_property(field)
    }

    pub fn into_reader(self, helpers: &Rc<Helpers>) -> Reader<'env> {
        let encoder = Encoder::new(self.env, helpers);
        Reader { encoder, values: self.values, position: 0, options_index: None, left: None }
    }
}

/// Takes the arguments one after the other.
pub struct Reader<'env> {
    pub encoder: Encoder,
    values: Vec<Unknown<'env>>,
    position: usize,
    /// Where the request options stood, for the signal in them.
    pub options_index: Option<u32>,
    /// Request options that stood among others, and the names of all.
    left: Option<(Fields<'env>, Vec<&'static str>)>,
}

impl<'env> Reader<'env> {
    fn peek(&self) -> napi::Result<Value<'env>> {
        match self.values.get(self.position) {
            Some(value) => Value::read(*value),
            None => Ok(Value::Undefined),
        }
    }

    /// The next argument as it is.
    pub fn take_any(&mut self) -> Option<Unknown<'env>> {
        let value = self.values.get(self.position).copied();
        self.position += 1;
        value
    }

    pub fn take(&mut self) -> napi::Result<Value<'env>> {
        let value = self.peek()?;
        self.position += 1;
        Ok(value)
    }

    /// Whether the next argument is a text.
    pub fn is_text(&self) -> Result<bool> {
        Ok(matches!(self.peek()?, Value::Text(_)))
    }

    /// The next argument, which must be there.
    pub fn required<K: Kind>(&mut self, name: &str) -> Result<K::Output> {
        match self.take_any() {
            Some(raw) => {
                let given = Given { encoder: &self.encoder, place: Place::Field("", name), raw };
                K::read(&given, Value::read(raw)?)
            }
            None => Err(Value::Undefined.unexpected(name, K::EXPECTED)),
        }
    }

    /// A text that is not empty.
    pub fn text(&mut self, name: &str) -> Result<String> {
        text(name, self.take()?)
    }

    /// A text that is not empty, or several texts, which may be.
    pub fn texts(&mut self, name: &str) -> Result<Vec<String>> {
        let list = match self.take()? {
            Value::List(list) => list.elements()?,
            Value::Text(single) => return Ok(vec![text(name, Value::Text(single))?]),
            other => return Err(other.unexpected(name, "a string or an array of strings")),
        };
        if list.is_empty() {
            return Err(ReadError::argument(format!("{name} must not be an empty array")));
        }
        let read = |(index, element)| match Value::read(element)? {
            Value::Text(text) => Ok(text),
            other => Err(other.unexpected(format_args!("{name}[{index}]"), "a string")),
        };
        list.into_iter().enumerate().map(read).collect()
    }

    /// A text that becomes exactly one path segment.
    pub fn segment(&mut self, name: &str) -> Result<Segment> {
        Ok(Segment::new(name, &self.text(name)?)?)
    }

    /// An id, or an object that carries it as `id`, such as the handle of a run.
    pub fn id_or_handle(&mut self, name: &str) -> Result<Segment> {
        let id = match self.take()? {
            Value::Object(handle) => {
                let id: Unknown<'_> = handle.get_named_property_unchecked("id")?;
                text(format_args!("{name}.id"), Value::read(id)?)?
            }
            Value::Text(id) => text(name, Value::Text(id))?,
            other => return Err(other.unexpected(name, "a string or an object with an id")),
        };
        Ok(Segment::new(name, &id)?)
    }

    /// A queue by its type and name, or, where an id is taken too, by that: its type, or `id`, and the segment.
    pub fn queue(&mut self, name: &str, takes_id: bool) -> Result<(String, Segment)> {
        let (kind, queue) = match self.take_any() {
            Some(raw) => {
                let given = Given { encoder: &self.encoder, place: Place::Field("", name), raw };
                queue_or_id(&given, Value::read(raw)?, takes_id)?
            }
            None => return Err(Value::Undefined.unexpected(name, queue_words(takes_id))),
        };
        Ok((kind, Segment::new(name, &queue)?))
    }

    /// An environment of the project the call names.
    pub fn environment(&mut self, name: &str) -> Result<Environment> {
        let value = self.take()?;
        if let Value::Text(slug) = &value
            && let Some(environment) = Environment::parse(slug)
        {
            return Ok(environment);
        }
        Err(value.unexpected(name, &format!("one of {}", Environment::SLUGS.join(", "))))
    }

    /// An object that must be there.
    pub fn fields(&mut self, name: &str, known: &[&str]) -> Result<Fields<'env>> {
        match self.take()? {
            Value::Object(object) => {
                let fields = Fields::of(&self.encoder, object, "", known)?;
                refuse_mix(&fields, known)?;
                Ok(fields)
            }
            other => Err(other.unexpected(name, "an object")),
        }
    }

    /// An object that may be left out; one whose keys are all request options is left for them.
    pub fn optional_fields(&mut self, name: &str, known: &[&str]) -> Result<Option<Fields<'env>>> {
        self.optional_fields_but(name, known, options::names())
    }

    /// An object that may be left out; one whose keys are all `options` is left for whoever reads those.
    pub fn optional_fields_but(
        &mut self,
        name: &str,
        known: &[&str],
        options: &[&str],
    ) -> Result<Option<Fields<'env>>> {
        match self.peek()? {
            Value::Undefined => {
                self.position += 1;
                Ok(None)
            }
            Value::Object(object) => {
                let fields = Fields::of(&self.encoder, object, "", known)?;
                let is_option = |name: &str| options.contains(&name) && !known.contains(&name);
                if !fields.is_empty() && fields.names().all(is_option) {
                    return Ok(None);
                }
                refuse_mix(&fields, known)?;
                self.position += 1;
                Ok(Some(fields))
            }
            other => Err(other.unexpected(name, "an object")),
        }
    }

    /// The options that come last, where request options stand among others.
    pub fn fields_of_options(&mut self, known: &[&str]) -> Result<Option<Fields<'env>>> {
        let index = self.position;
        match self.take()? {
            Value::Undefined => Ok(None),
            Value::Object(object) => {
                self.options_index = u32::try_from(index).ok();
                Fields::of(&self.encoder, object, "options.", known).map(Some)
            }
            other => Err(other.unexpected("options", "an object")),
        }
    }

    /// Leaves request options for the end, out of an object in which others stood too; `known` are the names of all.
    pub fn leave_options(&mut self, fields: Fields<'env>, known: Vec<&'static str>) {
        self.left = Some((fields, known));
    }

    /// The request options, which come last; anything after them is refused.
    pub fn finish(&mut self) -> Result<RequestOptions> {
        if let Some((fields, known)) = self.left.take() {
            let options = options::read_fields(&self.encoder, fields, &known)?;
            self.end()?;
            return Ok(options);
        }
        let index = self.position;
        let options = match self.take()? {
            Value::Undefined => RequestOptions::default(),
            Value::Object(object) => {
                let options = options::read(&self.encoder, object)?;
                // Only now: the facade may rely on the signal it finds there.
                self.options_index = u32::try_from(index).ok();
                options
            }
            other => return Err(other.unexpected("requestOptions", "an object")),
        };
        self.end()?;
        Ok(options)
    }

    /// Refuses anything after the arguments that have been taken.
    pub fn end(&self) -> Result<()> {
        for surplus in self.values.iter().skip(self.position) {
            if surplus.get_type()? != ValueType::Undefined {
                return Err(ReadError::argument(format!(
                    "takes at most {} arguments, got {}",
                    self.position,
                    self.values.len()
                )));
            }
        }
        Ok(())
    }
}

/// Parameters and request options in one object are refused by name: one of them would be lost.
fn refuse_mix(fields: &Fields<'_>, known: &[&str]) -> Result<()> {
    let option = fields.names().find(|name| options::is_option(name) && !known.contains(name));
    let parameter = fields.names().find(|name| !options::is_option(name));
    match (parameter, option) {
        (Some(parameter), Some(option)) => Err(ReadError::argument(format!(
            "{parameter} is a parameter and {option} a request option; pass the request options as \
             an object of their own, after the parameters"
        ))),
        _ => Ok(()),
    }
}
