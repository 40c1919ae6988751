//! Names what broke a connection by the code that Node has for it: `ECONNREFUSED`, `CERT_HAS_EXPIRED`.
//!
//! Programs read these where people read the message, and know them from every other client of Node's.

use std::io::ErrorKind;

use rustls::CertificateError;

use super::causes::{certificate_error, is_not_tls, sources};
use super::lookups::NameNotFound;
use super::reach::NotPublic;

/// The code for an error, or `otherwise` for one that says nothing of its own.
pub fn code_of(error: &reqwest::Error, otherwise: &'static str) -> &'static str {
    if error.is_timeout() {
        return "ETIMEDOUT";
    }
    // The innermost errors say the most.
    let codes: Vec<&'static str> = sources(error).filter_map(code_of_one).collect();
    codes.last().copied().unwrap_or(otherwise)
}

fn code_of_one(error: &(dyn std::error::Error + 'static)) -> Option<&'static str> {
    if let Some(certificate) = certificate_error(error) {
        return Some(code_of_certificate(certificate));
    }
    if is_not_tls(error) {
        return Some("EPROTO");
    }
    if error.is::<NameNotFound>() {
        return Some("ENOTFOUND");
    }
    if error.is::<NotPublic>() {
        return Some("EACCES");
    }
    if let Some(error) = error.downcast_ref::<std::io::Error>() {
        return code_of_io(error.kind());
    }
    if let Some(error) = error.downcast_ref::<h2::Error>() {
        return Some(if error.is_reset() { "ERR_HTTP2_STREAM_ERROR" } else { "ERR_HTTP2_SESSION_ERROR" });
    }
    let error = error.downcast_ref::<hyper::Error>()?;
    error.is_parse().then_some("EPROTO")
}

fn code_of_io(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::ConnectionRefused => "ECONNREFUSED",
        ErrorKind::ConnectionReset | ErrorKind::UnexpectedEof => "ECONNRESET",
        ErrorKind::ConnectionAborted => "ECONNABORTED",
        ErrorKind::TimedOut => "ETIMEDOUT",
        ErrorKind::BrokenPipe => "EPIPE",
        ErrorKind::HostUnreachable => "EHOSTUNREACH",
        ErrorKind::NetworkUnreachable => "ENETUNREACH",
        ErrorKind::AddrNotAvailable => "EADDRNOTAVAIL",
        ErrorKind::PermissionDenied => "EACCES",
        _ => return None,
    })
}

/// The code for a certificate that was not accepted.
pub fn code_of_certificate(error: &CertificateError) -> &'static str {
    use CertificateError as E;
    match error {
        E::Expired | E::ExpiredContext { .. } => "CERT_HAS_EXPIRED",
        E::NotValidYet | E::NotValidYetContext { .. } => "CERT_NOT_YET_VALID",
        E::NotValidForName | E::NotValidForNameContext { .. } => "ERR_TLS_CERT_ALTNAME_INVALID",
        E::UnknownIssuer => "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
        E::Revoked => "CERT_REVOKED",
        E::BadSignature => "CERT_SIGNATURE_FAILURE",
        _ => "CERT_UNTRUSTED",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_the_names_that_node_has_for_them() {
        assert_eq!(code_of_io(ErrorKind::ConnectionRefused), Some("ECONNREFUSED"));
        assert_eq!(code_of_io(ErrorKind::UnexpectedEof), Some("ECONNRESET"));
        assert_eq!(code_of_io(ErrorKind::Other), None);
        assert_eq!(code_of_certificate(&CertificateError::Expired), "CERT_HAS_EXPIRED");
        assert_eq!(code_of_certificate(&CertificateError::BadEncoding), "CERT_UNTRUSTED");
    }
}
