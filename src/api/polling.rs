//! Calls that ask until the answer is final.

use std::time::Duration;

use super::prelude::*;
use crate::binding::Argument;
use crate::model::run::PollOptions;

const INTERVAL_IN_MS: f64 = 1_000.0;

/// The request of a poll, with what the options behind the operation's own arguments say of its interval.
pub fn polling(
    read: &mut Reader<'_>,
    operation: &'static Operation,
    takes: &[Argument],
) -> Result<Request, ReadError> {
    let request = read.request(operation, takes)?;
    let known = names(PollOptions::PARAMETERS);
    let interval = match read.optional_fields("options", &known)? {
        None => None,
        Some(mut options) => {
            let interval = options.read::<kinds::Milliseconds>("pollIntervalMs")?;
            options.finish(&known)?;
            interval
        }
    };
    let interval = Duration::try_from_secs_f64(interval.unwrap_or(INTERVAL_IN_MS) / 1_000.0);
    Ok(request.polling(interval.unwrap_or(Duration::MAX)))
}
