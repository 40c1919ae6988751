//! A stream that is read: where its reading is, and under which token it goes on.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use tokio::time::timeout;

use super::duplicates::Duplicates;
use super::part_box::PartBox;
use super::records::Place;
use super::refresh;
use super::resume;
use super::state::State;
use super::weather::{Probe, Weather};
use crate::call::{Call, TailPlan, TailStart};
use crate::identity::{CredentialKind, Secret};
use crate::outcome::CallError;

/// A stream that is read.
pub struct ReadStream {
    plan: Arc<TailPlan>,
    mailbox: Arc<PartBox>,
    call: RefCell<Arc<Call>>,
    /// The last record that was seen, told or not.
    place: RefCell<Option<Place>>,
    duplicates: RefCell<Duplicates>,
    /// The server has answered once.
    is_current: Cell<bool>,
    weather: RefCell<Option<(Weather, Option<Probe>)>>,
}

impl ReadStream {
    /// Reads for a mailbox; refused when the cursor is none of this stream.
    pub fn new(call: Arc<Call>, plan: Arc<TailPlan>, mailbox: Arc<PartBox>) -> Result<Self, Box<CallError>> {
        let since = plan.since.as_ref().map(|token| resume::read::<String>(token, &call)).transpose();
        let since = since.map_err(|invalid| CallError::refused(call.operation.name, invalid))?;
        let start = match &plan.start {
            TailStart::After(place) => Some(place.clone()),
            TailStart::Beginning | TailStart::Latest => None,
        };
        let place = since.or(start).as_deref().map(Place::of).filter(|place| !place.is_unknown());
        Ok(Self {
            plan,
            mailbox,
            call: RefCell::new(call),
            place: RefCell::new(place),
            duplicates: RefCell::default(),
            is_current: Cell::new(false),
            weather: RefCell::default(),
        })
    }

    /// How it is read.
    pub fn plan(&self) -> &TailPlan {
        &self.plan
    }

    /// Where the parts go.
    pub fn mailbox(&self) -> &PartBox {
        &self.mailbox
    }

    /// The call, under the token it has by now.
    pub fn call(&self) -> Arc<Call> {
        Arc::clone(&self.call.borrow())
    }

    /// Goes on to a record; false when it has been there, because the server began anew.
    pub fn moves_to(&self, place: &Place) -> bool {
        let mut last = self.place.borrow_mut();
        let is_new = last.as_ref().is_none_or(|last| place.is_after(last));
        if is_new {
            last.replace(place.clone());
        }
        is_new
    }

    /// Says if a part was told before, by the id that its writer gave it.
    pub fn was_told(&self, id: &str) -> bool {
        self.duplicates.borrow_mut().has(id)
    }

    /// Every record before a place was seen.
    pub fn has_all_before(&self, tail: u64) -> bool {
        match &*self.place.borrow() {
            Some(Place::Number(last)) => last.saturating_add(1) >= tail,
            Some(Place::Id(_)) => false,
            None => tail == 0,
        }
    }

    /// The last record that was seen.
    pub fn last(&self) -> Option<Place> {
        self.place.borrow().clone()
    }

    /// The place of the last record that was seen, as a request names it.
    pub fn place(&self) -> Option<String> {
        self.place.borrow().as_ref().map(Place::to_text)
    }

    /// The server has answered once.
    pub fn is_current(&self) -> bool {
        self.is_current.get()
    }

    /// It is asked for in this weather.
    pub fn ask_under(&self, weather: Weather, probe: Probe) {
        self.weather.replace(Some((weather, Some(probe))));
    }

    /// It is not asked for at this moment: others may look in its place.
    pub fn gave_up(&self) {
        self.weather.replace(None);
    }

    /// It is being answered.
    pub fn answered(&self) {
        self.is_current.set(true);
        self.mailbox.enter(State::Live);
        if let Some((weather, probe)) = &mut *self.weather.borrow_mut() {
            weather.succeeded();
            probe.take();
        }
    }

    /// Goes on under the fresh token that a session names, if that is of use.
    pub fn take_token(&self, token: &str) {
        let call = self.call();
        if call.identity.credential.kind == CredentialKind::PublicToken
            && let Ok(renewed) = refresh::renew(&call, Secret::new(token.to_owned()))
        {
            self.call.replace(Arc::new(renewed));
        }
    }

    /// Asks the reader for a fresh token and goes on under it; without one under the old one, for as long as that is good.
    pub async fn renew(&self) -> Result<(), Box<CallError>> {
        let call = self.call();
        let token = timeout(refresh::PATIENCE, self.mailbox.fresh_token()).await.ok().flatten();
        let Some(token) = token else { return Ok(()) };
        let renewed = refresh::renew(&call, token);
        let renewed = renewed.map_err(|invalid| CallError::refused(call.operation.name, invalid))?;
        self.call.replace(Arc::new(renewed));
        Ok(())
    }
}
