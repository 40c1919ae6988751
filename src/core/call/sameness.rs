//! What makes two calls the same request.

use reqwest::header::HeaderMap;

use super::frozen::Call;
use crate::digest::sha256;
use crate::identity::{Scope, Server};
use crate::invalid::Invalid;

impl Call {
    /// Tells calls apart that are not the same request under the same credential and policy: a digest, because a token is
    /// part of it.
    pub fn digest(&self) -> Result<[u8; 32], Invalid> {
        let mut parts = Parts::default();
        parts.add(self.operation.name);
        parts.add(self.url().as_str());
        parts.add(digest_of(&self.server));
        parts.add_headers(&self.headers("")?);
        parts.add(format!("{:?}", self.policy));
        Ok(parts.digest())
    }

    /// Tells calls apart that do not go to the same URL of the same server for the same caller: a digest, because a token is
    /// part of it.
    pub fn place_digest(&self) -> [u8; 32] {
        let mut headers = HeaderMap::new();
        self.identity.headers.apply(&mut headers);
        self.headers.apply(&mut headers);
        let mut parts = Parts::default();
        parts.add(self.url().as_str());
        parts.add(digest_of(&self.server));
        parts.add(self.identity.credential.digest);
        parts.add(self.identity.branch.as_ref().map_or(&[][..], |branch| branch.header.as_bytes()));
        parts.add_headers(&headers);
        parts.digest()
    }

    /// Tells calls apart that do not reach a host in the same way, or do not trust it for the same reason.
    pub fn reach_digest(&self) -> [u8; 32] {
        let mut parts = Parts::default();
        parts.add_reach(&self.server);
        parts.digest()
    }
}

impl Scope {
    /// Tells scopes apart that are not those of the same caller at the same server: a digest, because a token is part of
    /// it. A scope that nobody may call in has none.
    pub fn caller_digest(&self) -> Option<[u8; 32]> {
        let (Ok(identity), Ok(server)) = (&self.identity, &self.server) else { return None };
        let mut headers = HeaderMap::new();
        identity.headers.apply(&mut headers);
        let mut parts = Parts::default();
        parts.add(server.base_url.as_str());
        parts.add(digest_of(server));
        parts.add(identity.credential.digest);
        parts.add(identity.branch.as_ref().map_or(&[][..], |branch| branch.header.as_bytes()));
        parts.add_headers(&headers);
        Some(parts.digest())
    }
}

/// Tells servers apart that are not reached and trusted in the same way; the URL of a request has the base URL.
fn digest_of(server: &Server) -> [u8; 32] {
    let Server { base_url: _, certificate_authority: _, network: _, storage_origins } = server;
    let mut parts = Parts::default();
    parts.add_reach(server);
    for origin in storage_origins.iter() {
        parts.add(origin);
    }
    parts.digest()
}

/// What tells two things apart. Lengths keep neighbouring parts apart.
#[derive(Default)]
struct Parts(Vec<u8>);

impl Parts {
    fn add(&mut self, part: impl AsRef<[u8]>) {
        let part = part.as_ref();
        self.0.extend_from_slice(&part.len().to_le_bytes());
        self.0.extend_from_slice(part);
    }

    fn add_reach(&mut self, server: &Server) {
        self.add(server.certificate_authority.as_ref().map_or(&[][..], |authority| &authority.id));
        self.add(format!("{:?}", server.network));
    }

    fn add_headers(&mut self, headers: &HeaderMap) {
        for (name, value) in headers {
            self.add(name.as_str());
            self.add(value.as_bytes());
        }
    }

    fn digest(&self) -> [u8; 32] {
        sha256([self.0.as_slice()])
    }
}
