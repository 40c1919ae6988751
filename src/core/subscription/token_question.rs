//! A question for a fresh token, from the I/O thread to whoever subscribed.

use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;

use crate::identity::Secret;

/// A question, and its answer: a token, or that there is none.
#[derive(Default)]
pub struct TokenQuestion {
    answer: Mutex<Option<Option<Secret>>>,
    answered: Notify,
}

impl TokenQuestion {
    /// Asks by `ask`, and waits for the answer.
    pub async fn ask(&self, ask: impl FnOnce()) -> Option<Secret> {
        // What was answered too late for the last question is no answer to this one.
        self.take();
        ask();
        loop {
            if let Some(token) = self.take() {
                return token;
            }
            self.answered.notified().await;
        }
    }

    /// Answers.
    pub fn answer(&self, token: Option<Secret>) {
        self.answer.lock().unwrap_or_else(PoisonError::into_inner).replace(token);
        self.answered.notify_one();
    }

    fn take(&self) -> Option<Option<Secret>> {
        self.answer.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
