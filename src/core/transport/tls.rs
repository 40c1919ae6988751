//! Trust in certificates: the bundled Mozilla roots and what the user adds to them.

use std::sync::Arc;

use rustls::crypto::ring::default_provider as ring_provider;
use rustls::crypto::{CryptoProvider, KeyProvider};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::SigningKey;
use rustls::{ClientConfig, RootCertStore};

use super::verifier::Verifier;
use crate::digest::sha256;
use crate::invalid::Invalid;

/// Certificates a config adds to the trusted roots, for a server with an authority of its own.
#[derive(Clone, PartialEq, Eq)]
pub struct CertificateAuthority {
    certificates: Arc<[CertificateDer<'static>]>,
    /// Tells two authorities apart: each has a connection pool of its own.
    pub id: [u8; 32],
}

impl CertificateAuthority {
    /// Reads one or more certificates in PEM form.
    pub fn parse(pem: &str, field: &str) -> Result<Self, Invalid> {
        let certificates = certificates_in(pem).ok().filter(|list| !list.is_empty());
        let Some(certificates) = certificates else {
            return Err(Invalid::configuration(format!(
                "{field} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)"
            )));
        };
        let mut store = RootCertStore::empty();
        if store.add_parsable_certificates(certificates.clone()).0 != certificates.len() {
            return Err(Invalid::configuration(format!("{field} holds a certificate that cannot be read")));
        }
        let id = sha256(certificates.iter().map(AsRef::as_ref));
        Ok(Self { certificates: certificates.into(), id })
    }
}

fn certificates_in(pem: &str) -> Result<Vec<CertificateDer<'static>>, rustls::pki_types::pem::Error> {
    CertificateDer::pem_slice_iter(pem.as_bytes()).collect()
}

/// The trust that the process adds to the bundled roots, as Node has it. Read in JavaScript, at the first call.
#[derive(Clone, Default)]
pub struct ProcessTrust {
    /// The contents of the file `NODE_EXTRA_CA_CERTS` names, or all that Node trusts where it says so.
    pub extra_certificates: Option<String>,
    /// `NODE_USE_SYSTEM_CA=1`, `--use-system-ca` or `--use-openssl-ca`: the system's, or what `SSL_CERT_FILE` and
    /// `SSL_CERT_DIR` name instead of it.
    pub use_system_store: bool,
    /// What Node trusts otherwise is not trusted: `--use-openssl-ca`, or all is said already.
    pub omit_bundled_roots: bool,
}

/// The TLS configuration for one set of trusted roots.
pub fn client_config(
    process: &ProcessTrust,
    authority: Option<&CertificateAuthority>,
) -> Result<ClientConfig, rustls::Error> {
    let mut roots = RootCertStore::empty();
    if !process.omit_bundled_roots {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    let mut trusted = Vec::new();
    if process.use_system_store {
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    }
    if let Some(pem) = &process.extra_certificates {
        // Node warns about what it cannot read there and goes on; a stray entry must not end a call.
        trusted.extend(certificates_in(pem).unwrap_or_default());
    }
    if let Some(authority) = authority {
        trusted.extend(authority.certificates.iter().cloned());
    }
    roots.add_parsable_certificates(trusted.iter().cloned());
    let provider = Arc::new(CryptoProvider { key_provider: &NoClientKeys, ..ring_provider() });
    let verifier = Verifier::new(roots, trusted, Arc::clone(&provider))?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// A client presents no certificate of its own, so none of the code that signs with one is in the addon.
#[derive(Debug)]
struct NoClientKeys;

impl KeyProvider for NoClientKeys {
    fn load_private_key(&self, _: PrivateKeyDer<'static>) -> Result<Arc<dyn SigningKey>, rustls::Error> {
        Err(rustls::Error::General("hairtrigger has no client certificates".to_owned()))
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// An authority of the tests.
    pub const CERTIFICATE: &str = include_str!("../../../__test__/support/certificates/authority.pem");

    #[test]
    fn reads_certificates_and_refuses_what_is_none() {
        let authority = CertificateAuthority::parse(CERTIFICATE, "ca").expect("ca");
        let twice = format!("{CERTIFICATE}\n{CERTIFICATE}");
        assert_eq!(authority.certificates.len(), 1);
        assert_eq!(CertificateAuthority::parse(&twice, "ca").expect("ca").certificates.len(), 2);
        for text in ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"] {
            assert!(CertificateAuthority::parse(text, "ca").is_err(), "{text}");
        }
        assert!(client_config(&ProcessTrust::default(), Some(&authority)).is_ok());
    }
}
