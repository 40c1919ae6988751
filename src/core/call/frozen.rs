//! A call: an operation, in a scope, with its request. Frozen when it is made.

use std::sync::Arc;

use reqwest::header::HeaderMap;
use reqwest::{Method, Url};

use super::content::Content;
use super::path::Path;
use super::request::{Plan, PostProcess, Request};
use super::token_request::TokenSource;
use super::trace::CallTrace;
use crate::identity::ExtraHeaders;
use crate::identity::{Identity, Scope, Server};
use crate::identity::{Policy, PolicyChanges};
use crate::invalid::Invalid;
use crate::operation::{Idempotency, Operation};
use crate::transport::{NetworkPolicy, Outgoing, Traffic};

/// Changes that a call makes to its scope, apart from `clientConfig`, which makes another scope.
#[derive(Clone, Default)]
pub struct CallOptions {
    /// Changes to the scope's policy.
    pub policy: PolicyChanges,
    /// Headers besides the scope's.
    pub headers: ExtraHeaders,
    /// Identical reads in flight share one request.
    pub dedupe: bool,
}

/// Everything a request needs, whatever happens to configurations after the call was made.
#[derive(Clone)]
pub struct Call {
    /// The operation that is called.
    pub operation: &'static Operation,
    /// The identity it is called under.
    pub identity: Arc<Identity>,
    /// The server it goes to.
    pub server: Arc<Server>,
    /// The scope's policy with the call's changes.
    pub policy: Policy,
    /// The headers of scope and call together.
    pub headers: ExtraHeaders,
    /// Identical reads in flight share one request.
    pub dedupe: bool,
    /// The request, as the arguments make it.
    pub request: Request,
    /// The body, if the request has one.
    pub content: Option<Content>,
    /// Kept when somebody watches it.
    pub trace: Option<Arc<CallTrace>>,
}

impl Call {
    /// Freezes a call; refused when its scope has no identity or no server, or when the scope's key
    /// belongs to another environment than the call names.
    pub fn new(
        operation: &'static Operation,
        scope: &Scope,
        options: CallOptions,
        mut request: Request,
    ) -> Result<Self, Invalid> {
        let identity = scope.identity.clone()?;
        let server = scope.server.clone()?;
        check_environment(&identity, &request)?;
        let mut operation = operation;
        if let Some(version) = &scope.version {
            request.plan.lock_to(version);
        }
        if identity.refresher.is_some() {
            request.plan.refresh();
        }
        let maker = identity.credential.digest;
        request.plan.explain_keys(maker);
        if let Some(json) = &mut request.json {
            json.explain_key(maker);
        }
        if let Plan::Token(token) = &request.plan {
            match token.source(identity.credential.kind)? {
                TokenSource::Sign { claims, expiration } => {
                    request.post_process = PostProcess::SignClaims(claims, expiration);
                }
                TokenSource::Mint(mint, body) => {
                    operation = mint;
                    request.path = Path::fill(mint.path, &[]);
                    request.json = Some(body);
                    request.post_process = PostProcess::TakeToken;
                }
            }
        }
        check_length(&request, &server)?;
        let content = match &request.plan {
            Plan::Trigger(trigger) => trigger.content(),
            _ => match request.any_json.take() {
                Some(json) => Some(Content::any_json(json)),
                None => request.json.take().map(Content::json),
            },
        };
        Ok(Self {
            operation,
            identity,
            server,
            policy: scope.policy.with(&options.policy),
            headers: request.headers.with(&options.headers),
            dedupe: options.dedupe,
            request,
            content,
            trace: None,
        })
    }

    /// The call as it is made for an answer that names a place, a number or an owner, and is nothing that anybody asked for.
    pub fn brief(&self) -> Self {
        Self { policy: self.policy.brief(), ..self.clone() }
    }

    /// Says if the call may be sent again when it may have been processed.
    pub fn is_idempotent(&self) -> bool {
        self.request.is_idempotent || self.operation.idempotency == Idempotency::Idempotent
    }

