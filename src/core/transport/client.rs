//! The connections: one pool per process, and one for each authority a config adds.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Body, Client, Method, Request, Url};
use rustls::ClientConfig;
use tokio::time::Instant;

use super::connections::Connections;
use super::error::{self, TransportError};
use super::proxies::Proxies;
use super::response::{Answer, BodyError, Head, read_body};
use super::tls::{CertificateAuthority, ProcessTrust, client_config};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// The server keeps idle connections for 65 s; letting go first avoids racing it.
const IDLE_TIMEOUT: Duration = Duration::from_secs(50);
/// A connection that many calls share must not stay in use when nobody is at its other end any more.
const PING_INTERVAL: Duration = Duration::from_secs(5);
const PING_TIMEOUT: Duration = Duration::from_secs(5);
const MAX_REDIRECTS: usize = 5;
/// Authorities a process may use at once before the pools are started afresh.
const MAX_POOLS: usize = 64;
/// Hosts of a pool before what is known of them is forgotten.
const MAX_HOSTS: usize = 1_024;

/// One request as it goes out.
pub struct Outgoing<'a> {
    pub method: Method,
    pub url: Url,
    /// Scheme, host and port: calls to one host share its connections.
    pub host: Arc<str>,
    pub headers: &'a HeaderMap,
    pub body: Option<Bytes>,
    pub authority: Option<&'a CertificateAuthority>,
    pub max_response_bytes: usize,
    /// Where it is written down when the head of the answer was there.
    pub head_at: Option<&'a Cell<Option<Instant>>>,
}

impl<'a> Outgoing<'a> {
    /// Makes a request to a URL that an answer named, which gets these headers alone and no body yet.
    pub fn elsewhere(method: Method, url: Url, headers: &'a HeaderMap, max_response_bytes: usize) -> Self {
        let host = url.origin().ascii_serialization().into();
        Self { method, url, host, headers, body: None, authority: None, max_response_bytes, head_at: None }
    }
}

pub struct Transport {
    trust: ProcessTrust,
    proxies: Proxies,
    pools: RefCell<HashMap<Option<[u8; 32]>, Pool>>,
}

struct Pool {
    tls: ClientConfig,
    client: Client,
    last_used: SystemTime,
    hosts: HashMap<Arc<str>, Rc<Connections>>,
}

impl Pool {
    fn open(
        trust: &ProcessTrust,
        proxies: &Proxies,
        outgoing: &Outgoing<'_>,
    ) -> Result<Self, TransportError> {
        let tls = client_config(trust, outgoing.authority)
            .map_err(|error| TransportError::permanent(format!("TLS could not be set up: {error}")))?;
        let client = connect_with(tls.clone(), proxies)?;
        Ok(Self { tls, client, last_used: SystemTime::now(), hosts: HashMap::new() })
    }

    /// By the wall clock: a process that was frozen must not come back to dead connections.
    fn refresh(&mut self, proxies: &Proxies) -> Result<(), TransportError> {
        let now = SystemTime::now();
        if now.duration_since(self.last_used).unwrap_or(IDLE_TIMEOUT) >= IDLE_TIMEOUT {
            self.client = connect_with(self.tls.clone(), proxies)?;
        }
        self.last_used = now;
        Ok(())
    }

    fn connections(&mut self, outgoing: &Outgoing<'_>) -> Rc<Connections> {
        if let Some(connections) = self.hosts.get(&outgoing.host) {
            return Rc::clone(connections);
        }
        if self.hosts.len() >= MAX_HOSTS {
            self.hosts.clear();
        }
        let connections = Rc::new(Connections::new(outgoing.url.scheme() == "http"));
        self.hosts.insert(Arc::clone(&outgoing.host), Rc::clone(&connections));
        connections
    }
}

impl Transport {
    pub fn new(trust: ProcessTrust, proxies: Proxies) -> Self {
        Self { trust, proxies, pools: RefCell::default() }
    }

