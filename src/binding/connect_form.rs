//! A connect form as JavaScript passes it.

use super::arguments::Reader;
use super::fields::Fields;
use super::read_error::ReadError;
use super::value::Value;
use crate::engine::identity::{Form, Given};

impl Reader<'_> {
    pub fn connect_form(&mut self) -> Result<Form, ReadError> {
        let mut fields = match self.take()? {
            Value::Object(object) => Fields::of(&self.encoder, object, "", Form::FIELDS)?,
            other => return Err(other.unexpected("form", "an object")),
        };
        let form = Form {
            api_key: given(&mut fields, "apiKey")?,
            token: given(&mut fields, "token")?,
            project_ref: given(&mut fields, "projectRef")?,
            environment: given(&mut fields, "environment")?,
            base_url: given(&mut fields, "baseURL")?,
            preview_branch: given(&mut fields, "previewBranch")?,
        };
        fields.finish(Form::FIELDS)?;
        Ok(form)
    }
}

fn given(fields: &mut Fields<'_>, name: &str) -> Result<Given, ReadError> {
    Ok(match fields.value(name)? {
        None | Some(Value::Null) => Given::Nothing,
        Some(Value::Text(text)) => Given::Text(text),
        Some(_) => Given::Other,
    })
}
