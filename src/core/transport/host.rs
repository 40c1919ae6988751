//! The connections to one host, and who may ask it how much at once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use reqwest::{Client, Version};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

use super::admission::{Admission, Holder, Permit};
use super::announce::Announced;
use super::connection::{Connection, MAX_LEAD, MAX_STREAMS};
use super::error::TransportError;
use super::traffic::Traffic;

/// A host that was left twice is not asked for so long, and each time twice as long.
const AVOIDED_FOR: Duration = Duration::from_secs(10);
const MAX_DOUBLINGS: u32 = 6;
/// Being left is forgotten after so long without it.
const FORGIVEN_AFTER: Duration = Duration::from_secs(3600);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Protocol {
    Unknown,
    Http1,
    Http2,
}

/// A host as it is reached with one set of trusted roots, for one kind of requests.
pub struct Host {
    traffic: Traffic,
    admission: Admission,
    protocol: Cell<Protocol>,
    connections: RefCell<Vec<Rc<Connection>>>,
    /// A connection has broken, or has room again.
    changed: Notify,
    /// Answers that began.
    answers: Cell<u64>,
    /// Requests on their way that may not be repeated.
    writes: Cell<usize>,
    standing: Cell<Standing>,
    left: Notify,
}

/// The number of times the host was left, and what follows from it.
#[derive(Clone, Copy, Default)]
struct Standing {
    times: u32,
    left_at: Option<Instant>,
    avoided_until: Option<Instant>,
    /// A flood has ended when it was left.
    is_convicted: bool,
}

/// A request on its way over a connection, until its answer was read.
pub struct Exchange {
    host: Rc<Host>,
    connection: Rc<Connection>,
    id: u64,
    is_write: bool,
    _permit: Permit,
    /// Its part of the descriptors of this process, where it holds a socket for long.
    socket: Cell<Option<Permit>>,
}

impl Host {
    pub fn new(traffic: Traffic) -> Self {
        Self {
            traffic,
            admission: Admission::new(traffic.max_sockets()),
            protocol: Cell::new(Protocol::Unknown),
            connections: RefCell::default(),
            changed: Notify::new(),
            answers: Cell::new(0),
            writes: Cell::new(0),
            standing: Cell::default(),
            left: Notify::new(),
        }
    }

    /// It carries no request at this moment.
    pub fn is_idle(&self) -> bool {
        self.connections.borrow().iter().all(|connection| connection.streams() == 0)
    }

    /// Its answers take as long as there may be something to tell.
    pub fn is_held(&self) -> bool {
        self.traffic.is_held()
    }

    /// Answers it has begun to give.
    pub fn answers(&self) -> u64 {
        self.answers.get()
    }

    /// A request that was sent before then is not answered to its end.
    pub fn owes_since(&self, then: Instant) -> bool {
        self.connections.borrow().iter().any(|connection| connection.owes_since(then))
    }

    /// It carries requests that whoever made them could not repeat.
    pub fn carries_writes(&self) -> bool {
        self.writes.get() > 0
    }

    /// Each of its requests takes a socket, as far as is known.
    pub fn takes_sockets(&self) -> bool {
        self.protocol.get() != Protocol::Http2
    }

    /// Breaks all requests to it. The first time that may have been a mistake; after that it is not asked for a while.
    pub fn leave(&self) {
        let now = Instant::now();
        let known = self.standing.get();
        let is_recent = known.left_at.is_some_and(|at| now.duration_since(at) < FORGIVEN_AFTER);
        let known = if is_recent { known } else { Standing::default() };
        let times = known.times + 1;
        let avoided_until =
            (times > 1).then(|| now + AVOIDED_FOR.saturating_mul(1 << (times - 2).min(MAX_DOUBLINGS)));
        self.standing.set(Standing { times, left_at: Some(now), avoided_until, ..known });
        self.connections.borrow_mut().clear();
        self.left.notify_waiters();
        self.changed.notify_waiters();
    }

    /// What it was left for came from another one.
    pub fn pardon(&self) {
        self.standing.set(Standing::default());
    }

    /// What it was left for has ended with that.
    pub fn convict(&self) {
        self.standing.set(Standing { is_convicted: true, ..self.standing.get() });
    }

    /// A flood has ended when it was left, not long ago.
    pub fn is_convicted(&self) -> bool {
        let Standing { is_convicted, left_at, .. } = self.standing.get();
        is_convicted && left_at.is_some_and(|at| at.elapsed() < FORGIVEN_AFTER)
    }

    /// Waits until it is left.
    pub async fn left(&self) {
        self.left.notified().await;
    }

    /// It was left more than once, and is not asked at this time.
    pub fn is_avoided(&self) -> bool {
        self.standing.get().avoided_until.is_some_and(|until| Instant::now() < until)
    }

