//! What feeds share with others: their turns with those of the same credential, the weather with those of the same host.

use std::cell::RefCell;
use std::rc::Rc;

use super::turns::Turns;
use super::weather::Weather;
use crate::retry::{Partition, Partitions};

/// The turns of all credentials and the weather of all hosts.
#[derive(Clone)]
pub struct Company {
    turns: Rc<RefCell<Partitions<Rc<Turns>>>>,
    weather: Rc<RefCell<Partitions<Rc<Weather>>>>,
}

impl Default for Company {
    fn default() -> Self {
        let (turns, weather) = (Partitions::new(Rc::default), Partitions::new(Rc::default));
        Self { turns: Rc::new(turns.into()), weather: Rc::new(weather.into()) }
    }
}

impl Company {
    /// The turns of a credential on a host.
    pub fn turns(&self, partition: &Partition) -> Rc<Turns> {
        Rc::clone(self.turns.borrow_mut().of(partition))
    }

    /// The weather of a host.
    pub fn weather(&self, partition: &Partition) -> Rc<Weather> {
        Rc::clone(self.weather.borrow_mut().of(&partition.whole_host()))
    }
}
