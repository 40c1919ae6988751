//! Sends one request to a host and reads the whole answer.

use std::cell::Cell;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::LocalBoxFuture;
use reqwest::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue, LOCATION};
use reqwest::{Method, Request, Response, Url};
use tokio::time::Instant;

use super::admission::Holder;
use super::causes;
use super::error::{Broken, TransportError};
use super::flood::FloodWatch;
use super::host::Exchange;
use super::memory::Memory;
use super::pool::Pool;
use super::progress::Progress;
use super::proxies::Proxies;
use super::reach::NetworkPolicy;
use super::response::{BodyError, Head, Raw, read_body};
use super::tls::{CertificateAuthority, ProcessTrust};
use super::traffic::Traffic;

const MAX_REDIRECTS: usize = 5;
/// No server reads a longer URL, and to read one takes its time.
const MAX_LOCATION: usize = 16 * 1024;

/// One request as it goes out.
pub struct Outgoing<'a> {
    /// The method.
    pub method: Method,
    /// The URL, its query included.
    pub url: Url,
    /// Scheme, host and port: calls to one host share its connections.
    pub host: Arc<str>,
    /// Whose share of the host's connections it takes.
    pub holder: Holder,
    /// The connections it goes over.
    pub traffic: Traffic,
    /// The headers, those of the message itself apart.
    pub headers: &'a HeaderMap,
    /// The body.
    pub body: Option<Bytes>,
    /// Certificates that are trusted besides the usual ones.
    pub authority: Option<&'a CertificateAuthority>,
    /// The addresses that the connection may lead to.
    pub network: NetworkPolicy,
    /// The most that the answer may hold when it is inflated.
    pub max_response_bytes: usize,
    /// Takes the moment at which the head of the answer was there.
    pub head_at: Option<&'a Cell<Option<Instant>>>,
    /// Follows what comes of it.
    pub progress: Option<&'a Progress>,
    /// Takes the body of a success as it comes; then the answer has none.
    pub sink: Option<&'a dyn BodySink>,
}

/// Takes the body of an answer piece by piece.
pub trait BodySink {
    /// The head of a success is there.
    fn begin(&self, head: &Head);

    /// Takes a piece, and as long for it as it needs: meanwhile nothing more is read. Says if more is wanted.
    fn take(&self, piece: Bytes) -> LocalBoxFuture<'_, bool>;
}

impl<'a> Outgoing<'a> {
    /// Makes a request to a URL that an answer named, which gets these headers alone and no body yet.
    pub fn elsewhere(
        method: Method,
        url: Url,
        holder: Holder,
        network: NetworkPolicy,
        headers: &'a HeaderMap,
        max_response_bytes: usize,
    ) -> Self {
        let host = url.origin().ascii_serialization().into();
        Self {
            method,
            url,
            host,
            holder,
            traffic: Traffic::Named,
            headers,
            body: None,
            authority: None,
            network,
            max_response_bytes,
            head_at: None,
            progress: None,
            sink: None,
        }
    }
}

/// The way to all hosts.
pub struct Transport {
    pool: Pool,
    memory: Memory,
    floods: FloodWatch,
}

/// The reason why an exchange brought no answer.
enum Failed {
    Broken(TransportError),
    /// There was no descriptor to connect with: nothing was tried.
    NoDescriptor,
}

impl From<TransportError> for Failed {
    fn from(error: TransportError) -> Self {
        Self::Broken(error)
    }
}

impl Transport {
    /// Makes connections under the trust and the proxies of a process, none so far.
    pub fn new(trust: ProcessTrust, proxies: Proxies) -> Self {
        Self { pool: Pool::new(trust, proxies), memory: Memory::default(), floods: FloodWatch::default() }
    }

    /// Counts what large answers hold.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Looks for hosts that keep the thread busy for nothing, for as long as it runs.
    pub async fn watch_for_floods(&self) {
        self.floods.run(&self.pool).await;
    }

    /// Does all work of the I/O thread that is not the HTTP client's: the time that it takes is no flood.
    pub async fn explained<T>(&self, work: impl Future<Output = T>) -> T {
        self.floods.explained(work).await
    }

    /// Sends a request and reads the whole answer, which may be compressed. Redirects stay on the same origin and keep the
    /// method; any other one is returned as it is.
    ///
    /// Boxed, so that its code is there once for all who await it.
    pub fn send<'a>(&'a self, outgoing: Outgoing<'a>) -> LocalBoxFuture<'a, Result<Raw, TransportError>> {
        Box::pin(self.carry(outgoing))
    }

