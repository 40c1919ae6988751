//! The connections, retry budgets and rate limits that all calls of the process share. It holds no credential.

use std::cell::RefCell;

use crate::retry::Partition;
use crate::retry::{Budgets, Overdrawn};
use crate::retry::{Gates, Patience, Place};
use crate::transport::Transport;

pub struct Network {
    pub transport: Transport,
    budgets: RefCell<Budgets>,
    gates: RefCell<Gates>,
}

impl Network {
    pub fn new(transport: Transport) -> Self {
        Self { transport, budgets: RefCell::default(), gates: RefCell::default() }
    }

    pub fn place(&self, partition: &Partition, patience: Patience) -> Place {
        self.gates.borrow_mut().place(partition, patience)
    }

    pub fn pay_for_retry(&self, partition: &Partition) -> Result<(), Overdrawn> {
        self.budgets.borrow_mut().spend(partition)
    }

    pub fn succeeded(&self, partition: &Partition) {
        self.budgets.borrow_mut().earn(partition);
    }
}
