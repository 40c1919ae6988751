//! The telling of those who watch a feed: each of what it was not told before.

use std::sync::Arc;

use super::following::{Following, Subscriber};
use super::packet::{PACKETS, Packet};
use super::run_row::RunUpdate;
use crate::attempt;
use crate::call::Call;
use crate::outcome::{CallError, ErrorKind, FailureContext};
use crate::transport::Held;

/// Of changes in a list, one may show up this much later than another with a later date.
const LAG_IN_MS: f64 = 10_000.0;
/// Bytes of updates that are made before others have their turn on this thread.
const MAX_WORK: usize = 64 * 1024;

impl Following {
    /// Tells one who watches of an update, unless it was told before.
    pub(super) fn tell(&self, subscriber: &Subscriber, update: &Arc<RunUpdate>) {
        let lag = if self.plan.stops_on_completion { 0.0 } else { LAG_IN_MS };
        if subscriber.since.is_none_or(|since| update.updated_at >= since - lag) {
            subscriber.mailbox.put(update, subscriber.feed);
        }
    }

    /// Fetches what the rows point at, and tells everybody what has changed.
    pub(super) async fn deliver(&self, call: &Call) {
        let stored = self.feed.borrow().stored_packets();
        for (key, run, stored) in stored {
            let Some(field) = PACKETS.get(stored.index) else { continue };
            let is_full = self.feed.borrow().is_full();
            let fetched = match is_full {
                true => None,
                false => {
                    Box::pin(attempt::stored_packet(call, &self.network, &run, field, &stored.path)).await
                }
            };
            let packet = fetched.map(|(kind, text)| Packet::new(kind, text));
            self.feed.borrow_mut().place(&key, stored, packet);
        }
        let keys = self.feed.borrow_mut().take_changed();
        self.is_current.set(true);
        let latecomers = std::mem::take(&mut *self.latecomers.borrow_mut());
        let mut worked = 0;
        for key in keys {
            let news = self.feed.borrow_mut().take(&key).map(|update| self.counted(update));
            let Some(update) = news else {
                let known = if latecomers.is_empty() { None } else { self.feed.borrow_mut().current(&key) };
                if let Some(known) = known.map(|update| self.counted(update)) {
                    for subscriber in &latecomers {
                        self.tell(subscriber, &known);
                    }
                }
                continue;
            };
            self.tell_everybody(call, &update).await;
            worked += update.size();
            if worked > MAX_WORK {
                worked = 0;
                tokio::task::yield_now().await;
            }
        }
    }

    async fn tell_everybody(&self, call: &Call, update: &Arc<RunUpdate>) {
        let everybody = self.everybody();
        let is_alone = everybody.len() == 1;
        let is_crowded = || update.account.as_ref().is_some_and(Held::is_crowded);
        for subscriber in everybody {
            let mailbox = &subscriber.mailbox;
            if is_alone {
                mailbox.has_room(is_crowded).await;
            } else if !mailbox.is_ended() && (mailbox.is_full() || (mailbox.is_behind() && is_crowded())) {
                // The others must not wait for it.
                let reason = "too many updates wait to be taken, and others watch the same; take them faster, leave columns \
                              out with skipColumns, or watch alone with share: false";
                let context = FailureContext { call, attempts: 1 };
                mailbox.end(Err(CallError::sent(ErrorKind::Response, reason, &context).into()));
            }
            self.tell(&subscriber, update);
        }
    }
}