    /// The URL: base URL, path and query, nothing decoded or normalised away.
    pub fn url(&self) -> Url {
        url_of(&self.request, &self.server)
    }

    /// The URL with these parameters besides its own, all in the order of their names.
    pub fn url_with(&self, more: Vec<(&'static str, String)>) -> Url {
        let mut request = Request { path: self.request.path.clone(), ..Request::default() };
        request.query.clone_from(&self.request.query);
        request.query.extend(more.into_iter().map(|(name, value)| (name.into(), value)));
        request.query.sort_by(|(one, _), (other, _)| one.cmp(other));
        url_of(&request, &self.server)
    }

    /// Makes a request to the API's server, which has no body yet.
    pub fn outgoing<'a>(&'a self, method: Method, url: Url, headers: &'a HeaderMap) -> Outgoing<'a> {
        Outgoing {
            method,
            url,
            host: Arc::clone(self.server.base_url.host()),
            holder: self.identity.credential.digest,
            traffic: Traffic::Calls,
            headers,
            body: None,
            authority: self.server.certificate_authority.as_ref(),
            network: self.server.network,
            max_response_bytes: self.policy.max_response_bytes,
            head_at: None,
            progress: None,
            sink: None,
        }
    }

    /// Makes a request to a URL that an answer named: it gets these headers alone, and no body yet.
    ///
    /// A server's word must not lead into this process's own network: the URL is encrypted where the API is, and
    /// leads to the API's own host, to one of the `storageOrigins`, or to public addresses.
    pub fn elsewhere<'a>(
        &self,
        method: Method,
        url: Url,
        headers: &'a HeaderMap,
    ) -> Result<Outgoing<'a>, &'static str> {
        let server = &self.server;
        if url.scheme() != "https" && (url.scheme() != "http" || server.base_url.is_encrypted()) {
            return Err("its URL is not https, as the API's is");
        }
        let origin = url.origin().ascii_serialization();
        let network = if server.storage_origins.contains(&origin) {
            NetworkPolicy::Any
        } else if server.base_url.has_host_of(&url) {
            server.network
        } else {
            NetworkPolicy::Public
        };
        let holder = self.identity.credential.digest;
        Ok(Outgoing::elsewhere(method, url, holder, network, headers, self.policy.max_response_bytes))
    }
}

/// The server acts on the environment of a secret key and ignores the one in the path.
fn check_environment(identity: &Identity, request: &Request) -> Result<(), Invalid> {
    let credential = &identity.credential;
    match (credential.environment, request.environment) {
        (Some(of_key), Some(named)) if of_key != named => Err(Invalid::configuration(format!(
            "the call names the environment {named:?}, but {masked} is a key of {of_key:?}, and the \
             server would act on that; pass a key of {named:?} or a personal access token",
            named = named.slug(),
            of_key = of_key.slug(),
            masked = credential.masked,
        ))),
        _ => Ok(()),
    }
}

fn url_of(request: &Request, server: &Server) -> Url {
    let mut url = server.base_url.join(request.path.as_str());
    if !request.query.is_empty() {
        url.query_pairs_mut().extend_pairs(&request.query);
    }
    url
}

/// No HTTP library writes a longer URL, and no server reads one.
const MAX_URL_LENGTH: usize = 65_534;

fn check_length(request: &Request, server: &Server) -> Result<(), Invalid> {
    // Encoded, a byte has at most three characters; most calls are far from where that matters.
    let query: usize = request.query.iter().map(|(name, value)| 2 + 3 * (name.len() + value.len())).sum();
    if server.base_url.as_str().len() + request.path.as_str().len() + query <= MAX_URL_LENGTH {
        return Ok(());
    }
    match url_of(request, server).as_str().len() {
        length if length > MAX_URL_LENGTH => Err(Invalid::argument(format!(
            "the URL of the call would have {length} characters, and {MAX_URL_LENGTH} are the most that can be sent; \
             pass shorter ids and filters, or fewer of them at once"
        ))),
        _ => Ok(()),
    }
}
