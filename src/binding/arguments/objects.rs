//! Objects with fields of their own.

use std::marker::PhantomData;

use super::given::Given;
use super::kind::Kind;
use super::parameter::{HasParameters, Parameter, names};
use super::read_error::ReadError;
use super::value::Value;
use crate::engine::call::JsonObject;

type Result<T> = std::result::Result<T, ReadError>;

const OBJECT: &str = "an object";

/// An object with fields of its own.
impl<T: HasParameters> Kind for T {
    type Output = JsonObject;
    const EXPECTED: &'static str = OBJECT;

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<JsonObject> {
        nested(given, value, T::PARAMETERS, false)
    }
}

/// An object that selects: one of its fields that is named but undefined would select more.
pub struct Selection<T>(PhantomData<T>);

impl<T: HasParameters> Kind for Selection<T> {
    type Output = JsonObject;
    const EXPECTED: &'static str = OBJECT;

    fn read<'env>(given: &Given<'_, 'env>, value: Value<'env>) -> Result<JsonObject> {
        nested(given, value, T::PARAMETERS, true)
    }
}

/// An object with one of these fields.
pub fn one_field(
    given: &Given<'_, '_>,
    value: Value<'_>,
    parameters: &[Parameter],
    expected: &str,
) -> Result<JsonObject> {
    match nested(given, value, parameters, false)? {
        object if object.field_count() == 1 => Ok(object),
        _ => Err(given.refused(&format!("must be {expected}"))),
    }
}

fn nested(
    given: &Given<'_, '_>,
    value: Value<'_>,
    parameters: &[Parameter],
    selects: bool,
) -> Result<JsonObject> {
    let known = names(parameters);
    let mut fields = match value {
        Value::Object(object) => given.fields(object, &known)?,
        other => return Err(given.unexpected(&other, OBJECT)),
    };
    if selects {
        fields.refuse_undefined()?;
    }
    let mut object = JsonObject::default();
    fields.write(parameters, &mut object)?;
    fields.finish(&known)?;
    Ok(object)
}
