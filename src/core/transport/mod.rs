//! Bytes to a host and back: connections, TLS, proxies, answers, and what breaks on the way.
//!
//! It must know no customer: it is given a URL, headers and bytes, and does not repeat anything by itself.

mod admission;
mod announce;
mod causes;
mod client;
mod code;
mod connection;
mod error;
mod flood;
mod host;
mod lookups;
mod memory;
mod pool;
mod progress;
mod proxies;
mod reach;
mod request_body;
mod response;
mod tls;
mod traffic;
mod verifier;

pub use admission::{Admission, Holder};
pub use client::{BodySink, Outgoing, Transport, target};
pub use error::{Broken, TransportError};
pub use memory::{Held, Memory};
pub use progress::Progress;
pub use proxies::Proxies;
pub use reach::NetworkPolicy;
pub use response::{Answer, Head, MAX_BRIEF_BYTES, MAX_ERROR_BYTES, Raw};
pub use tls::{CertificateAuthority, ProcessTrust};
pub use traffic::Traffic;

#[cfg(test)]
pub use tls::tests::CERTIFICATE;
