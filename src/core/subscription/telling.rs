//! The telling of those who watch a feed: each of what it was not told before.

use std::sync::Arc;

use super::following::{Following, Subscriber};
use super::mailbox::Mailbox;
use super::packet::{PACKETS, Packet};
use super::run_row::{RunUpdate, StoredPacket};
use super::work::Work;
use crate::attempt;
use crate::call::Call;
use crate::outcome::{CallError, ErrorKind, FailureContext};
use crate::transport::Held;

/// Of changes in a list, one may show up this much later than another with a later date.
const LAG_IN_MS: f64 = 10_000.0;

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
        let (keys, work) = (self.feed.borrow_mut().take_changed(), Work::default());
        for key in &keys {
            work.did_one(0).await;
            let stored = self.feed.borrow().stored_packets(key);
            for (run, stored) in stored {
                Box::pin(self.fetch(call, key, &run, stored)).await;
            }
        }
        self.is_current.set(true);
        for key in &keys {
            let news = self.feed.borrow_mut().take(key).map(|update| self.counted(update));
            work.did_one(news.as_ref().map_or(0, |news| news.size())).await;
            match news {
                Some(update) => self.tell_everybody(call, &update).await,
                None => self.tell_latecomers(key),
            }
        }
        self.latecomers.borrow_mut().retain(|subscriber| subscriber.catches_up.get());
    }

    async fn fetch(&self, call: &Call, key: &str, run: &str, stored: StoredPacket) {
        let Some(field) = PACKETS.get(stored.index) else { return };
        let is_full = self.feed.borrow().is_full();
        let fetched = match is_full {
            true => None,
            false => attempt::stored_packet(call, &self.network, run, field, &stored.path).await,
        };
        let packet = match fetched {
            Some((kind, text)) => Some(self.packet(call, kind, text).await),
            None => None,
        };
        self.feed.borrow_mut().place(key, stored, packet);
    }

    /// Makes a packet of what was fetched; a large one takes its time, and not that of this thread.
    pub(super) async fn packet(&self, call: &Call, kind: String, text: String) -> Packet {
        let (holder, size) = (call.identity.credential.digest, text.len());
        self.network.threads.run(holder, size, move || Packet::new(kind, text)).await
    }

    /// Tells one who has come what others were told already. What has changed since is told to everybody soon, and to those
    /// who are late even if it is nothing new to the others.
    pub async fn catch_up(&self, subscriber: &Subscriber) {
        if !subscriber.catches_up.get() {
            return;
        }
        let (keys, work) = (self.feed.borrow().keys(), Work::default());
        let account = self.company.waiting.count(self.call().identity.credential.digest, 0);
        for key in keys {
            subscriber.mailbox.has_room(|| account.is_crowded()).await;
            let told = self.feed.borrow_mut().settled(&key).map(|update| self.counted(update));
            if let Some(update) = &told {
                self.tell(subscriber, update);
            }
            work.did_one(told.map_or(0, |update| update.size())).await;
        }
        subscriber.catches_up.set(false);
    }

    fn tell_latecomers(&self, key: &str) {
        let latecomers = self.latecomers.borrow();
        if latecomers.is_empty() {
            return;
        }
        let known = self.feed.borrow_mut().settled(key);
        if let Some(known) = known.map(|update| self.counted(update)) {
            latecomers.iter().for_each(|subscriber| self.tell(subscriber, &known));
        }
    }

    async fn tell_everybody(&self, call: &Call, update: &Arc<RunUpdate>) {
        for subscriber in self.everybody() {
            if subscriber.mailbox.is_full() || is_crowded(update) {
                Box::pin(self.make_room(call, &subscriber.mailbox, update)).await;
            }
            self.tell(&subscriber, update);
        }
    }

    /// Waits for one who is slow and watches alone. Others, also those who come in the meantime, must not wait for it.
    async fn make_room(&self, call: &Call, mailbox: &Mailbox, update: &RunUpdate) {
        while self.subscribers.borrow().len() <= 1 {
            tokio::select! {
                biased;
                () = mailbox.has_room(|| is_crowded(update)) => return,
                () = self.joined.notified() => {}
            }
        }
        if !mailbox.is_ended() && (mailbox.is_full() || (mailbox.is_behind() && is_crowded(update))) {
            let reason = "too many updates wait to be taken, and others watch the same; take them faster, leave columns \
                          out with skipColumns, or watch alone with share: false";
            let context = FailureContext { call, attempts: 1 };
            mailbox.end(Err(CallError::sent(ErrorKind::Response, reason, &context).into()));
        }
    }
}

fn is_crowded(update: &RunUpdate) -> bool {
    update.account.as_ref().is_some_and(Held::is_crowded)
}
