//! The options of `drain`; its waiting belongs to the facade, which knows the promises.

use std::rc::Rc;

use napi::Env;
use napi::bindgen_prelude::{Either, External, Unknown};
use napi_derive::napi;

use super::arguments::ReadError;
use super::arguments::fields::Fields;
use super::arguments::kinds::{Milliseconds, choices};
use super::arguments::{Encoder, Value};
use super::realm::Realm;

const NAMES: &[&str] = &["timeoutInMs", "subscriptions"];
/// As long as a call's own default deadline.
const TIMEOUT_IN_MS: f64 = 60_000.0;

choices! {
    /// What becomes of subscriptions.
    Subscriptions = "close" | "wait";
}

/// Answers `timeoutInMs` and whether subscriptions are waited for, or the failure as JSON.
#[napi(skip_typescript, catch_unwind)]
pub fn read_drain_options(
    env: Env,
    realm: &External<Rc<Realm>>,
    options: Unknown<'_>,
) -> napi::Result<Either<(f64, bool), String>> {
    match read(&Encoder::new(env, &realm.helpers), options) {
        Ok(read) => Ok(Either::A(read)),
        Err(error) => Ok(Either::B(error.into_failure("drain")?)),
    }
}

fn read(encoder: &Encoder, options: Unknown<'_>) -> Result<(f64, bool), ReadError> {
    match Value::read(options)? {
        Value::Undefined => Ok((TIMEOUT_IN_MS, false)),
        Value::Object(object) => {
            let mut fields = Fields::of(encoder, object, "", NAMES)?;
            let timeout = fields.read::<Milliseconds>("timeoutInMs")?;
            let subscriptions = fields.read::<Subscriptions>("subscriptions")?;
            fields.finish(NAMES)?;
            Ok((timeout.unwrap_or(TIMEOUT_IN_MS), subscriptions.is_some_and(|choice| choice == "wait")))
        }
        other => Err(other.unexpected("the argument", "an object such as { timeoutInMs: 10000 }")),
    }
}
