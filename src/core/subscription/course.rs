//! How the following of a feed goes, from one request to the next.

use tokio::time::Instant;

use super::refresh::Pace;
use super::trouble::Trouble;

/// How the following goes.
pub struct Course {
    pub trouble: Trouble,
    /// When the last answer came.
    pub answered_at: Instant,
    /// The token was renewed since the last answer that was good.
    pub is_renewed: bool,
    /// When it was asked for a fresh one.
    pub pace: Pace,
    /// Changes are asked for again and again.
    pub is_polling: bool,
    /// Answers that the server is not available, since it last was.
    pub unavailable: u32,
}

impl Course {
    pub fn go_well(&mut self) {
        self.unavailable = 0;
        self.trouble.end();
        self.is_renewed = false;
        self.answered_at = Instant::now();
    }
}
