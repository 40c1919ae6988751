//! The connections: one pool per process, and one for each authority a config adds.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Client, Url};
use rustls::ClientConfig;

use super::response::{Answer, BODY_LIMIT, BodyError, Head, read_body};
use super::retry::Failed;
use super::trust::{CertificateAuthority, ProcessTrust, client_config};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// The server keeps idle connections for 65 s; letting go first avoids racing it.
const IDLE_TIMEOUT: Duration = Duration::from_secs(50);
const MOST_REDIRECTS: usize = 5;
/// Authorities a process may use at once before the pools are started afresh.
const MOST_POOLS: usize = 64;

/// One request as it goes out.
pub struct Outgoing<'a> {
    pub method: reqwest::Method,
    pub url: Url,
    pub headers: HeaderMap,
    pub body: Option<String>,
    pub authority: Option<&'a CertificateAuthority>,
}

/// An attempt that brought no usable answer.
pub struct TransportError {
    pub failed: Failed,
    pub what: String,
}

pub struct Transport {
    trust: ProcessTrust,
    pools: Mutex<HashMap<Option<[u8; 32]>, Pool>>,
}

struct Pool {
    tls: ClientConfig,
    client: Client,
    last_used: SystemTime,
}

impl Transport {
    pub fn new(trust: ProcessTrust) -> Self {
        Self { trust, pools: Mutex::new(HashMap::new()) }
    }

    /// Sends a request and reads the whole answer. Redirects stay on the same origin and keep the
    /// method; any other one is returned as it is.
    pub async fn send(&self, outgoing: Outgoing<'_>) -> Result<Answer, TransportError> {
        let client = self.client(outgoing.authority)?;
        let mut url = outgoing.url;
        for _ in 0..=MOST_REDIRECTS {
            let mut request =
                client.request(outgoing.method.clone(), url.clone()).headers(outgoing.headers.clone());
            if let Some(body) = &outgoing.body {
                request = request.body(body.clone());
            }
            let response = request.send().await.map_err(|error| broken(&error, &url))?;
            let head = Head {
                status: response.status().as_u16(),
                headers: response.headers().clone(),
                url: url.as_str().to_owned(),
            };
            match next_hop(&outgoing.method, &url, &head) {
                Some(next) => url = next,
                None => {
                    let body = read_body(response, BODY_LIMIT).await.map_err(|error| match error {
                        BodyError::Broken(error) => broken(&error, &url),
                        BodyError::TooLarge => TransportError {
                            failed: Failed::Hopeless,
                            what: format!("the answer is larger than {BODY_LIMIT} bytes"),
                        },
                    })?;
                    return Ok(Answer { head, body });
                }
            }
        }
        Err(TransportError {
            failed: Failed::Hopeless,
            what: format!("more than {MOST_REDIRECTS} redirects"),
        })
    }

    fn client(&self, authority: Option<&CertificateAuthority>) -> Result<Client, TransportError> {
        let mut pools = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        let key = authority.map(|authority| authority.id);
        let now = SystemTime::now();
        if let Some(pool) = pools.get_mut(&key) {
            // By the wall clock: a process that was frozen must not come back to dead connections.
            let idle = now.duration_since(pool.last_used).unwrap_or(IDLE_TIMEOUT);
            pool.last_used = now;
            if idle >= IDLE_TIMEOUT {
                pool.client = connect_with(pool.tls.clone())?;
            }
            return Ok(pool.client.clone());
        }
        let tls = client_config(&self.trust, authority).map_err(|error| TransportError {
            failed: Failed::Hopeless,
            what: format!("TLS could not be set up: {error}"),
        })?;
        let client = connect_with(tls.clone())?;
        if pools.len() >= MOST_POOLS {
            pools.clear();
        }
        pools.insert(key, Pool { tls, client: client.clone(), last_used: now });
        Ok(client)
    }
}

fn connect_with(tls: ClientConfig) -> Result<Client, TransportError> {
    Client::builder()
        .tls_backend_preconfigured(tls)
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_idle_timeout(IDLE_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .map_err(|error| TransportError {
            failed: Failed::Hopeless,
            what: format!("the HTTP client could not be set up: {}", chain(&error)),
        })
}

/// Where to go next, if the answer sends us on and going there keeps origin, method and body.
fn next_hop(method: &reqwest::Method, url: &Url, head: &Head) -> Option<Url> {
    let keeps_request = matches!(head.status, 307 | 308)
        || (matches!(head.status, 301..=303) && *method == reqwest::Method::GET);
    if !keeps_request {
        return None;
    }
    target(url, head).filter(|next| next.origin() == url.origin())
}

/// The URL an answer points at.
pub fn target(url: &Url, head: &Head) -> Option<Url> {
    url.join(head.headers.get(LOCATION)?.to_str().ok()?).ok()
}

fn broken(error: &reqwest::Error, url: &Url) -> TransportError {
    let host = url.origin().ascii_serialization();
    let reason = chain(error);
    if is_certificate_error(error) {
        return TransportError {
            failed: Failed::Hopeless,
            what: format!(
                "the certificate of {host} is not trusted ({reason}); pass the server's own \
                 authority as ca in the config, or set NODE_EXTRA_CA_CERTS"
            ),
        };
    }
    if error.is_connect() {
        return TransportError {
            failed: Failed::NotSent,
            what: format!("could not connect to {host} ({reason})"),
        };
    }
    TransportError { failed: Failed::Lost, what: format!("the connection to {host} broke ({reason})") }
}

fn is_certificate_error(error: &reqwest::Error) -> bool {
    let held = sources(error).find_map(tls_error);
    matches!(held, Some(rustls::Error::InvalidCertificate(_)))
}

/// The TLS error an error is or holds: io errors hide theirs from `source()`, one within another.
fn tls_error<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a rustls::Error> {
    match error.downcast_ref::<std::io::Error>() {
        None => error.downcast_ref(),
        Some(error) => tls_error(error.get_ref()?),
    }
}

fn sources(error: &reqwest::Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    let first: &(dyn std::error::Error + 'static) = error;
    std::iter::successors(Some(first), |error| error.source())
}

/// The innermost reason; the outer ones only repeat it, and may hold the URL.
fn chain(error: &reqwest::Error) -> String {
    sources(error).last().map_or_else(String::new, ToString::to_string)
}
