//! The hub: subscriptions that watch the same share what they ask for, and those of one credential their turns.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::rc::{Rc, Weak};
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared, WeakShared, join, join_all, try_join_all};

use super::company::Company;
use super::following::{Following, Subscriber};
use super::mailbox::Mailbox;
use super::resume;
use crate::attempt::Network;
use crate::call::{Call, FeedPlan, Path};
use crate::digest::sha256;
use crate::invalid::Invalid;
use crate::outcome::CallError;

type Work = LocalBoxFuture<'static, Result<(), Box<CallError>>>;
type Followed = HashMap<[u8; 32], (Weak<Following>, WeakShared<Work>)>;

/// The feeds that are followed at this moment.
pub struct Hub {
    pub(super) network: Rc<Network>,
    followed: Rc<RefCell<Followed>>,
    pub(super) company: Company,
}

/// A feed, and one who watches it until this is dropped.
struct Watching {
    following: Rc<Following>,
    subscriber: Rc<Subscriber>,
    work: Shared<Work>,
}

impl Watching {
    fn is_behind(&self) -> bool {
        self.subscriber.catches_up.get()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.following.remove(&self.subscriber);
    }
}

impl Hub {
    /// Makes a hub over a network.
    pub fn new(network: Rc<Network>) -> Self {
        Self { network, followed: Rc::default(), company: Company::default() }
    }

    /// Watches the feeds of a plan and tells the mailbox, until it wants no more, or one of them cannot be followed.
    pub async fn watch(&self, call: &Arc<Call>, plan: &Arc<FeedPlan>, mailbox: &Arc<Mailbox>) {
        let end = tokio::select! {
            biased;
            () = mailbox.ended() => Ok(()),
            followed = self.follow(call, plan, mailbox) => followed,
        };
        mailbox.end(end);
    }

    async fn follow(
        &self,
        call: &Arc<Call>,
        plan: &Arc<FeedPlan>,
        mailbox: &Arc<Mailbox>,
    ) -> Result<(), Box<CallError>> {
        let refused = |invalid| CallError::refused(call.operation.name, invalid);
        let since =
            plan.since.as_ref().map(|token| resume::read(token, call)).transpose().map_err(refused)?;
        if let Some(since) = since {
            mailbox.start_at(since);
        }
        mailbox.counted_by(self.company.kept.count(call.identity.credential.digest, 0));
        let watching = self.join_all(call, plan, (mailbox, since)).map_err(refused)?;
        match watching.as_slice() {
            late if late.iter().any(Watching::is_behind) => Box::pin(catch_up_and_watch(late)).await,
            // Most have one, and wait for long: without what it takes to wait for several.
            [only] => only.work.clone().await,
            all => try_join_all(all.iter().map(|watching| watching.work.clone())).await.map(drop),
        }
    }

    fn join_all(
        &self,
        call: &Arc<Call>,
        plan: &Arc<FeedPlan>,
        (mailbox, since): (&Arc<Mailbox>, Option<f64>),
    ) -> Result<Vec<Watching>, Invalid> {
        let way = way_of(plan);
        let feeds = plan.paths.iter().enumerate().map(|(feed, path)| {
            let mailbox = Arc::clone(mailbox);
            let subscriber = Rc::new(Subscriber { mailbox, feed, since, catches_up: Cell::new(false) });
            self.join(call, plan, (path, &way), subscriber)
        });
        feeds.collect()
    }

    fn join(
        &self,
        call: &Arc<Call>,
        plan: &Arc<FeedPlan>,
        (path, way): (&Path, &str),
        subscriber: Rc<Subscriber>,
    ) -> Result<Watching, Invalid> {
        let mut call = Arc::clone(call);
        if call.request.path != *path {
            Arc::make_mut(&mut call).request.path.clone_from(path);
        }
        let key = sha256([call.digest()?.as_slice(), way.as_bytes()]);
        let known = self.followed.borrow().get(&key).and_then(|(following, work)| {
            let following = following.upgrade().filter(|following| following.may_be_joined())?;
            Some((following, work.upgrade().filter(|work| work.peek().is_none())?))
        });
        let (following, work) = match known {
            Some(known) if plan.is_shared && !plan.keeps_every => known,
            _ => self.begin(key, call, plan, subscriber.feed),
        };
        following.add(Rc::clone(&subscriber));
        Ok(Watching { following, subscriber, work })
    }

    fn begin(
        &self,
        key: [u8; 32],
        call: Arc<Call>,
        plan: &Arc<FeedPlan>,
        feed: usize,
    ) -> (Rc<Following>, Shared<Work>) {
        let operation = call.operation.name;
        let (network, company) = (Rc::clone(&self.network), self.company.clone());
        let following = Rc::new(Following::new(call, (Arc::clone(plan), feed), network, company));
        let (followed, this) = (Rc::downgrade(&self.followed), Rc::clone(&following));
        let work = async move {
            let _listed = Listed { followed, key, following: Rc::downgrade(&this) };
            let work = AssertUnwindSafe(this.run()).catch_unwind().await;
            work.unwrap_or_else(|_| Err(CallError::internal(operation, "the subscription panicked").into()))
        };
        let work = work.boxed_local().shared();
        if plan.is_shared
            && !plan.keeps_every
            && let Some(weak) = work.downgrade()
        {
            self.followed.borrow_mut().insert(key, (Rc::downgrade(&following), weak));
        }
        (following, work)
    }
}

/// Watches feeds that have told others something already.
async fn catch_up_and_watch(watching: &[Watching]) -> Result<(), Box<CallError>> {
    let work = try_join_all(watching.iter().map(|watching| watching.work.clone()));
    let catch_up = join_all(watching.iter().map(|it| it.following.catch_up(&it.subscriber)));
    let (worked, _) = join(work, catch_up).await;
    worked.map(drop)
}

/// A place in the list of feeds that are followed, left when it is dropped.
struct Listed {
    followed: Weak<RefCell<Followed>>,
    key: [u8; 32],
    following: Weak<Following>,
}

impl Drop for Listed {
    fn drop(&mut self) {
        let Some(followed) = self.followed.upgrade() else { return };
        let mut followed = followed.borrow_mut();
        // Another one may stand there by now.
        if followed.get(&self.key).is_some_and(|(following, _)| following.ptr_eq(&self.following)) {
            followed.remove(&self.key);
        }
    }
}

/// Two who watch the same feed in the same way share it; what each was told before, and what else it watches, is its own.
fn way_of(plan: &FeedPlan) -> String {
    let FeedPlan {
        paths: _,
        watched: _,
        since: _,
        is_shared: _,
        keeps_alive: _,
        throws_on_abort: _,
        transport,
        stops_on_completion,
        keeps_every,
        idle_timeout,
        max_row_bytes,
        reconnect,
        refreshes,
    } = plan;
    format!(
        "{transport:?} {stops_on_completion} {keeps_every} {idle_timeout:?} {max_row_bytes} {reconnect:?} {refreshes}"
    )
}
