//! The renewal of the token that a feed is followed with, by those who watch it.

use std::rc::Rc;
use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde_json::json;
use tokio::time::sleep;

use super::course::Course;
use super::following::{Following, Subscriber};
use super::refresh;
use crate::outcome::CallError;
use crate::transport::Answer;

/// Of those who watch, so many are asked for a fresh token.
const MAX_ASKED: usize = 3;

impl Following {
    /// An answer refuses the token, and there may be a fresh one.
    pub(super) fn may_renew(&self, answer: &Answer, course: &mut Course) -> bool {
        answer.head.status == 401 && self.plan.refreshes && !std::mem::replace(&mut course.is_renewed, true)
    }

    /// Asks for a fresh token because the server has refused the one in use.
    pub(super) async fn renew_refused(&self, course: &mut Course) {
        course.pace.refused().await;
        self.renew().await;
    }

    /// Asks those who watch for a fresh token, one after the other until one has it, all in the time of one, and goes on under it; without one it
    /// goes on under the old one, for as long as that is good. An answer that is of no use ends the subscription it came
    /// from, and no other.
    pub(super) async fn renew(&self) {
        let call = self.call();
        let mut others = self.everybody().into_iter().take(MAX_ASKED);
        let ask = |asked: Rc<Subscriber>| async move {
            let token = asked.mailbox.fresh_token().await;
            (asked, token)
        };
        let mut answers: FuturesUnordered<_> = others.next().map(ask).into_iter().collect();
        let together = sleep(refresh::PATIENCE);
        tokio::pin!(together);
        while !answers.is_empty() {
            // One that does not answer soon does not keep the others from being asked.
            let (asked, token) = tokio::select! {
                () = &mut together => return,
                Some(answer) = answers.next() => answer,
                () = sleep(refresh::PATIENCE_WITH_ONE), if others.len() > 0 => {
                    answers.extend(others.next().map(ask));
                    continue;
                }
            };
            match token.map(|token| refresh::renew(&call, token)) {
                Some(Ok(renewed)) => {
                    self.call.replace(Arc::new(renewed));
                    self.is_renewed.set(true);
                    self.tell_what_happened(|| json!({ "event": "refreshed" }));
                    return;
                }
                Some(Err(invalid)) => {
                    asked.mailbox.end(Err(CallError::refused(call.operation.name, invalid).into()));
                }
                None => {}
            }
            answers.extend(others.next().map(ask));
        }
    }
}