    async fn carry(&self, outgoing: Outgoing<'_>) -> Result<Raw, TransportError> {
        let host = self.pool.host(&outgoing.host, outgoing.authority, outgoing.network, outgoing.traffic);
        if !self.pool.leads_where_allowed(&outgoing.url, outgoing.network) {
            return Err(TransportError::not_public(&outgoing.url));
        }
        let mut waits = 0;
        loop {
            if host.is_avoided() {
                return Err(TransportError::flooded(&outgoing.url, Broken::Permanent));
            }
            let socket = match outgoing.traffic.is_held() && host.takes_sockets() {
                true => Some(self.pool.hold_socket(outgoing.holder).await),
                false => None,
            };
            let is_write = !outgoing.method.is_safe();
            let exchange = host
                .begin(outgoing.holder, is_write, socket, || {
                    self.pool.open(outgoing.authority, outgoing.network, outgoing.traffic)
                })
                .await?;
            if outgoing.progress.is_some_and(|progress| !progress.begin()) {
                return Err(TransportError::late(&outgoing.url));
            }
            let outcome = {
                let _watched = self.floods.request();
                tokio::select! {
                    biased;
                    outcome = self.exchange(&exchange, &outgoing) => outcome,
                    () = host.left() => Err(TransportError::flooded(&outgoing.url, Broken::Lost).into()),
                }
            };
            if matches!(&outcome, Err(Failed::Broken(error)) if error.ends_connection) {
                exchange.broke();
            }
            // Its place is free before anybody waits for anything.
            drop(exchange);
            let ended = match outcome {
                Ok(answer) => Ok(answer),
                Err(Failed::Broken(error)) => Err(error),
                Err(Failed::NoDescriptor) => {
                    self.pool.wait_for_descriptor(waits).await;
                    waits += 1;
                    continue;
                }
            };
            self.pool.release();
            return ended;
        }
    }

    async fn exchange(&self, exchange: &Exchange, outgoing: &Outgoing<'_>) -> Result<Raw, Failed> {
        let mut elsewhere: Option<Url> = None;
        for _ in 0..=MAX_REDIRECTS {
            let url = elsewhere.as_ref().unwrap_or(&outgoing.url);
            let mut response = match exchange.client().execute(self.request(outgoing, url)).await {
                Ok(response) => response,
                Err(error) if causes::is_shortage(&error) => return Err(Failed::NoDescriptor),
                Err(error) => {
                    return Err(TransportError::before_answer(&error, url, self.pool.proxy_for(url)).into());
                }
            };
            exchange.answered(response.version());
            if let Some(progress) = outgoing.progress {
                progress.step();
            }
            if let Some(head_at) = outgoing.head_at {
                head_at.set(Some(Instant::now()));
            }
            let head = Head {
                status: response.status().as_u16(),
                headers: std::mem::take(response.headers_mut()),
                url: url.as_str().to_owned(),
            };
            match next_hop(&outgoing.method, url, &head) {
                Some(next) => elsewhere = Some(next),
                // Boxed: thousands wait for a head at the same time, which need no place for this.
                None => return Ok(Box::pin(self.read(response, head, url, outgoing)).await?),
            }
        }
        let url = elsewhere.as_ref().unwrap_or(&outgoing.url);
        let reason = format!(
            "{origin} redirects more than {MAX_REDIRECTS} times, at last to {origin}{path}",
            origin = url.origin().ascii_serialization(),
            path = url.path(),
        );
        Err(TransportError::permanent(reason).into())
    }

    /// Reads the body of an answer, or pours it where it is to go.
    async fn read(
        &self,
        response: Response,
        head: Head,
        url: &Url,
        outgoing: &Outgoing<'_>,
    ) -> Result<Raw, TransportError> {
        if let Some(sink) = outgoing.sink.filter(|_| head.is_success()) {
            self.pour(response, &head, sink, outgoing.progress)
                .await
                .map_err(|error| TransportError::within_answer(&error, url))?;
            return Ok(Raw { head, bytes: Vec::new(), held: None });
        }
        let limit = outgoing.max_response_bytes;
        let hold = || self.memory.hold(outgoing.holder);
        let count = |bytes| {
            self.floods.body(bytes);
            if let Some(progress) = outgoing.progress {
                progress.step();
            }
        };
        match read_body(response, head.is_success(), limit, hold, count).await {
            Ok((bytes, held)) => Ok(Raw { head, bytes, held }),
            Err(BodyError::Broken(error)) => Err(TransportError::within_answer(&error, url)),
            Err(BodyError::Slow) => Err(TransportError::slow(url)),
            Err(BodyError::TooLarge) => Err(TransportError::too_large(head, limit)),
        }
    }

    /// Hands a body over as it comes.
    async fn pour(
        &self,
        mut response: Response,
        head: &Head,
        sink: &dyn BodySink,
        progress: Option<&Progress>,
    ) -> reqwest::Result<()> {
        sink.begin(head);
        while let Some(piece) = response.chunk().await? {
            self.floods.body(piece.len());
            if let Some(progress) = progress {
                progress.step();
            }
            if !sink.take(piece).await {
                break;
            }
        }
        Ok(())
    }

    /// The request as it goes out to a URL.
    fn request(&self, outgoing: &Outgoing<'_>, url: &Url) -> Request {
        let mut request = Request::new(outgoing.method.clone(), url.clone());
        *request.headers_mut() = outgoing.headers.clone();
        request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static(outgoing.traffic.encodings()));
        *request.body_mut() = outgoing.body.clone().map(|body| self.floods.handed_out().body(body));
        request
    }
}

/// Says where to go next, if the answer sends us on and going there keeps origin, method and body.
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
    let place = head.header(LOCATION.as_str()).filter(|place| place.len() <= MAX_LOCATION)?;
    url.join(place).ok()
}
