//! The packets that a subscriber is known to have, so that they are not told again.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use super::packet::Packet;
use super::run_row::RunUpdate;
use crate::transport::Held;

/// Runs whose packets the subscriber is known to have.
pub const MAX_KNOWN: usize = 1_000;
/// The bytes of these packets.
pub const MAX_KNOWN_BYTES: usize = 16 * 1024 * 1024;

/// The packets that the subscriber has already, by run.
#[derive(Default)]
pub struct KnownPackets {
    packets: HashMap<String, [Option<Arc<Packet>>; 3]>,
    /// Runs in the order they were learned.
    order: VecDeque<String>,
    bytes: usize,
    /// Counts them among those of the credential.
    account: Option<Held>,
}

impl KnownPackets {
    /// Counts the packets among what everything of the credential holds.
    pub fn counted_by(&mut self, account: Held) {
        self.account = Some(account);
    }

    /// Says which packets of an update are known, and learns the others. Of the runs that are known the oldest are forgotten
    /// when there are too many, or their packets hold too much.
    pub fn learn(&mut self, update: &RunUpdate) -> ([bool; 3], Vec<String>) {
        let mut is_known = [false; 3];
        self.bytes += size_of(&update.packets);
        match self.packets.insert(update.run.clone(), update.packets.clone()) {
            None => self.order.push_back(update.run.clone()),
            Some(before) => {
                self.bytes = self.bytes.saturating_sub(size_of(&before));
                for ((known, packet), is_known) in before.iter().zip(&update.packets).zip(&mut is_known) {
                    *is_known = match (known, packet) {
                        (Some(known), Some(packet)) => Arc::ptr_eq(known, packet) || known == packet,
                        (None, None) => true,
                        _ => false,
                    };
                }
            }
        }
        self.count();
        (is_known, self.forget(&update.run))
    }

    /// Forgets what is too much, but not the run that is being told.
    fn forget(&mut self, told: &str) -> Vec<String> {
        let mut forgotten = Vec::new();
        while self.order.len() > 1 && self.has_too_much() {
            let Some(run) = self.order.pop_front() else { break };
            if run == told {
                self.order.push_back(run);
                continue;
            }
            self.bytes = self.bytes.saturating_sub(self.packets.remove(&run).as_ref().map_or(0, size_of));
            self.count();
            forgotten.push(run);
        }
        forgotten
    }

    fn has_too_much(&self) -> bool {
        self.order.len() > MAX_KNOWN
            || self.bytes > MAX_KNOWN_BYTES
            || self.account.as_ref().is_some_and(Held::is_crowded)
    }

    fn count(&mut self) {
        if let Some(account) = &mut self.account {
            account.set(self.bytes);
        }
    }
}

fn size_of(packets: &[Option<Arc<Packet>>; 3]) -> usize {
    packets.iter().flatten().map(|packet| packet.text.len()).sum()
}
