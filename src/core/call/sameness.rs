//! What makes two calls the same request.

use reqwest::header::HeaderMap;

use super::frozen::Call;
use crate::digest::sha256;
use crate::invalid::Invalid;

impl Call {
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
        if let Some(authority) = &self.server.certificate_authority {
            add(&authority.id);
        }
        let headers: HeaderMap = self.headers("")?;
        for (name, value) in &headers {
            add(name.as_str().as_bytes());
            add(value.as_bytes());
        }
        add(format!("{:?}", self.policy).as_bytes());
        Ok(sha256([parts.as_slice()]))
    }
}
