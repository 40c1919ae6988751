//! Instants and durations in the forms that the API and JavaScript write.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Reads the clock: the time since 1970.
pub fn since_epoch() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// Reads what this thread has computed so far, where the system tells: however loaded the machine is.
#[cfg(unix)]
pub fn computed() -> Option<Duration> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Some(Duration::new(time.tv_sec as u64, time.tv_nsec as u32))
}

/// Reads what this thread has computed so far, where the system tells.
#[cfg(not(unix))]
pub fn computed() -> Option<Duration> {
    None
}

/// Reads a number of milliseconds; what is negative or too large for a duration is as long as one can be.
pub fn milliseconds(value: f64) -> Duration {
    Duration::try_from_secs_f64(value / 1_000.0).unwrap_or(Duration::MAX)
}

/// Reads a duration such as `24h`.
pub fn duration(text: &str) -> Option<Duration> {
    humantime::parse_duration(text).ok()
}

/// Reads the epoch milliseconds of a text such as `2026-11-21T07:16:55.000Z`: the one form the API writes,
/// and the one that JavaScript can be trusted to read the same way.
pub fn epoch_in_ms(text: &str) -> Option<f64> {
    // A leap second is none to JavaScript.
    if text.len() != 24 || text.get(17..19)? == "60" {
        return None;
    }
    let since = humantime::parse_rfc3339(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(since.as_millis() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_the_form_the_api_writes() {
        assert_eq!(epoch_in_ms("1970-01-01T00:00:01.500Z"), Some(1_500.0));
        for text in ["1970-01-01T00:00:01Z", "2016-12-31T23:59:60.000Z", "1970-01-01", "tomorrow"] {
            assert_eq!(epoch_in_ms(text), None, "{text}");
        }
    }

    #[test]
    fn milliseconds_never_fail() {
        assert_eq!(milliseconds(1_500.0), Duration::from_millis(1_500));
        assert_eq!([milliseconds(-1.0), milliseconds(f64::NAN)], [Duration::MAX; 2]);
    }
}
