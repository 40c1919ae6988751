//! The connections, retry budgets and rate limits that all calls of the process share. It holds no credential.

use std::cell::RefCell;

use crate::decode::DecodeThreads;
use crate::retry::{Budgets, Overdrawn, Partition, RateLimitQueues, Slot, WaitLimit};
use crate::transport::Transport;

/// The connections, budgets, rate limits and decode threads of the process.
pub struct Network {
    /// The connections.
    pub transport: Transport,
    /// The threads on which large bodies are read.
    pub threads: DecodeThreads,
    budgets: RefCell<Budgets>,
    queues: RefCell<RateLimitQueues>,
}

impl Network {
    /// Makes a network that no call has used yet.
    pub fn new(transport: Transport) -> Self {
        Self {
            transport,
            threads: DecodeThreads::default(),
            budgets: RefCell::default(),
            queues: RefCell::default(),
        }
    }

    /// Takes a slot in the queue of a credential.
    pub fn slot(&self, partition: &Partition, limit: WaitLimit) -> Slot {
        self.queues.borrow_mut().slot(partition, limit)
    }

    /// Takes a retry out of the budgets of a credential and of its host, or says which of them is spent.
    pub fn pay_for_retry(&self, partition: &Partition) -> Result<(), Overdrawn> {
        self.budgets.borrow_mut().spend(partition)
    }

    /// Gives a credential and its host something back for a call that succeeded.
    pub fn succeeded(&self, partition: &Partition) {
        self.budgets.borrow_mut().earn(partition);
    }
}
