//! The hosts that are asked, each with its connections, and what all of them share.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Client;
use rustls::ClientConfig;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep, timeout};

use super::admission::{Admission, Holder, Permit};
use super::announce::{Announced, Connecting};
use super::causes;
use super::connection::IDLE_TIMEOUT;
use super::error::TransportError;
use super::host::Host;
use super::lookups::{Lookups, Resolver};
use super::proxies::Proxies;
use super::reach::NetworkPolicy;
use super::tls::{CertificateAuthority, ProcessTrust, client_config};
use super::traffic::Traffic;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// A connection that many calls share must not stay in use when nobody is at its other end any more.
const PING_INTERVAL: Duration = Duration::from_secs(5);
const PING_TIMEOUT: Duration = Duration::from_secs(5);
/// Idle sockets to a host that speaks HTTP/1.1.
const MAX_IDLE_SOCKETS: usize = 64;
/// Hosts that are remembered; those that carry something are kept beyond it.
const MAX_HOSTS: usize = 256;
/// More than a host can be asked at once.
const ENOUGH_SOCKETS: usize = 65_536;
/// Waits between two looks for a free descriptor, when none that we hold is let go of.
const MIN_SHORTAGE_WAIT: Duration = Duration::from_millis(10);
const MAX_SHORTAGE_WAIT: Duration = Duration::from_millis(500);

/// Scheme, host and port, as reached with one set of trusted roots, one policy and for one kind of requests: two share no
/// connection.
type Key = (Arc<str>, Option<[u8; 32]>, NetworkPolicy, Traffic);

pub struct Pool {
    trust: ProcessTrust,
    proxies: Proxies,
    lookups: Lookups,
    lookups_of_named: Lookups,
    connecting: Connecting,
    hosts: RefCell<Hosts>,
    /// The sockets of requests that are held.
    held_sockets: Admission,
    /// A descriptor may be free again.
    released: Notify,
}

#[derive(Default)]
struct Hosts {
    known: HashMap<Key, (Rc<Host>, u64)>,
    /// TLS of each set of trusted roots, whose sessions its connections share.
    configurations: HashMap<Option<[u8; 32]>, (ClientConfig, u64)>,
    clock: u64,
}

impl Pool {
    pub fn new(trust: ProcessTrust, proxies: Proxies) -> Self {
        Self {
            trust,
            proxies,
            lookups: Lookups::default(),
            lookups_of_named: Lookups::of_named(),
            connecting: Connecting::default(),
            hosts: RefCell::default(),
            held_sockets: Admission::new(max_held_sockets()),
            released: Notify::new(),
        }
    }

