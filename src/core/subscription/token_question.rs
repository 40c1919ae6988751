//! A question for a fresh token, from the I/O thread to whoever subscribed.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::identity::Secret;

/// A question, and its answer, which is kept for whoever waits for it and for nobody else.
#[derive(Default)]
pub struct TokenQuestion {
    stage: Mutex<Stage>,
    answered: Notify,
}

#[derive(Default)]
enum Stage {
    /// Nobody waits for an answer.
    #[default]
    Closed,
    Asked,
    /// A token, or that there is none.
    Answered(Option<Secret>),
}

/// Closes the question when nobody waits any longer: what comes too late is not kept.
struct Open<'a>(&'a TokenQuestion);

impl TokenQuestion {
    fn stage(&self) -> MutexGuard<'_, Stage> {
        self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks by `ask`, and waits for the answer.
    pub async fn ask(&self, ask: impl FnOnce()) -> Option<Secret> {
        *self.stage() = Stage::Asked;
        let open = Open(self);
        ask();
        loop {
            if let Stage::Answered(token) = &mut *open.0.stage() {
                return token.take();
            }
            self.answered.notified().await;
        }
    }

    /// Answers, if somebody waits for it.
    pub fn answer(&self, token: Option<Secret>) {
        let mut stage = self.stage();
        if matches!(*stage, Stage::Asked) {
            *stage = Stage::Answered(token);
            self.answered.notify_one();
        }
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        *self.0.stage() = Stage::Closed;
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn an_answer_that_comes_when_nobody_waits_is_not_kept() {
        let question = TokenQuestion::default();
        let token = |text: &str| Some(Secret::new(text.to_owned()));
        question.answer(token("early"));
        let mut answer = Box::pin(question.ask(|| {}));
        assert!((&mut answer).now_or_never().is_none());
        drop(answer);
        question.answer(token("late"));
        assert!(matches!(*question.stage(), Stage::Closed));
        let answer = question.ask(|| question.answer(token("in time"))).await;
        assert!(answer == token("in time"));
        assert!(matches!(*question.stage(), Stage::Closed));
    }
}
