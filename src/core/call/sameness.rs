//! What makes two calls the same request.

use reqwest::header::HeaderMap;

use super::frozen::Call;
use crate::digest::sha256;
use crate::identity::Server;
use crate::invalid::Invalid;

impl Call {
    /// Tells calls apart that do not go to the same URL of the same server for the same caller: a digest, because a token is
    /// part of it.
    pub fn place_digest(&self) -> [u8; 32] {
        let mut headers = HeaderMap::new();
        self.identity.headers.apply(&mut headers);
        self.headers.apply(&mut headers);
        let mut parts = vec![self.url().as_str().as_bytes().to_vec(), self.server_digest().to_vec()];
        parts.push(self.identity.credential.digest.to_vec());
        let branch = self.identity.branch.as_ref();
        parts.push(branch.map_or_else(Vec::new, |branch| branch.header.as_bytes().to_vec()));
        for (name, value) in &headers {
            parts.extend([name.as_str().as_bytes().to_vec(), value.as_bytes().to_vec()]);
        }
        digest_of(&parts)
    }

    /// Tells servers apart that are not reached and trusted in the same way.
    fn server_digest(&self) -> [u8; 32] {
        let Server { base_url: _, certificate_authority, network, storage_origins } = &*self.server;
        let authority =
            certificate_authority.as_ref().map_or_else(Vec::new, |authority| authority.id.to_vec());
        let mut parts = vec![authority, format!("{network:?}").into_bytes()];
        parts.extend(storage_origins.iter().map(|origin| origin.as_bytes().to_vec()));
        digest_of(&parts)
    }

    /// Tells calls apart that are not the same request under the same credential and policy: a digest, because a token is
    /// part of it.
    pub fn digest(&self) -> Result<[u8; 32], Invalid> {
        let mut parts = Vec::new();
        let mut add = |bytes: &[u8]| {
            // Lengths keep neighbouring parts apart.
            parts.extend_from_slice(&bytes.len().to_le_bytes());
            parts.extend_from_slice(bytes);
        };
        add(self.operation.name.as_bytes());
        add(self.url().as_str().as_bytes());
        add(&self.server_digest());
        let headers: HeaderMap = self.headers("")?;
        for (name, value) in &headers {
            add(name.as_str().as_bytes());
            add(value.as_bytes());
        }
        add(format!("{:?}", self.policy).as_bytes());
        Ok(sha256([parts.as_slice()]))
    }
}

/// Lengths keep neighbouring parts apart.
fn digest_of(parts: &[Vec<u8>]) -> [u8; 32] {
    let lengths: Vec<_> = parts.iter().map(|part| part.len().to_le_bytes()).collect();
    let framed = parts.iter().zip(&lengths).flat_map(|(part, length)| [length.as_slice(), part.as_slice()]);
    sha256(framed)
}
