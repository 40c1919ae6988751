//! What all calls of the process share: connections, retry budgets and the gates of rate limits.
//! It holds no credential.

use std::cell::RefCell;

use super::budget::{Budgets, Overdrawn};
use super::pacing::{Gates, Patience, Place};
use super::party::Party;
use super::sharing::Sharing;
use super::transport::Transport;

pub struct Network {
    pub transport: Transport,
    budgets: RefCell<Budgets>,
    gates: RefCell<Gates>,
    pub sharing: Sharing,
}

impl Network {
    pub fn new(transport: Transport) -> Self {
        Self {
            transport,
            budgets: RefCell::default(),
            gates: RefCell::default(),
            sharing: Sharing::default(),
        }
    }

    pub fn place(&self, party: &Party, patience: Patience) -> Place {
        self.gates.borrow_mut().place(party, patience)
    }

    pub fn pay_for_retry(&self, party: &Party) -> Result<(), Overdrawn> {
        self.budgets.borrow_mut().spend(party)
    }

    pub fn succeeded(&self, party: &Party) {
        self.budgets.borrow_mut().earn(party);
    }
}
