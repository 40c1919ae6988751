//! Errors below HTTP: what broke, in words, and whether the server can have seen the request.

use reqwest::Url;
use rustls::CertificateError;

use super::reach::NotPublic;
use super::response::Head;

/// The way in which a request broke, which decides whether it may go out again.
///
/// It does not decide the class in JavaScript: a [`TransportError`] with the head of an answer becomes an
/// `ApiResponseError`, one without an `ApiConnectionError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The server has got nothing: no connection was made, or the server says that it did nothing. Any call goes out
    /// again; in the end an `ApiConnectionError`.
    NotSent,
    /// The connection broke when the server may have processed the request already. A call that may be repeated goes
    /// out again; any other is reported, as an `ApiConnectionError` that says how to go on.
    Lost,
    /// Another attempt cannot help. A certificate that is not trusted or an address that is not public is an
    /// `ApiConnectionError`, a body over the limit an `ApiResponseError`.
    Permanent,
    /// An answer cannot be read, and could not the next time either: an `ApiConnectionError`.
    Unreadable,
}

/// An attempt that brought no usable answer: an `ApiConnectionError`, or an `ApiResponseError` when an answer began.
pub struct TransportError {
    /// The way in which it broke.
    pub broken: Broken,
    /// The reason in words, without a token.
    pub reason: String,
    /// The head of an answer that began and could not be used.
    pub head: Option<Box<Head>>,
    /// Its connection takes no more requests: not the stream alone is broken.
    pub ends_connection: bool,
}

impl TransportError {
    /// Reports what another attempt would not change.
    pub fn permanent(reason: String) -> Self {
        Self { broken: Broken::Permanent, reason, head: None, ends_connection: false }
    }

    /// Reports a host outside of where connections may go.
    pub fn not_public(url: &Url) -> Self {
        Self::permanent(format!("{} is not connected to: {NotPublic}", url.origin().ascii_serialization()))
    }

    /// Reports a host that sends without end and answers nothing.
    pub fn flooded(url: &Url, broken: Broken) -> Self {
        let host = url.origin().ascii_serialization();
        let reason = format!(
            "{host} sends without end what answers nothing (interim answers, pings or empty frames), and was left"
        );
        Self { broken, reason, head: None, ends_connection: true }
    }

    /// Reports an answer over its limit.
    pub fn too_large(head: Head, limit: usize) -> Self {
        let reason = format!("the answer is larger than {limit} bytes; maxResponseBytes sets the limit");
        Self { head: Some(Box::new(head)), ..Self::permanent(reason) }
    }

    /// Reads an error that came in place of an answer. `proxy` names the variable that sends the request
    /// through one.
    pub fn before_answer(error: &reqwest::Error, url: &Url, proxy: Option<&str>) -> Self {
        let host = url.origin().ascii_serialization();
        if let Some(certificate) = sources(error).find_map(certificate_error) {
            return Self::permanent(distrust(&host, certificate));
        }
        if sources(error).any(|error| error.is::<NotPublic>()) {
            return Self::not_public(url);
        }
        let reason = reason(error);
        // Only while it was being made can a connection have broken before the request was on it.
        if error.is_connect() {
            let why = if sources(error).any(is_not_tls) {
                format!("could not connect to {host} ({reason}): it does not speak TLS; is it http://?")
            } else {
                let through = proxy.map_or_else(String::new, |variable| format!("; {variable} is set"));
                format!("could not connect to {host} ({reason}{through})")
            };
            return Self::broken(Broken::NotSent, error, why);
        }
        if sources(error).any(is_unprocessed) {
            let why = format!("{host} did not take the request ({reason}), and has not processed it");
            return Self::broken(Broken::NotSent, error, why);
        }
        if error.is_builder() {
            return Self::permanent(format!("the request cannot be written as HTTP ({reason})"));
        }
        match sources(error).find_map(|error| error.downcast_ref::<hyper::Error>()) {
            Some(parsing) if parsing.is_parse_too_large() => Self::broken(
                Broken::Unreadable,
                error,
                format!("the answer of {host} has more or larger headers than can be read"),
            ),
            Some(parsing) if parsing.is_parse() => {
                Self::broken(Broken::Lost, error, format!("what {host} answered is not HTTP ({reason})"))
            }
            _ => Self::broken(Broken::Lost, error, format!("the connection to {host} broke ({reason})")),
        }
    }

    /// Reads an error that came when the head of an answer was there: whatever it says, the request was taken.
    pub fn within_answer(error: &reqwest::Error, url: &Url) -> Self {
        let host = url.origin().ascii_serialization();
        let reason = reason(error);
        Self::broken(
            Broken::Lost,
            error,
            if error.is_decode() {
                format!("the answer of {host} is cut short or damaged ({reason})")
            } else {
                format!("the connection to {host} broke ({reason})")
            },
        )
    }

    /// Reports a body that does not inflate.
    pub fn damaged(error: &std::io::Error, url: &str) -> Self {
        let host = Url::parse(url).map_or_else(|_| String::new(), |url| url.origin().ascii_serialization());
        let reason = format!("the answer of {host} is cut short or damaged ({error})");
        Self { broken: Broken::Lost, reason, head: None, ends_connection: false }
    }

    fn broken(broken: Broken, error: &reqwest::Error, reason: String) -> Self {
        Self { broken, reason, head: None, ends_connection: !sources(error).any(is_reset) }
    }
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

/// HTTP/2 ended the stream of one request, and none of the others.
fn is_reset(error: &(dyn std::error::Error + 'static)) -> bool {
    error.downcast_ref::<h2::Error>().is_some_and(h2::Error::is_reset)
}

/// HTTP/2 says of a refused stream, and of one that a server going away did not get to, that nothing
/// was done with it.
fn is_unprocessed(error: &(dyn std::error::Error + 'static)) -> bool {
    let Some(error) = error.downcast_ref::<h2::Error>() else { return false };
    let reason = error.reason();
    error.is_remote()
        && ((error.is_reset() && reason == Some(h2::Reason::REFUSED_STREAM))
            || (error.is_go_away() && reason == Some(h2::Reason::NO_ERROR)))
}

fn is_not_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    matches!(
        tls_error(error),
        Some(rustls::Error::InvalidMessage(rustls::InvalidMessage::InvalidContentType))
    )
}

/// Says why a certificate was not accepted, and what to do about it. Nothing turns verification off.
fn distrust(host: &str, error: &CertificateError) -> String {
    use CertificateError as E;
    match error {
        E::NotValidForName | E::NotValidForNameContext { .. } => format!(
            "the certificate of {host} is for another host ({error}); connect under a name the \
             certificate holds, the server may not be the one you mean"
        ),
        E::Expired | E::ExpiredContext { .. } => {
            format!("the certificate of {host} has expired ({error}); renew it on the server")
        }
        E::NotValidYet | E::NotValidYetContext { .. } => {
            format!("the certificate of {host} is not valid yet ({error}); check this machine's clock")
        }
        E::UnknownIssuer => format!(
            "the certificate of {host} is not trusted ({error}: its authority is unknown); pass the \
             server's own authority as ca in the config, or set NODE_EXTRA_CA_CERTS"
        ),
        _ => format!("the certificate of {host} is not trusted ({error})"),
    }
}

fn certificate_error<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a CertificateError> {
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

fn sources(error: &reqwest::Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    let first: &(dyn std::error::Error + 'static) = error;
    std::iter::successors(Some(first), |error| error.source())
}

/// The innermost reason; the outer ones only repeat it, and may hold the URL.
pub fn reason(error: &reqwest::Error) -> String {
    sources(error).last().map_or_else(String::new, ToString::to_string)
}
