//! Takes errors of the HTTP client apart: each is made of others, the innermost of which says what happened.

use rustls::CertificateError;

/// What answered does not speak TLS.
pub fn is_not_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    matches!(
        tls_error(error),
        Some(rustls::Error::InvalidMessage(rustls::InvalidMessage::InvalidContentType))
    )
}

/// The certificate error an error is or holds.
pub fn certificate_error<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a CertificateError> {
    match tls_error(error)? {
        rustls::Error::InvalidCertificate(error) => Some(error),
        _ => None,
    }
}

/// The TLS error an error is or holds: io errors hide theirs from `source()`, one within another.
fn tls_error<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a rustls::Error> {
    match error.downcast_ref::<std::io::Error>() {
        None => error.downcast_ref(),
        Some(error) => tls_error(error.get_ref()?),
    }
}

/// The error and what it was made of, the innermost last.
pub fn sources(error: &reqwest::Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    let first: &(dyn std::error::Error + 'static) = error;
    std::iter::successors(Some(first), |error| error.source())
}

/// HTTP/2 ended the stream of one request, and none of the others.
pub fn is_reset(error: &(dyn std::error::Error + 'static)) -> bool {
    error.downcast_ref::<h2::Error>().is_some_and(h2::Error::is_reset)
}

/// HTTP/2 says of a refused stream, and of one that a server going away did not get to, that nothing
/// was done with it.
pub fn is_unprocessed(error: &(dyn std::error::Error + 'static)) -> bool {
    let Some(error) = error.downcast_ref::<h2::Error>() else { return false };
    let reason = error.reason();
    error.is_remote()
        && ((error.is_reset() && reason == Some(h2::Reason::REFUSED_STREAM))
            || (error.is_go_away() && reason == Some(h2::Reason::NO_ERROR)))
}

/// The process, or the system, has no descriptor left to connect with. It is no failure of the host's.
pub fn is_shortage(error: &reqwest::Error) -> bool {
    #[cfg(unix)]
    const NUMBERS: [i32; 2] = [23, 24]; // ENFILE, EMFILE
    #[cfg(not(unix))]
    const NUMBERS: [i32; 1] = [10_024]; // WSAEMFILE
    let number = |error: &(dyn std::error::Error + 'static)| {
        error.downcast_ref::<std::io::Error>().and_then(std::io::Error::raw_os_error)
    };
    sources(error).filter_map(number).any(|number| NUMBERS.contains(&number))
}

/// The innermost reason; the outer ones only repeat it, and may hold the URL.
pub fn reason(error: &reqwest::Error) -> String {
    sources(error).last().map_or_else(String::new, ToString::to_string)
}
