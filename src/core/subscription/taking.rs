//! The taking of what an answer of a feed says: a large one is read on another thread, and taken step by step.

use std::time::Duration;

use super::change_log::Message;
use super::feed::{Answered, FeedFault};
use super::following::Following;
use super::work::Work;
use crate::transport::Head;

impl Following {
    /// Takes the messages of a large answer step by step.
    pub(super) async fn take_in(
        &self,
        head: &Head,
        messages: Option<Vec<Message<'_>>>,
        after: Duration,
    ) -> Result<Answered, FeedFault> {
        let begun = self.feed.borrow_mut().begin_answer(head, messages.as_deref(), after)?;
        let Some(answering) = begun else { return Ok(Answered::Restarted) };
        let (work, mut is_moved) = (Work::default(), false);
        for message in messages.into_iter().flatten() {
            work.did_one(message.size()).await;
            is_moved |= self.feed.borrow_mut().apply([message])?;
        }
        self.feed.borrow_mut().end_answer(&answering, is_moved)
    }
}
