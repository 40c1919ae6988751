//! A question for a fresh token, from the I/O thread to whoever subscribed.

use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::identity::Secret;

/// A question, and its answer, which is kept for those who wait for it and for nobody else.
#[derive(Default)]
pub struct TokenQuestion {
    asked: Mutex<Asked>,
    answered: Notify,
}

#[derive(Default)]
struct Asked {
    /// Those who wait for the answer.
    waiting: usize,
    /// A token, or that there is none.
    answer: Option<Option<Secret>>,
}

/// One who waits: after the last one nothing is kept.
struct Waiting<'a>(&'a TokenQuestion);

impl TokenQuestion {
    fn asked(&self) -> MutexGuard<'_, Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks by `ask`, unless somebody waits for the answer already, and waits for it too.
    pub async fn ask(&self, ask: impl FnOnce()) -> Option<Secret> {
        let is_first = {
            let mut asked = self.asked();
            asked.waiting += 1;
            asked.waiting == 1
        };
        let _waiting = Waiting(self);
        if is_first {
            ask();
        }
        loop {
            // Armed before looking, so that no answer between looking and waiting is lost.
            let mut answered = pin!(self.answered.notified());
            answered.as_mut().enable();
            if let Some(token) = &self.asked().answer {
                return token.clone();
            }
            answered.await;
        }
    }

    /// Answers, if somebody waits for it.
    pub fn answer(&self, token: Option<Secret>) {
        let mut asked = self.asked();
        if asked.waiting > 0 && asked.answer.is_none() {
            asked.answer = Some(token);
            self.answered.notify_waiters();
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut asked = self.0.asked();
        asked.waiting = asked.waiting.saturating_sub(1);
        if asked.waiting == 0 {
            asked.answer = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use futures_util::FutureExt;
    use futures_util::future::join3;

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
        assert!(question.asked().answer.is_none());
        let answer = question.ask(|| question.answer(token("in time"))).await;
        assert!(answer == token("in time"));
        assert!(question.asked().answer.is_none());
    }

    #[tokio::test]
    async fn all_who_wait_have_the_answer_to_one_question() {
        let question = TokenQuestion::default();
        let asked = Cell::new(0);
        let ask = || question.ask(|| asked.set(asked.get() + 1));
        let answer = async { question.answer(Some(Secret::new("fresh".to_owned()))) };
        let (first, second, ()) = join3(ask(), ask(), answer).await;
        let fresh = Some(Secret::new("fresh".to_owned()));
        assert!(first == fresh && second == fresh && asked.get() == 1);
        assert!(ask().now_or_never().is_none(), "the next question is another one");
        assert_eq!(asked.get(), 2);
    }
}