    /// Waits until the holder may ask the host, and for a connection to do it over. A write is a request that cannot simply
    /// be repeated.
    pub async fn begin(
        self: &Rc<Self>,
        holder: Holder,
        is_write: bool,
        socket: Option<Permit>,
        open: impl Fn() -> Result<(Client, Announced), TransportError>,
    ) -> Result<Exchange, TransportError> {
        let permit = self.admission.acquire(holder).await;
        let connection = self.connection(open).await?;
        let id = connection.begin();
        self.writes.set(self.writes.get() + usize::from(is_write));
        let (host, socket) = (Rc::clone(self), Cell::new(socket));
        Ok(Exchange { host, connection, id, is_write, _permit: permit, socket })
    }

    /// Chooses a connection, or opens one.
    async fn connection(
        &self,
        open: impl Fn() -> Result<(Client, Announced), TransportError>,
    ) -> Result<Rc<Connection>, TransportError> {
        self.connections.borrow_mut().retain(|connection| !connection.is_stale() || connection.streams() > 0);
        loop {
            // Armed before looking, so that no change between looking and waiting is lost.
            let changed = self.changed.notified();
            match self.choose() {
                Choice::Take(connection) => return Ok(connection),
                Choice::Open => {
                    let (client, announced) = open()?;
                    let connection = Rc::new(Connection::new(client, announced, self.traffic));
                    self.connections.borrow_mut().push(Rc::clone(&connection));
                    return Ok(connection);
                }
                Choice::Follow(connection) => {
                    let lead = async {
                        tokio::select! {
                            () = connection.announced.made() => {}
                            () = changed => {}
                        }
                    };
                    // Until then, or until another one is to be opened.
                    let _ = timeout(MAX_LEAD, lead).await;
                }
                Choice::Wait => changed.await,
            }
        }
    }

    fn choose(&self) -> Choice {
        let connections = self.connections.borrow();
        if self.protocol.get() == Protocol::Http1 {
            return connections
                .first()
                .map_or(Choice::Open, |connection| Choice::Take(Rc::clone(connection)));
        }
        let with_room = || connections.iter().filter(|connection| connection.has_room());
        if let Some(good) = with_room().find(|connection| connection.is_open() && !connection.is_silent()) {
            return Choice::Take(Rc::clone(good));
        }
        // One request goes ahead on a new connection: a burst opens no more than it needs.
        if let Some(opening) = with_room().find(|connection| !connection.is_open() && !connection.is_late()) {
            return if opening.streams() == 0 {
                Choice::Take(Rc::clone(opening))
            } else {
                Choice::Follow(Rc::clone(opening))
            };
        }
        if connections.len() < self.traffic.max_connections() {
            return Choice::Open;
        }
        let least = with_room().min_by_key(|connection| (!connection.is_open(), connection.streams()));
        match least {
            None => Choice::Wait,
            // None has opened in its time. Whoever took one now would open one more connection by it.
            Some(opening) if !opening.is_open() && opening.streams() > 0 => {
                Choice::Follow(Rc::clone(opening))
            }
            Some(least) => Choice::Take(Rc::clone(least)),
        }
    }

    /// Learns from an answer what the host speaks.
    fn learn(&self, version: Version) {
        let spoken = if version == Version::HTTP_2 { Protocol::Http2 } else { Protocol::Http1 };
        if self.protocol.replace(spoken) == spoken {
            return;
        }
        match spoken {
            Protocol::Http2 => self.admission.bound_to(self.traffic.max_connections() * MAX_STREAMS),
            _ => self.admission.bound_to(self.traffic.max_sockets()),
        }
    }

    /// Lets go of connections that carry nothing.
    pub fn close_idle(&self) {
        self.connections.borrow_mut().retain(|connection| connection.streams() > 0);
    }

    fn remove(&self, connection: &Rc<Connection>) {
        self.connections.borrow_mut().retain(|known| !Rc::ptr_eq(known, connection));
    }
}

enum Choice {
    Take(Rc<Connection>),
    Open,
    /// Look again once it has opened.
    Follow(Rc<Connection>),
    /// All are full.
    Wait,
}

impl Exchange {
    pub fn client(&self) -> &Client {
        &self.connection.client
    }

    /// The head of the answer is there.
    pub fn answered(&self, version: Version) {
        self.connection.answered(self.id);
        self.host.answers.set(self.host.answers.get() + 1);
        self.host.learn(version);
        if version == Version::HTTP_2 {
            // It shares one with others.
            self.socket.take();
        }
    }

    /// The connection broke: whoever comes next opens another one.
    pub fn broke(&self) {
        if self.host.protocol.get() != Protocol::Http1 {
            self.host.remove(&self.connection);
            self.host.changed.notify_waiters();
        }
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.host.writes.set(self.host.writes.get().saturating_sub(usize::from(self.is_write)));
        let was_full = !self.connection.has_room();
        self.connection.end(self.id);
        if self.connection.is_silent() && self.connection.streams() == 0 {
            self.host.remove(&self.connection);
        }
        if was_full || !self.connection.is_open() {
            self.host.changed.notify_waiters();
        }
    }
}