    /// Names the variable that sends requests to a URL through a proxy.
    pub fn proxy_for(&self, url: &reqwest::Url) -> Option<&'static str> {
        self.proxies.variable_for(url)
    }

    /// Says if a URL may be asked, as far as it tells by itself. The names of the proxies are connected to wherever they
    /// lead, for their own sake alone: a customer's server of such a name would be in this network.
    pub fn leads_where_allowed(&self, url: &reqwest::Url, network: NetworkPolicy) -> bool {
        network.allows_url(url) && (network == NetworkPolicy::Any || !self.proxies.are_at(url))
    }

    /// Finds a host, or makes it; the one that was not used for longest is forgotten for it.
    pub fn host(
        &self,
        host: &Arc<str>,
        authority: Option<&CertificateAuthority>,
        network: NetworkPolicy,
        traffic: Traffic,
    ) -> Rc<Host> {
        let mut hosts = self.hosts.borrow_mut();
        hosts.clock += 1;
        let now = hosts.clock;
        let key = (Arc::clone(host), authority.map(|authority| authority.id), network, traffic);
        if let Some((host, used_at)) = hosts.known.get_mut(&key) {
            *used_at = now;
            return Rc::clone(host);
        }
        forget_oldest(&mut hosts.known, MAX_HOSTS, |host| host.is_idle());
        let host = Rc::new(Host::new(traffic));
        hosts.known.insert(key, (Rc::clone(&host), now));
        host
    }

    /// Opens a client of its own for one connection.
    pub fn open(
        &self,
        authority: Option<&CertificateAuthority>,
        network: NetworkPolicy,
        traffic: Traffic,
    ) -> Result<(Client, Announced), TransportError> {
        let announced = Announced::new(self.connecting.clone());
        let client = self.connect_with(self.configuration(authority)?, network, traffic, announced.clone());
        client.map(|client| (client, announced)).map_err(|error| {
            let reason = format!("the HTTP client could not be set up: {}", causes::reason(&error));
            TransportError::permanent(reason)
        })
    }

    /// Says how many connections were begun since it was asked last.
    pub fn take_connecting(&self) -> u32 {
        self.connecting.take()
    }

    /// The TLS configuration for a set of trusted roots.
    fn configuration(
        &self,
        authority: Option<&CertificateAuthority>,
    ) -> Result<ClientConfig, TransportError> {
        let mut hosts = self.hosts.borrow_mut();
        hosts.clock += 1;
        let now = hosts.clock;
        let id = authority.map(|authority| authority.id);
        if let Some((configuration, used_at)) = hosts.configurations.get_mut(&id) {
            *used_at = now;
            return Ok(configuration.clone());
        }
        let configuration = client_config(&self.trust, authority)
            .map_err(|error| TransportError::permanent(format!("TLS could not be set up: {error}")))?;
        forget_oldest(&mut hosts.configurations, MAX_HOSTS, |_| true);
        hosts.configurations.insert(id, (configuration.clone(), now));
        Ok(configuration)
    }

    fn connect_with(
        &self,
        tls: ClientConfig,
        network: NetworkPolicy,
        traffic: Traffic,
        announced: Announced,
    ) -> reqwest::Result<Client> {
        // Without this reqwest reads the environment by itself, from another thread than Node changes it on.
        let mut builder = Client::builder().no_proxy();
        let lookups = if traffic == Traffic::Named { &self.lookups_of_named } else { &self.lookups };
        let resolver = Resolver { lookups: lookups.clone(), network, exempt: self.proxies.hosts() };
        if let Some(rule) = self.proxies.rule() {
            builder = builder.proxy(rule);
        }
        if let Some((of_stream, of_connection)) = traffic.windows() {
            builder = builder
                .http2_initial_stream_window_size(of_stream)
                .http2_initial_connection_window_size(of_connection);
        }
        builder
            .tls_backend_preconfigured(tls)
            .connector_layer(announced)
            .dns_resolver(resolver)
            .connect_timeout(CONNECT_TIMEOUT)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .pool_max_idle_per_host(MAX_IDLE_SOCKETS)
            .http2_keep_alive_interval(PING_INTERVAL)
            .http2_keep_alive_timeout(PING_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            // Refused streams are for the loop to repeat, which counts its attempts.
            .retry(reqwest::retry::never())
            .build()
    }

    /// Closes what is idle, and answers the host to suspect of a flood: of those that have owed an answer since then one
    /// that was convicted of it, or was accused the fewest times, and carries nothing that cannot be repeated.
    pub fn suspect(&self, since: Instant, accused: impl Fn(&Rc<Host>) -> usize) -> Option<Rc<Host>> {
        let hosts = self.hosts.borrow();
        for (host, _) in hosts.known.values() {
            host.close_idle();
        }
        let owing = hosts.known.values().map(|(host, _)| host).filter(|host| !host.is_idle());
        let order = |host: &&Rc<Host>| {
            // What is held always owes an answer: it is suspected after those that should have come by now.
            let place = (!host.owes_since(since), host.carries_writes(), host.is_held(), host.answers());
            (accused(host), !host.is_convicted(), place)
        };
        owing.min_by_key(order).map(Rc::clone)
    }

    /// Waits until a holder may keep one more socket for long: a part of the descriptors is for what is answered at once.
    pub async fn hold_socket(&self, holder: Holder) -> Permit {
        self.held_sockets.acquire(holder).await
    }

    /// Waits for a descriptor: until one of ours is let go of, or for a while, since others hold them too.
    pub async fn wait_for_descriptor(&self, waits: u32) {
        for (host, _) in self.hosts.borrow().known.values() {
            host.close_idle();
        }
        let wait = MIN_SHORTAGE_WAIT.saturating_mul(1 << waits.min(6)).min(MAX_SHORTAGE_WAIT);
        // One that was let go of before may be taken again already: whoever looks at once looks without end.
        sleep(MIN_SHORTAGE_WAIT).await;
        let _ = timeout(wait.saturating_sub(MIN_SHORTAGE_WAIT), self.released.notified()).await;
    }

    /// Tells one that waits for a descriptor that there may be one.
    pub fn release(&self) {
        self.released.notify_one();
    }
}

/// Sockets that may be held for long, to all hosts together: three quarters of what this process may open.
#[cfg(unix)]
fn max_held_sockets() -> usize {
    let descriptors = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    let all = descriptors.and_then(|all| usize::try_from(all).ok()).unwrap_or(ENOUGH_SOCKETS);
    (all / 4 * 3).min(ENOUGH_SOCKETS)
}

#[cfg(not(unix))]
fn max_held_sockets() -> usize {
    ENOUGH_SOCKETS
}

/// Makes room for one more: forgets what was not used for longest, of what may go.
fn forget_oldest<K: Clone + Eq + std::hash::Hash, V>(
    kept: &mut HashMap<K, (V, u64)>,
    bound: usize,
    may_go: impl Fn(&V) -> bool,
) {
    if kept.len() < bound {
        return;
    }
    let idle = kept.iter().filter(|(_, (value, _))| may_go(value));
    if let Some(oldest) = idle.min_by_key(|(_, (_, used_at))| *used_at).map(|(key, _)| key.clone()) {
        kept.remove(&oldest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_that_was_not_used_for_longest_is_forgotten() {
        let pool = Pool::new(ProcessTrust::default(), Proxies::default());
        let find = |number: usize| {
            let host = format!("https://{number}.example").into();
            pool.host(&host, None, NetworkPolicy::Any, Traffic::Calls)
        };
        let first = find(0);
        let second = find(1);
        for number in 2..MAX_HOSTS {
            find(number);
        }
        assert!(Rc::ptr_eq(&first, &find(0)));
        find(MAX_HOSTS);
        assert!(Rc::ptr_eq(&first, &find(0)) && !Rc::ptr_eq(&second, &find(1)));
        assert_eq!(pool.hosts.borrow().known.len(), MAX_HOSTS);
    }
}
