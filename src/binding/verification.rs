//! A call that asks whose a credential is: it is answered whatever is wrong with that.

use std::sync::Arc;

use super::arguments::Arguments;
use super::arguments::ReadError;
use super::arguments::config;
use super::prepared::{Action, PrepareResult};
use super::scope::ScopeHandle;
use crate::engine::call::{Call, Plan, Probes, Request};
use crate::engine::flows;
use crate::engine::operation::Operation;

impl ScopeHandle {
    /// Prepares a call from a config, under which it asks, and its request options.
    pub fn verify(
        &self,
        operation: &'static Operation,
        probes: &'static Probes,
        arguments: Arguments<'_>,
    ) -> PrepareResult {
        self.launch(operation, arguments, &|reader| {
            let config = reader.optional_fields("config", config::NAMES)?;
            let config = config.map(|fields| config::read_of(fields, false)).transpose();
            let options = reader.finish()?;
            options.check(operation)?;
            if options.client_config.is_some() {
                return Err(ReadError::argument("requestOptions.clientConfig is the first argument here"));
            }
            let request = Request { plan: Plan::CredentialCheck(probes), ..Request::default() };
            let call = config.and_then(|config| {
                let scope = match config {
                    None => self.scope.clone(),
                    Some(config) => self.scope.derive(&config)?,
                };
                Ok(Call::new(operation, &scope, options.call, request)?)
            });
            let work = match call {
                Ok(call) => Action::Send(Arc::new(call)),
                Err(ReadError::Invalid(invalid)) => match flows::verdict_on_fault(&invalid) {
                    Some(verdict) => Action::Answer(verdict),
                    None => return Err(invalid.into()),
                },
                Err(thrown) => return Err(thrown),
            };
            Ok((work, false))
        })
    }
}
