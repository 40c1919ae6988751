//! What feeds share with others: their turns with those of the same credential, the weather with those and with whoever
//! reaches the host in the same way.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use super::turns::Turns;
use super::weather::{Front, Weather};
use crate::call::Call;
use crate::retry::{Partition, Partitions};

/// The turns of all credentials and the weather of all hosts, as each credential and all together find it.
#[derive(Clone)]
pub struct Company {
    turns: Rc<RefCell<Partitions<Rc<Turns>>>>,
    of_credentials: Fronts,
    of_hosts: Fronts,
}

type Fronts = Rc<RefCell<Partitions<Rc<Front>>>>;

impl Default for Company {
    fn default() -> Self {
        let turns = Partitions::new(Rc::default);
        let [of_credentials, of_hosts] =
            [(); 2].map(|()| Rc::new(RefCell::new(Partitions::new(Rc::default))));
        Self { turns: Rc::new(turns.into()), of_credentials, of_hosts }
    }
}

impl Company {
    /// The turns of a credential on a host.
    pub fn turns(&self, partition: &Partition) -> Rc<Turns> {
        Rc::clone(self.turns.borrow_mut().of(partition))
    }

    /// The weather for the calls of a partition that are trusted and reached as this one is.
    pub fn weather(&self, partition: &Partition, call: &Call) -> Weather {
        let host = Partition::new(Arc::clone(call.server.base_url.host()), call.reach_digest());
        Weather::new(
            Rc::clone(self.of_credentials.borrow_mut().of(partition)),
            Rc::clone(self.of_hosts.borrow_mut().of(&host)),
        )
    }
}
