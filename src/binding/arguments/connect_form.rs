//! A connect form as JavaScript passes it.

use super::config;
use super::fields::Fields;
use super::positional::Reader;
use super::read_error::ReadError;
use super::value::Value;
use crate::engine::identity::{Form, Given};
use crate::engine::transport::NetworkPolicy;

const OPTIONS: &[&str] = &["network"];

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

    /// Reads where a form's base URL may lead, if that is said.
    pub fn connect_options(&mut self) -> Result<Option<NetworkPolicy>, ReadError> {
        let mut fields = match self.take()? {
            Value::Undefined => return Ok(None),
            Value::Object(object) => Fields::of(&self.encoder, object, "options.", OPTIONS)?,
            other => return Err(other.unexpected("options", "an object")),
        };
        let network = config::network(&mut fields)?;
        fields.finish(OPTIONS)?;
        Ok(network)
    }
}

fn given(fields: &mut Fields<'_>, name: &str) -> Result<Given, ReadError> {
    Ok(match fields.value(name)? {
        None | Some(Value::Null) => Given::Nothing,
        Some(Value::Text(text)) => Given::Text(text),
        Some(_) => Given::Other,
    })
}
