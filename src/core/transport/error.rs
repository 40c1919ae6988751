//! Errors below HTTP: what broke, in words, and whether the server can have seen the request.

use std::time::Duration;

use reqwest::Url;
use rustls::CertificateError;

use super::causes::{certificate_error, is_not_tls, is_reset, is_unprocessed, reason, sources};
use super::code::{code_of, code_of_certificate};
use super::reach::NotPublic;
use super::response::{Head, MAX_BRIEF_BYTES};

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
    /// The code that Node has for it.
    pub code: Option<&'static str>,
    /// The head of an answer that began and could not be used.
    pub head: Option<Box<Head>>,
    /// Its connection takes no more requests: not the stream alone is broken.
    pub ends_connection: bool,
}

impl TransportError {
    /// Reports what another attempt would not change.
    pub fn permanent(reason: String) -> Self {
        Self { broken: Broken::Permanent, reason, code: None, head: None, ends_connection: false }
    }

    /// Reports a host outside of where connections may go.
    pub fn not_public(url: &Url) -> Self {
        let reason = format!("{} is not connected to: {NotPublic}", url.origin().ascii_serialization());
        Self { code: Some("EACCES"), ..Self::permanent(reason) }
    }

    /// Reports a host that sends without end and answers nothing.
    pub fn flooded(url: &Url, broken: Broken) -> Self {
        let host = url.origin().ascii_serialization();
        let reason = format!(
            "{host} sends without end what answers nothing (interim answers, pings or empty frames), and was left"
        );
        Self { broken, reason, code: Some("ECONNABORTED"), head: None, ends_connection: true }
    }

    /// Reports a request whose turn came when it made no sense any more.
    pub fn late(url: &Url) -> Self {
        let reason = format!("{} is asked too much at once", url.origin().ascii_serialization());
        Self { broken: Broken::NotSent, ..Self::permanent(reason) }
    }

    /// Reports a server that sends nothing, though its connection stands.
    pub fn silent(url: &Url, idle: Duration) -> Self {
        let host = url.origin().ascii_serialization();
        let reason = format!("{host} sent nothing for {} ms", idle.as_millis());
        Self { broken: Broken::Lost, code: Some("ETIMEDOUT"), ..Self::permanent(reason) }
    }

    /// Reports an answer that held memory others waited for, and hardly came.
    pub fn slow(url: &Url) -> Self {
        let host = url.origin().ascii_serialization();
        let reason = format!(
            "the large answer of {host} hardly came, and was left because others waited for the memory it held"
        );
        Self { broken: Broken::Lost, code: Some("ETIMEDOUT"), ..Self::permanent(reason) }
    }

    /// Reports an answer over its limit.
    pub fn too_large(head: Head, limit: usize) -> Self {
        let reason = match limit {
            MAX_BRIEF_BYTES => format!("the answer is larger than {limit} bytes, which none of its kind is"),
            _ => format!("the answer is larger than {limit} bytes; maxResponseBytes sets the limit"),
        };
        Self { head: Some(Box::new(head)), ..Self::permanent(reason) }
    }

    /// Reads an error that came in place of an answer. `proxy` names the variable that sends the request
    /// through one.
    pub fn before_answer(error: &reqwest::Error, url: &Url, proxy: Option<&str>) -> Self {
        let host = url.origin().ascii_serialization();
        if let Some(certificate) = sources(error).find_map(certificate_error) {
            let code = Some(code_of_certificate(certificate));
            return Self { code, ..Self::permanent(distrust(&host, certificate)) };
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
        Self { broken: Broken::Lost, reason, code: Some("ECONNRESET"), head: None, ends_connection: false }
    }

    /// There is no way to the host at this moment, whoever asks.
    pub fn is_unreachable(&self) -> bool {
        const CODES: [&str; 6] =
            ["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT"];
        self.broken == Broken::NotSent && self.code.is_some_and(|code| CODES.contains(&code))
    }

    fn broken(broken: Broken, error: &reqwest::Error, reason: String) -> Self {
        let code = Some(code_of(error, "ECONNRESET"));
        Self { broken, reason, code, head: None, ends_connection: !sources(error).any(is_reset) }
    }
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
        _ => format!("the certificate of {host} is not trusted: {}", unfit(error)),
    }
}

/// Says what is wrong with a certificate in words: the libraries have their names for it alone.
fn unfit(error: &CertificateError) -> &'static str {
    use CertificateError as E;
    let other = match error {
        E::Other(rustls::OtherError(error)) => error.downcast_ref::<webpki::Error>(),
        _ => None,
    };
    match (error, other) {
        (_, Some(webpki::Error::CaUsedAsEndEntity)) => {
            "it is that of an authority (basicConstraints CA:TRUE), which no server presents; give the server one of \
             its own, or trust exactly this one by passing it as ca in the config"
        }
        (_, Some(webpki::Error::UnsupportedCertVersion)) => {
            "it is of version 1, which knows no names; make one of version 3, as openssl does with -addext \
             subjectAltName=DNS:…"
        }
        (E::Revoked, _) => "it was revoked",
        (E::BadSignature, _) => "its signature is not that of the authority it names",
        (E::InvalidPurpose | E::InvalidPurposeContext { .. }, _) => "it is not made for servers",
        (E::UnhandledCriticalExtension, _) => "it insists on an extension that is not understood",
        (E::BadEncoding, _) => "it cannot be read",
        (
            E::UnknownRevocationStatus | E::ExpiredRevocationList | E::ExpiredRevocationListContext { .. },
            _,
        ) => "whether it was revoked cannot be told",
        _ => "it is not one that a server may present",
    }
}
