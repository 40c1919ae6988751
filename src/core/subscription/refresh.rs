//! Fresh tokens for subscriptions that outlive theirs.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::call::Call;
use crate::identity::public_token::{Claims, subject};
use crate::identity::{Credential, CredentialKind, Identity, Secret};
use crate::invalid::Invalid;
use crate::time::since_epoch;

/// A public token is renewed so long before it expires.
const AHEAD: Duration = Duration::from_secs(60);
/// Between two questions for a fresh token before the one in use expires, and after one for whatever reason once that is
/// refused.
const MIN_INTERVAL: Duration = Duration::from_secs(10);
const MIN_REFUSED: Duration = Duration::from_secs(1);
/// A caller that does not answer for so long has no fresh token.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// Before another one who watches the same is asked too.
pub const PATIENCE_WITH_ONE: Duration = Duration::from_secs(3);

/// Says when to ask for a fresh token, so that it is in time and never often, whatever the tokens and the server say.
#[derive(Default)]
pub struct Pace {
    /// The token in use, by its digest, and when it was used first, in epoch time.
    used: Option<([u8; 32], Duration)>,
    asked_at: Option<Instant>,
}

impl Pace {
    /// Says if the token of a call expires so soon that a fresh one should be asked for, which counts as asked then.
    pub fn is_due(&mut self, call: &Call) -> bool {
        let credential = &call.identity.credential;
        let expires_at = Claims::of(credential).and_then(|claims| claims.expires_at);
        expires_at.is_some_and(|at| self.looks(credential.digest, Duration::from_secs(at), since_epoch()))
    }

    fn looks(&mut self, token: [u8; 32], expires_at: Duration, now: Duration) -> bool {
        let used_since = match self.used {
            Some((known, since)) if known == token => since,
            _ => now,
        };
        self.used = Some((token, used_since));
        // One that does not live much longer than that serves for half of its life.
        let ahead = AHEAD.min(expires_at.saturating_sub(used_since) / 2);
        let is_due = expires_at <= now + ahead && self.asked_at.is_none_or(|at| at.elapsed() >= MIN_INTERVAL);
        if is_due {
            self.asked_at = Some(Instant::now());
        }
        is_due
    }

    /// Waits until a fresh token may be asked for because the server has refused the one in use, which counts as asked then.
    pub async fn refused(&mut self) {
        if let Some(asked_at) = self.asked_at {
            sleep_until(asked_at + MIN_REFUSED).await;
        }
        self.asked_at = Some(Instant::now());
    }
}

/// The call under a fresh token, which must say that it is of the same environment: nothing else of whose call it is changes.
pub fn renew(call: &Call, token: Secret) -> Result<Call, Invalid> {
    let old = &call.identity.credential;
    let fresh = Credential::parse(token, "refreshAccessToken")?;
    let refuse = |why: &str| {
        Err(Invalid::configuration(format!(
            "refreshAccessToken answered {why}; the subscription keeps its scope"
        )))
    };
    if fresh.kind != old.kind {
        return refuse(&format!("{}, and it began with {}", fresh.kind.name(), old.kind.name()));
    }
    if fresh.digest != old.digest {
        if fresh.kind != CredentialKind::PublicToken {
            return refuse(&format!(
                "{}, another than it began with, and only a public token says whose it is",
                fresh.kind.name()
            ));
        }
        let environment = subject(&fresh);
        if environment.is_none() || environment != subject(old) {
            return refuse("a token of another environment");
        }
    }
    let credential = fresh.replacing(old);
    let identity = Identity { credential, ..Identity::clone(&call.identity) };
    Ok(Call { identity: Arc::new(identity), ..call.clone() })
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_is_renewed_a_minute_ahead_or_halfway_through_a_short_life() {
        let mut pace = Pace::default();
        assert!(!pace.looks([1; 32], seconds(4_600), seconds(1_000)));
        assert!(!pace.looks([1; 32], seconds(4_600), seconds(4_539)));
        assert!(pace.looks([1; 32], seconds(4_600), seconds(4_540)));
        advance(MIN_INTERVAL).await;
        assert!(!pace.looks([2; 32], seconds(5_050), seconds(5_000)));
        assert!(!pace.looks([2; 32], seconds(5_050), seconds(5_024)));
        assert!(pace.looks([2; 32], seconds(5_050), seconds(5_025)));
    }

    #[tokio::test(start_paused = true)]
    async fn tokens_that_have_expired_when_they_come_are_not_asked_for_all_the_time() {
        let mut pace = Pace::default();
        let asked = (0..100).filter(|number| pace.looks([*number; 32], seconds(1), seconds(9))).count();
        assert_eq!(asked, 1);
        advance(MIN_INTERVAL).await;
        assert!(pace.looks([0; 32], seconds(1), seconds(9)));
        let began = Instant::now();
        pace.refused().await;
        pace.refused().await;
        assert_eq!(began.elapsed(), 2 * MIN_REFUSED);
    }
}