    /// Sends a request and reads the whole answer. Redirects stay on the same origin and keep the
    /// method; any other one is returned as it is.
    pub async fn send(&self, outgoing: Outgoing<'_>) -> Result<Answer, TransportError> {
        let (client, connections) = self.route(&outgoing)?;
        let _permit = connections.acquire().await;
        let mut url = outgoing.url;
        for _ in 0..=MAX_REDIRECTS {
            let mut request = Request::new(outgoing.method.clone(), url.clone());
            *request.headers_mut() = outgoing.headers.clone();
            *request.body_mut() = outgoing.body.clone().map(Body::from);
            let mut response = client.execute(request).await.map_err(|error| self.broken(&error, &url))?;
            connections.learn(response.version());
            if let Some(head_at) = outgoing.head_at {
                head_at.set(Some(Instant::now()));
            }
            let head = Head {
                status: response.status().as_u16(),
                headers: std::mem::take(response.headers_mut()),
                url: url.as_str().to_owned(),
            };
            match next_hop(&outgoing.method, &url, &head) {
                Some(next) => url = next,
                None => {
                    let limit = outgoing.max_response_bytes;
                    let body = read_body(response, limit).await.map_err(|error| match error {
                        BodyError::Broken(error) => self.broken(&error, &url),
                        BodyError::TooLarge => TransportError {
                            head: Some(Box::new(head.clone())),
                            ..TransportError::permanent(format!(
                                "the answer is larger than {limit} bytes; maxResponseBytes sets the limit"
                            ))
                        },
                    })?;
                    return Ok(Answer { head, body });
                }
            }
        }
        Err(TransportError::permanent(format!(
            "{origin} redirects more than {MAX_REDIRECTS} times, at last to {origin}{path}",
            origin = url.origin().ascii_serialization(),
            path = url.path(),
        )))
    }

    fn broken(&self, error: &reqwest::Error, url: &Url) -> TransportError {
        TransportError::of(error, url, self.proxies.variable_for(url))
    }

    /// Finds the client for the request's authority, and the connections of its host.
    fn route(&self, outgoing: &Outgoing<'_>) -> Result<(Client, Rc<Connections>), TransportError> {
        let mut pools = self.pools.borrow_mut();
        let key = outgoing.authority.map(|authority| authority.id);
        if !pools.contains_key(&key) && pools.len() >= MAX_POOLS {
            pools.clear();
        }
        let pool = match pools.entry(key) {
            Entry::Occupied(pool) => pool.into_mut(),
            Entry::Vacant(vacant) => vacant.insert(Pool::open(&self.trust, &self.proxies, outgoing)?),
        };
        pool.refresh(&self.proxies)?;
        Ok((pool.client.clone(), pool.connections(outgoing)))
    }
}

fn connect_with(tls: ClientConfig, proxies: &Proxies) -> Result<Client, TransportError> {
    let build = || {
        // Without this reqwest reads the environment by itself, from another thread than Node changes it on.
        let mut builder = Client::builder().no_proxy();
        for rule in proxies.rules()? {
            builder = builder.proxy(rule);
        }
        builder
            .tls_backend_preconfigured(tls)
            .connect_timeout(CONNECT_TIMEOUT)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .http2_keep_alive_interval(PING_INTERVAL)
            .http2_keep_alive_timeout(PING_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            // Refused streams are for the loop to repeat, which counts its attempts.
            .retry(reqwest::retry::never())
            .build()
    };
    build().map_err(|error: reqwest::Error| {
        let what = format!("the HTTP client could not be set up: {}", error::reason(&error));
        TransportError::permanent(what)
    })
}

/// Where to go next, if the answer sends us on and going there keeps origin, method and body.
fn next_hop(method: &Method, url: &Url, head: &Head) -> Option<Url> {
    let keeps_request =
        matches!(head.status, 307 | 308) || (matches!(head.status, 301..=303) && *method == Method::GET);
    if !keeps_request {
        return None;
    }
    target(url, head).filter(|next| next.origin() == url.origin())
}

/// The URL an answer points at.
pub fn target(url: &Url, head: &Head) -> Option<Url> {
    url.join(head.headers.get(LOCATION)?.to_str().ok()?).ok()
}
