//! Bytes to a host and back: connections, TLS, proxies, answers, and what breaks on the way.
//!
//! It must know no customer: it is given a URL, headers and bytes, and does not repeat anything by itself.

mod client;
mod connections;
mod error;
mod proxies;
mod response;
mod tls;

pub use client::{Outgoing, Transport, target};
pub use error::{Broken, TransportError};
pub use proxies::Proxies;
pub use response::{Answer, Head};
pub use tls::{CertificateAuthority, ProcessTrust};

#[cfg(test)]
pub use tls::tests::CERTIFICATE;
