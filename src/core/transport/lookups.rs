//! Looks up the addresses of hosts: one look-up for all who ask for a name at once, and few at a time.
//!
//! Each takes a thread for as long as the system's resolver takes, which can be long. With a bound of its own a
//! name that nobody answers for takes one of them, however many calls wait for it. Names that answers have given, which
//! may be many and slow, have a bound apart.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, WeakShared};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::{Semaphore, oneshot};

use super::reach::{NetworkPolicy, NotPublic};

/// Look-ups at once, of all hosts that callers have named, and of all that answers have.
const MAX_LOOKUPS: usize = 32;
const MAX_LOOKUPS_OF_NAMED: usize = 16;
/// Enough for the system's resolver.
const STACK_SIZE: usize = 256 * 1024;

/// The addresses of a name, or why there are none.
type Found = Result<Arc<[SocketAddr]>, Arc<io::Error>>;
type Lookup = BoxFuture<'static, Found>;

/// The look-ups that are under way, shared by all clients.
#[derive(Clone)]
pub struct Lookups {
    under_way: Arc<Mutex<HashMap<String, WeakShared<Lookup>>>>,
    permits: Arc<Semaphore>,
}

impl Default for Lookups {
    fn default() -> Self {
        Self::new(MAX_LOOKUPS)
    }
}

impl Lookups {
    /// Looks up the names that answers have given.
    pub fn of_named() -> Self {
        Self::new(MAX_LOOKUPS_OF_NAMED)
    }

    fn new(bound: usize) -> Self {
        Self { under_way: Arc::default(), permits: Arc::new(Semaphore::new(bound)) }
    }

    /// Joins the look-up of a name that is under way, or begins one.
    fn share(&self, name: &str) -> Shared<Lookup> {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lookup) = under_way.get(name).and_then(WeakShared::upgrade) {
            return lookup;
        }
        let (host, permits) = (name.to_owned(), Arc::clone(&self.permits));
        let lookup = async move { look_up(host, permits).await.map_err(Arc::new) }.boxed().shared();
        under_way.retain(|_, lookup| lookup.upgrade().is_some());
        if let Some(weak) = lookup.downgrade() {
            under_way.insert(name.to_owned(), weak);
        }
        lookup
    }
}

/// Looks up the addresses that one policy allows.
pub struct Resolver {
    pub lookups: Lookups,
    pub network: NetworkPolicy,
    /// Names that are connected to whatever their addresses: those of the proxies.
    pub exempt: Vec<String>,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let lookup = self.lookups.share(name.as_str());
        let is_exempt = self.exempt.iter().any(|exempt| exempt == name.as_str());
        let network = if is_exempt { NetworkPolicy::Any } else { self.network };
        Box::pin(async move {
            match lookup.await {
                Ok(addresses) if !addresses.iter().any(|address| network.allows(address.ip())) => {
                    Err(NotPublic.into())
                }
                Ok(addresses) => Ok(Box::new(allowed(&addresses, network).into_iter()) as Addrs),
                // The error is shared; whoever tells it reads its kind and its number.
                Err(error) => Err(copy_of(&error)),
            }
        })
    }
}

fn allowed(addresses: &[SocketAddr], network: NetworkPolicy) -> Vec<SocketAddr> {
    addresses.iter().filter(|address| network.allows(address.ip())).copied().collect()
}

async fn look_up(host: String, permits: Arc<Semaphore>) -> io::Result<Arc<[SocketAddr]>> {
    let permit = permits.acquire_owned().await.map_err(io::Error::other)?;
    let (found, answer) = oneshot::channel();
    let look = move || {
        let _permit = permit;
        let _ = found.send((host.as_str(), 0).to_socket_addrs().map(Iterator::collect));
    };
    thread::Builder::new().name("hairtrigger-dns".to_owned()).stack_size(STACK_SIZE).spawn(look)?;
    answer.await.map_err(io::Error::other)?
}

fn copy_of(error: &io::Error) -> Box<dyn std::error::Error + Send + Sync> {
    match error.raw_os_error() {
        Some(number) => io::Error::from_raw_os_error(number).into(),
        None => NameNotFound(error.to_string()).into(),
    }
}

/// A name has no address, as far as the system can tell.
#[derive(Debug)]
pub struct NameNotFound(String);

impl fmt::Display for NameNotFound {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for NameNotFound {}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_is_looked_up_once_for_all_who_ask() {
        let lookups = Lookups::default();
        let (first, second) = (lookups.share("localhost"), lookups.share("localhost"));
        assert!(first.ptr_eq(&second));
        let addresses = first.await.expect("addresses");
        assert!(addresses.iter().all(|address| address.ip().is_loopback()));
        drop(second);
        lookups.share("localhost").await.expect("looked up anew");
    }

    #[tokio::test]
    async fn look_ups_have_a_bound() {
        let lookups = Lookups::default();
        let all = lookups.permits.acquire_many(MAX_LOOKUPS as u32).await.expect("permits");
        assert!(lookups.share("localhost").now_or_never().is_none());
        drop(all);
        lookups.share("localhost").await.expect("in its turn");
    }

    #[tokio::test]
    async fn names_of_answers_keep_no_look_up_from_others() {
        let (lookups, of_named) = (Lookups::default(), Lookups::of_named());
        let all = of_named.permits.acquire_many(MAX_LOOKUPS_OF_NAMED as u32).await.expect("permits");
        assert!(of_named.share("localhost").now_or_never().is_none());
        lookups.share("localhost").await.expect("at once");
        drop(all);
    }

    #[tokio::test]
    async fn a_name_of_this_network_is_not_found_under_public() {
        let resolver = |network, exempt: &[&str]| Resolver {
            lookups: Lookups::default(),
            network,
            exempt: exempt.iter().map(|name| (*name).to_owned()).collect(),
        };
        let look = |resolver: Resolver| resolver.resolve("localhost".parse().expect("a name"));
        let refused = look(resolver(NetworkPolicy::Public, &[])).await.err().expect("an error");
        assert!(refused.is::<NotPublic>());
        for lenient in [resolver(NetworkPolicy::Any, &[]), resolver(NetworkPolicy::Public, &["localhost"])] {
            assert!(look(lenient).await.is_ok());
        }
    }
}
