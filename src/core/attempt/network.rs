//! The connections, retry budgets and rate limits that all calls of the process share. It holds no credential.

use std::cell::RefCell;

use crate::decode::DecodeThreads;
use crate::retry::{Budgets, Overdrawn, Partition, RateLimitQueues, Slot, WaitLimit};
use crate::transport::Transport;

pub struct Network {
    pub transport: Transport,
    pub threads: DecodeThreads,
    budgets: RefCell<Budgets>,
    queues: RefCell<RateLimitQueues>,
}

impl Network {
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

    pub fn pay_for_retry(&self, partition: &Partition) -> Result<(), Overdrawn> {
        self.budgets.borrow_mut().spend(partition)
    }

    pub fn succeeded(&self, partition: &Partition) {
        self.budgets.borrow_mut().earn(partition);
    }
}
