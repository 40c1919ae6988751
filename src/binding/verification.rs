//! A call that asks whose a credential is: it is answered whatever is wrong with that.

use std::sync::Arc;

use super::arguments::Arguments;
use super::config;
use super::prepared::{Handle, Work};
use super::refusal::Refusal;
use super::scope::ScopeHandle;
use crate::core::call::{Call, Plan, Probes, Request};
use crate::core::flows;
use crate::core::operation::Operation;

impl ScopeHandle {
    /// Prepares a call from a config, under which it asks, and its request options.
    pub fn verify(
        &self,
        operation: &'static Operation,
        probes: &'static Probes,
        arguments: Arguments<'_>,
    ) -> Handle {
        self.launch(operation, arguments, &|reader| {
            let config = reader.optional_fields("config", config::NAMES)?;
            let config = config.map(|fields| config::read_of(fields, false)).transpose();
            let options = reader.finish()?;
            options.check(operation)?;
            if options.client_config.is_some() {
                return Err(Refusal::argument("requestOptions.clientConfig is the first argument here"));
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
                Ok(call) => Work::Send(Arc::new(call)),
                Err(Refusal::Invalid(invalid)) => match flows::verdict_on_fault(&invalid) {
                    Some(verdict) => Work::Answer(verdict),
                    None => return Err(invalid.into()),
                },
                Err(thrown) => return Err(thrown),
            };
            Ok((work, false))
        })
    }
}
