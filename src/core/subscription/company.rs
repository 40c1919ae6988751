//! What feeds share with others: their turns with those of the same credential, the weather with those and with whoever
//! reaches the host in the same way; and streams the memory for their events.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use super::turns::Turns;
use super::weather::{Front, Weather};
use crate::call::Call;
use crate::retry::{Partition, Partitions};
use crate::transport::Memory;

/// What waits to be taken: a credential alone may have half of it.
const WAITING: usize = 256 * 1024 * 1024;
/// The rows of feeds, and what subscribers are known to have of them.
const KEPT: usize = 512 * 1024 * 1024;
/// What a credential may have of each, whatever the others have.
const ALWAYS: usize = 16 * 1024 * 1024;

/// The turns of all credentials, the weather of all hosts, as each credential and all together find it, and what is held
/// for each credential.
#[derive(Clone)]
pub struct Company {
    turns: Rc<RefCell<Partitions<Rc<Turns>>>>,
    of_credentials: Fronts,
    of_hosts: Fronts,
    /// Updates and parts that wait to be taken, and events of streams that have begun.
    pub waiting: Memory,
    /// What is known of runs for as long as they are watched.
    pub kept: Memory,
}

type Fronts = Rc<RefCell<Partitions<Rc<Front>>>>;

impl Default for Company {
    fn default() -> Self {
        let turns = Partitions::new(Rc::default);
        let [of_credentials, of_hosts] =
            [(); 2].map(|()| Rc::new(RefCell::new(Partitions::new(Rc::default))));
        Self {
            turns: Rc::new(turns.into()),
            of_credentials,
            of_hosts,
            waiting: Memory::new(WAITING, ALWAYS),
            kept: Memory::new(KEPT, ALWAYS),
        }
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
